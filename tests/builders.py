"""Articles and annotations made by hand, so that a test needs no model and states its offsets by mark-up.

    text, spans = marked("[S Mayor Ito] [C said]: “[Q the bridge is safe].”")   # spans["S"] == (Span(0, 9),)
    article = make_article("Bridge opens\n\nMayor Ito spoke.", zones={0: "headline"}, title="Bridge opens")
    annotated = build(TABLE, names={"Keiko Ito": "PER"})
    annotated = rough(article)             # tokens and sentences by pattern, no real syntax: for "never raises" tests

`build` reads a table like CoNLL-U with six columns, ``form lemma upos xpos head deprel``, at white space; heads
count from 1 in their sentence and 0 is the root, a lemma ``_`` is the lower-cased form. An empty line ends a sentence,
``# paragraph`` starts a new one after an empty line (``# paragraph headline`` names its zone). Words get one space
between them except around punctuation; ``~`` before or after a form glues it to its neighbour ("players ~’", "~n't").
Straight marks open and close in turns within a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from attribution.model import (
    Annotated,
    Article,
    Entity,
    EntityType,
    ModelInfo,
    Paragraph,
    Sentence,
    Token,
    ZoneKind,
)
from attribution.spans import Span

MODELS = ModelInfo("by-hand", "0")
NO_SPACE_BEFORE = frozenset(",.;:?!%)]}”…") | {"'s", "’s", "n't", "n’t", "'re", "’re", "'ll", "’ll", "'ve", "’ve"}
NO_SPACE_AFTER = frozenset("([{“‘$£€#")
_OPEN = re.compile(r"\[([A-Z]+[0-9]*) ")


def marked(text: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """Return the text without its ``[LABEL words]`` brackets, and the spans of each label in text order; they nest."""
    plain: list[str] = []
    size = 0
    open_labels: list[tuple[str, int]] = []
    found: dict[str, list[Span]] = {}
    at = 0
    while at < len(text):
        opening = _OPEN.match(text, at)
        if opening:
            open_labels.append((opening[1], size))
            at = opening.end()
            continue
        if text[at] == "]" and open_labels:
            label, start = open_labels.pop()
            found.setdefault(label, []).append(Span(start, size))
        else:
            plain.append(text[at])
            size += 1
        at += 1
    if open_labels:
        raise ValueError(f"[{open_labels[-1][0]} is never closed")
    return "".join(plain), {label: tuple(sorted(spans)) for label, spans in found.items()}


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """Return the span of the ``nth`` occurrence of ``words``; raises ``ValueError`` where there is none."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def make_article(
    text: str,
    *,
    zones: Mapping[int, ZoneKind] | None = None,
    id: str = "test",  # noqa: A002 - the field's name
    **facts: str | None,
) -> Article:
    """Return an article whose paragraphs are the lines that are not empty; ``zones`` by paragraph number, else body."""
    spans = (Span(line.start(), line.end()) for line in re.finditer(r"\S(?:[^\n]*\S)?", text))
    named = dict(zones or {})
    paragraphs = tuple(Paragraph(span, named.get(index, "body")) for index, span in enumerate(spans))
    return Article(id, text, paragraphs, **facts)


def rough(article: Article, names: Mapping[str, EntityType] | None = None) -> Annotated:
    """Return the article with tokens and sentences cut by pattern; each token hangs on the first of its sentence."""
    sentences = []
    for index, paragraph in enumerate(article.paragraphs):
        words = paragraph.span.slice(article.text)
        for piece in re.finditer(r"\S[^.?!]*[.?!]*[”’\"']*|\S+", words):
            tokens = []
            for word in re.finditer(r"\w+|[^\w\s]", piece[0]):
                start = paragraph.span.start + piece.start() + word.start()
                tag = "PUNCT" if not word[0][0].isalnum() else "NOUN"
                span = Span(start, start + len(word[0]))
                head, relation = (0, "dep") if tokens else (-1, "root")
                tokens.append(Token(span, word[0], word[0].lower(), tag, "_", head, relation))
            if tokens:
                sentences.append(Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens), index))
    return Annotated(article, tuple(sentences), _entities(article.text, names or {}), MODELS)


def build(
    table: str,
    *,
    names: Mapping[str, EntityType] | None = None,
    id: str = "test",  # noqa: A002 - the field's name
    **facts: str | None,
) -> Annotated:
    """Return the annotated article that ``table`` describes; ``names`` marks every occurrence, longest first."""
    draft = _Draft()
    for line in table.splitlines():
        cells = line.split()
        if cells[:2] == ["#", "paragraph"]:
            draft.end_sentence()
            draft.new_paragraph(cells[2] if len(cells) > 2 else "body")
        elif not cells:
            draft.end_sentence()
        elif len(cells) != 6:
            raise ValueError(f"six columns wanted: {line!r}")
        else:
            draft.add(cells)
    draft.end_sentence()
    text = "".join(draft.text)
    paragraphs = tuple(
        Paragraph(Span(sentences[0].span.start, sentences[-1].span.end), zone)
        for number, zone in enumerate(draft.zones)
        if (sentences := [s for s in draft.sentences if s.paragraph == number])
    )
    article = Article(id, text, paragraphs, **facts)
    return Annotated(article, tuple(draft.sentences), _entities(text, names or {}), MODELS)


@dataclass
class _Draft:
    text: list[str] = field(default_factory=list)
    size: int = 0
    zones: list[Any] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    rows: list[tuple[Span, list[str]]] = field(default_factory=list)
    glue: bool = True
    open_marks: set[str] = field(default_factory=set)

    def new_paragraph(self, zone: str) -> None:
        if self.sentences and self.sentences[-1].paragraph == len(self.zones) - 1:
            self._write("\n\n")
        elif self.zones:
            raise ValueError("a paragraph without a word")
        self.zones.append(zone)
        self.glue = True
        self.open_marks = set()

    def add(self, cells: list[str]) -> None:
        if not self.zones:
            self.new_paragraph("body")
        form = cells[0].removeprefix("~").removesuffix("~") or "~"
        closes = form in self.open_marks
        opens = form in "\"'" and not closes
        tight = self.glue or cells[0].startswith("~") or form in NO_SPACE_BEFORE or closes
        if not tight:
            self._write(" ")
        self.rows.append((Span(self.size, self.size + len(form)), [form, *cells[1:]]))
        self._write(form)
        self.glue = (len(cells[0]) > 1 and cells[0].endswith("~")) or form in NO_SPACE_AFTER or opens
        if form in "\"'":
            self.open_marks ^= {form}

    def end_sentence(self) -> None:
        if not self.rows:
            return
        tokens = tuple(
            Token(span, form, form.lower() if lemma == "_" else lemma, upos, xpos, int(head) - 1, deprel)
            for span, (form, lemma, upos, xpos, head, deprel) in self.rows
        )
        if any(token.head >= len(tokens) for token in tokens):
            raise ValueError(f"a head beyond the sentence: {' '.join(t.text for t in tokens)}")
        whole = Span(tokens[0].span.start, tokens[-1].span.end)
        self.sentences.append(Sentence(whole, tokens, len(self.zones) - 1))
        self.rows = []

    def _write(self, words: str) -> None:
        self.text.append(words)
        self.size += len(words)


def _entities(text: str, names: Mapping[str, EntityType]) -> tuple[Entity, ...]:
    if not names:
        return ()
    longest_first = sorted(names, key=len, reverse=True)
    pattern = r"(?<!\w)(?:" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w)"
    return tuple(Entity(Span(m.start(), m.end()), names[m[0]]) for m in re.finditer(pattern, text))
