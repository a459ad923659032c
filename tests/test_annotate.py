"""Annotation: offsets of every character that news holds, sentences around quotation marks, batches."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attribution.annotating.annotate import Annotator, Draft, clean_paragraph, cut_pieces, shape_sentences
from attribution.annotating.models import ModelPackage, find_models
from attribution.errors import ModelMismatchError
from attribution.model import Article, Paragraph
from attribution.spans import Span

PIECES = [
    "Ana ",
    "said",
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    ".",
    " ",
    "\u00a0",
    "\u200b",
    "\r",
    "é",
    "👩‍👩‍👧",
    "\u00ad",
    "\x00",
    "—",
    "\t",
]


def _article(text: str) -> Article:
    paragraphs = [Paragraph(Span(m.start(), m.end()), "body") for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    return Article("a", text, tuple(paragraphs))


def _drafts(marked: str) -> tuple[str, list[list[Draft]]]:
    """Read ``"He said . | “ Go ! ”"``: tokens apart by spaces, sentences by bars, ``_`` is a space of the text."""
    text = ""
    sentences: list[list[Draft]] = [[]]
    for part in marked.split(" "):
        if part == "|":
            sentences.append([])
            continue
        token = part.rstrip("_")
        sentences[-1].append(Draft(len(text), len(text) + len(token)))
        text += token + " " * part.count("_")
    return text, sentences


def _shown(text: str, sentences: list[list[Draft]]) -> str:
    return " | ".join(" ".join(text[t.start : t.end] for t in sentence) for sentence in sentences)


@pytest.fixture(scope="module")
def annotator():
    return Annotator(find_models("news-en"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Ms\u00a0Ito  left.", "Ms Ito left."),
        ("Ka\u200bbul\ufeff fell", "Kabul fell"),
        ("``No,'' she said", '"No," she said'),
        ("one\r\ntwo", "one two"),
        ("a\x00b", "a b"),
        ("OFFICIALS IN KANO SAY ROAD IS SHUT", "Officials In Kano Say Road Is Shut"),
        ("NATO said so", "NATO said so"),
        ("\u200b\u200b", ""),
    ],
)
def test_cleaned(text, cleaned):
    assert clean_paragraph(text, Span(0, len(text))).text == cleaned


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
@example("\u200b '' \u200b")
def test_cleaned_characters_know_their_places(text):
    cleaned = clean_paragraph(text, Span(0, len(text)))
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert all(a < b for a, b in zip(cleaned.starts, cleaned.ends, strict=True))
    assert list(cleaned.starts) == sorted(set(cleaned.starts))
    assert "  " not in cleaned.text
    assert cleaned.text == cleaned.text.strip(" ")
    for index, character in enumerate(cleaned.text):
        if character.isalpha():
            place = cleaned.span(index, index + 1)
            assert place.slice(text).lower() == character.lower()


@given(st.text(alphabet="ab. !?”", max_size=300), st.integers(5, 40))
def test_pieces_cover_the_text(text, limit):
    pieces = list(cut_pieces(text, limit))
    assert "".join(text[a:b] for a, b in pieces) == text
    assert all(0 < b - a <= limit for a, b in pieces)


def test_pieces_end_with_sentences():
    text = "He left at nine. " * 10
    assert all(text[:end].rstrip().endswith(".") for _, end in cut_pieces(text, 60))


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        # a closing mark that was split off as a sentence
        ("“ Go_ now . | ”", "“ Go now . ”"),
        ('He_ said_ : " Go_ now . | "_ | Ana_ left .', 'He said : " Go now . " | Ana left .'),
        ("“ Go . | ”_ | She_ left .", "“ Go . ” | She left ."),
        # a closing mark at the start of the next sentence
        ("“ Go . | ”_ Ana_ left .", "“ Go . ” | Ana left ."),
        ("“ Go . | ”_ she_ said .", "“ Go . ” she said ."),
        # an opening mark at the end of the sentence before
        ("He_ left ._ “ | Go_ now . ”", "He left . | “ Go now . ”"),
        ('He_ left ._ " | Go_ now . "', 'He left . | " Go now . "'),
        # the words after a question
        ("“ Go !_ ”_ | he_ said .", "“ Go ! ” he said ."),
        ("“ Go ! ”_ | Ana_ left .", "“ Go ! ” | Ana left ."),
        # marks left in a word
        ("“Go_ now.” | Ana_ left .", "“ Go now. ” | Ana left ."),
        ("homes—once_ safe .", "homes — once safe ."),
        # single marks and apostrophes
        ("‘ Go . | ’_ Ana_ left .", "‘ Go . ’ | Ana left ."),
        ("The_ boys ’_ coats_ went .", "The boys ’ coats went ."),
        # a colon, a dash or a bare word is no sentence's end inside a paragraph
        ("He_ said :_ | “ Go . ”", "He said : “ Go . ”"),
        ("KANO —_ | Two_ men_ left .", "KANO — Two men left ."),
        ("Kofi_ | Annan_ left .", "Kofi Annan left ."),
        # hyphens as EWT has them
        ("al-Masri_ left .", "al - Masri left ."),
        ("so -called_ aid_ e-mail .", "so - called aid e-mail ."),
        # a lone mark is a sentence where there is nothing else
        ("”", "”"),
        ("“", "“"),
    ],
)
def test_shaped(marked, shown):
    text, sentences = _drafts(marked)
    assert _shown(text, shape_sentences(text, sentences)) == shown


@given(
    st.lists(
        st.lists(st.sampled_from(["Go", "she", "“", "”", '"', "’", ".", ",", "x”y"]), min_size=1, max_size=8),
        max_size=6,
    )
)
def test_shaping_loses_no_character(sentences):
    text = ""
    drafts: list[list[Draft]] = []
    for sentence in sentences:
        drafts.append([])
        for word in sentence:
            drafts[-1].append(Draft(len(text), len(text) + len(word)))
            text += word + " "
    shaped = shape_sentences(text, drafts, limit=5)
    tokens = [token for sentence in shaped for token in sentence]
    assert "".join(text[t.start : t.end] for t in tokens) == text.replace(" ", "")
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(0 < len(sentence) <= 5 for sentence in shaped)


def test_words_run_together_come_apart():
    text = "went and paid 10 000 euros"
    assert _shown(text, shape_sentences(text, [[Draft(0, 20), Draft(21, 26)]])) == "went and paid 10 000 euros"
    assert [len(s) for s in shape_sentences(text, [[Draft(0, 20), Draft(21, 26)]])] == [5]


def test_long_sentence_is_cut_at_punctuation():
    text, sentences = _drafts(" ".join(["one_ , two_ three_ four_"] * 20))
    shaped = shape_sentences(text, sentences, limit=12)
    assert all(len(sentence) <= 12 for sentence in shaped)
    assert all(text[s[-1].start] == "," for s in shaped[:-1])


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
        st.sampled_from([*PIECES, "\n", "\n\n", "Go. ", "Mr. Oyelaran "]) | st.text(max_size=4), max_size=25
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
def test_long_paragraph_without_a_stop(annotator):
    text = "he came and she went and " * 400
    sentences = annotator.annotate(_article(text)).sentences
    assert sum(len(s.tokens) for s in sentences) == 2400
    assert max(len(s.tokens) for s in sentences) <= 250


@pytest.mark.model
def test_stanza_is_kept_quiet_and_the_callers_logging_as_it_is():
    code = (
        "import logging, attribution.annotating.annotate as a; root = logging.getLogger(); a._quiet_stanza();"
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
    with pytest.raises(ModelMismatchError, match=r'cannot load model "broken"'):
        Annotator(broken)
