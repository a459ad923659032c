"""Where somebody works, as the words after a name tell it: "X of the ...", "X, who runs ...", "X, whose company ...".

Only the shape of the words counts: a body is a run of capitalised words where the clause has a place for one, whatever
the recogniser takes it for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from attribution.annotating.syntax import Tree
from attribution.model import Token
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import POSSESSIVE_ENDINGS, is_title
from attribution.sourcing.nouns import is_organisation_noun
from attribution.sourcing.predicates import MAX_WORDS
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVES = frozenset({"who", "whose"})
# Verbs for what people do at or for a body ("who studies rivers at the institute"), by lemma.
WORK = frozenset(
    "advise analyse analyze appraise blog consult cook coordinate cover do drive edit film fly follow handle intern "
    "lecture lobby monitor photograph practice practise report research serve specialise specialize study supervise "
    "teach track train treat volunteer work write".split()
)
# Verbs whose object is the body itself ("who runs Open Harbour").
LEAD = frozenset(
    "chair co-found co-own direct edit establish found head launch lead manage oversee own publish run start".split()
)
JOINERS = frozenset("of for on and the & de du des la".split())
NO_OBJECTS = frozenset("his her their its my our this that these those".split())
AT = frozenset({"at", "for", "with"})
MODIFIERS = frozenset({"ADJ", "NOUN", "NUM"})
NAME_REACH = 40  # characters of a name before its last word
DESCRIBED = re.compile(r", (?:an?|the|its|[A-Z][\w-]+['’]s|the [a-z]+['’]s) (?:[a-z-]+ ){0,4}?([a-z-]+)(?=,)")
REACH = 12  # words between the verb and the body


def belongs(tree: Tree, place: int, name: Span) -> bool:
    """Tell whether the body from ``place`` on hangs on the name, and not on a verb ("met X at the embassy")."""
    covered = tree.covered(name)
    if not covered or not tree.tokens[tree.head_of(covered)].deprel.startswith(("obj", "iobj", "obl")):
        return True
    for token in tree.tokens[place : place + MAX_WORDS]:
        if token.upos == "PROPN" and token.deprel.startswith(("nmod", "obl")):
            return 0 <= token.head < len(tree.tokens) and tree.tokens[token.head].span.overlaps(name)
    return False


def organisation_follows(context: Context, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a body's name starts at ``place``, right after a preposition."""
    end = organisation_end(tokens, place)
    if end <= place or end > len(tokens):
        return False
    span = Span(tokens[place].span.start, tokens[end - 1].span.end)
    names = context.names_in(span)
    if any(n.label == "ORG" for n in names):
        return True
    body = tokens[end - 1].text[:1].isupper() and is_organisation_noun(singular(tokens[end - 1].text.lower()))
    if described_after(context, span):
        return True
    if any(n.label in {"PER", "LOC"} for n in names):
        return False
    before = tokens[place - 1].text.lower() if place > 0 else ""
    opened = tokens[place].text.lower() == "the" or before in AT
    # "of the Morning Caller": two capitalised words that nothing else claims
    return body or (opened and end - place - (tokens[place].upos == "DET") > 1)


def described_after(context: Context, span: Span) -> bool:
    """Tell whether a description of a body follows a name in commas ("Wrenfield, the country's largest bank,")."""
    described = DESCRIBED.match(context.text, span.end)
    return described is not None and is_organisation_noun(described.group(1))


def pair_end(context: Context, tokens: Sequence[Token], place: int) -> int:
    """Return where the second of two people named together ends ("Ama Owusu and Jun Sato, ..."), or ``place``."""
    if place + 1 >= len(tokens) or tokens[place].text != "and":
        return place
    second = next(
        (n for n in context.names_in(_rest(tokens, place + 1)) if n.span.start == tokens[place + 1].span.start), None
    )
    if second is None or second.label != "PER":
        return place
    end = next((i for i in range(place + 1, len(tokens)) if tokens[i].span.start >= second.span.end), len(tokens))
    return end if end < len(tokens) and tokens[end].text == "," else place


def follows_and(context: Context, tokens: Sequence[Token], name: Span) -> bool:
    """Tell whether a person's name stands before "and" right before this one."""
    first = next((i for i, t in enumerate(tokens) if t.span.overlaps(name)), 0)
    if first <= 1 or tokens[first - 1].text != "and":
        return False
    before = tokens[first - 2].span
    around = Span(max(0, before.start - NAME_REACH), before.end)
    return any(n.label == "PER" and n.span.end == before.end for n in context.names_in(around))


def _rest(tokens: Sequence[Token], start: int) -> Span:
    return Span(tokens[start].span.start, tokens[-1].span.end)


def past_place(context: Context, tokens: Sequence[Token], place: int) -> int:
    """Return what follows "of Vermont" or "from Lomé" where that is a comma, or ``place``."""
    if place >= len(tokens) or tokens[place].text not in {"of", "from"}:
        return place
    end = place + 1
    while end < len(tokens) and tokens[end].text[:1].isupper():
        end += 1
    if end == place + 1 or end >= len(tokens) or tokens[end].text != ",":
        return place
    named = context.names_in(Span(tokens[place + 1].span.start, tokens[end - 1].span.end))
    return end if any(n.label == "LOC" for n in named) else place


def past_modifiers(tokens: Sequence[Token], place: int) -> int:
    """Return where the name starts that modifiers stand before ("of the non-partisan Wren Report")."""
    first = place
    if first < len(tokens) and tokens[first].text.lower() in {"the", "a", "an"}:
        first += 1
        while first < min(len(tokens), place + 7) and not tokens[first].text[:1].isupper():
            if tokens[first].upos not in MODIFIERS and tokens[first].text != "-":
                return place
            first += 1
    return first if place + 1 < first < len(tokens) and tokens[first].text[:1].isupper() else place


def past_owner(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the role starts that a capitalised name owns ("Voices of Hope's director"), or ``start``."""
    place = start + (tokens[start].text.lower() == "the")
    while place < end and (
        tokens[place].text[:1].isupper() or (place > start and tokens[place].text.lower() in JOINERS)
    ):
        place += 1
    owned = place > start and place + 1 < end and tokens[place].text in POSSESSIVE_ENDINGS
    return place + 1 if owned and tokens[place - 1].text[:1].isupper() else start


def organisation_end(tokens: Sequence[Token], place: int) -> int:
    """Return where the run of capitalised words from ``place`` on ends, over "of", "for", "and" between them."""
    end = place
    while end < len(tokens) and (
        tokens[end].upos in {"PROPN", "DET"}
        or tokens[end].text[:1].isupper()
        or (
            tokens[end].text.lower() in {"of", "for", "on", "and", "the"}
            and end + 1 < len(tokens)
            and tokens[end + 1].text[:1].isupper()
        )
    ):
        end += 1
    return end


def find_employer(
    context: Context, tokens: Sequence[Token], start: int, end: int, is_role: Callable[[str], bool]
) -> Span | None:
    """Return the body that a relative clause between ``start`` and ``end`` names as somebody's own, or None.

    The clause is of somebody named or described right before it: "who studies rivers at X", "who runs X", "who is the
    director of X", "whose company, X". People and places are no bodies.
    """
    who = next((i for i in range(start, min(end, start + MAX_WORDS)) if tokens[i].text.lower() in RELATIVES), None)
    if who is None or any(t.upos in {"VERB", "AUX"} and t.xpos in FINITE for t in tokens[start:who]):
        return None
    if tokens[who].text.lower() == "whose":
        return _own(context, tokens, who)
    verb = next((i for i in range(who + 1, end) if tokens[i].upos in {"VERB", "AUX"} and not _helps(tokens, i)), None)
    if verb is None or verb - who > REACH:
        return None
    lemma = tokens[verb].lemma.lower()
    if lemma in {"be", "become"} or (lemma in {"serve", "work"} and tokens[min(verb + 1, end - 1)].text == "as"):
        role = next((i for i in range(verb + 1, min(end, verb + REACH)) if is_role(tokens[i].text)), None)
        return _placed(context, tokens, role + 1, end, AT | {"of"}) if role is not None else None
    if lemma in LEAD:
        place = verb + 1
        while place < end and (tokens[place].upos in {"DET", "ADJ", "NOUN"} or tokens[place].text in {"-", ","}):
            if tokens[place].text.lower() in NO_OBJECTS or tokens[place].text[:1].isupper():
                break
            place += 1
        return _body(context, tokens, place, end) or _placed(context, tokens, place, end, frozenset({"at"}))
    return _placed(context, tokens, verb + 1, end, AT) if lemma in WORK else None


def _helps(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a verb only goes with the next one ("has worked", "is studying", "used to teach")."""
    following = next((t for t in tokens[place + 1 : place + 4] if t.upos not in {"ADV", "PART", "AUX"}), None)
    return following is not None and following.upos == "VERB" and tokens[place].upos == "AUX"


def _own(context: Context, tokens: Sequence[Token], who: int) -> Span | None:
    """Return X of "whose company, X," and "whose firm X"."""
    place = next(
        (
            i
            for i in range(who + 1, min(who + 5, len(tokens)))
            if is_organisation_noun(singular(tokens[i].text.lower()))
        ),
        None,
    )
    if place is None or not tokens[place].text.islower():
        return None
    following = place + 1 + (place + 1 < len(tokens) and tokens[place + 1].text == ",")
    return _body(context, tokens, following, len(tokens))


def _placed(context: Context, tokens: Sequence[Token], start: int, end: int, words: frozenset[str]) -> Span | None:
    """Return the body after the first of the prepositions that one follows ("at the Wren Institute")."""
    for place in range(start, min(end, start + MAX_WORDS)):
        if tokens[place].text.lower() not in words:
            continue
        first = place + 1
        while first < end and tokens[first].text.islower() and tokens[first].upos in {"DET", "ADJ", "NOUN", "NUM"}:
            first += 1
        found = _body(context, tokens, first, end)
        if found is not None:
            return found
    return None


def _body(context: Context, tokens: Sequence[Token], start: int, end: int) -> Span | None:
    """Return the run of capitalised words at ``start`` where it is no person, place or office."""
    stop = start
    while stop < end and (
        tokens[stop].text[:1].isupper()
        or (stop > start and tokens[stop].text in {"'s", "’s", "-"})
        or (
            stop > start
            and tokens[stop].text.lower() in JOINERS
            and stop + 1 < end
            and (tokens[stop + 1].text[:1].isupper() or tokens[stop + 1].text.lower() == "the")
        )
    ):
        stop += 1
    while stop > start and not tokens[stop - 1].text[:1].isupper():
        stop -= 1
    if start < stop and tokens[start].text.lower() in {"the", "a"}:
        start += 1
    if stop <= start or is_title(tokens[start].text):
        return None
    span = Span(tokens[start].span.start, tokens[stop - 1].span.end)
    last = singular(tokens[stop - 1].text.lower())
    names = [n for n in context.names_in(span) if 2 * len(n.span) > len(span)]
    if any(n.label in {"PER", "LOC"} for n in names) and not is_organisation_noun(last):
        return None
    return span


def in_another_clause(tree: Tree, name: int, phrase: Span) -> bool:
    """Tell whether a phrase before a name is an object in a clause of its own ("to back a candidate, Sy said")."""
    tokens = tree.tokens
    covered = tree.covered(phrase)
    if not covered:
        return False
    noun = tree.head_of(covered)
    if not tokens[name].deprel.startswith("nsubj") or not tokens[noun].deprel.startswith(("obj", "obl")):
        return False
    return tokens[noun].head != tokens[name].head
