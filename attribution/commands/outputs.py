"""Writing results to files: names that fit every file system and no other article's, whole files or none, safe CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

LONGEST_NAME = 100  # characters; file systems take 255 bytes, and a suffix and a number follow
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NOT_RAW = re.compile("[\u2028\u2029\x85\ud800-\udfff]")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def file_names(ids: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Return a file name without suffix for each id, in order: safe on every system, and no two alike.

    Names that differ only in case count as alike. The second ``story`` becomes ``story-2``.
    """
    used = {name.casefold() for name in taken}
    names = []
    for wanted in map(safe_name, ids):
        name, number = wanted, 2
        while name.casefold() in used:
            name, number = f"{wanted}-{number}", number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def safe_name(words: str) -> str:
    """Return the words as a file name that Windows, macOS and Linux take; "article" where nothing is left."""
    name = _UNSAFE.sub("_", words)[:LONGEST_NAME].strip(" .")
    if name.partition(".")[0].casefold() in _RESERVED:
        name = f"_{name}"
    return name or "article"


def write_file(path: Path, content: str) -> None:
    """Write UTF-8 to ``path``, through a file beside it that then takes its place; folders above it are made.

    Raises:
        OutputError: naming the path; what stood there before is still there.
    """
    with replacing(path) as partial, partial.open("w", encoding="utf-8", newline="", errors="replace") as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield an empty file beside ``path`` that takes its place where the block ends well, else is gone.

    Folders above it are made.

    Raises:
        OutputError: naming the path, for any `OSError`; what stood there before is still there.
    """
    partial = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        os.close(handle)
        partial = Path(name)
        yield partial
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except BaseException as error:
        if partial is not None:
            with contextlib.suppress(OSError):
                partial.unlink()
        if isinstance(error, OSError):
            raise OutputError(
                f"{path}: cannot be written ({error.strerror or error}); choose another --output"
            ) from error
        raise


def json_text(data: object, *, indent: int | None = 2) -> str:
    """Return JSON in UTF-8 letters; with ``indent`` None it is one line, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    # Line ends to many readers of JSON lines, and surrogates, which UTF-8 cannot hold.
    return _NOT_RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def csv_text(frame: pd.DataFrame, *, header: bool = True) -> str:
    """Return a frame as CSV with an empty cell for what is missing.

    A text that starts with ``= + - @``, a tab or a carriage return gets an apostrophe in front, so that no spreadsheet
    takes an article's words for a formula; numbers stay numbers.
    """
    missing = frame.isna().to_numpy()
    rows = [list(frame.columns)] if header else []
    for row, gaps in zip(frame.itertuples(index=False, name=None), missing, strict=True):
        rows.append(["" if gap else _defused(cell) for cell, gap in zip(row, gaps, strict=True)])
    return "".join(map(_csv_line, rows))


def _csv_line(cells: list[Any]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow(cells)  # so that cells with either character are quoted
    return file.getvalue().removesuffix("\r\n") + "\n"


def _defused(cell: Any) -> Any:  # noqa: ANN401 - a cell holds a text, a number or a flag
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
