"""Who and what an article mentions: names, people described, pronouns; each with where it stands.

The recogniser's names are the start. Words around a name are better evidence than its tag: what follows a title, is
followed by "a rights activist" or stands as the source of a quote with a role before it is a person, whatever the tag.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Token
from attribution.quoting.marks import Marks
from attribution.sourcing.names import Name, is_acronym
from attribution.sourcing.nouns import is_document_noun, is_organisation_noun, is_person_noun, nominal_kind
from attribution.sourcing.phrases import Phrase, PhraseReader
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span, merge

PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "it": "it", "its": "it", "itself": "it",
}  # fmt: skip
PLACE_PREPOSITIONS = frozenset("in at from near to across around outside inside throughout toward towards into".split())
OWNING = frozenset({"'s", "’s", "'", "’"})
MAX_MODIFIERS = 6  # words before a noun that are still read as its phrase


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase in its place: sentence, paragraph, inside quotation marks or not, subject of its clause or not.

    ``known``: it can only take up somebody again ("the minister's letter said", "the company").
    """

    phrase: Phrase
    sentence: int
    paragraph: int
    quoted: bool
    subject: bool
    pronoun: str | None = None
    known: bool = False

    @property
    def start(self) -> int:
        """Where the head of the mention begins."""
        return self.phrase.head.start


class Context:
    """An article's text, trees, quoted stretches and names, looked up by offset; ``turns`` are quoted without marks."""

    def __init__(self, forest: Forest, marks: Marks, turns: Iterable[Span] = ()) -> None:
        self.forest = forest
        self.text = forest.annotated.article.text
        self.reader = PhraseReader(self.text)
        self.quoted_spans = merge([*(r.span for r in marks.regions if len(r.span) > 2), *turns])
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
            if word in PRONOUNS and i not in taken and not is_acronym(token.text):
                phrase = Phrase(token.span, "pronoun", token.span, word, token.span, plural=PRONOUNS[word] == "they")
                found.append(
                    Mention(
                        phrase, index, paragraph, context.quoted(token.span.start), _is_subject(tree, i), PRONOUNS[word]
                    )
                )
            elif token.upos == "NOUN" and i not in taken and (find := _finder(word)) is not None:
                described = find(context, tree, i)
                if described is not None:
                    body = is_organisation_noun(singular(word)) and described.determiner == "definite"
                    known = tree.tokens[i].deprel == "nmod:poss" or (body and not is_person_noun(singular(word)))
                    quoted = context.quoted(token.span.start)
                    found.append(Mention(described, index, paragraph, quoted, _is_subject(tree, i), known=known))
    return tuple(sorted(found, key=lambda m: m.start))


def _is_subject(tree: Tree, index: int) -> bool:
    """Tell whether the token, or the phrase it belongs to, is the subject of its clause.

    So is the owner of a thing that is ("Sato's letter said"), but not that of a person ("Sato's lawyer said").
    """
    owned = False
    for place in (index, *tree.ancestors(index)):
        relation = tree.tokens[place].deprel
        if relation.startswith("nsubj"):
            return not owned or not is_person_noun(singular(tree.tokens[place].text.lower()))
        if relation == "nmod:poss" and not owned:
            owned = True
            continue
        if relation.partition(":")[0] not in {"flat", "compound", "appos", "conj", "name"}:
            return False
        if relation == "compound" and tree.tokens[tree.tokens[place].head].upos == "NOUN":
            return False  # "the Sato papers said"
    return False


def _finder(word: str) -> Callable[[Context, Tree, int], Phrase | None] | None:
    """Return what reads the description that a noun heads; None for a noun of no source."""
    one = singular(word)
    if is_person_noun(one):
        return _nominal
    if is_document_noun(word):
        return _document
    return _body if is_organisation_noun(one) else None


def _body(context: Context, tree: Tree, index: int) -> Phrase | None:
    """Return the body that a sentence is about ("Sato's campaign", "the ministry"); None for one in passing."""
    if tree.tokens[index].deprel != "nsubj" or tree.tokens[index].xpos not in {"NN", "NNP"}:
        return None
    start = index
    while (
        start > 0
        and (tree.tokens[start - 1].upos in {"ADJ", "NOUN", "PROPN", "NUM"} or tree.tokens[start - 1].text in OWNING)
        and index - start < MAX_MODIFIERS
    ):
        start -= 1
    if start > 0 and (tree.tokens[start - 1].upos == "DET" or tree.tokens[start - 1].xpos == "PRP$"):
        start -= 1
    tokens = tree.tokens[start : index + 1]
    phrase = context.reader.read(tokens, context.names_in(tree.span(range(start, index + 1))))
    known = phrase is not None and phrase.kind == "nominal" and phrase.determiner in {"definite", "possessive"}
    return phrase if known else None


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
