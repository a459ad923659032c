"""Reading a sentence's dependency tree: children, subtrees, phrases and the words of a span.

Relations are Universal Dependencies v2 (English EWT and GUM); a relation is matched without its subtype
unless the subtype is named.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from attribution.model import Annotated, Sentence, Token
from attribution.spans import Span, hull

SUBJECTS = ("nsubj", "csubj")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "X"})


def relation(token: Token) -> str:
    """Return the token's relation without its subtype."""
    return token.deprel.partition(":")[0]


class Tree:
    """A sentence with its children looked up once; tokens are named by their index in the sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self._remembered: dict[Any, Any] = {}

    def remember(self, key: object, find: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever ``find`` returns
        """Return what ``find`` found under this key before, or finds now; keys are of the module that asks."""
        if key not in self._remembered:
            self._remembered[key] = find()
        return self._remembered[key]

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if 0 <= token.head < len(self.tokens) and token.head != index:
                children[token.head].append(index)
        return tuple(tuple(items) for items in children)

    @cached_property
    def _relations(self) -> tuple[str, ...]:
        return tuple(relation(token) for token in self.tokens)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        return [token.span.start for token in self.tokens], [token.span.end for token in self.tokens]

    def children(self, index: int, *relations: str) -> tuple[int, ...]:
        """Return the children of a token, in order; with ``relations`` only those (a bare name takes its subtypes)."""
        found = self._children[index]
        if not relations or not found:
            return found
        tokens, bare = self.tokens, self._relations
        return tuple([i for i in found if bare[i] in relations or tokens[i].deprel in relations])

    def child(self, index: int, *relations: str) -> int | None:
        """Return the first such child, or None."""
        return next(iter(self.children(index, *relations)), None)

    def subtree(self, index: int, *, without: Sequence[int] = ()) -> tuple[int, ...]:
        """Return the sorted indices of the token and all under it, leaving out the subtrees of ``without``."""
        found: set[int] = set()
        stack = [index]
        while stack:
            top = stack.pop()
            if top in found or top in without:
                continue
            found.add(top)
            stack.extend(self._children[top])
        return tuple(sorted(found))

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the heads above a token, nearest first; a cycle ends the walk."""
        seen = {index}
        head = self.tokens[index].head
        while 0 <= head < len(self.tokens) and head not in seen:
            yield head
            seen.add(head)
            head = self.tokens[head].head

    def span(self, indices: Sequence[int]) -> Span:
        """Return the smallest span over the tokens."""
        return hull([self.tokens[i].span for i in indices])

    def head_of(self, indices: Sequence[int]) -> int:
        """Return the token of ``indices`` whose head lies outside them: the head of the phrase."""
        inside = set(indices)
        for index in indices:
            if self.tokens[index].head not in inside:
                return index
        return indices[-1]

    def covered(self, span: Span) -> tuple[int, ...]:
        """Return the indices of the tokens that overlap ``span``."""
        starts, ends = self._edges
        near = range(bisect_right(ends, span.start), bisect_left(starts, span.end))
        return tuple(i for i in near if self.tokens[i].span.overlaps(span))


class Forest:
    """The trees of an article, looked up by offset."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.trees = tuple(Tree(sentence) for sentence in annotated.sentences)
        self._starts = [sentence.span.start for sentence in annotated.sentences]

    def index_at(self, offset: int) -> int | None:
        """Return the index of the sentence that holds ``offset``, or None between sentences."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.annotated.sentences[index].span.end:
            return index
        return None

    def overlapping(self, span: Span) -> tuple[int, ...]:
        """Return the indices of the sentences that overlap ``span``."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        found = []
        for index in range(first, len(self.trees)):
            sentence = self.annotated.sentences[index]
            if sentence.span.start >= span.end:
                break
            if sentence.span.overlaps(span):
                found.append(index)
        return tuple(found)
