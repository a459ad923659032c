"""Stage 2c: the tokenizer's sentences with quotation marks in the sentence they belong to, and none too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from attribution.lexicons import load_table

# The parser's scores grow with the square of a sentence: 54 relations x 250 x 250 floats are 13 MB.
SENTENCE_WORDS = 250

OPENING = frozenset("“‘«„‚‹([{")
CLOSING = frozenset("”»›)]}")
STRAIGHT = frozenset("\"'")
ALWAYS_APART = frozenset('“”„«»"—')
# A token without any of these stays as it is.
MAY_COME_APART = re.compile('[“”„«»"— -]')
ENDS = frozenset(".!?…")
# Signs of an address, a path or a file name, whose hyphens join.
ADDRESS = frozenset("@/._:")
# The Arabic article as it is written before the letters that change it.
ARTICLES = frozenset(("al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul", "ur"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A token of the tokenizer in a batch's text; ``multiword`` where Stanza is to expand it."""

    start: int
    end: int
    multiword: bool = False


def shape_sentences(
    text: str, sentences: Sequence[Sequence[Draft]], *, limit: int = SENTENCE_WORDS
) -> list[list[Draft]]:
    """Return the sentences of one paragraph with quotation marks in the sentence they belong to.

    A closing mark at a sentence's start goes to the sentence before; an opening mark at a sentence's end goes to the
    next; what begins with a small letter after a quotation's end is the same sentence ("“Stop!” he said."), and so is
    what follows a colon, a dash or a bare word. A sentence of more than ``limit`` tokens is cut at punctuation. Tokens
    keep their order and all of them stay.
    """
    apart = [[piece for token in sentence for piece in _split_marks(text, token)] for sentence in sentences]
    kinds = _mark_kinds(text, [token for sentence in apart for token in sentence])
    shaped: list[list[Draft]] = []
    carried: list[Draft] = []
    for sentence in apart:
        tokens = [*carried, *sentence]
        carried = []
        before = shaped[-1] if shaped else None
        closed = False
        while before is not None and tokens and kinds.get(tokens[0].start) == "close":
            before.append(tokens.pop(0))
            closed = True
        while tokens and kinds.get(tokens[-1].start) == "open":
            carried.insert(0, tokens.pop())
        if not tokens:
            continue
        ends_quoted = (
            before is not None and kinds.get(before[-1].start) == "close" and text[before[-1].start] not in ")]}"
        )
        if before is not None and (
            _unfinished(text, before[-1]) or ((closed or ends_quoted) and _continues(text, tokens[0]))
        ):
            before.extend(tokens)
        else:
            shaped.append(tokens)
    if carried:
        shaped.append(carried) if not shaped else shaped[-1].extend(carried)
    return [part for sentence in shaped for part in _cut_long(text, sentence, limit)]


def _split_marks(text: str, token: Draft) -> Iterator[Draft]:
    """Yield the token's parts: quotation marks and dashes apart, and words apart but not the groups of a number."""
    if token.multiword or MAY_COME_APART.search(text, token.start, token.end) is None:
        yield token
        return
    start = token.start
    for index in range(token.start, token.end):
        character = text[index]
        grouped = character == " " and text[index - 1].isdigit() and text[index + 1 : index + 2].isdigit()
        apart = character in ALWAYS_APART or _is_loose_hyphen(text, token, index)
        if apart or (character == " " and not grouped):
            if start < index:
                yield Draft(start, index)
            if character != " ":
                yield Draft(index, index + 1)
            start = index + 1
    if start < token.end:
        yield Draft(start, token.end)


def _is_loose_hyphen(text: str, token: Draft, index: int) -> bool:
    """Tell whether the hyphen is a token as in UD English: between the words of a compound, and at a word's start.

    It stays in the word after a prefix ("re-elect") and in addresses and file names; "al-Qaeda" is parted.
    """
    if text[index] != "-" or index + 1 >= token.end or not text[index + 1].isalpha():
        return False
    before = text[token.start : index].rpartition("-")[2]
    if index == token.start:
        return index == 0 or text[index - 1] != " "
    if before.lower() in ARTICLES and text[index + 1].isupper():
        return True
    plain = before.isalnum() and not ADDRESS.intersection(text[token.start : token.end])
    return plain and before.lower() not in _prefixes()


@cache
def _prefixes() -> frozenset[str]:
    return load_table("hyphen_prefixes").words()


def _mark_kinds(text: str, tokens: Sequence[Draft]) -> dict[int, str]:
    """Return ``"open"`` or ``"close"`` for the tokens that are marks, by their start.

    A straight mark is told by the spaces around it, else by turns.
    """
    kinds: dict[int, str] = {}
    is_open = False
    first = tokens[0].start if tokens else 0
    last = tokens[-1].end if tokens else 0
    for token in tokens:
        mark = text[token.start : token.end]
        if mark in OPENING:
            kinds[token.start] = "open"
        elif mark in CLOSING:
            kinds[token.start] = "close"
        elif mark in STRAIGHT or mark == "’":
            space_before = token.start == first or text[token.start - 1] in " ([{—“‘"
            space_after = token.end == last or text[token.end] in " )]}—”’.,;:!?"
            is_open = space_before if space_before != space_after else not is_open
            kinds[token.start] = "open" if is_open else "close"
    return kinds


def _unfinished(text: str, token: Draft) -> bool:
    """Tell whether a sentence that ends with this token goes on in its paragraph: "He said: | We lost."."""
    last = text[token.end - 1]
    return last in ",:;—–―-" or last.isalnum()


def _continues(text: str, token: Draft) -> bool:
    return text[token.start].islower() or text[token.start] in ",;"


def _cut_long(text: str, sentence: list[Draft], limit: int) -> Iterator[list[Draft]]:
    start = 0
    while len(sentence) - start > limit:
        window = range(start + limit - 1, start + limit // 2, -1)
        cut = next((i for marks in (ENDS, ";:—", ",") for i in window if text[sentence[i].start] in marks), None)
        end = start + limit if cut is None else cut + 1
        yield sentence[start:end]
        start = end
    yield sentence[start:]
