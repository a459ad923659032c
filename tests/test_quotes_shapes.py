"""Stage 3 against the table of shapes: which words, of what type, by which cue, of which source; recorded parses."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from attribution.model import Annotated, Sentence
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import find_quotes
from attribution.reading.read import read_text
from attribution.spans import Span
from tests.builders import marked, rough
from tests.quote_cases import CASES, KNOWN_FAULTS, QuoteCase
from tests.recorded_quotes import annotated_case, find_case

ROWS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32, 33}
# Row Q12: texts that tools raised on. Nothing is asked of them but an answer with sound spans.
ODD_TEXTS = (
    '"Bob."\n\n"What."',
    '""=',
    '"" said Anneli.',
    "“”",
    "“ ” “",
    "'",
    "”’\"' said",
    "“‘“‘ he said ’”",
    "said said said, said.",
    "He said: ",
    "“One.”“Two.”“Three.”",
    "\u00a0“\u00a0”\u00a0",
    "According to",
    ", said",
    "“Yes\n\n“No\n\n“Maybe",
)


def words(text: str, spans: list[Span] | tuple[Span, ...]) -> list[str]:
    return [span.slice(text) for span in spans]


def letters(text: str, spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}


def expected_of(case: QuoteCase):
    """Return what a case states: a row for each quote, in text order."""
    text, spans = marked(case.text)
    numbers = sorted(int(label[1:]) for label in spans if re.fullmatch(r"Q\d+", label))
    assert numbers == list(range(1, len(case.types.split()) + 1)), "a type for each quote"
    rows = []
    for number, kind in zip(numbers, case.types.split(), strict=True):
        rows.append(
            {
                "content": words(text, spans[f"Q{number}"]),
                "type": kind,
                "cue": words(text, spans.get(f"C{number}", ())),
                "source": words(text, spans.get(f"S{number}", ())),
            }
        )
    return rows


def found_in(case: QuoteCase):
    """Return what is found in a case, in the same form; words that may or may not belong are taken as stated."""
    text, spans = marked(case.text)
    rows = []
    for number, quote in enumerate(find_case(case).quotes, 1):
        content = quote.content
        optional, stated = spans.get(f"X{number}", ()), spans.get(f"Q{number}", ())
        if optional and letters(text, stated) == letters(text, content) - letters(text, optional):
            content = stated
        cue = quote.cue
        if optional and cue is not None:
            own = spans[f"C{number}"][0]
            cue = own if letters(text, [cue]) - letters(text, optional) == letters(text, [own]) else cue
        rows.append(
            {
                "content": words(text, content),
                "type": quote.type,
                "cue": words(text, [cue] if cue else []),
                "source": words(text, [quote.source] if quote.source else []),
            }
        )
    return rows


def check(case: QuoteCase) -> None:
    assert found_in(case) == expected_of(case)
    found = find_case(case)
    for number, flags in case.flags.items():
        flagged = [set(flags) <= set(quote.flags) for quote in found.quotes]
        assert flagged[number - 1] if number else flagged.count(True) == 1, f"wrong flags: {flags}"
    text, spans = marked(case.text)
    assert words(text, [line.span for line in found.no_comment]) == words(text, spans.get("N1", ()))


@pytest.mark.parametrize("case", [case for case in CASES if case.id not in KNOWN_FAULTS], ids=lambda case: case.id)
def test_shape(case: QuoteCase):
    check(case)


@pytest.mark.parametrize("case", [case for case in CASES if case.id in KNOWN_FAULTS], ids=lambda case: case.id)
def test_known_fault_is_still_there(case: QuoteCase):
    """A row that is mended leaves the list, so that it is held from then on."""
    with pytest.raises(AssertionError):
        check(case)


def test_every_row_has_three_instances():
    instances = Counter(int(re.match(r"Q(\d+)-", case.id)[1]) for case in CASES)
    assert {row for row, count in instances.items() if count >= 3} == ROWS
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({case.text for case in CASES}) == len(CASES)
    assert {case.id for case in CASES} >= set(KNOWN_FAULTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("learned", [True, False], ids=["learned", "rules"])
def test_spans_are_sound_and_rules_named(case: QuoteCase, learned: bool):  # noqa: FBT001 - a test's parameter
    found = find_case(case, learned=learned)
    text = annotated_case(case).article.text
    assert [quote.id for quote in found.quotes] == [f"q{n}" for n in range(1, len(found.quotes) + 1)]
    for quote in found.quotes:
        assert quote.rule
        assert quote.evidence[0].rule == quote.rule
        assert all(letters(text, [span]) for span in quote.content)
        assert quote.content == tuple(sorted(quote.content))
        for named in (quote.cue, quote.source):
            assert named is None or not any(named.overlaps(span) for span in quote.content)


@pytest.mark.parametrize("text", ODD_TEXTS)
@pytest.mark.parametrize("learned", [True, False], ids=["learned", "rules"])
def test_odd_marks_never_raise(text: str, learned: bool):  # noqa: FBT001 - a test's parameter
    annotated = rough(read_text(text))
    found = find_quotes(annotated, find_regions(annotated.article), learned=learned)
    assert all(letters(text, quote.content) for quote in found.quotes)


@pytest.mark.parametrize("name", ["Q17-tweeted", "Q24-described-as", "Q18-while"])
def test_offsets_hold_behind_a_long_article(name: str):
    """Row Q29: 130,000 characters, and the same words found at the same place in the last paragraph."""
    case = next(case for case in CASES if case.id == name)
    short = annotated_case(case)
    filler = "The river rose again and the ferry stayed at its berth until noon. " * 60
    lead = "\n\n".join([filler.strip()] * 33) + "\n\n"
    assert len(lead) > 130_000
    article = read_text(lead + short.article.text)
    annotated = rough(article)
    moved = tuple(_moved(sentence, len(lead), len(article.paragraphs) - 1) for sentence in short.sentences)
    kept = tuple(sentence for sentence in annotated.sentences if sentence.span.end <= len(lead))
    whole = Annotated(article, (*kept, *moved), (), annotated.models)
    found = find_quotes(whole, find_regions(article))
    alone = find_case(case)
    assert [words(article.text, quote.content) for quote in found.quotes] == [
        words(short.article.text, quote.content) for quote in alone.quotes
    ]


def _moved(sentence: Sentence, by: int, paragraph: int) -> Sentence:
    def later(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    tokens = tuple(replace(token, span=later(token.span)) for token in sentence.tokens)
    return Sentence(later(sentence.span), tokens, paragraph)
