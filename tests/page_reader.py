"""Reads a page back as a tree, and complains of what a browser would silently mend: tests look at pages through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br"})


@dataclass
class Node:
    """An element with its attributes; children are elements and strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield the element and all elements inside it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, tag: str | None = None, /, **wanted: str) -> list[Node]:
        """Return the elements with the tag and attributes; ``cls`` asks for a class, ``data_x`` for ``data-x``."""
        found = []
        for node in self.walk():
            attributes = node.attributes
            classes = attributes.get("class", "").split()
            if (tag is None or node.tag == tag) and all(
                value in classes if name == "cls" else attributes.get(name.replace("_", "-")) == value
                for name, value in wanted.items()
            ):
                found.append(node)
        return found

    def one(self, tag: str | None = None, /, **wanted: str) -> Node:
        """Return the only such element."""
        found = self.find(tag, **wanted)
        assert len(found) == 1, f"{len(found)} of {tag} {wanted}"
        return found[0]

    def text(self) -> str:
        """Return what is left when the tags are taken away."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> repeats an attribute: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert any(n.tag == "svg" for n in self.stack), f"<{tag}/> outside svg"
        self.stack[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data[:60]}")


def read_page(html: str) -> Node:
    """Return the page as a tree; fails where tags do not balance, an attribute repeats or a comment stands."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    assert len(parser.stack) == 1, f"never closed: {[n.tag for n in parser.stack[1:]]}"
    return parser.root


def placed(root: Node) -> list[tuple[Node, int, int]]:
    """Return the elements inside one, each with where its text starts and ends in the text of the whole."""
    found: list[tuple[Node, int, int]] = []

    def lay(node: Node, start: int) -> int:
        at = start
        for child in node.children:
            at = at + len(child) if isinstance(child, str) else lay(child, at)
        found.append((node, start, at))
        return at

    lay(root, 0)
    return found
