"""Who and what an article mentions: names, people described, pronouns; each with where it stands.

The recogniser's names are the start. Words around a name are better evidence than its tag: what follows a title, is
followed by "a rights activist" or stands as the source of a quote with a role before it is a person, whatever the tag.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from attribution.marks import Marks
from attribution.model import EntityType, Token
from attribution.names import (
    GIVEN_TOO,
    ORGANISATION_JOINERS,
    PARTICLES,
    Name,
    is_acronym,
    is_style,
    is_title,
    parse_person,
    split_titles,
    strip_possessive,
)
from attribution.nouns import AGE, is_document_noun, is_organisation_noun, is_person_noun, nominal_kind
from attribution.phrases import Phrase, PhraseReader
from attribution.spans import Span, merge
from attribution.syntax import Forest, Tree
from attribution.taxonomy import singular

PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "it": "it", "its": "it", "itself": "it",
}  # fmt: skip
PLACE_PREPOSITIONS = frozenset("in at from near to across around outside inside throughout toward towards into".split())
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july".split()
)
WORD = re.compile(r"\S+")
MAX_MODIFIERS = 6  # words before a noun that are still read as its phrase
TITLED = 5  # "Mr." before a name outweighs so many readings of it as a place or body
SHORT = 4  # letters of a word that is taken for an acronym ("BFM TV") and not for a name in capitals


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase in its place: sentence, paragraph, inside quotation marks or not, subject of its clause or not."""

    phrase: Phrase
    sentence: int
    paragraph: int
    quoted: bool
    subject: bool
    pronoun: str | None = None

    @property
    def start(self) -> int:
        """Where the head of the mention begins."""
        return self.phrase.head.start


class Context:
    """An article's text, trees, quoted stretches and names, looked up by offset."""

    def __init__(self, forest: Forest, marks: Marks) -> None:
        self.forest = forest
        self.text = forest.annotated.article.text
        self.reader = PhraseReader(self.text)
        self.quoted_spans = merge(region.span for region in marks.regions if len(region.span) > 2)
        self._quoted_starts = [span.start for span in self.quoted_spans]
        self.names: tuple[Name, ...] = ()
        self._name_starts: list[int] = []
        self.tokens: tuple[Token, ...] = tuple(t for tree in forest.trees for t in tree.tokens)
        self._sentence_starts = [s.span.start for s in forest.annotated.sentences]
        self._token_starts = [t.span.start for t in self.tokens]

    def set_names(self, names: Iterable[Name]) -> None:
        """Take the names of the article; of names that overlap the longest is kept."""
        kept: list[Name] = []
        for name in sorted(set(names), key=lambda n: (-len(n.span), n.span.start, n.label)):
            place = bisect_left(kept, name.span, key=lambda n: n.span)
            beside = kept[max(0, place - 1) : place + 1]
            if len(name.span) and not any(name.span.overlaps(other.span) for other in beside):
                kept.insert(place, name)
        self.names = tuple(kept)
        self._name_starts = [n.span.start for n in kept]

    def quoted(self, offset: int) -> bool:
        """Tell whether ``offset`` lies between quotation marks."""
        place = bisect_right(self._quoted_starts, offset) - 1
        return place >= 0 and offset < self.quoted_spans[place].end

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """Return the tokens that overlap ``span``."""
        start = max(bisect_right(self._token_starts, span.start) - 1, 0)
        end = bisect_left(self._token_starts, span.end)
        return tuple(t for t in self.tokens[start:end] if t.span.overlaps(span))

    def names_in(self, span: Span) -> tuple[Name, ...]:
        """Return the names that lie in ``span``."""
        start, end = bisect_left(self._name_starts, span.start), bisect_left(self._name_starts, span.end)
        return tuple(n for n in self.names[start:end] if span.contains(n.span))

    def read(self, span: Span) -> Phrase | None:
        """Read the noun phrase that ``span`` covers."""
        tokens = self.tokens_in(span)
        clipped = [t for t in tokens if span.contains(t.span)] or list(tokens)
        return self.reader.read(clipped, self.names_in(span))

    def sentence_of(self, offset: int) -> int:
        """Return the index of the sentence at or before ``offset``."""
        return max(bisect_right(self._sentence_starts, offset) - 1, 0)


def find_names(context: Context, sources: Sequence[Span]) -> None:
    """Put the names of the article into ``context``: the recogniser's, healed by the words around them.

    ``sources`` are the spans beside cues; what stands there as a name counts as one although no model found it.
    """
    text = context.text
    names = [name for entity in context.forest.annotated.entities if (name := _clean(text, entity.span, entity.type))]
    context.set_names(names)
    context.set_names([replace(n, label=_heal(context, n)) for n in context.names])
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
                spoken.add(part.head.slice(text))
    context.set_names(found)
    context.set_names(_spread(context, spoken))


def _clean(text: str, span: Span, label: EntityType) -> Name | None:
    """Return a name without article, possessive ending and titles; None where nothing is left."""
    words = [Span(span.start + m.start(), span.start + m.end()) for m in WORD.finditer(text[span.start : span.end])]
    words, label = _without_role(text, words, label)
    while len(words) > 1 and words[0].slice(text).lower() in {"the", "a", "an"}:
        words.pop(0)
    if label == "PER" and words:
        titles, _ = split_titles([w.slice(text).strip(",") for w in words])
        given = len(words) == len(titles) + 1 and len(titles) == 1 and titles[0].lower() in GIVEN_TOO
        words = words if given else words[len(titles) :]
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    bare = strip_possessive(text[start:end])
    end = (
        start + len(bare.rstrip(",;:.\"”’'"))
        if not re.search(r"\b(?:\w\.|[A-Z][a-z]{0,3}\.)$", bare)
        else start + len(bare)
    )
    if label == "PER" and is_title(text[start:end]):
        return None
    return Name(Span(start, end), label) if end > start and any(c.isalpha() for c in text[start:end]) else None


def _without_role(text: str, words: list[Span], label: EntityType) -> tuple[list[Span], EntityType]:
    """Return a name without the description that the recogniser took into it ("Lagos resident Femi Ade").

    The name starts after the last lower-case word, or after an office in its middle; lower-case words at its end go.
    """
    plain = [w.slice(text) for w in words]
    while len(plain) > 1 and plain[-1].islower():
        plain.pop()
    if len(plain) > 1 and is_style(plain[0]):
        label = "PER"
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


def _heal(context: Context, name: Name) -> EntityType:
    """Return the label that the words beside a name ask for."""
    text = context.text
    words = text[name.span.start : name.span.end].split()
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
    if described_as_person(context, name.span):
        return "PER"
    return name.label


def described_as_person(context: Context, span: Span) -> bool:
    """Tell whether an apposition to a person follows: an age, or a description with a person's noun as its head."""
    index = context.forest.index_at(span.start)
    if index is None:
        return False
    tokens = context.forest.trees[index].tokens
    place = next((i for i, t in enumerate(tokens) if t.span.start >= span.end), len(tokens))
    if place + 1 >= len(tokens) or tokens[place].text != ",":
        return False
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
        places = re.findall(rf"\b(\w+) {re.escape(text)}\b", context.text)
        if not any(word.lower() in PLACE_PREPOSITIONS or word.lower() == "the" for word in places):
            return "PER"
    owner = context.text[max(0, phrase.head.start - 3) : phrase.head.start]
    if (
        label == "ORG"
        and " " in text
        and owner in {"'s ", "’s "}
        and not is_organisation_noun(singular(text.split()[-1].lower()))
    ):
        return "PER"  # "Radio Nine’s Omar Sy" reports; a body that belongs to another ends in a noun for one
    body = any(is_organisation_noun(singular(w.lower())) for w in text.split())
    if label != "PER" and " " in text and not body and _followed_by_person_pronoun(context, phrase.head):
        return "PER"
    if label == "MISC" and not text.isupper():
        return "PER" if described_as_person(context, phrase.head) else "MISC"
    return label


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
    spread: list[Name] = []
    for name in context.names:
        string = name.span.slice(text)
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


def _is_place(context: Context, span: Span) -> bool:
    before = context.text[max(0, span.start - 12) : span.start].split()
    return bool(before) and before[-1].lower() in PLACE_PREPOSITIONS


def find_mentions(context: Context) -> tuple[Mention, ...]:
    """Return the mentions of an article in text order: its names, the people it describes, and its pronouns."""
    found: list[Mention] = []
    for index, tree in enumerate(context.forest.trees):
        paragraph = tree.sentence.paragraph
        taken: set[int] = set()
        for name in context.names_in(tree.sentence.span):
            covered = [i for i, t in enumerate(tree.tokens) if t.span.overlaps(name.span)]
            if not covered:
                continue
            head = tree.head_of(covered)
            taken.update(covered)
            phrase = Phrase(name.span, "name", name.span, name.span.slice(context.text).lower(), name.span, name.label)
            found.append(Mention(phrase, index, paragraph, context.quoted(name.span.start), _is_subject(tree, head)))
        for i, token in enumerate(tree.tokens):
            word = token.text.lower()
            if word in PRONOUNS and i not in taken:
                phrase = Phrase(token.span, "pronoun", token.span, word, token.span, plural=PRONOUNS[word] == "they")
                found.append(
                    Mention(
                        phrase, index, paragraph, context.quoted(token.span.start), _is_subject(tree, i), PRONOUNS[word]
                    )
                )
            elif token.upos == "NOUN" and i not in taken and (is_person_noun(singular(word)) or is_document_noun(word)):
                described = (
                    _nominal(context, tree, i) if is_person_noun(singular(word)) else _document(context, tree, i)
                )
                if described is not None:
                    found.append(
                        Mention(described, index, paragraph, context.quoted(token.span.start), _is_subject(tree, i))
                    )
    return tuple(sorted(found, key=lambda m: m.start))


def _is_subject(tree: Tree, index: int) -> bool:
    """Tell whether the token, or the phrase it belongs to, is the subject of its clause."""
    for place in (index, *tree.ancestors(index)):
        relation = tree.tokens[place].deprel
        if relation.startswith("nsubj"):
            return True
        if relation.partition(":")[0] not in {"flat", "compound", "appos", "conj", "name"}:
            return False
    return False


def _nominal(context: Context, tree: Tree, index: int) -> Phrase | None:
    """Return the description of a person headed by the token; None where it stands before or beside a name."""
    token = tree.tokens[index]
    following = tree.tokens[index + 1] if index + 1 < len(tree.tokens) else None
    if following is not None and (following.upos in {"NOUN", "PROPN"} or context.names_in(following.span)):
        return None
    if token.deprel.partition(":")[0] in {"appos", "compound", "flat"} or tree.child(index, "cop") is not None:
        return None
    if not _is_subject(tree, index) and tree.child(index, "acl") is None:
        return None  # a person who is only an object ("a letter to his son") is hardly ever "he" next
    start = index
    while (
        start > 0 and tree.tokens[start - 1].upos in {"ADJ", "NOUN", "PROPN", "NUM"} and index - start < MAX_MODIFIERS
    ):
        start -= 1
    if start > 0 and (tree.tokens[start - 1].upos == "DET" or tree.tokens[start - 1].xpos == "PRP$"):
        start -= 1
    end = index + 1
    if end + 1 < len(tree.tokens) and tree.tokens[end].text.lower() in {"on", "of", "from", "at", "in"}:
        end += 1
        while (
            end < len(tree.tokens)
            and tree.tokens[end].upos in {"DET", "ADJ", "NOUN", "PROPN"}
            and end - index < 2 * MAX_MODIFIERS
        ):
            end += 1
    phrase = context.reader.read(tree.tokens[start:end], ())
    if (
        phrase is None
        or phrase.kind != "nominal"
        or nominal_kind(phrase.noun, plural=phrase.plural) not in {"unnamed_person", "group"}
    ):
        return None
    return phrase


def _document(context: Context, tree: Tree, index: int) -> Phrase | None:
    """Return a document that the text introduces ("a report by the ombudsman"), with whom it is by; else None."""
    start = index
    while (
        start > 0 and tree.tokens[start - 1].upos in {"ADJ", "NOUN", "PROPN", "NUM"} and index - start < MAX_MODIFIERS
    ):
        start -= 1
    if start == 0 or tree.tokens[start - 1].text.lower() not in {"a", "an"} or tree.tokens[start - 1].upos != "DET":
        return None
    end = index + 1
    if end + 1 < len(tree.tokens) and tree.tokens[end].text.lower() in {"by", "from", "of"}:
        end += 1
        while (
            end < len(tree.tokens)
            and tree.tokens[end].upos in {"DET", "ADJ", "NOUN", "PROPN"}
            and end - index < 2 * MAX_MODIFIERS
        ):
            end += 1
    tokens = tree.tokens[start - 1 : end]
    return context.reader.read(tokens, context.names_in(tree.span(range(start - 1, end))))
