"""Stage 2l: pieces of text -> sentences of words with tags, lemmas, trees and names; the models of a package as one.

`FastEngine` reads the package's checkpoints itself; `StanzaEngine` has Stanza's pipeline read them, for packages of
other shapes. Both give the same sentences for the same package. The only module that imports Stanza, and it does so
when a `StanzaEngine` is made.
"""

from __future__ import annotations

import logging
import pickle
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from attribution.annotating.checkpoints import Checkpoint, UnknownShapeError, Vectors, load_vectors, model_path
from attribution.annotating.entities import Recogniser
from attribution.annotating.lemmas import Lemmatizer
from attribution.annotating.models import ModelPackage
from attribution.annotating.networks import product_type
from attribution.annotating.parsing import Parser
from attribution.annotating.shaping import Draft, shape_sentences
from attribution.annotating.splitting import Splitter
from attribution.annotating.tagging import Tagger
from attribution.errors import ModelMismatchError

# The tagger's character model runs over the whole word: no real word is longer than this.
LONGEST_WORD = 200
# What Stanza writes for what is not there.
NONE = "_"
FAST = ("tokenize", "pos", "lemma", "depparse", "ner")


@dataclass(frozen=True, slots=True)
class Analysed:
    """A sentence of a piece, column by column: one entry a word; ``starts`` and ``ends`` count the piece's characters.

    ``texts`` has None for a word that is spelled as it stands there. ``names`` are (start, end, kind) in characters.
    """

    piece: int
    starts: Sequence[int]
    ends: Sequence[int]
    texts: Sequence[str | None]
    lemmas: Sequence[str]
    upos: Sequence[str]
    xpos: Sequence[str]
    heads: Sequence[int]
    relations: Sequence[str]
    names: Sequence[tuple[int, int, str]]


class Engine(Protocol):
    """What reads pieces of text."""

    def read(self, pieces: Sequence[str]) -> Iterator[Analysed]:
        """Yield the sentences of the pieces, in order; a piece holds more than white space."""
        ...


def load_engine(package: ModelPackage) -> Engine:
    """Return the engine of a package; raises `ModelMismatchError` where its files are no models."""
    try:
        if tuple(package.processors) == FAST:
            try:
                return FastEngine(package)
            except UnknownShapeError:
                pass
        return StanzaEngine(package)
    except (RuntimeError, KeyError, ValueError, OSError, EOFError, pickle.UnpicklingError) as error:
        raise ModelMismatchError(
            f'{package.directory}: model "{package.name}" {package.version} cannot be loaded '
            f"({type(error).__name__}). Install the package again"
        ) from error


class FastEngine:
    """The readers of this package, one after the other. Not safe to share between threads."""

    def __init__(self, package: ModelPackage, *, kind: torch.dtype | None = None) -> None:
        """Load the models; raises `UnknownShapeError` where one is of another shape than these readers know.

        ``kind`` is what large products are computed in, without it `product_type`; in single precision the sentences
        are Stanza's.
        """
        kind = product_type() if kind is None else kind
        loaded: dict[Path, Vectors] = {}

        def load(processor: str) -> tuple[Checkpoint, Vectors | None]:
            return Checkpoint(model_path(package, processor)), load_vectors(package, processor, loaded)

        self.splitter = Splitter(load("tokenize")[0], kind=kind)
        self.tagger = Tagger(*load("pos"), kind=kind)
        self.lemmatizer = Lemmatizer(load("lemma")[0])
        self.parser = Parser(*load("depparse"), upos=self.tagger.upos, xpos=self.tagger.xpos, kind=kind)
        self.recogniser = Recogniser(*load("ner"), kind=kind)
        self._xpos = ["" if tag == NONE else tag for tag in self.tagger.xpos]

    def read(self, pieces: Sequence[str]) -> Iterator[Analysed]:
        """Yield the sentences of the pieces, in order."""
        with torch.inference_mode():
            split = self.splitter.split(pieces)
            owners: list[int] = []
            shaped: list[list[Draft]] = []
            for number, (piece, own) in enumerate(zip(pieces, split, strict=True)):
                for tokens in shape_sentences(piece, own):
                    owners.append(number)
                    shaped.append(tokens)
            words = [
                [pieces[owner][t.start : min(t.end, t.start + LONGEST_WORD)] for t in tokens]
                for owner, tokens in zip(owners, shaped, strict=True)
            ]
            tags = self.tagger.tag(words)
            upos = [[self.tagger.upos[number] for number in own] for own, _ in tags]
            lemmas = self._lemmas(words, upos)
            trees = self.parser.parse(words, tags, lemmas)
            names = self.recogniser.find(words)
        for number, (owner, tokens) in enumerate(zip(owners, shaped, strict=True)):
            yield Analysed(
                piece=owner,
                starts=[token.start for token in tokens],
                ends=[token.end for token in tokens],
                texts=[None] * len(tokens),
                lemmas=[
                    word if lemma == NONE else lemma for word, lemma in zip(words[number], lemmas[number], strict=True)
                ],
                upos=["X" if tag == NONE else tag for tag in upos[number]],
                xpos=[self._xpos[tag] for tag in tags[number][1]],
                heads=trees[number][0],
                relations=trees[number][1],
                names=[(tokens[first].start, tokens[last].end, kind) for first, last, kind in names[number]],
            )

    def _lemmas(self, words: list[list[str]], upos: list[list[str]]) -> list[list[str]]:
        flat = self.lemmatizer.lemmatize(
            [pair for own, tags in zip(words, upos, strict=True) for pair in zip(own, tags, strict=True)]
        )
        found = []
        start = 0
        for own in words:
            found.append(flat[start : start + len(own)])
            start += len(own)
        return found


class StanzaEngine:
    """Stanza's pipeline over a package of any shape that Stanza loads."""

    def __init__(self, package: ModelPackage) -> None:
        quiet_stanza()
        import stanza  # noqa: PLC0415 - a second that only such a package needs

        pipeline = stanza.Pipeline(
            "en",
            dir=str(package.directory),
            package=package.stanza_package,
            processors=",".join(package.processors),
            download_method=None,
            logging_level="ERROR",
            use_gpu=False,
        )
        self._document = stanza.Document
        self._tokenizer = pipeline.processors["tokenize"]
        self._stages = [
            pipeline.processors[n] for n in package.processors if n != "tokenize" and n in pipeline.processors
        ]

    def read(self, pieces: Sequence[str]) -> Iterator[Analysed]:
        """Yield the sentences of the pieces, in order."""
        offsets: list[int] = []
        total = 0
        for piece in pieces:
            offsets.append(total)
            total += len(piece) + 2
        text = "\n\n".join(pieces)
        with torch.inference_mode():
            drafts: list[list[list[Draft]]] = [[] for _ in pieces]
            for sentence in self._tokenizer.process(text).sentences:
                owner = bisect_right(offsets, sentence.tokens[0].start_char) - 1
                first = offsets[owner]
                drafts[owner].append(
                    [
                        Draft(t.start_char - first, t.end_char - first, "MWT=Yes" in (t.misc or ""))
                        for t in sentence.tokens
                    ]
                )
            owners: list[int] = []
            shaped: list[list[dict[str, Any]]] = []
            for number, own in enumerate(drafts):
                for tokens in shape_sentences(pieces[number], own):
                    owners.append(number)
                    shaped.append([_stanza_token(text, t, offsets[number], i) for i, t in enumerate(tokens, 1)])
            if not shaped:
                return
            document = self._document(shaped, text)
            for stage in self._stages:
                document = stage.process(document)
        for owner, made in zip(owners, document.sentences, strict=True):
            yield _columns(made, owner, offsets[owner])


def _stanza_token(text: str, token: Draft, offset: int, number: int) -> dict[str, Any]:
    start, end = token.start + offset, token.end + offset
    entry: dict[str, Any] = {
        "id": (number,),
        "text": text[start : min(end, start + LONGEST_WORD)],
        "start_char": start,
        "end_char": end,
    }
    if token.multiword:
        entry["misc"] = "MWT=Yes"
    return entry


def _columns(made: Any, piece: int, offset: int) -> Analysed:  # noqa: ANN401 - Stanza has no types
    words = [(token, word) for token in made.tokens for word in token.words]
    # A word of several in a token has a place of its own only where it is spelled as it stands there.
    placed = [word if word.start_char is not None and len(token.words) > 1 else token for token, word in words]
    spelled = [len(token.words) == 1 or word.start_char is not None for token, word in words]
    return Analysed(
        piece=piece,
        starts=[place.start_char - offset for place in placed],
        ends=[place.end_char - offset for place in placed],
        texts=[None if own else word.text for own, (_, word) in zip(spelled, words, strict=True)],
        lemmas=[word.lemma or word.text for _, word in words],
        upos=[word.upos or "X" for _, word in words],
        xpos=[word.xpos or "" for _, word in words],
        heads=[(word.head or 0) - 1 for _, word in words],
        relations=[word.deprel or "dep" for _, word in words],
        names=[(entity.start_char - offset, entity.end_char - offset, entity.type) for entity in made.ents],
    )


def quiet_stanza() -> None:
    """Keep Stanza from adding a handler to its logger and setting it to INFO; a setting of the caller's stays."""
    logger = logging.getLogger("stanza")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
