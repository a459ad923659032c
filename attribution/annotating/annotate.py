"""Stage 2m: Article -> Annotated: batches of paragraphs go through the models, and back into the article's offsets.

PyTorch is loaded when an `Annotator` is made, not with this module.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from attribution.annotating.cleaning import Cleaned, clean_paragraph, cut_pieces
from attribution.annotating.models import ModelPackage
from attribution.model import Annotated, Article, Entity, EntityType, ModelInfo, Sentence, Token
from attribution.spans import Span

if TYPE_CHECKING:
    from attribution.annotating.engines import Analysed

# A batch is tokenised, tagged and parsed together: large enough that sentences of a length find each other, small
# enough that the records of a batch stay under some 50 MB.
BATCH_CHARACTERS = 60_000
# Shapes of batches for which oneDNN keeps what it prepared; of its own 1,024, bulk runs fill 400 MB and are no faster.
PREPARED_SHAPES = 32
# PER, ORG and LOC of the 29 Wikinews articles that only measure, on gold words: 84.9 without, 85.5 with a share of .5,
# 85.7 with .6, 85.0 with .75; words that the recogniser passed over in other places stay so (with them 84.9).
AGREED = 0.6

ENTITY_TYPES: dict[str, EntityType] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "MISC": "MISC",
    "NORP": "MISC", "EVENT": "MISC", "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "LANGUAGE": "MISC",
}  # fmt: skip


class Annotator:
    """The models of a package; made once, used for many articles. Not safe to share between threads.

    Raises:
        ModelMismatchError: a file of the package is no model that Stanza or this program can read.
    """

    def __init__(self, package: ModelPackage) -> None:
        self.info = ModelInfo(package.name, package.version)
        _keep_freed_memory()
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(PREPARED_SHAPES))
        from attribution.annotating.engines import load_engine  # noqa: PLC0415 - a second that only annotation needs

        self._engine = load_engine(package)

    def annotate(self, article: Article) -> Annotated:
        """Return the article with its sentences and names."""
        return self.annotate_many([article])[0]

    def annotate_many(self, articles: Iterable[Article]) -> list[Annotated]:
        """Return the articles with their sentences and names, in order; sentences are batched over articles."""
        articles = list(articles)
        sentences: list[list[Sentence]] = [[] for _ in articles]
        entities: list[list[Entity]] = [[] for _ in articles]
        for batch in _batches(articles):
            with no_collection():
                for found in self._engine.read([piece.text for piece in batch]):
                    piece = batch[found.piece]
                    sentences[piece.article].append(_to_sentence(articles[piece.article].text, found, piece))
                    entities[piece.article] += _to_entities(found, piece)
        return [
            Annotated(article, tuple(own), agree_on_kinds(article.text, names), self.info)
            for article, own, names in zip(articles, sentences, entities, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a paragraph's cleaned text; ``start`` is its place in that."""

    article: int
    paragraph: int
    cleaned: Cleaned
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.cleaned.text[self.start : self.end]

    def span(self, start: int, end: int) -> Span:
        return self.cleaned.span(self.start + start, self.start + end)


def _batches(articles: Sequence[Article]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    size = 0
    for number, article in enumerate(articles):
        for index, paragraph in enumerate(article.paragraphs):
            cleaned = clean_paragraph(article.text, paragraph.span)
            for start, end in cut_pieces(cleaned.text):
                if not cleaned.text[start:end].strip():
                    continue
                batch.append(_Piece(number, index, cleaned, start, end))
                size += end - start
                if size >= BATCH_CHARACTERS:
                    yield batch
                    batch, size = [], 0
    if batch:
        yield batch


def _to_sentence(text: str, found: Analysed, piece: _Piece) -> Sentence:
    tokens = []
    columns = (
        found.starts, found.ends, found.texts, found.lemmas, found.upos, found.xpos, found.heads, found.relations,
    )  # fmt: skip
    for start, end, written, lemma, upos, xpos, head, relation in zip(*columns, strict=True):
        span = piece.span(start, end)
        tokens.append(
            Token(
                span=span,
                text=span.slice(text) if written is None else written,
                lemma=lemma,
                upos=upos,
                xpos=xpos,
                head=head,
                deprel=relation,
            )
        )
    return Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens), piece.paragraph)


def _to_entities(found: Analysed, piece: _Piece) -> Iterator[Entity]:
    for start, end, name in found.names:
        kind = ENTITY_TYPES.get(name)
        if kind is not None:
            yield Entity(piece.span(start, end), kind)


def agree_on_kinds(text: str, names: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return an article's names with one kind for the same words, where most of their places agree on it.

    Source: Gale, Church and Yarowsky 1992, "One Sense Per Discourse"; for names Krishnan and Manning 2006.
    """
    kinds: dict[str, Counter[EntityType]] = {}
    for name in names:
        kinds.setdefault(name.span.slice(text), Counter())[name.type] += 1
    agreed = {
        words: kind
        for words, found in kinds.items()
        for kind, places in found.items()
        if places > AGREED * found.total()
    }
    return tuple(replace(name, type=agreed.get(name.span.slice(text), name.type)) for name in names)


@contextmanager
def no_collection() -> Iterator[None]:
    """Leave Python's search for cycles out of a block or a function whose many small records have none.

    Each search looks through the models and lists as well; what the block leaves is searched after it.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks: without it half of an LSTM's time goes to fetching the same pages again."""
    if not sys.platform.startswith("linux"):
        return
    trim_threshold, top_pad, mmap_threshold = -1, -2, -3
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return  # another C library: only slower
    for option, size in ((mmap_threshold, 1 << 28), (trim_threshold, 1 << 29), (top_pad, 1 << 26)):
        mallopt(option, size)
