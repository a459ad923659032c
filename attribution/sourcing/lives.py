"""Private people: what an article tells of the lives of those for whom it gives no role.

Only its words are a ground: a clause on how somebody lives ("who queued since five"), something of their own ("her
orchard"), their age with their place, or their place in a family ("the younger of the sisters").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from attribution.annotating.syntax import Tree
from attribution.lexicons import load_table
from attribution.model import Token
from attribution.sourcing.chains import Chain
from attribution.sourcing.mentions import Context
from attribution.spans import Span

FAMILY = re.compile(
    r"\b((?:the )?(?:older|elder|younger|eldest|youngest|oldest|other)"
    r"(?: of (?:the|his|her|their|two|three|four|five|six)? ?(?:\w+ )?)?"
    r"(?:brother|sister|son|daughter|twin|cousin|child|sibling)(?:s|ren)?)\b",
    re.IGNORECASE,
)
AGE_AND_PLACE = re.compile(r",\s+\d{1,3},\s+(?:of|from)\s+(?:the\s+)?[A-Z]\w+")
# "who lost her brother", "whose son was killed": somebody of the bereaved.
KIN = (
    r"(?:son|daughter|brother|sister|mother|father|husband|wife|child|children|parent|cousin|nephew|niece|uncle|aunt"
    r"|partner|fiancée?|grandson|granddaughter|grandmother|grandfather|family|families|relative|widow|home|house)s?"
)
LOSS = re.compile(
    r"(?: and (?:[A-Z][\w-]+ ){1,3}?[A-Z][\w-]+)?(?:, \d{1,3})?, (?:"
    r"(?:who (?:has |had |also )?(?:lost|buried|mourns)\s+(?:her|his|their|a|an|two|three)|whose)\s+"
    rf"(?:[a-z0-9-]+ ){{0,4}}?({KIN})\b"
    rf"|(?:the |her |his )?({KIN}) of\b"
    r"|(?:one|two|three|four|five|both) of (?:the )?[^,.]{0,40}?\b(survived|survivors?|victims|wounded|injured)\b)"
)
# "said Omar Sy of Lomé", "Omar Sy of Lomé said".
OF_TOWN, SAID_BEFORE = re.compile(r" of (?=[A-Z])"), re.compile(r"\b(?:said|says|asked|added|agreed|joked|recalled) \Z")
SAID_AFTER = re.compile(r",? (?:said|says|told|asked|added|agreed|joked|recalled)\b")
TOWN_REACH = 40  # characters of the name of a town
REACH = 60  # characters between a name and the words of its family: one apposition
MENTIONS = 3  # an article says who a private person is where it first speaks of them
CLAUSE = 8  # words after a name in which its relative clause opens and has its verb


@dataclass(frozen=True, slots=True)
class Life:
    """The group that the words of an article give a private person, the words, and whether they are a role."""

    group: str
    span: Span
    word: str
    role: bool = False


def find_life(context: Context, chain: Chain) -> Life | None:
    """Return what the article tells of the person's life beside its first names of them, or None."""
    for name in sorted(s for s in chain.names if not context.quoted(s.start))[:MENTIONS]:
        index = context.forest.index_at(name.start)
        if index is None:
            continue
        tree = context.forest.trees[index]
        found = _family(context, name, tree) or _clause(tree, name) or _own(tree, name)
        if found is not None:
            return found
        loss = LOSS.match(context.text, name.end)
        if loss:
            return Life("citizen", Span(name.end, loss.end()), loss.group(1) or loss.group(2) or loss.group(3))
        match = AGE_AND_PLACE.match(context.text, name.end)
        if match:
            return Life("citizen", Span(name.end + 2, match.end()), match.group()[2:])
    return None


def find_town(context: Context, name: Span) -> Span | None:
    """Return the place of somebody who is told by nothing else ("said Omar Sy of Lomé")."""
    of = OF_TOWN.match(context.text, name.end)
    if of is None:
        return None
    near = context.names_in(Span(of.end(), of.end() + TOWN_REACH))
    town = next((n.span for n in near if n.label == "LOC" and n.span.start == of.end()), None)
    if town is None:
        return None
    before = SAID_BEFORE.search(context.text, max(0, name.start - 12), name.start)
    return town if before is not None or SAID_AFTER.match(context.text, town.end) is not None else None


def _family(context: Context, name: Span, tree: Tree) -> Life | None:
    """Return "the older of the brothers" right before or after a name."""
    start, end = max(tree.sentence.span.start, name.start - REACH), min(tree.sentence.span.end, name.end + REACH)
    for match in FAMILY.finditer(context.text, start, end):
        before = context.text[match.end() : name.start].strip() if match.end() <= name.start else None
        after = context.text[name.end : match.start()].strip() if match.start() >= name.end else None
        if before in {",", ""} or after == ",":
            return Life("citizen", Span(*match.span(1)), match.group(1), role=True)
    return None


def _clause(tree: Tree, name: Span) -> Life | None:
    """Return the verb of "X, who keeps ..." where it tells of a life or a trade."""
    tokens = tree.tokens
    place = next((i for i, t in enumerate(tokens) if t.span.start >= name.end), len(tokens))
    window = range(place, min(place + CLAUSE, len(tokens)))
    who = next((i for i in window if tokens[i].text.lower() == "who"), None)
    if who is None or any(not _passes(t) for t in tokens[place:who]):
        return None
    for token in tokens[who + 1 : who + CLAUSE]:
        group = load_table("livelihoods").column("group").get(token.lemma.lower()) or load_table("livelihoods").column(
            "group"
        ).get(token.text.lower())
        if group is not None and token.upos in {"VERB", "NOUN"}:
            return Life(group, Span(tokens[who].span.start, token.span.end), f"who {token.text}")
        if token.upos not in {"AUX", "ADV", "PART", "VERB"} or token.upos == "VERB":
            return None
    return None


def _passes(token: Token) -> bool:
    return token.text in {",", "(", ")"} or token.upos == "NUM"


def _own(tree: Tree, name: Span) -> Life | None:
    """Return "her orchard" in a sentence whose subject is the person."""
    covered = tree.covered(name)
    if not covered or not tree.tokens[tree.head_of(covered)].deprel.startswith("nsubj"):
        return None
    for index, token in enumerate(tree.tokens):
        kind = load_table("livelihoods").column("group").get(f"own {token.lemma.lower()}")
        owner = next((i for i in tree.children(index, "nmod:poss") if tree.tokens[i].xpos == "PRP$"), None)
        if kind is not None and owner is not None and owner > covered[-1]:
            return Life(kind, Span(tree.tokens[owner].span.start, token.span.end), f"own {token.text}")
    return None
