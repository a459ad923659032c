"""Word documents (.docx): the words as they stand after all tracked changes are taken, with styles as zones.

A document is an archive of XML. Only the parts that hold words, styles and names are opened, each to a limit, so that
an archive made to swell fills nothing. In the offset map ``part`` names the XML file, and line and column are the
number of the paragraph there and of the character in it, which is what Word can show.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from attribution.errors import BinaryFileError, FormatError
from attribution.model import Article, ZoneKind
from attribution.origin import Piece
from attribution.reading.decode import zip_members
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.repeats import find_repeats
from attribution.reading.tracing import Lines, Traced, Tracer
from attribution.reading.xmltree import Node, Tree, parse_xml

MOST_PART = 30_000_000  # bytes of one XML file in the archive; a book of 500 pages has a tenth of it
LONGEST_CELL = 100  # characters in a cell of a table of figures
_LEFT_OUT = frozenset(
    "del moveFrom delText instrText fldData Fallback pPr rPr sectPr tblPr tblGrid trPr tcPr rt footnoteReference "
    "endnoteReference commentReference annotationRef footnoteRef endnoteRef".split()
)
_ZONES: dict[str, ZoneKind] = {
    "title": "headline", "headline": "headline", "subtitle": "standfirst", "standfirst": "standfirst",
    "byline": "byline", "author": "byline", "caption": "caption", "date": "dateline", "dateline": "dateline",
    "header": "boilerplate", "footer": "boilerplate", "toc heading": "boilerplate",
}  # fmt: skip
_PROPERTIES = (("title", "title"), ("creator", "byline"), ("created", "published"), ("category", "section"))
_APART = ("quote", "intense quote", "pull quote", "pullquote", "block text")
_DOCUMENT = "/officeDocument"


def is_word(data: bytes) -> bool:
    """Tell whether the bytes are an archive with a Word document in it; only its list of contents is looked at."""
    return any(name.startswith("word/") for name in zip_members(data))


def read_word(data: bytes, place: Place) -> Article:
    """Return the article of a Word document.

    Raises:
        BinaryFileError: the archive is broken or locked by a password.
        FormatError: a part is missing, no well-formed XML, or larger than that of any article.
        EmptyArticleError, LanguageError: there are no words in it, or no English ones.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Document(archive, place).article()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        reason = "locked by a password" if "password" in str(error) else f"broken ({error})"
        raise BinaryFileError(f"{place.name}: is a Word document that is {reason}; save it again in Word") from error


class _Document:
    def __init__(self, archive: zipfile.ZipFile, place: Place) -> None:
        self._archive, self._place = archive, place
        self._names = set(archive.namelist())
        self._files: dict[str | None, Lines] = {}
        self._starts: dict[str, list[int]] = {}  # where each paragraph of a part begins
        self._draft = Draft(place.name)
        self._apart: list[int] = []  # numbers of paragraphs that are set apart: text boxes and quotations
        self._boxes: list[Node] = []
        self._styles: dict[str, str] = {}

    def article(self) -> Article:
        """Return the article in the document's main part, its notes at the end."""
        main = self._main_part()
        folder = posixpath.dirname(main)
        self._styles = self._read_styles(f"{folder}/styles.xml")
        tree = self._tree(main)
        body = tree.root.first("body") if tree is not None else None
        if tree is None or body is None:
            raise FormatError(f"{self._place.name}: is a Word document without a text (no {main} in it)")
        self._write(tree, body, None)
        for name in ("footnotes", "endnotes"):
            notes = self._tree(f"{folder}/{name}.xml")
            for note in notes.root.nodes() if notes is not None else ():
                if notes is not None and note.attrs.get("type") is None:
                    self._write(notes, note, "boilerplate")
        for number in find_repeats(self._draft.written, self._apart):
            self._draft.set_zone(number, "boilerplate")
        article = self._draft.article(self._place, Facts(), self._files, otherwise=self._properties())
        if article.origin is None:
            return article
        pieces = tuple(self._numbered(article.origin.pieces))
        return replace(article, origin=replace(article.origin, pieces=pieces))

    def _numbered(self, pieces: tuple[Piece, ...]) -> Iterator[Piece]:
        """Yield the pieces with the number of their paragraph and the place in it for line and column."""
        last: tuple[str | None, int] = (None, -1)
        begun = 0
        for piece in pieces:
            number = bisect_right(self._starts[piece.part or ""], piece.file.start)
            if (piece.part, number) != last:
                last, begun = (piece.part, number), piece.span.start
            yield replace(piece, line=number, column=piece.span.start - begun + 1)

    def _main_part(self) -> str:
        relations = self._tree("_rels/.rels")
        for node in relations.root.nodes() if relations is not None else ():
            if node.attrs.get("Type", "").endswith(_DOCUMENT):
                return node.attrs.get("Target", "").lstrip("/")
        return "word/document.xml"

    def _tree(self, name: str) -> Tree | None:
        """Return a part's XML, or None where the archive has no such part."""
        if name not in self._names:
            return None
        with self._archive.open(name) as file:
            data = file.read(MOST_PART + 1)
        if len(data) > MOST_PART:
            limit = f"unpacks to more than {MOST_PART:,} bytes"
            raise FormatError(f"{self._place.name}: {name} in it {limit}; it is no article")
        try:
            text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise FormatError(f"{self._place.name}: {name} in it is not UTF-8 (byte {error.start})") from error
        tree = parse_xml(Traced.whole(text, name), f"{self._place.name}: {name}")
        self._files[name] = tree.source.lines
        self._starts[name] = list(_paragraph_starts(tree.root))
        return tree

    def _read_styles(self, name: str) -> dict[str, str]:
        """Return the names of paragraph styles in lower case, by id; Word keeps those of its own in English."""
        tree = self._tree(name)
        styles: dict[str, str] = {}
        for style in tree.root.nodes() if tree is not None else ():
            called = style.first("name")
            if style.name == "style" and called is not None:
                styles[style.attrs.get("styleId", "")] = called.attrs.get("val", "").lower()
        return styles

    def _properties(self) -> Facts:
        facts = Facts()
        tree = self._tree("docProps/core.xml")
        if tree is not None:
            for name, fact in _PROPERTIES:
                facts.add(fact, tree.words(tree.root.first(name)))
        return facts

    def _write(self, tree: Tree, node: Node, zone: ZoneKind | None) -> None:
        """Write the paragraphs and tables in an element, and then those of text boxes that were met on the way."""
        steps = [node]
        while steps:
            item = steps.pop()
            if item.name == "p":
                self._paragraph(tree, item, zone)
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    first = len(self._draft.written)
                    self._write(tree, box, zone)
                    self._apart += range(first, len(self._draft.written))
            elif item.name == "tr" and _is_figures(tree, item):
                self._row(tree, item)
            elif item.name not in _LEFT_OUT:
                steps += reversed(list(item.nodes()))

    def _paragraph(self, tree: Tree, node: Node, zone: ZoneKind | None) -> None:
        style, heading, listed = self._style(node)
        first = len(self._draft.written)
        self._draft.begin(zone or _ZONES.get(style), heading=heading, marked=listed)
        self._runs(tree, node)
        self._draft.end()
        if style in _APART:
            self._apart += range(first, len(self._draft.written))

    def _row(self, tree: Tree, row: Node) -> None:
        """Write a row of a table of figures as one line with tabs between its cells."""
        self._draft.begin("boilerplate")
        for number, cell in enumerate(child for child in row.nodes() if child.name == "tc"):
            if number and self._draft.is_open:
                self._draft.put("\t", tree.source, *tree.tag(cell.start))
            self._runs(tree, cell)
        self._draft.end()

    def _style(self, node: Node) -> tuple[str, bool, bool]:
        """Return the name of a paragraph's style, whether it is a heading and whether an item of a list."""
        settings = node.first("pPr")
        style = settings.first("pStyle") if settings is not None else None
        key = style.attrs.get("val", "") if style is not None else ""
        name = self._styles.get(key, key.lower())
        outlined = settings is not None and settings.first("outlineLvl") is not None
        listed = settings is not None and settings.first("numPr") is not None
        return name, outlined or name.startswith("heading"), listed or name.startswith("list")

    def _runs(self, tree: Tree, node: Node) -> None:
        """Write the words in a paragraph or cell; text boxes in it are kept for later."""
        source, draft = tree.source, self._draft
        steps = list(reversed(list(node.nodes())))
        while steps:
            item = steps.pop()
            if item.name in _LEFT_OUT or (item.name == "r" and _is_hidden(item)):
                continue
            if item.name == "txbxContent":
                self._boxes.append(item)
            elif item.name == "t":
                for words in item.children:
                    if not isinstance(words, Node):
                        tracer = Tracer()
                        tree.copy(words, tracer)
                        text = tracer.traced()
                        draft.flow(text, 0, len(text.text))
            elif item.name in {"tab", "ptab"}:
                draft.space(source, *tree.tag(item.start))
            elif item.name in {"br", "cr"} and item.attrs.get("type", "textWrapping") == "textWrapping":
                draft.line(source, *tree.tag(item.start))
            elif item.name == "noBreakHyphen":
                draft.put("-", source, *tree.tag(item.start))
            elif item.name == "sym":
                self._symbol(tree, item)
            else:
                steps += reversed(list(item.nodes()))

    def _symbol(self, tree: Tree, node: Node) -> None:
        code = node.attrs.get("char", "")
        try:
            character = chr(int(code, 16))
        except (ValueError, OverflowError):
            return
        if character.isprintable() and not "\ue000" <= character <= "\uf8ff":  # those are glyphs of symbol fonts
            self._draft.put(character, tree.source, *tree.tag(node.start))


def _paragraph_starts(root: Node) -> Iterator[int]:
    """Yield where each paragraph begins; those of a text box count with the one that it hangs on."""
    steps = [root]
    while steps:
        node = steps.pop()
        if node.name == "p":
            yield node.start
        else:
            steps += reversed(list(node.nodes()))


def _is_hidden(run: Node) -> bool:
    hidden = run.first("rPr", "vanish")
    return hidden is not None and hidden.attrs.get("val", "true") not in {"0", "false", "off"}


def _is_figures(tree: Tree, row: Node) -> bool:
    """Tell whether a row is one of a table of figures: two cells or more, none of them prose."""
    cells = [cell for cell in row.nodes() if cell.name == "tc"]
    return len(cells) > 1 and all(len(tree.words(cell) or "") <= LONGEST_CELL for cell in cells)
