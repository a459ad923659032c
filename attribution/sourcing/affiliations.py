"""Which organisation somebody speaks for: taken out of the words of the role, or standing beside the name."""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from attribution.annotating.syntax import NOMINAL as NOUNS
from attribution.model import Token
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import is_acronym, is_title
from attribution.sourcing.nouns import is_demonym, is_organisation_noun, is_person_noun
from attribution.sourcing.roles import Description
from attribution.sourcing.taxonomy import Taxonomy, singular
from attribution.spans import Span

PLACES = frozenset("state states county city province district borough parish municipality".split())
NOMINAL = NOUNS - {"DET", "PRON"} | {"ADJ"}
NO_BODIES = frozenset(
    "us uk eu uae usa gop ceo cfo coo cto mp mep tv dj vp pm dc nyc la phd md jr sr ii iii qc kc aka".split()
)
JOINERS = frozenset("of for on and the &".split())
COMPLEMENT = re.compile(
    r"\b(?:of|at|for|with) (?:the )?([A-Z][\w&’'-]*(?: (?:(?:of|for|on|to|and|the) )?[A-Z][\w&’'-]*){0,7})"
)
WITHOUT = frozenset("former senior top deputy chief acting then national state local republican democratic".split())
SERVED = re.compile(r"\bat (?:the )?\Z")
COMPANY_HEADS = frozenset("ceo cfo coo founder co-founder cofounder".split())
COUNTRIES = frozenset(
    {"united states", "united states of america", "united kingdom", "great britain", "america", "u.s."}
)
PARTY_ADJECTIVES = frozenset(
    "defense defence republican republicans democratic democrat democrats labour conservative tory gop liberal "
    "libertarian green socialist".split()
)
SPOKES = frozenset(
    "spokesman spokeswoman spokesperson spokespeople spokesmen official aide adviser advisor lawyer".split()
)


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An organisation's words in the article and the rule that took them; ``name`` where the words only point at it."""

    span: Span
    rule: str
    name: str | None = None


def find_affiliation(context: Context, descriptions: Sequence[Description], taxonomy: Taxonomy) -> Affiliation | None:
    """Return the first organisation that the descriptions name: outright ("of the ...") before inside a role."""
    for rule in ("affiliation:of", "affiliation:speaking-for"):
        for description in descriptions:
            if description.rule == rule:
                span = organisation_in(context, description.span, taxonomy, after=True)
                if span is not None:
                    return Affiliation(span, rule)
    for description in descriptions:
        if description.rule.startswith("role:") and description.rule != "role:party":
            span = organisation_in(context, description.span, taxonomy, after=False)
            if span is not None:
                return Affiliation(span, "affiliation:in-role")
            owner = owner_before(context, description.span)
            if owner is not None:
                return Affiliation(owner, "affiliation:owner")
    return None


def organisation_in(context: Context, span: Span, taxonomy: Taxonomy, *, after: bool) -> Span | None:
    """Return the organisation named in a stretch of words, or None.

    With ``after`` the stretch starts with a preposition and the whole of it may be the name.
    """
    names = [n for n in context.names_in(span) if n.label == "ORG" and not _is_no_body(context, n.span, taxonomy)]
    bodies = _bodies(context, span, taxonomy)
    served = [s for s in (*(n.span for n in names), *bodies) if SERVED.search(context.text, span.start, s.start)]
    if served and not any(SERVED.search(context.text, span.start, n.span.start) for n in names[:1]):
        return min(served)  # "the Okoye Chair in Health Policy at the Lagos Institute"
    for name in names:
        return next((b for b in bodies if b.contains(name.span)), _with_noun(context, name.span))
    if bodies:
        return bodies[0]
    spokes = _has_spokes(context, span)
    common = _common_body(context, span, named=not (after or spokes))
    return common or _complement(context, span) or (_before_spokes(context, span) if spokes else None)


def _with_noun(context: Context, name: Span) -> Span:
    """Return a name with the noun for a body that follows it ("Okafor campaign")."""
    following = context.tokens_in(Span(name.end, min(name.end + 20, len(context.text))))
    if following and following[0].text.islower() and following[0].span.start - name.end == 1:
        noun = following[0]
        if is_organisation_noun(noun.text) and noun.upos in NOMINAL:
            return Span(name.start, noun.span.end)
    return name


def _complement(context: Context, span: Span) -> Span | None:
    """Return the capitalised words after "of", "at", "for" or "with" that are no person's or place's name."""
    for match in COMPLEMENT.finditer(context.text, span.start, span.end):
        found = Span(*match.span(1))
        words = match.group(1).split()
        # People live in places and work at bodies; a chief executive is one of a company.
        before = context.text[span.start : match.start()].lower().split()
        chief = bool(before) and (before[-1] in COMPANY_HEADS or before[-2:] == ["chief", "executive"])
        served = chief or match.group(0).startswith("at ")
        if (len(words) > 1 or words[0].isupper() or served) and not any(
            n.label in ({"PER"} if served and (len(words) > 1 or chief) else {"PER", "LOC"})
            and n.span.overlaps(found)
            and 2 * len(n.span) > len(found)
            for n in context.names_in(span)
        ):
            return found
    return None


def _before_spokes(context: Context, span: Span) -> Span | None:
    """Return the name right before "spokesman" ("an Ardenta spokesman") where it is no person, place or people."""
    tokens = context.tokens_in(span)
    for i, token in enumerate(tokens):
        if token.text.lower() in SPOKES and i and tokens[i - 1].text[:1].isupper() and tokens[i - 1].upos in NOMINAL:
            before = tokens[i - 1]
            if _is_party_adjective(context, before.span):
                continue
            known = [n.label for n in context.names_in(span) if n.span.overlaps(before.span)]
            if (
                not is_demonym(before.text)
                and not {"PER", "LOC"} & set(known)
                and not is_title(before.text)
                and not is_person_noun(singular(before.text.lower()))
            ):
                return before.span
    return None


def is_party_adjective(word: str) -> bool:
    """Tell whether a party's name stands as an adjective ("a Labour lawmaker"), which is no affiliation."""
    return word.lower() in PARTY_ADJECTIVES


def _is_party_adjective(context: Context, span: Span) -> bool:
    word = span.slice(context.text).lower()
    return is_organisation_noun(word) or is_party_adjective(word)


def _is_no_body(context: Context, span: Span, taxonomy: Taxonomy) -> bool:
    """Tell whether a name taken for a body's is a party's adjective, a country or an office."""
    words = span.slice(context.text).lower()
    return words in COUNTRIES or taxonomy.has_role(words.split()[-1]) or _is_party_adjective(context, span)


def _has_spokes(context: Context, span: Span) -> bool:
    return any(w in SPOKES for w in re.findall(r"\w+", span.slice(context.text).lower()))


def _bodies(context: Context, span: Span, taxonomy: Taxonomy) -> list[Span]:
    """Return runs of capitalised words that hold a noun for a body or are one the taxonomy knows ("White House")."""
    found: list[Span] = []
    run: list[Token] = []
    for token in (*context.tokens_in(span), None):
        word = token.text if token is not None else ""
        names = word[:1].isupper() and not taxonomy.has_role(word.lower()) and not is_title(word)
        if token is not None and (names or (run and word.lower() in JOINERS)):
            run.append(token)
            continue
        while run and run[-1].text.lower() in JOINERS:
            run.pop()
        if run and (len(run) > 1 or is_acronym(run[0].text)):
            body = Span(run[0].span.start, run[-1].span.end)
            phrase = taxonomy.organisation_group(body.slice(context.text)).phrase
            place = not phrase and any(n.label == "LOC" and n.span.contains(body) for n in context.names_in(body))
            if _ends_as_body(run, phrase) and not place:
                found.append(body)
        run = []
    return found


def _ends_as_body(run: list[Token], phrase: str) -> bool:
    """Tell whether a run of capitalised words is a body's name, by its last noun or the taxonomy."""
    words = [t.text.lower() for t in run]
    if len(run) == 1:
        return words[0].replace(".", "") not in NO_BODIES
    if phrase and " " in phrase and " ".join(words).endswith(phrase):
        return True
    joint = next((i for i, w in enumerate(words) if w in JOINERS), len(words))
    return any(is_organisation_noun(singular(w)) and w not in PLACES for w in (words[joint - 1], words[-1]))


def _common_body(context: Context, span: Span, *, named: bool) -> Span | None:
    """Return a body named by a common noun ("defence ministry"); ``named``: only after a name ("Okafor campaign")."""
    tokens = context.tokens_in(span)
    for i, token in enumerate(tokens):
        noun = token.text.lower()
        if token.upos in NOMINAL and is_organisation_noun(singular(noun)) and noun not in PLACES:
            start = i
            while start > 0 and tokens[start - 1].upos in {"NOUN", "ADJ", "PROPN"}:
                start -= 1
            while start < i and tokens[start].text.lower() in WITHOUT:
                start += 1
            before = tokens[i - 1] if start < i else None
            capital = before is not None and before.text[:1].isupper() and before.upos in NOMINAL
            if not named or (capital and before is not None and not is_demonym(before.text)):
                return Span(tokens[start].span.start, token.span.end)
    return None


def owner_before(context: Context, span: Span) -> Span | None:
    """Return the organisation whose possessive stands right before the span ("the ministry's spokesman")."""
    before = context.text[max(0, span.start - 80) : span.start]
    match = re.search(r"([\w.&’' -]{2,70})['’]s?\s+$", before)
    if not match:
        return None
    end = max(0, span.start - 80) + match.end(1)
    area = Span(max(0, end - 60), end)
    for name in reversed(context.names_in(area)):
        if end - name.span.end <= 2 and (
            name.label == "ORG" or (name.label == "MISC" and not is_demonym(name.span.slice(context.text)))
        ):
            return name.span
    tokens = [t for t in context.tokens_in(area) if t.span.end <= end]
    while tokens and tokens[-1].text in {"'s", "’s", "'", "’"}:
        tokens.pop()
    if tokens and is_organisation_noun(singular(tokens[-1].text.lower())):
        start = len(tokens) - 1
        while start > 0 and tokens[start - 1].upos in {"NOUN", "ADJ", "PROPN"}:
            start -= 1
        return Span(tokens[start].span.start, tokens[-1].span.end)
    return None
