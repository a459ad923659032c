"""Annotation: spans of every text slice it, batches change nothing, models that are none."""

from __future__ import annotations

import logging
import re
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attribution.annotating.annotate import Annotator, agree_on_kinds
from attribution.annotating.models import ModelPackage, find_models
from attribution.errors import ModelMismatchError
from attribution.model import Article, Entity, Paragraph
from attribution.spans import Span
from tests.strategies import MARKED_PIECES


def _article(text: str) -> Article:
    paragraphs = [Paragraph(Span(m.start(), m.end()), "body") for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    return Article("a", text, tuple(paragraphs))


@pytest.fixture(scope="module")
def annotator():
    return Annotator(find_models("news-en"))


def test_import_of_the_package_is_light():
    code = "import sys, attribution.annotating.annotate; sys.exit('torch' in sys.modules or 'stanza' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.model
def test_words_of_a_quotation(annotator):
    text = "“We’re ready,” Ngozi Adeyemi told reporters.\n\nThe mayor, Kwame Boateng, said it wasn’t so."
    annotated = annotator.annotate(_article(text))
    first, second = annotated.sentences
    assert [t.text for t in first.tokens[:5]] == ["“", "We", "’re", "ready", ","]
    assert {t.text: t.lemma for t in (*first.tokens, *second.tokens)}.items() >= {"told": "tell", "said": "say"}.items()
    assert (first.paragraph, second.paragraph) == (0, 1)
    assert {e.span.slice(text) for e in annotated.entities if e.type == "PER"} == {"Ngozi Adeyemi", "Kwame Boateng"}
    assert annotated.models.package == "news-en"


@pytest.mark.model
@settings(max_examples=25, deadline=None)
@given(
    text=st.lists(
        st.sampled_from([*MARKED_PIECES, "\n", "\n\n", "Go. ", "Mr. Oyelaran "]) | st.text(max_size=4), max_size=25
    ).map("".join)
)
@example(text="\u200b")
@example(text="a" * 2_000)
@example(text="x\x85y\u2028z \u00a0”")
def test_every_span_slices_the_text(annotator, text):
    article = _article(text)
    annotated = annotator.annotate(article)
    end = 0
    for sentence in annotated.sentences:
        paragraph = article.paragraphs[sentence.paragraph].span
        assert paragraph.contains(sentence.span)
        for token in sentence.tokens:
            assert end <= token.span.start < token.span.end
            assert token.span.slice(text) == token.text
            assert -1 <= token.head < len(sentence.tokens)
            end = token.span.end
        assert sum(token.head == -1 for token in sentence.tokens) == 1
    for entity in annotated.entities:
        assert any(sentence.span.contains(entity.span) for sentence in annotated.sentences)


@pytest.mark.model
def test_batches_change_nothing(annotator):
    texts = ["Ana Lima said no.", "", "“Why?” asked Wei Zhang.\n\nNobody knew.", "Go"]
    articles = [_article(text) for text in texts]
    assert annotator.annotate_many(articles) == [annotator.annotate(article) for article in articles]


@pytest.mark.model
@pytest.mark.parametrize(
    ("kinds", "agreed"),
    [
        (("ORG", "LOC", "LOC"), ("LOC", "LOC", "LOC")),
        (("ORG", "LOC"), ("ORG", "LOC")),
        (("PER",), ("PER",)),
        (("PER", "PER", "ORG", "ORG", "ORG"), ("PER", "PER", "ORG", "ORG", "ORG")),
    ],
)
def test_same_words_have_the_kind_that_most_of_their_places_have(kinds, agreed):
    text = "Segou " * len(kinds) + "Segou Bank"
    other = Entity(Span(len(text) - 10, len(text)), "ORG")
    names = [Entity(Span(6 * i, 6 * i + 5), kind) for i, kind in enumerate(kinds)]
    found = agree_on_kinds(text, [*names, other])
    assert [n.type for n in found] == [*agreed, "ORG"]
    assert [n.span for n in found] == [n.span for n in [*names, other]]


def test_long_paragraph_without_a_stop(annotator):
    text = "he came and she went and " * 400
    sentences = annotator.annotate(_article(text)).sentences
    assert sum(len(s.tokens) for s in sentences) == 2400
    assert max(len(s.tokens) for s in sentences) <= 250


@pytest.mark.model
def test_stanza_is_kept_quiet_and_the_callers_logging_as_it_is():
    code = (
        "import logging, attribution.annotating.engines as e; root = logging.getLogger(); e.quiet_stanza();"
        "import stanza;"
        "log = logging.getLogger('stanza'); print(log.level, [type(h).__name__ for h in log.handlers], root.handlers)"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == f"{logging.WARNING} ['NullHandler'] []"
    assert shown.stderr == ""


@pytest.mark.model
def test_weights_that_are_none(tmp_path):
    package = find_models("news-en")
    (tmp_path / "resources.json").write_bytes((package.directory / "resources.json").read_bytes())
    for processor in package.processors:
        (tmp_path / "en" / processor).mkdir(parents=True)
        (tmp_path / "en" / processor / "news.pt").write_bytes(b"no weights")
    broken = ModelPackage("broken", "0", tmp_path, package.manifest)
    with pytest.raises(ModelMismatchError, match=r'model "broken" 0 cannot be loaded'):
        Annotator(broken)
