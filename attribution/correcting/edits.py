"""What an editor corrects in an analysis, and the file that keeps it: NAME.corrections.json beside the article.

``dam.txt`` has ``dam.corrections.json``:

    {"schema": 1, "article": "dam", "corrections": [
      {"do": "reassign", "quote": [{"words": "...", "before": "...", "after": "...", "start": 411}],
       "speaker": {"name": "Keiko Ito", "kind": "person", "mention": {"words": "Ms Ito", ...}}},
      {"do": "describe", "source": {"name": ..., "kind": ...}, "set": {"role": "mayor", "role_group": "government"}},
      {"do": "add", "quote": [...], "speaker": null},
      {"do": "remove", "quote": [...]}]}

Words are found again by `attribution.correcting.anchors`. They are applied in their order by
`attribution.correcting.corrections`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from attribution.correcting.anchors import Anchor
from attribution.errors import CorrectionError
from attribution.model import SourceKind
from attribution.sourcing.taxonomy import GROUPS

SCHEMA_VERSION = 1  # 1: the first
SUFFIX = ".corrections.json"
FIELDS = ("name", "kind", "role", "role_group", "affiliation")
CLEARABLE = frozenset({"role", "affiliation"})  # null takes them away; a source cannot be without the others
# A story of 5,000 words has some 100 quotes and 50 sources; the longest speech printed in full has 60,000 characters.
MOST_BYTES, MOST_CORRECTIONS, MOST_ANCHORS = 5_000_000, 2_000, 200
LONGEST_WORDS, LONGEST_CONTEXT, LONGEST_NAME = 100_000, 200, 2_000
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Who:
    """A source by its name; ``mention`` are words of the article that name it, for when the name has changed."""

    name: str
    kind: SourceKind
    mention: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Reassign:
    """The words in ``quote``, an anchor for each stretch, are ``speaker``'s; None: nobody can be named."""

    quote: tuple[Anchor, ...]
    speaker: Who | None


@dataclass(frozen=True, slots=True)
class Describe:
    """Fields of a source, as (field of `FIELDS`, value), each once."""

    source: Who
    changes: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Add:
    """The words in ``quote`` are a quote, said by ``speaker``."""

    quote: tuple[Anchor, ...]
    speaker: Who | None


@dataclass(frozen=True, slots=True)
class Remove:
    """The words in ``quote`` are no quote."""

    quote: tuple[Anchor, ...]


Correction = Reassign | Describe | Add | Remove


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one article, in the order in which they are applied; ``article`` is its id."""

    article: str = ""
    items: tuple[Correction, ...] = ()


def corrections_file(article: Path) -> Path:
    """Return where the corrections of an article's file are looked for: beside it, with the suffix `SUFFIX`."""
    return article.with_name(article.stem + SUFFIX)


def load_corrections(path: Path) -> Corrections:
    """Return the corrections in a file.

    Raises:
        CorrectionError: naming the file, the correction and the fault; also where there is no file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CorrectionError(f"{path}: cannot be read as corrections ({error.strerror or error})") from error
    if len(data) > MOST_BYTES:
        raise CorrectionError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB; this is no file of corrections")
    try:
        return corrections_from_dict(json.loads(data.decode("utf-8-sig")), place=str(path))
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{path}: is not UTF-8 (byte 0x{data[error.start]:02X} at {error.start})") from error
    except (ValueError, RecursionError) as error:
        raise CorrectionError(f"{path}: is not JSON ({error})") from error


def corrections_to_dict(corrections: Corrections) -> Data:
    """Return the corrections as JSON data; `corrections_from_dict` undoes it."""
    return {
        "schema": SCHEMA_VERSION,
        "article": corrections.article,
        "corrections": [_correction_to_dict(item) for item in corrections.items],
    }


def corrections_from_dict(data: object, *, place: str = "corrections") -> Corrections:
    """Return the corrections in JSON data; ``place`` names it in messages.

    Raises:
        CorrectionError: naming the correction and the fault.
    """
    root = _Node(data, place)
    root.only("schema", "article", "corrections")
    version = root.get("schema", int)
    if version != SCHEMA_VERSION:
        raise root.fail(f"is schema {version}; this release reads schema {SCHEMA_VERSION}")
    items = root.get("corrections", list)
    if len(items) > MOST_CORRECTIONS:
        raise root.fail(f"has {len(items):,} corrections; {MOST_CORRECTIONS:,} are the most")
    read = (_correction_from(_Node(item, f"{place}: correction {number}")) for number, item in enumerate(items, 1))
    return Corrections(root.text("article", LONGEST_NAME, empty=True), tuple(read))


def _correction_to_dict(item: Correction) -> Data:
    match item:
        case Describe():
            return {"do": "describe", "source": _who_to_dict(item.source), "set": dict(item.changes)}
        case Remove():
            return {"do": "remove", "quote": [_anchor_to_dict(anchor) for anchor in item.quote]}
        case _:
            return {
                "do": "add" if isinstance(item, Add) else "reassign",
                "quote": [_anchor_to_dict(anchor) for anchor in item.quote],
                "speaker": _who_to_dict(item.speaker) if item.speaker is not None else None,
            }


def _anchor_to_dict(anchor: Anchor) -> Data:
    return {"words": anchor.words, "before": anchor.before, "after": anchor.after, "start": anchor.start}


def _who_to_dict(who: Who) -> Data:
    mention = _anchor_to_dict(who.mention) if who.mention is not None else None
    return {"name": who.name, "kind": who.kind, "mention": mention}


class _Node:
    """A JSON value with its place, so that every complaint names the correction and the field."""

    def __init__(self, value: object, place: str) -> None:
        self.value = value
        self.place = place

    def fail(self, fault: str) -> CorrectionError:
        return CorrectionError(f"{self.place}: {fault}")

    def only(self, *keys: str) -> None:
        if not isinstance(self.value, dict):
            raise self.fail("is not an object")
        stray = next((key for key in self.value if key not in keys), None)
        if stray is not None:
            raise self.fail(f'"{stray[:40]}" is none of {", ".join(keys)}')

    def get(self, key: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - one of the kinds asked for
        if not isinstance(self.value, dict):
            raise self.fail("is not an object")
        if key not in self.value:
            raise self.fail(f'has no "{key}"')
        value = self.value[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.fail(f'"{key}" is {type(value).__name__}, which it cannot be')
        return value

    def text(self, key: str, most: int, *, empty: bool = False) -> str:
        value: str = self.get(key, str)
        if len(value) > most:
            raise self.fail(f'"{key}" is longer than {most:,} characters')
        if not value.strip() and not empty:
            raise self.fail(f'"{key}" is empty')
        return value

    def child(self, key: str) -> _Node:
        return _Node(self.get(key, dict), f"{self.place}, {key}")

    def choice(self, key: str, values: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of a Literal's values
        value = self.get(key, str)
        if value not in values:
            raise self.fail(f'"{key}" is "{value[:40]}", not one of {", ".join(values)}')
        return value


def _correction_from(node: _Node) -> Correction:
    makers: Mapping[str, Callable[[_Node], Correction]] = {
        "reassign": lambda n: Reassign(_quote_from(n), _speaker_from(n)),
        "describe": _describe_from,
        "add": lambda n: Add(_quote_from(n), _speaker_from(n)),
        "remove": lambda n: Remove(_quote_from(n)),
    }
    action = node.choice("do", tuple(makers))
    node.only("do", *{"describe": ("source", "set"), "remove": ("quote",)}.get(action, ("quote", "speaker")))
    return makers[action](node)


def _quote_from(node: _Node) -> tuple[Anchor, ...]:
    anchors = node.get("quote", list)
    if not 0 < len(anchors) <= MOST_ANCHORS:
        raise node.fail(f'"quote" has {len(anchors)} stretches of words; it needs 1 to {MOST_ANCHORS}')
    return tuple(_anchor_from(_Node(item, f"{node.place}, quote {number}")) for number, item in enumerate(anchors, 1))


def _anchor_from(node: _Node) -> Anchor:
    node.only("words", "before", "after", "start")
    start = node.get("start", int)
    if start < 0:
        raise node.fail('"start" is below 0')
    before, after = (node.text(side, LONGEST_CONTEXT, empty=True) for side in ("before", "after"))
    return Anchor(node.text("words", LONGEST_WORDS), before, after, start)


def _speaker_from(node: _Node) -> Who | None:
    return None if node.get("speaker", (dict, type(None))) is None else _who_from(node.child("speaker"))


def _who_from(node: _Node) -> Who:
    node.only("name", "kind", "mention")
    mention = None if node.get("mention", (dict, type(None))) is None else _anchor_from(node.child("mention"))
    return Who(node.text("name", LONGEST_NAME), node.choice("kind", get_args(SourceKind)), mention)


def _describe_from(node: _Node) -> Describe:
    fields = node.child("set")
    fields.only(*FIELDS)
    changes = tuple((key, _field_from(fields, key)) for key in node.get("set", dict))
    if not changes:
        raise fields.fail(f"sets nothing; it can set {', '.join(FIELDS)}")
    return Describe(_who_from(node.child("source")), changes)


def _field_from(node: _Node, key: str) -> str | None:
    if node.get(key, (str, type(None))) is None:
        if key in CLEARABLE:
            return None
        raise node.fail(f'"{key}" cannot be null')
    if key == "kind":
        return str(node.choice(key, get_args(SourceKind)))
    if key == "role_group":
        return str(node.choice(key, tuple(sorted(GROUPS))))
    return node.text(key, LONGEST_NAME)
