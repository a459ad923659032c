"""Annotated articles from files and folders, in any of the forms in which people and programs keep them.

    PolNeAR, brat       NAME.txt with NAME.ann or NAME_XXXX.ann beside it, or in text/ and attributions/
    Citron              NAME.json with "text" and "quotes"
    an analysis         NAME.json (`attribution analyze --format json`, corrected or not) and the article it names
    labels              NAME.json with "text_file" and "quotes", as in examples/gold

A file that cannot be read is told, and the others are taken.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from attribution.errors import AttributionError, GoldError, SchemaError
from attribution.evaluating.labels import Forms, Label, Labelled, in_order, labelled_analysis
from attribution.evaluating.standoff import read_standoff
from attribution.model import Article, SourceKind
from attribution.reading.decode import decode
from attribution.reading.plain import read_text
from attribution.reading.read import MAX_BYTES, read_file
from attribution.reading.registry import MARKDOWN_SUFFIXES
from attribution.schema import analysis_from_dict
from attribution.spans import Span, merge

Data = dict[str, Any]
TEXTS, ANNOTATIONS = "text", "attributions"


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotated articles, in order of their names, and (name, error) of each that could not be read."""

    articles: tuple[Labelled, ...]
    failed: tuple[tuple[str, AttributionError], ...] = ()


def read_gold(path: Path) -> Gold:
    """Return the annotated articles in a file or folder; a folder of .ann files is brat, else its .json are read.

    Raises:
        GoldError: there is no such path, or nothing annotated in it.
    """
    if not path.exists():
        raise GoldError(f"{path}: no such file or folder; check the path")
    jobs = dict(_jobs(path))
    if not jobs:
        raise GoldError(f"{path}: nothing annotated here; it takes .txt with .ann (brat), or .json")
    found: list[Labelled] = []
    failed: list[tuple[str, AttributionError]] = []
    for file, read in jobs.items():
        try:
            found += read()
        except AttributionError as error:
            failed.append((str(file), error))
    return Gold(tuple(found), tuple(failed))


def _jobs(path: Path) -> Iterator[tuple[Path, Callable[[], list[Labelled]]]]:
    """Yield each file with what reads it, in order of their names."""
    if path.is_file():
        if path.suffix.lower() in {".ann", ".txt"}:
            text = path.with_suffix(".txt")
            yield text, lambda: [_read_brat(text, _annotations_of([text.with_suffix(".ann")], text))]
        else:
            yield path, lambda: _read_json(path)
        return
    notes = _by_article(path)
    if notes:
        texts = path / TEXTS if (path / TEXTS).is_dir() else path
        for text in sorted(texts.glob("*.txt")):
            if text.stem in notes or texts is not path:
                yield text, lambda text=text: [_read_brat(text, _annotations_of(notes.get(text.stem, []), text))]  # type: ignore[misc]
        return
    for file in sorted(p for p in path.iterdir() if p.suffix.lower() in {".json", ".jsonl"} and p.is_file()):
        yield file, lambda file=file: _read_json(file)  # type: ignore[misc]


def _by_article(folder: Path) -> dict[str, list[Path]]:
    """Return the .ann files of each text by its name: NAME.ann, or NAME_XXXX.ann, one for each annotator."""
    inside = folder / ANNOTATIONS if (folder / ANNOTATIONS).is_dir() else folder
    texts = folder / TEXTS if (folder / TEXTS).is_dir() else folder
    names = {text.stem for text in texts.glob("*.txt")}
    found: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(inside.glob("*.ann")):
        name = file.stem if file.stem in names else file.stem.rpartition("_")[0]
        if name in names:
            found[name].append(file)
    return found


def _annotations_of(files: Iterable[Path], text: Path) -> Path:
    listed = list(files)
    if len(listed) != 1:
        several = f"{len(listed)} people annotated it and no one marking is the gold one; left out"
        raise GoldError(f"{text}: {several if listed else 'there are no annotations (.ann) of it; left out'}")
    return listed[0]


def _read_brat(text: Path, annotations: Path) -> Labelled:
    return read_standoff(_plain(text), _text_of(annotations), str(annotations))


def _plain(path: Path) -> Article:
    """Read a file as text, whatever it looks like, or Markdown: the offsets of annotations count its characters."""
    return read_text(_text_of(path), id=path.stem, path=str(path), markdown=path.suffix.lower() in MARKDOWN_SUFFIXES)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise GoldError(f"{path}: {path.stat().st_size:,} bytes are too many; the limit is {MAX_BYTES:,}")
        text, _ = decode(path.read_bytes(), str(path))
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
    return text


def _read_json(path: Path) -> list[Labelled]:
    text = _text_of(path)
    try:
        values = [json.loads(text)]
    except (json.JSONDecodeError, RecursionError) as error:
        try:  # JSON lines, as the command prints several analyses
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (json.JSONDecodeError, RecursionError):
            raise GoldError(f"{path}: is not JSON ({error})") from error
    return [_read_value(path, value) for value in values]


def _read_value(path: Path, value: object) -> Labelled:
    if isinstance(value, dict) and isinstance(value.get("quotes"), list):
        if isinstance(value.get("article"), dict) and "schema" in value:
            return _read_analysis(path, value)
        if isinstance(value.get("text"), str):
            article = read_text(
                value["text"], id=path.name.removesuffix(".json").removesuffix(".citron"), path=str(path)
            )
            return _Reader(path, article).labelled(value["quotes"], _Reader.citron)
        if isinstance(value.get("text_file"), str):
            article = _plain(path.parent / value["text_file"])
            return _Reader(path, article).labelled(value["quotes"], _Reader.guide)
    raise GoldError(
        f'{path}: is neither an analysis nor Citron JSON ("text", "quotes") nor labels ("text_file", "quotes")'
    )


def _read_analysis(path: Path, data: Data) -> Labelled:
    """Read an analysis with the text it names: where its path says, or under its name beside the JSON."""
    named = data["article"].get("path")
    name = Path(named) if isinstance(named, str) else Path(f"{path.name.removesuffix('.json')}.txt")
    places = (name, path.parent / name.name, *(path.with_suffix(suffix) for suffix in (".txt", ".md")))
    reason = ""
    for place in dict.fromkeys(places):
        if place.is_file():
            try:
                return labelled_analysis(analysis_from_dict(data, text=read_file(place).text))
            except SchemaError as error:
                reason = reason or str(error)
    if reason:
        raise GoldError(f"{path}: {reason}")
    raise GoldError(f"{path}: its article {name.name} is neither at its path nor beside it; put it there")


class _Reader:
    """Reads the quotes of a JSON file, each value checked against the article's text."""

    def __init__(self, path: Path, article: Article) -> None:
        self.path, self.article = path, article
        self.forms = Forms(article)

    def labelled(self, quotes: Iterable[object], read: Callable[[_Reader, Data], Label]) -> Labelled:
        labels = []
        for number, quote in enumerate(quotes, 1):
            try:
                label = read(self, _object(quote))
            except (KeyError, TypeError, ValueError) as error:
                told = f"no {error}" if isinstance(error, KeyError) else error
                raise GoldError(f"{self.path}: quote {number}: {told}") from error
            if label.content:
                labels.append(label)
        kept = in_order(tuple(labels))
        groups = any(label.role_group for label in kept)
        return Labelled(
            self.article,
            kept,
            tells_speakers=read is _Reader.guide or any(label.speaker for label in kept),
            tells_groups=groups,
            tells_acts=read is _Reader.guide or any(label.act for label in kept),
        )

    def citron(self, quote: Data) -> Label:
        content = merge(self.spans(quote["contents"]))
        return Label(
            content,
            self.one("cue", quote),
            self.spans(quote.get("sources", [])),
            self.forms.told(quote.get("type"), content),
            speaker=_words(quote, "speaker"),
        )

    def guide(self, quote: Data) -> Label:
        """Read a quote of labels as in examples/gold, where spans are pairs."""
        content = merge(self.spans(quote["content"]))
        return Label(
            content,
            self.one("cue", quote),
            self.one("source", quote),
            self.forms.told(quote.get("type"), content),
            "thought" if quote.get("act") == "thought" else "speech",
            _words(quote, "speaker"),
            next((kind for kind in get_args(SourceKind) if kind == quote.get("kind")), None),
            _words(quote, "role"),
            _words(quote, "role_group"),
            _words(quote, "affiliation"),
        )

    def one(self, part: str, quote: Data) -> tuple[Span, ...]:
        return self.spans([quote[part]]) if quote.get(part) is not None else ()

    def spans(self, values: Iterable[object]) -> tuple[Span, ...]:
        return merge(map(self.span, values))

    def span(self, value: object) -> Span:
        ends = (value["start"], value["end"]) if isinstance(value, Mapping) else value
        if not (isinstance(ends, tuple | list) and len(ends) == 2 and all(type(end) is int for end in ends)):  # noqa: PLR2004 - two ends
            raise ValueError(f"{str(value)[:40]} is no span")
        start, end = ends
        if not 0 <= start <= end <= len(self.article.text):
            raise ValueError(f"[{start}, {end}) is no range of a text of {len(self.article.text):,} characters")
        span = Span(start, end)
        if isinstance(value, Mapping) and value.get("text", span.slice(self.article.text)) != span.slice(
            self.article.text
        ):
            raise ValueError(f'[{start}, {end}) is not "{str(value["text"])[:40]}" in this text')
        return span


def _object(value: object) -> Data:
    if not isinstance(value, dict):
        raise TypeError("is no object")
    return value


def _words(quote: Data, key: str) -> str | None:
    value = quote.get(key)
    if value is not None and not isinstance(value, str):
        raise TypeError(f'"{key}" is no string')
    return value or None
