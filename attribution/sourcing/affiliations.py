"""Which organisation somebody speaks for: taken out of the words of the role, or standing beside the name."""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from attribution.annotating.syntax import NOMINAL as NOUNS
from attribution.model import Token
from attribution.sourcing.bodynames import (
    CALLED,
    COUNTRIES,
    PLACES,
    calls_a_body,
    campaign_in,
    is_no_body,
    is_party_adjective,
    is_surname,
    is_wanted,
    name_after_kind,
    names_a_party,
    past_office,
    whole_name,
)
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import POSSESSIVE_ENDINGS, is_acronym, is_title
from attribution.sourcing.nouns import is_demonym, is_organisation_noun, is_person_noun
from attribution.sourcing.roles import DAYS, Description
from attribution.sourcing.taxonomy import Taxonomy, singular
from attribution.spans import Span

NOMINAL = NOUNS - {"DET", "PRON"} | {"ADJ"}
NO_BODIES = frozenset(
    "us uk eu uae usa gop ceo cfo coo cto mp mep tv dj vp pm dc nyc la phd md jr sr ii iii qc kc aka".split()
)
JOINERS = frozenset("of for on and the &".split())
COMPLEMENT = re.compile(
    r"\b(?:of|at|for|with) (?:the )?"
    r"((?:(?:[A-Z]\.){2,}|[A-Z][\w&’'-]*(?:\.(?:com|org|net))?)(?: (?:(?:of|for|on|to|and|the) )?[A-Z][\w&’'-]*){0,7})"
)
# "at Okafor rallies": the name is not all of it.
GOES_ON = re.compile(r" (?!(?:who|which|that|and|said|told|in|when|from|until|since|for|on)\b)[a-z]")
WITHOUT = frozenset("former senior top deputy chief acting then national state local republican democratic".split())
SERVED = re.compile(r"\bat (?:the )?\Z")
COMPANY_HEADS = frozenset("ceo cfo coo founder co-founder cofounder".split())
# Who heads a body, whoever it is named after; nobody is the president of a person.
HEADS = COMPANY_HEADS | frozenset(
    "president chair chairman chairwoman chairperson director principal treasurer headteacher dean provost rector "
    "chancellor owner publisher co-owner proprietor vice-president curator trustee co-chair co-director head".split()
)
# Who works under the name of a paper, a company or a school that stands right before the noun ("a Ledger reporter").
STAFFERS = frozenset(
    "writer correspondent reporter columnist editor anchor journalist photographer newsman moderator commentator "
    "co-anchor host co-host analyst economist strategist executive ceo cfo coo founder co-founder cofounder chairman "
    "professor researcher scientist engineer employee staffer contributor producer presenter broadcaster spokesman "
    "spokeswoman spokesperson headteacher lecturer scholar".split()
)
QUANTIFIERS = frozenset("some many most one two three all several both each none half few".split())
OWNER_FIRST = re.compile(
    r"(?:[Tt]he )?([A-Z][\w&-]*(?: (?:(?:of|for|on|to|and|the) )?[A-Z][\w&-]*){0,6})['’]s? (?=[A-Za-z])"
)
OWNERS = frozenset("owner co-owner proprietor manager founder co-founder".split())
WORKS = frozenset("works worked working".split())
REPORTERS = frozenset(
    "writer correspondent reporter columnist editor anchor co-anchor host co-host journalist photographer".split()
)
RANKS = frozenset("high chief vice deputy assistant senior special general".split())  # "United Nations High Envoy"
JOB_FIELDS = frozenset({"press", "media"})  # what a job is in, and no body ("press secretary", "media adviser")
COMPANY_END = "(?:Group|Inc|Corp|Company|Partners|Holdings|Associates|Institute|Foundation|Organization|Organisation)"
BETWEEN = 3  # words between a paper's name and the noun for who works there
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
            words = description.span.slice(context.text)
            if description.rule == rule and not (words.startswith("from ") and words.split()[-1].lower() in PLACES):
                span = organisation_in(context, description.span, taxonomy, after=True)
                if span is not None:
                    return Affiliation(span, rule)
    for description in descriptions:
        if description.rule.startswith("role:") and description.rule != "role:party":
            span = organisation_in(context, description.span, taxonomy, after=False)
            if span is not None:
                return Affiliation(span, "affiliation:in-role")
            owner = owner_before(context, description.span, leads=leads_a_body(description.span.slice(context.text)))
            if owner is not None:
                return Affiliation(owner, "affiliation:owner")
    clause = next((d for d in descriptions if d.rule == "affiliation:clause"), None)
    return Affiliation(clause.span, clause.rule) if clause is not None else None


def leads_a_body(role: str) -> bool:
    """Tell whether a role is held in a body and for no person ("president", "finance director")."""
    words = re.split(r" (?:of|for|at|in|and)\b", role.lower(), maxsplit=1)[0].split()
    if any(is_organisation_noun(w) for w in words[:-1]):
        return False  # "Mensah's campaign director": the campaign is the body
    return bool(words) and (words[-1] in HEADS or words[-2:] == ["chief", "executive"])


def organisation_in(context: Context, span: Span, taxonomy: Taxonomy, *, after: bool) -> Span | None:
    """Return the organisation named in a stretch of words, or None.

    With ``after`` the stretch starts with a preposition and the whole of it may be the name.
    """
    called = CALLED.search(context.text, span.start, span.end)
    if called is not None and calls_a_body(context.text[span.start : called.start()]):
        return Span(*called.span(1))
    plain = campaign_in(context, span) or name_after_kind(context, span)
    if plain is not None:
        return plain
    names = [n for n in context.names_in(span) if n.label == "ORG" and not is_no_body(context, n.span, taxonomy)]
    bodies = [b for b in _bodies(context, span, taxonomy) if not is_wanted(context, b)]
    served = [s for s in (*(n.span for n in names), *bodies) if SERVED.search(context.text, span.start, s.start)]
    if served and not any(SERVED.search(context.text, span.start, n.span.start) for n in names[:1]):
        return min(served)  # "the Okoye Chair in Health Policy at the Lagos Institute"
    for name in names:
        named = next((b for b in bodies if b.contains(name.span)), _with_noun(context, name.span))
        return past_office(context, whole_name(context, named, span), span)
    if bodies:
        return past_office(context, bodies[0], span)
    spokes = _has_spokes(context, span)
    common = _common_body(context, span, named=not (after or spokes))
    if common is not None and not is_wanted(context, common):
        return past_office(context, common, span)
    return _complement(context, span) or _possessive(context, span, taxonomy) or _before_staff(context, span, taxonomy)


def _with_noun(context: Context, name: Span) -> Span:
    """Return a name with the noun for a body that follows it ("Okafor campaign")."""
    following = context.tokens_in(Span(name.end, min(name.end + 20, len(context.text))))
    if following and following[0].text.islower() and following[0].span.start - name.end == 1:
        noun = following[0]
        if is_organisation_noun(noun.text) and noun.upos in NOMINAL and noun.text not in JOB_FIELDS:
            return Span(name.start, noun.span.end)
    return name


def _complement(context: Context, span: Span) -> Span | None:
    """Return the capitalised words after "of", "at", "for" or "with" that are no person's or place's name.

    What the recogniser says of them counts only where the role could be held of a person or in a place.
    """
    for match in COMPLEMENT.finditer(context.text, span.start, span.end):
        found = Span(*match.span(1))
        words = match.group(1).split()
        if words[0].endswith("-based") or (len(words) == 1 and is_title(words[0])):
            continue
        joint = match.group(0).split()[0]
        before = context.text[span.start : match.start()].lower().split()
        role = before[-1] if before else ""
        chief = role in COMPANY_HEADS or before[-2:] == ["chief", "executive"]
        staff = role in STAFFERS and (joint in {"at", "with"} or (joint == "for" and role not in SPOKES))
        served = chief or staff or joint == "at"
        denied = {"PER", "LOC"}
        if chief or staff or "." in words[0] or (role in OWNERS and joint == "of" and len(words) > 1):
            denied = set()  # a restaurant is a place too
        elif (served and len(words) > 1) or leads_a_body(" ".join(before)):
            denied = {"PER"} if joint == "at" else {"LOC"}
        works = role in HEADS | STAFFERS | WORKS or is_person_noun(singular(role))
        if joint == "at" and works and not GOES_ON.match(context.text, found.end):
            denied = set()  # nobody is director at a person
        known = {n.label for n in context.names_in(found)}
        alone = joint in {"for", "with"} and role in SPOKES | HEADS | STAFFERS and not known & {"PER", "LOC"}
        alone = alone or (leads_a_body(" ".join(before)) and joint == "of" and not known & {"PER", "LOC"})
        alone = "." in words[0] or (alone and not is_surname(context, words[0]) and not is_demonym(words[0]))
        if (len(words) > 1 or words[0].isupper() or served or alone) and not any(
            n.label in denied and n.span.overlaps(found) and 2 * len(n.span) > len(found)
            for n in context.names_in(span)
        ):
            return found
    return None


def _possessive(context: Context, span: Span, taxonomy: Taxonomy) -> Span | None:
    """Return the body that a description opens with ("Voices of Change's director")."""
    match = OWNER_FIRST.match(context.text, span.start, span.end)
    if match is None:
        return None
    role = context.text[match.end() : span.end]
    return _owning(context, Span(*match.span(1)), leads=leads_a_body(role), taxonomy=taxonomy)


def _owning(context: Context, span: Span, *, leads: bool, taxonomy: Taxonomy | None = None) -> Span | None:
    """Return the capitalised words where they can own a role: a body, and nobody's name or place."""
    words = span.slice(context.text)
    if is_demonym(words) or words.lower() in COUNTRIES or is_title(words) or is_party_adjective(words):
        return None
    if words.split()[0].lower() in QUANTIFIERS | DAYS:
        return None
    if taxonomy is not None and taxonomy.has_role(words.split()[-1].lower()):
        return None
    labels = {n.label for n in context.names_in(span) if 2 * len(n.span) > len(span)}
    denied = {"LOC"} if leads else {"LOC", "PER"}
    return None if labels & denied or is_person_noun(singular(words.split()[-1].lower())) else span


def _before_staff(context: Context, span: Span, taxonomy: Taxonomy) -> Span | None:
    """Return the name before somebody's job ("an Ardenta spokesman", "a former Ledger political reporter").

    It is no person, place or people; a capital that only opens a sentence is no name.
    """
    tokens = context.tokens_in(span)
    for i, token in enumerate(tokens):
        if token.text.lower() not in SPOKES | STAFFERS:
            continue
        end = i
        while end > 0 and i - end < BETWEEN and tokens[end - 1].text.islower() and tokens[end - 1].upos in NOMINAL:
            end -= 1
        start = end
        while start > 0 and tokens[start - 1].text[:1].isupper() and tokens[start - 1].upos in NOMINAL:
            start -= 1
            if start > 1 and tokens[start - 1].text in {"-", "‑", "&"} and tokens[start - 2].text[:1].isupper():
                start -= 1  # "Hewlett-Packard", "Crane & Teal"
        if start == end or tokens[end - 1].text.lower() in WITHOUT:
            return None
        if start > 0 and tokens[start - 1].text[:1].isupper():
            return None  # "CBS This Morning": not all of the name
        found = Span(tokens[start].span.start, tokens[end - 1].span.end)
        words = found.slice(context.text)
        role = " ".join(t.text for t in tokens[end : i + 1])
        known = {n.label for n in context.names_in(span) if n.span.overlaps(found)}
        listed = taxonomy.organisation_group(words).phrase == words.lower()
        opens = start == end - 1 and (
            tokens[start].upos != "PROPN" or (_opens_sentence(context, tokens[start]) and not known)
        )
        if listed and not is_party_adjective(words):
            return found
        if (
            opens
            or _denied_before(context, words, role) & known
            or names_a_party(context, found)
            or any(is_demonym(t.text) or is_title(t.text) or is_party_adjective(t.text) for t in tokens[start:end])
            or (start == end - 1 and is_person_noun(singular(tokens[start].text.lower())))
        ):
            return None
        return found
    return None


def _denied_before(context: Context, words: str, role: str) -> set[str]:
    """Return the labels that a name before a job must not have: a chief executive is of no place, and of nobody."""
    if re.search(rf"\b{re.escape(words)} {COMPANY_END}\b", context.text):
        return set()  # "a Crane employee", of the Crane Group
    if is_surname(context, words):
        return {"PER", "LOC"}
    if not leads_a_body(role):
        return {"LOC"} if role.lower().split()[-1] in REPORTERS else {"PER", "LOC"}
    company = role.lower().endswith("chief executive") or role.lower().split()[-1] in COMPANY_HEADS
    return set() if company else {"LOC"}


def _opens_sentence(context: Context, token: Token) -> bool:
    """Tell whether a word opens its sentence and is written with a capital nowhere else."""
    index = context.forest.index_at(token.span.start)
    first = index is not None and context.forest.trees[index].tokens[0].span == token.span
    return first and sum(t.text == token.text for t in context.tokens) < 2


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
        while run and run[-1].text.lower() in JOINERS | RANKS:
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
        if i == len(tokens) - 1 and is_person_noun(singular(noun)):
            continue  # "a Ghanaian developer" is a person
        if token.upos in NOMINAL and is_organisation_noun(singular(noun)) and noun not in PLACES | JOB_FIELDS:
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


def owner_before(context: Context, span: Span, *, leads: bool = False) -> Span | None:
    """Return the organisation whose possessive stands right before the span ("the ministry's spokesman").

    ``leads`` is whether the span is a role that nobody has for a person: then no label of the name counts.
    """
    before = context.text[max(0, span.start - 80) : span.start]
    match = re.search(r"([\w.&’' -]{2,70})(?:['’]s|(?<=s)['’])\s+$", before)
    if not match:
        return None
    end = max(0, span.start - 80) + match.end(1)
    area = Span(max(0, end - 60), end)
    run = re.search(r"\b((?:[A-Z][\w&-]* (?:(?:of|for|and) )?)*[A-Z][\w&-]*)\Z", context.text[area.start : end])
    for name in reversed(context.names_in(area)):
        if end - name.span.end <= 2 and (
            name.label == "ORG" or (name.label == "MISC" and not is_demonym(name.span.slice(context.text)))
        ):
            whole = Span(area.start + run.start(1), end) if run is not None and name.label == "MISC" else name.span
            alone = whole.contains(name.span) and context.names_in(whole) == (name,)
            return whole if alone and _owning(context, whole, leads=leads) is not None else name.span
    if run is not None and span.slice(context.text)[:1].islower():
        owner = Span(area.start + run.start(1), end)
        first = context.tokens_in(owner)[0]
        opens = " " not in owner.slice(context.text) and _opens_sentence(context, first)
        found = None if opens else _owning(context, owner, leads=leads)
        if found is not None:
            return found
    tokens = [t for t in context.tokens_in(area) if t.span.end <= end]
    while tokens and tokens[-1].text in POSSESSIVE_ENDINGS:
        tokens.pop()
    if tokens and is_organisation_noun(singular(tokens[-1].text.lower())):
        start = len(tokens) - 1
        while start > 0 and tokens[start - 1].upos in {"NOUN", "ADJ", "PROPN"}:
            start -= 1
        return Span(tokens[start].span.start, tokens[-1].span.end)
    return None
