"""The names of an article: the recogniser's, healed by the words around them.

Words around a name are better evidence than its tag: what follows a title, is followed by "a rights activist" or stands
as the source of a quote with a role before it is a person, whatever the tag; "the utility, X" is a body.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from attribution.model import EntityType, Token
from attribution.sourcing.headlines import cut_in_headlines
from attribution.sourcing.mentions import MAX_MODIFIERS, PLACE_PREPOSITIONS, Context
from attribution.sourcing.names import (
    GIVEN_TOO,
    ORGANISATION_JOINERS,
    PARTICLES,
    Name,
    ends_as_body,
    is_acronym,
    is_company_word,
    is_style,
    is_title,
    parse_person,
    split_titles,
    strip_possessive,
)
from attribution.sourcing.nouns import (
    AGE,
    PARTY_NOUNS,
    is_demonym,
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
)
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july".split()
)
WORD = re.compile(r"\S+")
HYPHENED = re.compile(r"[-‑](?=[^\W\d_])[^\W\d_a-z][^\W\d_]*| I(?:II?|V)\b")  # and "Kofi Mensah II"
HYPHENED_BEFORE = re.compile(r"\b[^\W\d_a-z][^\W\d_]*[-‑]$")
LONGEST_PART = 40  # letters of one half of a double name
KIN = frozenset(
    "son daughter nephew niece great-nephew great-niece grandson granddaughter brother sister mother father husband "
    "wife cousin uncle aunt grandmother grandfather stepson stepdaughter twin fiancé fiancée".split()
)
SHORT_NAME = re.compile(r" \((?:the )?([A-Z][\w&-]{2,30})\)")  # "the Department of Roads (Deproad)"
OFFICE_OF = re.compile(r"\b([A-Z]\w+) of \Z")
OF_PEOPLE = frozenset("young college federation national union women log".split())
SURVEY_BY = re.compile(r"\b(?:survey|poll)\b[^.!?\n]{0,40}\bby (?:the )?\Z")
OPENERS = frozenset("the its their his her our this".split())
ARTICLE = re.compile(r"\b[Tt]he \Z")
APPOSITION = 60  # characters of a name in commas
TITLED = 5  # "Mr." before a name outweighs so many readings of it as a place or body
SHORT = 4  # letters of a word that is taken for an acronym ("BFM TV") and not for a name in capitals


def find_names(context: Context, sources: Sequence[Span]) -> None:
    """Put the names of the article into ``context``: the recogniser's, healed by the words around them.

    ``sources`` are the spans beside cues; what stands there as a name counts as one although no model found it.
    """
    text = context.text
    names = [name for entity in context.forest.annotated.entities if (name := _clean(text, entity.span, entity.type))]
    starts = {s.span.start for s in context.forest.annotated.sentences}
    endings = {w[-1] for n in names if len(w := n.span.slice(text).split()) > 1}
    names = [n for n in names if not _is_common(n.span.slice(text), endings, opens=n.span.start in starts)]
    names = [n for n in names if not _is_adverb(context, n)]
    context.set_names(names)
    context.set_names([replace(n, label=_heal(context, n)) for n in context.names])
    context.set_names(cut_in_headlines(context))
    found: list[Name] = list(context.names)
    spoken: set[str] = set()
    for span in sources:
        phrase = context.read(span)
        for part in (phrase.parts or (phrase,)) if phrase else ():
            if (
                part.kind == "name"
                and part.label is not None
                and text[part.head.start : part.head.end].lower() not in NOT_NAMES
            ):
                found = [n for n in found if not n.span.overlaps(part.head)]
                found.append(Name(part.head, _source_label(context, part)))
                if not ARTICLE.search(text, max(0, part.head.start - 4), part.head.start):
                    spoken.add(part.head.slice(text))  # nobody is "the Ade": "the Courier" is no surname
    context.set_names(found)
    context.set_names(_spread(context, spoken))


def _clean(text: str, span: Span, label: EntityType) -> Name | None:
    """Return a name without article, possessive ending and titles; None where nothing is left."""
    bracket = text.find(" (", span.start, span.end)
    if bracket > 0 and ")" not in text[span.start : span.end]:
        span = Span(span.start, bracket)
    closing = text.rfind(") ", span.start, span.end)
    if closing > 0 and "(" not in text[span.start : span.end]:
        span = Span(closing + 2, span.end)
    words = [Span(span.start + m.start(), span.start + m.end()) for m in WORD.finditer(text[span.start : span.end])]
    while words and words[0].slice(text)[0] in "–—-―":
        words[0] = Span(words[0].start + 1, words[0].end)
        words = words if len(words[0]) else words[1:]
    words, label = _without_role(text, words, label)
    while len(words) > 1 and words[0].slice(text).lower() in {"the", "a", "an"}:
        words.pop(0)
    office = OFFICE_OF.search(text, max(0, span.start - 30), span.start)
    if label == "PER" and len(words) > 2 and office is not None and is_title(office.group(1)):
        words.pop(0)  # "Mayor of London X Y": the place is no part of the name
    if label == "PER" and words:
        titles, _ = split_titles([w.slice(text).strip(",") for w in words])
        given = len(words) == len(titles) + 1 and len(titles) == 1 and titles[0].lower() in GIVEN_TOO
        words = words if given else words[len(titles) :]
    if not words or (len(words) == 1 and _is_shouted(words[0].slice(text))):
        return None
    start, end = words[0].start, words[-1].end
    if label == "PER":
        start, end = _whole_person(text, start, end)
    bare = strip_possessive(text[start:end])
    end = (
        start + len(bare.rstrip(",;:.\"”’'"))
        if not re.search(r"\b(?:\w\.|[A-Z][a-z]{0,3}\.)$", bare)
        else start + len(bare)
    )
    if label == "PER" and is_title(text[start:end]):
        return None
    return Name(Span(start, end), label) if end > start and any(c.isalpha() for c in text[start:end]) else None


def _is_common(string: str, endings: set[str], *, opens: bool) -> bool:
    """Tell whether a name is a common noun in capitals: "Nevada Democrat", "Saudis", "Polls" where a sentence opens."""
    words = string.split()
    one = singular(words[-1].lower())
    if one in PARTY_NOUNS and words[-1][:1].isupper():
        return " of " not in string and not any(w.lower() in OF_PEOPLE for w in words[:-1])
    if len(words) > 1 or not string[:1].isupper() or string.isupper():
        return False
    if one != string.lower() and is_demonym(one):
        return True
    return opens and string not in endings and (is_document_noun(one) or is_document_noun(string.lower()))


def _is_adverb(context: Context, name: Name) -> bool:
    """Tell whether a name is the adverb that opens a sentence ("Conversely, ...")."""
    tokens = context.tokens_in(name.span)
    return len(tokens) == 1 and tokens[0].upos == "ADV" and context.text.startswith(",", name.span.end)


def _is_shouted(word: str) -> bool:
    """Tell whether a word is a noun for people in the capitals of an opening line ("TRADERS in Bath ...")."""
    one = singular(word.lower())
    return word.isupper() and len(word) > SHORT and one != word.lower() and is_person_noun(one)


def _whole_person(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the edges of a personal name with the rest of a double name, or the number, that the recogniser cut."""
    while match := HYPHENED.match(text, end):
        end = match.end()
    while match := HYPHENED_BEFORE.search(text, max(0, start - LONGEST_PART), start):
        start = match.start()
    return start, end


def _without_role(text: str, words: list[Span], label: EntityType) -> tuple[list[Span], EntityType]:
    """Return a name without the description that the recogniser took into it ("Lagos resident Femi Ade").

    The name starts after the last lower-case word, or after an office in its middle; lower-case words at its end go.
    """
    plain = [w.slice(text) for w in words]
    while len(plain) > 1 and plain[-1].islower():
        plain.pop()
    if len(plain) > 1 and is_style(plain[0]):
        label = "PER"
    served = plain.index("of") if "of" in plain else 0
    if served > 1 and is_title(plain[0]) and not any(_names_body(w) for w in plain[1:served]):
        plain, label = plain[:served], "PER"  # "PC Amara Diallo of Fen Constabulary"
    start = 0
    for index, word in enumerate(plain[:-1]):
        one = singular(word.lower())
        if (
            word.islower()
            and word not in PARTICLES
            and word not in ORGANISATION_JOINERS
            and word not in PLACE_PREPOSITIONS
        ):
            start = index + 1
            label = "PER" if is_person_noun(one) else label
        elif index and (
            (word[:1].isupper() and is_person_noun(one) and len(plain) - index > 2)
            or (is_title(word) and not is_style(word) and not is_organisation_noun(singular(plain[-1].lower())))
        ):
            start, label = index + 1, "PER"
    return words[start : len(plain)], label


def _names_body(word: str) -> bool:
    return is_organisation_noun(singular(word.lower())) or is_company_word(word)


def _heal(context: Context, name: Name) -> EntityType:
    """Return the label that the words beside a name ask for."""
    text = context.text
    words = text[name.span.start : name.span.end].split()
    if (
        introduced_as_body(context, name.span)
        or described_as_body(context, name.span)
        or (" " in name.span.slice(text) and SURVEY_BY.search(text, max(0, name.span.start - 60), name.span.start))
    ):
        return "ORG"
    person = described_as_person(context, name.span) or _followed_by_person_pronoun(context, name.span)
    if ends_as_body(words) and not person:
        return "ORG"
    if name.label == "PER" and len(words) > 1 and words[0] == "Team":
        return "ORG"
    if name.label == "PER":
        return "ORG" if len(words[0]) > 1 and all(is_acronym(w) and len(w) <= SHORT for w in words) else "PER"
    if is_organisation_noun(singular(words[-1].lower())):
        return "ORG"
    before = text[max(0, name.span.start - 40) : name.span.start].split()
    if (
        before
        and words[0][:1].isupper()
        and (
            is_title(before[-1])
            and before[-1][:1].isupper()
            and before[-1].lower() not in {"st.", "chief", "private", "general"}
        )
    ):
        return "PER"
    if name.label == "LOC" and before and _stands_as_place(context, name.span, before[-1]):
        return "LOC"
    if described_as_person(context, name.span) or (before and before[-1].lower() in KIN):
        return "PER"
    return name.label


def _stands_as_place(context: Context, span: Span, before: str) -> bool:
    """Tell whether a name is where something is said ("In Ohio, the mayor ...") or follows a town or "Sow of"."""
    if before.lower() in PLACE_PREPOSITIONS:
        return True
    town = context.names_in(Span(max(0, span.start - LONGEST_PART), span.start))
    return any((n.label, context.text[n.span.end : span.start]) in {("LOC", ", "), ("PER", " of ")} for n in town[-1:])


def with_apposition(context: Context, span: Span) -> Span:
    """Return a source that only describes with the name in commas after it ("The chair, Sir Omar Bel,")."""
    tokens = context.tokens_in(span)
    if not tokens or tokens[0].text.lower() not in OPENERS or any(n.label == "PER" for n in context.names_in(span)):
        return span
    reach = Span(span.end, min(span.end + APPOSITION, len(context.text)))
    after = [t for t in context.tokens_in(reach) if t.span.start >= span.end]
    stop = next((i for i, t in enumerate(after[1:], 1) if t.text == ","), 0)
    name = after[1:stop]
    if stop < 2 or after[0].text != "," or "\n" in context.text[span.end : after[stop].span.end]:
        return span
    if name[0].text.lower() in NOT_NAMES or not all(_in_name(t) for t in name) or not name[-1].text[:1].isupper():
        return span
    return Span(span.start, name[-1].span.end)


def _in_name(token: Token) -> bool:
    return (token.text[:1].isupper() and token.upos in {"PROPN", "NOUN", "ADJ", "X"}) or token.text in PARTICLES | {
        "-",
        "‑",
    }


def described_as_person(context: Context, span: Span) -> bool:
    """Tell whether an apposition to a person follows: an age, or a description with a person's noun as its head."""
    index = context.forest.index_at(span.start)
    if index is None:
        return False
    tokens = context.forest.trees[index].tokens
    place = next((i for i, t in enumerate(tokens) if t.span.start >= span.end), len(tokens))
    if place + 1 >= len(tokens) or tokens[place].text != "," or context.text.endswith(" at ", 0, span.start):
        return False  # "a director at Harbor Weekly, who": whom that describes is not where he works
    if AGE.fullmatch(tokens[place + 1].text) and place + 2 < len(tokens) and tokens[place + 2].text in {",", "."}:
        return True
    if tokens[place + 1].text.lower() not in {"a", "an", "the", "who"}:
        return False
    if tokens[place + 1].text.lower() == "who":
        return True
    end = next((i for i in range(place + 2, len(tokens)) if tokens[i].text in {",", ";", "."}), len(tokens))
    phrase = context.reader.read(tokens[place + 1 : end], ())
    return (
        phrase is not None and phrase.kind == "nominal" and not phrase.plural and is_person_noun(singular(phrase.noun))
    )


def described_as_body(context: Context, span: Span) -> bool:
    """Tell whether a description of a body follows the name in commas ("X, a talent agency,")."""
    index = context.forest.index_at(span.start)
    tokens = context.forest.trees[index].tokens if index is not None else ()
    place = next((i for i, t in enumerate(tokens) if t.span.start >= span.end), len(tokens))
    if place + 2 >= len(tokens) or tokens[place].text != "," or tokens[place + 1].text.lower() not in {"a", "an"}:
        return False
    stop = next((i for i in range(place + 2, len(tokens)) if tokens[i].upos in {"PUNCT", "ADP", "VERB", "PRON"}), place)
    noun = tokens[stop - 1].text
    return stop > place + 2 and noun.islower() and is_organisation_noun(noun) and not is_person_noun(noun)


def introduced_as_body(context: Context, span: Span) -> bool:
    """Tell whether a noun for a body stands in apposition before the name ("the utility, X,")."""
    index = context.forest.index_at(span.start)
    if index is None:
        return False
    tokens = context.forest.trees[index].tokens
    place = next((i for i, t in enumerate(tokens) if t.span.end > span.start), 0)
    after = next((t for t in tokens[place:] if t.span.start >= span.end), None)
    if place < 3 or tokens[place - 1].text != "," or (after is not None and after.text not in {",", "."}):
        return False
    noun = tokens[place - 2]
    if not (noun.text.islower() and noun.upos == "NOUN" and is_organisation_noun(noun.text)):
        return False
    before = tokens[max(0, place - 2 - MAX_MODIFIERS) : place - 2]
    opener = next((i for i in range(len(before) - 1, -1, -1) if before[i].text.lower() in OPENERS), None)
    if opener and before[opener - 1].upos == "ADP":
        return False  # "the leader of the alliance, X": the name is the leader's
    return opener is not None and all(t.upos in {"ADJ", "NOUN", "PROPN", "NUM", "PUNCT"} for t in before[opener + 1 :])


def _source_label(context: Context, phrase: Phrase) -> EntityType:
    """Return the label of a name that stands as a source."""
    label = phrase.label or "MISC"
    text = phrase.head.slice(context.text)
    if (
        label in {"LOC", "MISC"}
        and len(text.split()) > 1
        and not is_organisation_noun(singular(text.split()[-1].lower()))
    ):
        # A place is somewhere said to be *in*; two words or more that only ever speak are a person.
        places = re.findall(rf"\b(\w+),? {re.escape(text)}\b", context.text)
        if not any(word.lower() in PLACE_PREPOSITIONS | {"of", "the"} for word in places) and not (
            label == "LOC" and _always_a_place(context, text)
        ):
            return "PER"
    owner = context.text[max(0, phrase.head.start - 3) : phrase.head.start]
    if (
        label == "ORG"
        and " " in text
        and owner in {"'s ", "’s "}
        and not is_organisation_noun(singular(text.split()[-1].lower()))
    ):
        return "PER"  # "Radio Nine’s Omar Sy" reports; a body that belongs to another ends in a noun for one
    body = any(_names_body(w) for w in text.split()) or introduced_as_body(context, phrase.head)
    if label != "PER" and " " in text and not body and _followed_by_person_pronoun(context, phrase.head):
        return "PER"
    if label == "MISC" and not text.isupper():
        return "PER" if described_as_person(context, phrase.head) else "MISC"
    return label


def _always_a_place(context: Context, text: str) -> bool:
    """Tell whether the recogniser takes the words for a place wherever else they stand, twice or more."""
    labels = [n.label for n in context.names if n.span.slice(context.text) == text]
    return len(labels) > 1 and set(labels) == {"LOC"}


def _followed_by_person_pronoun(context: Context, span: Span) -> bool:
    """Tell whether the next two sentences take the name up with "he" or "she" before any other person is named."""
    index = context.forest.index_at(span.start)
    if index is None:
        return False
    for tree in context.forest.trees[index : index + 3]:
        for i, token in enumerate(tree.tokens):
            if token.span.start <= span.end or context.quoted(token.span.start):
                continue
            if any(n.label == "PER" for n in context.names_in(token.span)):
                return False
            if token.text.lower() in {"he", "she"} and tree.tokens[i].deprel.startswith("nsubj"):
                return True
    return False


def _spread(context: Context, spoken: set[str]) -> list[Name]:
    """Return the names with one label a string, and with the bare surnames of people that no model found."""
    text = context.text
    votes: dict[str, Counter[str]] = {}
    parts: Counter[str] = Counter()
    singles: Counter[str] = Counter()
    for name in context.names:
        string = name.span.slice(text)
        titled = context.text[max(0, name.span.start - 6) : name.span.start].split()
        weight = TITLED if name.label == "PER" and titled and is_style(titled[-1]) else 1
        votes.setdefault(string, Counter())[name.label] += weight
        if name.label == "PER":
            words = parse_person(string).words
            if len(words) > 1:
                parts[words[-1]] += 1
            elif " " not in string:
                singles[string] += 1
    for name in context.names:
        string_words = name.span.slice(text).split()
        if (
            len(string_words) > 1
            and string_words[-1] in spoken
            and not is_organisation_noun(singular(string_words[-1].lower()))
            and len(string_words[0]) > 1
        ):
            singles[string_words[-1]] += 1
    bodies = {n.span.slice(text) for n in context.names if introduced_as_body(context, n.span)}
    bodies |= {
        m.group(1) for n in context.names if n.label == "ORG" and (m := SHORT_NAME.match(text, n.span.end)) is not None
    }
    bodies |= {w for n in context.names if (w := _company_opener(n.span.slice(text))) and not parts[w.lower()]}
    spread: list[Name] = []
    for name in context.names:
        string = name.span.slice(text)
        if string in bodies:
            spread.append(Name(name.span, "ORG"))
            continue
        if parts[string[:-1].lower()] and string.endswith("s") and not parts[string.lower()] and name.label != "PER":
            continue  # "the Okafors" are a family
        label: EntityType = name.label
        parts_of = string.split()
        alone = singles[parts_of[-1]] and len(parts_of) > 1 and not is_organisation_noun(singular(parts_of[-1].lower()))
        if alone and label != "PER":
            label = "PER"  # "Femi Ade" tagged as a place, but "Ade" as a person
        if votes[string]["PER"] and votes[string]["PER"] * 2 >= sum(votes[string].values()):
            label = "PER"
        if (
            label != "PER"
            and string[:1].isupper()
            and (parts[string.lower()] or (singles[string] and string in spoken))
            and not _is_place(context, name.span)
        ):
            label = "PER"
        spread.append(Name(name.span, label))
    bare = (t for t in context.tokens if t.text[:1].isupper() and len(t.text) > 2 and parts[t.text.lower()])
    spread.extend(Name(token.span, "PER") for token in bare if not context.names_in(token.span))
    return spread


def _company_opener(string: str) -> str:
    """Return the first word of a company's name ("Norvik" of "Norvik Foods"), by which it goes too; else ""."""
    first, *rest = string.split()
    return first if rest and all(is_company_word(w) for w in rest) else ""


def _is_place(context: Context, span: Span) -> bool:
    before = context.text[max(0, span.start - 12) : span.start].split()
    return bool(before) and before[-1].lower() in PLACE_PREPOSITIONS
