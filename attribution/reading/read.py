"""Stage 1: a text, bytes or a file to articles, or one clear error that says why not.

What a file is, its content says; its name only breaks a tie (Markdown and plain text look alike). A plain text is its
own article, character for character; of any other format ``Article.origin`` leads each character back to the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attribution.errors import ReadError
from attribution.model import Article
from attribution.reading.decode import decode
from attribution.reading.plain import read_text
from attribution.reading.registry import MARKDOWN_SUFFIXES, read_data

__all__ = [
    "find_files",
    "is_article",
    "read_articles",
    "read_bytes",
    "read_file",
    "read_items",
    "read_path",
    "read_text",
]

# What a folder gives. Tables and JSON go by their own names: results of this program look like them.
SUFFIXES = (
    ".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".docx", ".xml", ".nitf", ".rss", ".atom",
)  # fmt: skip
REPORT = b'<meta name="generator" content="attribution-audit">'
REPORT_HEAD = 4096  # bytes of a page in which that stands
MAX_BYTES = 20_000_000  # a hundred times the longest article worth analysing; beyond it a path is surely wrong


def read_articles(
    data: bytes, *, name: str | None = None, path: str | None = None, columns: Mapping[str, str] | None = None
) -> tuple[Article, ...]:
    """Return the articles in the bytes of a file, one at least, in the file's order.

    Args:
        data: the whole file, in any format that is read (docs/formats.md).
        name: what to call it in ids and messages; the path, or "article", where it is None.
        path: where it lies, kept in ``Article.path``; nothing is opened.
        columns: for a table, the names of its columns where they are not usual ones, by field (text, title, byline,
            published, section, url, id).

    Raises:
        ReadError: or one of its children: the bytes, or an article among several in them, cannot be read.
    """
    articles = []
    for item in read_items(data, name=name, path=path, columns=columns):
        if isinstance(item, ReadError):
            raise item
        articles.append(item)
    return tuple(articles)


def read_items(
    data: bytes, *, name: str | None = None, path: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Article | ReadError]:
    """Yield each article in the bytes of a file, or the error that stands in its place; the arguments as above.

    Raises:
        ReadError: the file as a whole cannot be read.
    """
    called = path or name or "article"
    stem = Path(called).stem or called
    if len(data) > MAX_BYTES:
        raise ReadError(f"{called}: {len(data):,} bytes are no article; the limit is {MAX_BYTES:,}")
    yield from read_data(data, name=called, stem=stem, path=path, columns=columns)


def read_bytes(
    data: bytes,
    *,
    id: str,  # noqa: A002 - the record's own name for it
    path: str | None = None,
    markdown: bool | None = None,
) -> Article:
    """Return the article in ``data``, which is plain text; Markdown is told by the path's suffix unless it is said.

    Raises:
        ReadError: or one of its children: the bytes are empty, binary, in no certain encoding, or not English.
    """
    text, notes = decode(data, path or id)
    if markdown is None:
        markdown = path is not None and path.lower().endswith(MARKDOWN_SUFFIXES)
    return read_text(text, id=id, path=path, markdown=markdown, notes=notes)


def read_file(path: Path) -> Article:
    """Return the one article in the file; its id is the file's name without the suffix.

    Raises:
        ReadError: or one of its children, naming the file; also where it holds several articles.
    """
    first, *others = read_path(path)
    if others:
        raise ReadError(f"{path}: holds {len(others) + 1} articles; analyze_many and the command take them one by one")
    if isinstance(first, ReadError):
        raise first
    return first


def read_path(path: Path, *, columns: Mapping[str, str] | None = None) -> Iterator[Article | ReadError]:
    """Yield each article in the file, or the error that stands in its place.

    Raises:
        ReadError: or one of its children, naming the file: it cannot be read as a whole.
    """
    if path.is_dir():
        raise ReadError(f"{path}: is a folder; name the articles in it, or the folder alone to take all of them")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{path}: {size:,} bytes are no article; the limit is {MAX_BYTES:,}")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file; check the path") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"{path}: cannot be read ({reason}); check the path and its permissions") from error
    yield from read_items(data, path=str(path), columns=columns)


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files named, and the articles under each folder named, without repeats and in a stable order.

    A folder gives its files with one of `SUFFIXES` at any depth, sorted, without names that start with a dot and
    without pages that this program wrote.

    Raises:
        ReadError: a path is missing, or a folder has no article in it.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and is_article(p, path))
            if not inside:
                raise ReadError(
                    f"{path}: no articles in this folder; it takes {' '.join(f'*{s}' for s in SUFFIXES)} files"
                )
        elif os.path.lexists(path):
            inside = [path]
        else:
            raise ReadError(f"{path}: no such file or folder; check the path")
        for file in inside:
            found.setdefault(os.path.normcase(os.path.realpath(file)), file)
    return tuple(found.values())


def is_article(file: Path, folder: Path) -> bool:
    """Tell whether a file below a folder is one of its articles: neither hidden nor a page that this program wrote."""
    if not file.is_file() or any(part.startswith(".") for part in file.relative_to(folder).parts):
        return False
    if not file.suffix.lower().startswith(".htm"):
        return True
    try:
        with file.open("rb") as page:
            return REPORT not in page.read(REPORT_HEAD)
    except OSError:  # it is told when it is read
        return True
