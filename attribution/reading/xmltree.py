"""XML to a tree of elements whose words know where they stand in the file, by the standard library's expat.

Nothing is fetched and no entity of the file's own is expanded: a document that declares any is refused. One that names
a public document type (NITF does) is read without it, and the entities of HTML are then known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

from attribution.errors import FormatError
from attribution.reading.tracing import Traced, Tracer

MOST_ELEMENTS = 300_000
DEEPEST = 200  # nested elements
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_WORDS_OF = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});|\r\n")


class Node:
    """An XML element: its name without prefix or namespace, its attributes likewise, its words and elements in order.

    Words are pairs of start and end in `Tree.text`, entities and all; ``start`` and ``end`` are where the element is.
    """

    __slots__ = ("attrs", "children", "end", "name", "namespace", "parent", "start")

    def __init__(self, name: str, namespace: str, attrs: dict[str, str], parent: Node | None, start: int) -> None:
        self.name = name
        self.namespace = namespace
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node | tuple[int, int, bool]] = []
        self.start = self.end = start

    def nodes(self) -> Iterator[Node]:
        """Yield the elements directly in it."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """Yield the elements in it, in the file's order, itself first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def all(self, *names: str) -> Iterator[Node]:
        """Yield the elements in it that have one of these names."""
        return (node for node in self.walk() if node.name in names and node is not self)

    def first(self, *path: str) -> Node | None:
        """Return the first element down a path of names, each directly in the one before."""
        node: Node | None = self
        for name in path:
            node = next((child for child in node.nodes() if child.name == name), None) if node is not None else None
        return node


class Tree:
    """A parsed XML text."""

    def __init__(self, source: Traced, root: Node) -> None:
        self.source = source
        self.root = root

    def traced(self, node: Node) -> Traced:
        """Return all words in an element, those of elements in it too, entities resolved, with their offset map."""
        tracer = Tracer()
        stack: list[Node | tuple[int, int, bool]] = [node]
        while stack:
            item = stack.pop()
            if isinstance(item, Node):
                stack += reversed(item.children)
            else:
                self.copy(item, tracer)
        return tracer.traced()

    def tag(self, start: int) -> tuple[int, int]:
        """Return where the tag stands that begins at an index: that and the index after its end."""
        return start, self.source.text.find(">", start) + 1

    def copy(self, words: tuple[int, int, bool], tracer: Tracer) -> None:
        """Copy a run of words, entities resolved unless it is CDATA."""
        start, end, cdata = words
        text = self.source.text
        at = start
        for match in () if cdata else _WORDS_OF.finditer(text, start, end):
            tracer.copy(self.source, at, match.start())
            words_of = "\n" if match[0] == "\r\n" else unescape(match[0])
            tracer.put(words_of, self.source, match.start(), match.end())
            at = match.end()
        tracer.copy(self.source, at, end)

    def words(self, node: Node | None) -> str | None:
        """Return all words in an element in one line, or None where there is no element or nothing in it."""
        return " ".join(self.traced(node).text.split()) or None if node is not None else None


def parse_xml(source: Traced, name: str) -> Tree:
    """Return the tree of an XML text.

    Raises:
        FormatError: it is not well-formed, declares entities, or has more elements than any article.
    """
    text = source.text
    # What was decoded is no longer in the encoding that the declaration names; blanks keep every position.
    declaration = _DECLARATION.match(text)
    blanked = " " * declaration.end() + text[declaration.end() :] if declaration else text
    data = blanked.encode("utf-8", "surrogatepass")
    builder = _Builder(name, data)
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = False
    parser.ordered_attributes = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    builder.listen(parser)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - as it is declared
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise FormatError(f"{name}:{error.lineno}:{error.offset + 1}: is no well-formed XML ({reason})") from error
    if builder.root is None:
        raise FormatError(f"{name}: is no well-formed XML (no element in it)")
    return Tree(source, builder.root)


class _Builder:
    """Listens to expat and makes nodes; places are characters of the text, counted on from expat's bytes."""

    def __init__(self, name: str, data: bytes) -> None:
        self.root: Node | None = None
        self._name = name
        self._data = data
        self._byte = self._character = 0
        self._open: list[Node] = []
        self._elements = 0
        self._words: int | None = None
        self._cdata = False

    def listen(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data_found
        parser.SkippedEntityHandler = self._skipped
        parser.StartCdataSectionHandler = self._cdata_start
        parser.EndCdataSectionHandler = self._cdata_end
        parser.CommentHandler = self._other
        parser.ProcessingInstructionHandler = self._other
        parser.EntityDeclHandler = self._entity

    def _at(self) -> int:
        """Return the character at which what expat tells of starts; bytes are counted once."""
        byte = self._parser.CurrentByteIndex
        piece = self._data[self._byte : byte]
        self._character += len(piece) if piece.isascii() else len(piece.decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._character

    def _flush(self, end: int) -> None:
        if self._words is not None and self._open and self._words < end:
            self._open[-1].children.append((self._words, end, self._cdata))
        self._words = None

    def _start(self, name: str, attributes: list[str]) -> None:
        at = self._at()
        self._flush(at)
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            limit = (
                f"more than {MOST_ELEMENTS:,} elements" if len(self._open) < DEEPEST else f"more than {DEEPEST} levels"
            )
            raise FormatError(f"{self._name}: has {limit} of XML; it is no file of articles")
        namespace, _, local = name.rpartition(" ")
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        attrs = {key.rpartition(" ")[2]: value for key, value in pairs}
        node = Node(local, namespace, attrs, self._open[-1] if self._open else None, at)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        at = self._at()
        self._flush(at)
        self._open.pop().end = at

    def _data_found(self, _words: str) -> None:
        at = self._at()
        if self._words is None:
            self._words = at

    def _skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - as expat calls it
        if not is_parameter:
            if unescape(f"&{name};") == f"&{name};":
                raise FormatError(f"{self._name}: names the entity &{name};, which is not known")
            self._data_found("")

    def _cdata_start(self) -> None:
        at = self._at()
        self._flush(at)
        self._cdata = True

    def _cdata_end(self) -> None:
        at = self._at()
        self._flush(at)
        self._cdata = False

    def _other(self, *_words: str) -> None:
        self._flush(self._at())

    def _entity(self, name: str, *_rest: object) -> None:
        raise FormatError(f"{self._name}: declares the entity {name}; XML that declares entities is not read")
