"""Descriptions that go beyond a phrase: what a clause tells ("Rivera is the head of the union"), offices with "of"."""

# ruff: noqa: PLR2004  the figures count words

from __future__ import annotations

from collections.abc import Callable, Sequence

from attribution.annotating.syntax import Tree
from attribution.model import Token
from attribution.sourcing.mentions import Context
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

# Titles of several at once ("Sens. X and Y").
PLURAL_TITLES = frozenset("sens. reps. govs. drs. profs. gens. messrs.".split())
BOUNDARY = frozenset(", ; : . ( ) [ ] – — -- “ ” \" ‘ ! ? ''".split())
# What an office is of that is written without capitals too.
STATE = frozenset(
    "state staff defence defense police interior justice education health finance mission counsel".split()
)
# A description of more than 30 words is a parse gone wrong or a sentence of its own.
MAX_WORDS = 30


def find_predicate(
    context: Context, tree: Tree, covered: Sequence[int], is_person: Callable[[str], bool]
) -> tuple[Span, str] | None:
    """Return what a sentence says its subject is ("Rivera is the head of the union") and the noun at the head of it."""
    head = tree.head_of(covered)
    if tree.tokens[head].deprel != "nsubj":
        return None
    root = tree.tokens[head].head
    if (
        not 0 <= root < len(tree.tokens)
        or tree.child(root, "cop") is None
        or context.quoted(tree.tokens[root].span.start)
    ):
        return None
    token = tree.tokens[root]
    word = token.text.lower()
    if token.upos not in {"NOUN", "PROPN"} or singular(word) != word or not is_person(word):
        return None
    if tree.child(root, "advmod") is not None and any(t.text.lower() in {"not", "n't"} for t in tree.tokens):
        return None
    parts = tree.subtree(
        root,
        without=[
            *tree.children(
                root,
                "nsubj",
                "cop",
                "punct",
                "acl:relcl",
                "advcl",
                "conj",
                "cc",
                "parataxis",
                "mark",
                "aux",
                "advmod",
                "obl",
            )
        ],
    )
    start = root
    while start - 1 in parts and root - start < 8:
        start -= 1
    end = root
    while end + 1 in parts and tree.tokens[end + 1].text not in BOUNDARY and end - root < MAX_WORDS:
        end += 1
    return Span(tree.tokens[start].span.start, tree.tokens[end].span.end), singular(word)


def find_one(context: Context, tokens: Sequence[Token]) -> tuple[Span, str] | None:
    """Return "delegate from the north" of "one delegate ...", "one of his advisers" whole, and the noun at the head."""
    of = tokens[1].text.lower() == "of"
    first = 2 if of else 1
    if first >= len(tokens):
        return None
    span = Span(tokens[first].span.start, tokens[-1].span.end)
    phrase = context.reader.read(tokens[first:], context.names_in(span))
    if phrase is None or phrase.kind != "nominal" or phrase.plural != of:
        return None
    return (Span(tokens[0].span.start, span.end) if of else span), singular(phrase.noun)


def office_end(tokens: Sequence[Token], end: int, is_role: Callable[[str], bool]) -> int:
    """Return where the noun of an office ends that goes on with "of" ("Secretary of State X"), or ``end``.

    ``end`` is the first token of the name.
    """
    if end > 2 and tokens[end - 2].text.lower() == "of" and tokens[end - 1].text.lower() in STATE:
        return end - 2 if is_role(tokens[end - 3].text) else end  # "secretary of state", "chief of staff", in any case
    for place in range(end - 1, max(0, end - 5), -1):
        if tokens[place].text.lower() == "of" and tokens[place - 1].text[:1].isupper():
            return place if place < end - 1 and is_role(tokens[place - 1].text) else end
        if not tokens[place].text[:1].isupper() and tokens[place].text.lower() != "the":
            return end
    return end


def before_list(tokens: Sequence[Token], end: int, is_role: Callable[[str], bool]) -> int:
    """Return where a role in the plural ends that stands before names ("engineers X, Y and Z"), or ``end``.

    ``end`` is the first token of one of them.
    """

    def is_plural_role(word: str) -> bool:
        return word.lower() in PLURAL_TITLES or (singular(word.lower()) != word.lower() and is_role(word))

    place, joined = end, False
    while place > 0 and end - place < MAX_WORDS:
        token = tokens[place - 1]
        if token.text in {",", "and", "&"}:
            joined = True
        elif (token.upos != "PROPN" and token.text != "-") or is_plural_role(token.text):
            break
        place -= 1
    if not joined or place == 0 or tokens[place].text in {",", "and", "&"}:
        return end
    return place if is_plural_role(tokens[place - 1].text) else end


def is_apart(token: Token, title: Token) -> bool:
    """Tell whether a small noun before a short title is of another phrase ("at the party convention Sen. X")."""
    short = title.text.endswith(".") and title.text[:1].isupper()
    small = token.upos == "NOUN" and token.text.islower() and token.text.isalpha()
    return short and small and token.text not in {"state", "then", "ex"}
