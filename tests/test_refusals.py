"""Lines that say somebody did not comment, and lines that look like them."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.quoting.refusals import find_refusals
from attribution.spans import Span, SpanIndex
from tests.builders import build, make_article, marked, rough


def lines_of(text: str, quoted: tuple[Span, ...] = ()) -> list[str]:
    annotated = rough(make_article(text))
    return [line.span.slice(text) for line in find_refusals(Forest(annotated), SpanIndex(quoted))]


@pytest.mark.parametrize(
    "text",
    [
        "The ministry [N declined to comment].",
        "Nguyen [N declined to say whether the ship was insured].",
        "The bank [N refused to discuss the loan].",
        "The bank [N declined an interview].",
        "The bank [N declined repeated requests for comment].",
        "Okafor [N did not respond to a request for comment].",
        "Okafor [N did not immediately respond].",
        "Okafor [N didn’t return calls].",
        "The firm [N has not replied to questions].",
        "The firm [N had not yet responded on Friday].",
        "Reyes [N could not be reached for comment].",
        "Reyes [N could not immediately be reached].",
        "Reyes [N couldn't be reached on Monday].",
        "The envoy [N was not available for comment].",
        "The envoy [N was unavailable for comment].",
        "The envoy [N had no immediate comment].",
        "The agency [N failed to respond].",
        "[N Calls to the port were not returned].",
        "[N Messages left at her office went unanswered].",
        "The clinic [N would not comment on the case].",
    ],
)
def test_refusal(text: str):
    plain, spans = marked(text)
    assert lines_of(plain) == [spans["N"][0].slice(plain)]


@pytest.mark.parametrize(
    "text",
    [
        "Prices declined to their lowest since May.",
        "The patient did not respond well.",
        "The tumour did not respond to treatment.",
        "She commented on the new bridge.",
        "He refused to leave the house.",
        "The village could not be reached by road because the letter never came.",
        "The team could not reach the summit.",
        "Trains were not available on Sunday.",
        "Her comment drew no laughter.",
        "The answer did not surprise the jury.",
        "The council said it would respond in May.",
        "They did not return to the village.",
        "The boat did not return on Friday.",
    ],
)
def test_no_refusal(text: str):
    assert lines_of(text) == []


def test_a_refusal_in_marks_is_somebody_s_words():
    text, spans = marked("[Q “The bank declined to comment,”] she said.")
    assert lines_of(text, spans["Q"]) == []


def test_source_is_the_subject_and_opens_the_line():
    annotated = build("""
        But      _      CCONJ CC  4 cc
        the      _      DET   DT  3 det
        bank     _      NOUN  NN  4 nsubj
        declined decline VERB VBD 0 root
        to       _      PART  TO  6 mark
        comment  _      VERB  VB  4 xcomp
        Friday   friday PROPN NNP 4 obl:tmod
        ~.       .      PUNCT .   4 punct
    """)
    text = annotated.article.text
    (line,) = find_refusals(Forest(annotated), SpanIndex())
    assert line.source is not None
    assert line.source.slice(text) == "the bank"
    assert line.span.slice(text) == "the bank declined to comment Friday"


def test_each_line_is_told_once():
    text = "The bank declined to comment and did not respond to a request for comment. The mint refused to comment."
    assert len(lines_of(text)) >= 2
    spans = [line.span for line in find_refusals(Forest(rough(make_article(text))), SpanIndex())]
    assert all(not one.overlaps(two) for n, one in enumerate(spans) for two in spans[n + 1 :])


def test_long_lines_are_read_in_linear_time():
    assert lines_of("requests " * 20_000) == []
    assert lines_of("declined " * 20_000) == []
