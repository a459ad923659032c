"""How a corpus is analysed: what an analyzer is made of, and the number that changes where any of it changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import attribution
from attribution.annotating.models import find_models
from attribution.auditing.profiles import load_profile
from attribution.model import Article
from attribution.pipeline import Analyzer, Outcome
from attribution.sourcing.knowledge import load_knowledge
from attribution.sourcing.taxonomy import find_taxonomy, load_taxonomy

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PLUGIN_GROUPS = ("attribution.readers", "attribution.rules", "attribution.taxonomies")
KEY_BITS = 53  # what every reader of numbers holds exactly, JavaScript's too


class Analyzes(Protocol):
    """What makes analyses of articles: `attribution.Analyzer`, or a stand-in for it."""

    def analyze_many(self, articles: Iterable[Article], *, batch: int = 1) -> Iterator[Outcome]:
        """Yield an outcome for each article, in order; ``batch`` of them may be annotated together."""


class Recipe(Protocol):
    """How an analyzer is made in another process: it is pickled and sent there. `Settings` is the one in use."""

    def __hash__(self) -> int:
        """Return the same for equal recipes, which then share an analyzer."""

    def make(self) -> Analyzes:
        """Return the analyzer, its models loaded."""

    def describe(self) -> dict[str, Any]:
        """Return all that results depend on, besides the article, as JSON data."""

    def extra_columns(self) -> tuple[str, ...]:
        """Return the further columns of the editor's list, which sources can have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The arguments of `attribution.Analyzer`."""

    models: str | None = None
    taxonomy: Path | str | None = None
    profile: str = "default"
    learned: bool = True
    sources: Path | str | None = None

    def make(self) -> Analyzer:
        """Return an analyzer with its models loaded; raises what `Analyzer` raises."""
        analyzer = Analyzer(**asdict(self))
        analyzer.annotator  # noqa: B018 - loads the models
        return analyzer

    def describe(self) -> dict[str, Any]:
        """Return versions and digests of models, word lists, profile and the editor's files.

        Raises:
            ModelError, LexiconError, ProfileError, KnowledgeError: what a file or name given here has wrong.
        """
        package = find_models(self.models)
        profile = load_profile(self.profile)
        if self.taxonomy is not None:
            load_taxonomy(Path(self.taxonomy))
        if self.sources is not None:
            load_knowledge(Path(self.sources))
        return {
            "program": attribution.__version__,
            "models": {"package": package.name, "version": package.version, "files": _digest(package.manifest)},
            "quotes": _folder_digest("models/quotes", ("manifest.json",)) if self.learned else None,
            "word_lists": _folder_digest("data", (".tsv",)),
            "profile": {"name": profile.name, "settings": _digest(repr(profile))},
            "taxonomy": _digest_of(find_taxonomy(self.taxonomy)) if self.taxonomy is not None else None,
            "sources": _digest_of(Path(self.sources)) if self.sources is not None else None,
            "plugins": _plugins(),
        }

    def extra_columns(self) -> tuple[str, ...]:
        """Return the further columns of the editor's list; raises `KnowledgeError`."""
        return load_knowledge(Path(self.sources)).columns if self.sources is not None else ()


def fingerprint(described: dict[str, Any]) -> int:
    """Return the number of a description: the same for the same data, and never another's in practice."""
    return number_of(json.dumps(described, sort_keys=True))


def number_of(words: str) -> int:
    """Return a number of `KEY_BITS` bits for words, by SHA-256."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:8]) >> (64 - KEY_BITS)


def _digest(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _digest_of(file: Path | Traversable) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _plugins() -> list[str]:
    """Return what other packages add to this one, with their versions."""
    found = (entry for group in PLUGIN_GROUPS for entry in entry_points(group=group))
    return sorted(
        f"{entry.group} {entry.name}: {entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
        for entry in found
    )


@cache
def _folder_digest(folder: str, endings: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for entry in sorted(files("attribution").joinpath(folder).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(endings):
            found.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return found.hexdigest()[:16]
