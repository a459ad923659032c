"""Where an article's words stand in the file that it was read from: the offset map, written while reading.

A plain text is its own file and has no map. Of any other file each run of the article's text is a `Piece`, which says
where in the file it is spelled. What lies between pieces (the breaks between paragraphs) stands nowhere in the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from attribution.errors import SchemaError
from attribution.spans import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text and the run of its file that spells it.

    ``span`` is code points of the text and ``file`` code points of the decoded file, or of the file's ``part`` where it
    is an archive. Where both are of one length they go one for one, white space for white space and every other
    character for itself; else the whole of one stands for the whole of the other: an entity, an escape, a run of white
    space, the element that makes a quotation mark. ``line`` and ``column`` of the run's start count from 1.
    """

    span: Span
    file: Span
    line: int
    column: int
    part: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether text and file go one for one."""
        return len(self.span) == len(self.file)

    def cut(self, span: Span) -> Piece | None:
        """Return what of the piece lies in ``span``, or None; a piece that is not plain stays whole."""
        shared = self.span.intersect(span)
        if shared is None or shared == self.span or not self.is_plain:
            return self if shared is not None else None
        skipped = shared.start - self.span.start
        file = Span(self.file.start + skipped, self.file.start + skipped + len(shared))
        return replace(self, span=shared, file=file, column=self.column + skipped)


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article was read from: the ``format``, the file's ``encoding`` and the pieces, sorted and disjoint.

    ``number`` counts the article in a file that holds several, from 1, and is None where a file is one article.
    """

    format: str
    encoding: str
    pieces: tuple[Piece, ...]
    number: int | None = None

    def pieces_of(self, span: Span) -> Iterator[Piece]:
        """Yield where the words of ``span`` stand in the file, cut to the span and in the order of the text."""
        at = max(bisect_right(self.pieces, span.start, key=lambda piece: piece.span.start) - 1, 0)
        while at < len(self.pieces) and self.pieces[at].span.start < span.end:
            piece = self.pieces[at].cut(span)
            if piece is not None:
                yield piece
            at += 1

    def hull(self, span: Span) -> tuple[str | None, Span] | None:
        """Return the part and the smallest run of it that holds the first words of ``span`` and all that follow there.

        None where no character of the span stands in the file.
        """
        pieces = list(self.pieces_of(span))
        if not pieces:
            return None
        here = [piece.file for piece in pieces if piece.part == pieces[0].part]
        return pieces[0].part, Span(min(file.start for file in here), max(file.end for file in here))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a character of the text, or of the first after it that has a place."""
        at = max(bisect_right(self.pieces, offset, key=lambda piece: piece.span.start) - 1, 0)
        while at < len(self.pieces) - 1 and self.pieces[at].span.end <= offset:
            at += 1
        if not self.pieces:
            return 1, 1
        piece = self.pieces[at]
        within = min(max(offset - piece.span.start, 0), len(piece.span)) if piece.is_plain else 0
        return piece.line, piece.column + within

    def end_line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of what follows a character of the text on its line of the file."""
        piece = next(self.pieces_of(Span(offset, offset + 1)), None)
        if piece is None:
            return self.line_and_column(offset)
        return piece.line, piece.column + len(piece.file)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON data; a piece is a row: start, end, start and end in the file, line, column, and any part."""
        rows = [
            [
                *(piece.span.start, piece.span.end, piece.file.start, piece.file.end, piece.line, piece.column),
                *([piece.part] if piece.part is not None else []),
            ]
            for piece in self.pieces
        ]
        return {"format": self.format, "encoding": self.encoding, "number": self.number, "pieces": rows}


def origin_from_dict(article: Any, length: int) -> Origin | None:  # noqa: ANN401 - whatever JSON holds
    """Return the origin in the JSON data of an article whose text has that length, or None where it has none.

    Raises:
        SchemaError: it is no origin, or its pieces do not fit a text of that length.
    """
    data = article.get("origin")
    if data is None:
        return None
    try:
        made = Origin(
            _kind(data["format"], str),
            _kind(data["encoding"], str),
            tuple(_piece(*row) for row in data["pieces"]),
            None if data["number"] is None else _kind(data["number"], int),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise SchemaError(f"analysis.article.origin: is none ({error})") from error
    ends = [0, *(piece.span.end for piece in made.pieces)]
    if ends[-1] > length or any(end > piece.span.start for end, piece in zip(ends, made.pieces, strict=False)):
        raise SchemaError(f"analysis.article.origin: its pieces do not fit a text of {length} characters")
    return made


def _piece(*row: Any) -> Piece:  # noqa: ANN401 - whatever JSON holds
    start, end, file, file_end, line, column = (_kind(value, int) for value in row[:6])
    part = _kind(row[6], str) if len(row) > 6 else None  # noqa: PLR2004 - the six places before it
    return Piece(Span(start, end), Span(file, file_end), line, column, part)


def _kind(value: Any, kind: type[T]) -> T:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
