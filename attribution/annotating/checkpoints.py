"""Stage 2d: the checkpoints of a model package as Stanza's trainers write them: settings, vocabularies, weights.

Read without Stanza, whose trainers also make optimizers and keep every weight twice. A checkpoint of a shape that the
readers after this module do not know raises `UnknownShapeError`, and Stanza itself reads the package instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from attribution.annotating.models import ModelPackage

# The first numbers of each vocabulary, as in `stanza.models.common.vocab`.
PAD, UNKNOWN, EMPTY, ROOT = range(4)
PREFIX = 4
# Weights that only a training reads.
TRAINING_ONLY = ("drop_replacement",)

# Several question or exclamation marks are read as one, as Stanza's tagger and parser do.
QUESTION = re.compile("^[?？︖﹖⁇][?？︖﹖⁇!！︕﹗‼]+$")
EXCLAMATION = re.compile("^[!！︕﹗‼][?？︖﹖⁇!！︕﹗‼]+$")


class UnknownShapeError(Exception):
    """A checkpoint that is made otherwise than the ones read here; never leaves `attribution.annotating`."""


class Vocabulary:
    """Numbers of units; a unit that is not in it has the number of ``<UNK>``."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        self.numbers: dict[str, int] = state["_unit2id"]
        self.units: list[str] = state["_id2unit"]
        self._lower = bool(state.get("lower"))
        self._ignored = frozenset(state.get("ignore") or ())
        if not isinstance(self.units, list):
            raise UnknownShapeError("a vocabulary of several columns")

    def __len__(self) -> int:
        return len(self.units)

    def number(self, unit: str) -> int:
        """Return the number of the unit."""
        if unit in self._ignored:
            return EMPTY
        return self.numbers.get(unit.lower() if self._lower else unit, UNKNOWN)

    def characters(self, word: str) -> list[int]:
        """Return the numbers of the word's characters."""
        numbers = self.numbers
        return [numbers.get(character, UNKNOWN) for character in word]

    def shown(self) -> tuple[str, ...]:
        """Return the unit of each number as it is written into a document."""
        units = list(self.units)
        if self._ignored:
            units[EMPTY] = "_"
        return tuple(units)


class Vectors:
    """Pretrained word vectors, kept in the precision of their file."""

    def __init__(self, vocabulary: Vocabulary, table: torch.Tensor) -> None:
        self._vocabulary = vocabulary
        self.table = table

    def number(self, word: str) -> int:
        """Return the number of the word's vector; vectors are of words in small letters."""
        return self._vocabulary.number(word.lower().replace(" ", "\xa0"))

    def of(self, numbers: Sequence[int]) -> torch.Tensor:
        """Return the vectors (words x width) in single precision."""
        return self.table.index_select(0, torch.tensor(numbers)).float()


class Checkpoint:
    """One model of a package. Every weight has to be asked for: `finish` tells those that nobody read."""

    def __init__(self, path: Path) -> None:
        data = torch.load(path, map_location="cpu", weights_only=True)
        if not isinstance(data, dict) or not isinstance(data.get("model"), dict):
            raise UnknownShapeError(f"{path}: no weights")
        self.data = data
        self.config: dict[str, Any] = data["config"]
        self._weights: dict[str, torch.Tensor] = data["model"]
        self._unread = set(self._weights)

    def weight(self, name: str) -> torch.Tensor:
        """Return a weight in single precision."""
        if name not in self._weights:
            raise UnknownShapeError(f"no weight {name}")
        self._unread.discard(name)
        return self._weights[name].float()

    def has(self, name: str) -> bool:
        """Tell whether there is such a weight."""
        return name in self._weights

    def vocabulary(self, name: str) -> Vocabulary:
        """Return one of the checkpoint's vocabularies."""
        vocabularies = self.data["vocab"]
        if name not in vocabularies:
            raise UnknownShapeError(f"no vocabulary {name}")
        return Vocabulary(vocabularies[name])

    def demand(self, **settings: object) -> None:
        """Raise `UnknownShapeError` unless each setting has its value; what is absent, None, False or 0 is the same."""
        for name, wanted in settings.items():
            found = self.config.get(name)
            if found != wanted and (found or wanted):
                raise UnknownShapeError(f"{name} is {found!r}")

    def leave(self, *prefixes: str) -> None:
        """Say that the weights with these beginnings are not needed."""
        self._unread -= {name for name in self._unread if name.startswith(prefixes)}

    def finish(self) -> None:
        """Raise `UnknownShapeError` where weights were not read: the model has parts that are not known here."""
        self.leave(*TRAINING_ONLY)
        if self._unread:
            raise UnknownShapeError(f"unread weights: {', '.join(sorted(self._unread)[:3])}")
        self._weights = {}
        self.data = {}


def model_path(package: ModelPackage, processor: str) -> Path:
    """Return the file of a processor's model, as Stanza's ``resources.json`` names it."""
    return (
        package.directory
        / "en"
        / processor
        / f"{_resources(package)['packages'][package.stanza_package][processor]}.pt"
    )


def load_vectors(package: ModelPackage, processor: str, loaded: dict[Path, Vectors]) -> Vectors | None:
    """Return the pretrained vectors that a processor's model depends on, from ``loaded`` where they are there."""
    english = _resources(package)
    name = english["packages"][package.stanza_package][processor]
    for dependency in english[processor][name].get("dependencies", ()):
        if dependency["model"] != "pretrain":
            raise UnknownShapeError(f"{processor} depends on {dependency['model']}")
        path = package.directory / "en" / "pretrain" / f"{dependency['package']}.pt"
        if path not in loaded:
            data = torch.load(path, map_location="cpu", weights_only=True)
            loaded[path] = Vectors(Vocabulary(data["vocab"]), torch.as_tensor(data["emb"]))
        return loaded[path]
    return None


def _resources(package: ModelPackage) -> dict[str, Any]:
    resources: dict[str, Any] = json.loads((package.directory / "resources.json").read_text(encoding="utf-8"))["en"]
    return resources


def simplify(word: str) -> str:
    """Return the word as the tagger and the parser read it."""
    if word[0] in "?？︖﹖⁇" and len(word) > 1:
        return QUESTION.sub("?", word)
    if word[0] in "!！︕﹗‼" and len(word) > 1:
        return EXCLAMATION.sub("!", word)
    return word


def by_length(lengths: Sequence[int], limit: int) -> Iterable[list[int]]:
    """Yield the numbers of items, longest first, in batches of at most ``limit`` places with little padding.

    A batch is (longest x items) places; it ends where the next item is much shorter and the batch is worth a run.
    """
    batch: list[int] = []
    longest = 0
    for number in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        length = lengths[number]
        full = longest * (len(batch) + 1) > limit
        ragged = length * 8 < longest * 7 and longest * len(batch) * 2 > limit
        if batch and (full or ragged):
            yield batch
            batch = []
        if not batch:
            longest = length
        batch.append(number)
    if batch:
        yield batch
