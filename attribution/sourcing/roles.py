"""What an article says people are: descriptions before, after and around their names, each with its words.

A description is a span of the article ("Badghis Governor", "a rights activist in the city"); nothing is added to it.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.annotating.syntax import Tree
from attribution.model import Token
from attribution.sourcing.clauses import (
    belongs,
    described_after,
    find_employer,
    follows_and,
    in_another_clause,
    organisation_end,
    organisation_follows,
    pair_end,
    past_modifiers,
    past_owner,
    past_place,
)
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import Name, is_style, is_title
from attribution.sourcing.nouns import AGE, is_organisation_noun, is_person_noun, may_be_person, noun_tag
from attribution.sourcing.predicates import (
    BOUNDARY,
    MAX_WORDS,
    before_list,
    find_one,
    find_predicate,
    is_apart,
    office_end,
)
from attribution.sourcing.taxonomy import Taxonomy, load_taxonomy, singular
from attribution.spans import Span

__all__ = ["Describer", "Description", "load_taxonomy"]

PARTY = re.compile(
    r"\s*(?:\(|, )(D|R|I|Dem|Rep|Ind|Lab|Con|Lib Dem|SNP|Democrat|Republican)\.?"
    r"(?:[-–—‑, ]+ ?([A-Z][\w. ]{0,25}))?(?:\)|,|\.)"
)
LEADING = frozenset(
    "ran managed heads head leads lead led runs run chairs chaired directs directed owns founded represents "
    "represented oversees manages teaches teach coaches edits hosts serves served works worked".split()
)
# A description may hold a title in quotation marks ("host of “Morning Light”").
STOP = BOUNDARY - {"“", "”", "‘"}
PREPOSITIONS = frozenset("of at for with from in".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today meanwhile".split())
NAME_REACH = 40  # characters of a name on either side of a token in it
NO_OPENERS = frozenset("whom which that it they he she we i you this these those there".split())
# Verbs that a description may open with.
IN_OFFICE = frozenset("acting outgoing incoming retired".split())
ALSO = frozenset("also now then formerly once currently previously again".split())


@dataclass(frozen=True, slots=True)
class Description:
    """Words that say who somebody is, the rule that found them, and the name they belong to."""

    span: Span
    rule: str
    name: Span
    noun: str = ""


class Describer:
    """Finds the descriptions of a name in its sentence."""

    def __init__(self, context: Context, taxonomy: Taxonomy) -> None:
        self.context = context
        self.text = context.text
        self.taxonomy = taxonomy

    def describe(self, name: Span) -> tuple[Description, ...]:
        """Return the descriptions that stand beside ``name`` in its sentence, in text order."""
        index = self.context.forest.index_at(name.start)
        if index is None:
            return ()
        tree = self.context.forest.trees[index]
        covered = [i for i, token in enumerate(tree.tokens) if token.span.overlaps(name)]
        if not covered:
            return ()
        first, last = covered[0], covered[-1]
        found = [self._before(tree, first, name), self._appositive_before(tree, first, name), self._party(name)]
        found += [*self._after(tree, last, name), self._predicate(tree, covered, name)]
        return tuple(sorted((d for d in found if d is not None), key=lambda d: d.span))

    def is_role(self, word: str) -> bool:
        """Tell whether a word can be the head of a role."""
        one = singular(word.lower()).removeprefix("co-")
        return is_person_noun(one) or self.taxonomy.has_role(word.lower()) or (is_title(word) and not is_style(word))

    def _before(self, tree: Tree, first: int, name: Span) -> Description | None:
        tokens = tree.tokens
        end = first
        while end > 0 and is_style(tokens[end - 1].text) and tokens[end - 1].text[:1].isupper():
            end -= 1
        if (end := before_list(tokens, end, self.is_role)) == 0:
            return None
        label = next((n.label for n in self.context.names_in(name)), None)
        office = office_end(tokens, end, self.is_role) if label != "ORG" else end
        if office == end and not (self._is_body(tokens, end) if label == "ORG" else self.is_role(tokens[end - 1].text)):
            return None
        head = tokens[office - 1]
        if head.upos == "VERB" and office > 1 and (tokens[office - 2].upos == "AUX" or tokens[office - 2].text == "to"):
            return None  # "would counsel Lindqvist"
        start = office - 1
        while start > 0 and end - start < MAX_WORDS and self._modifies(tokens, start - 1, end):
            if is_apart(tokens[start - 1], head) and not self.is_role(tokens[start - 1].text):
                break
            start -= 1
        while start < end - 1 and (
            tokens[start].text.lower() in DAYS
            or tokens[start].upos in {"CCONJ", "ADP", "PUNCT"}
            or tokens[start].text in {"'s", "’s"}
        ):
            start += 1
        whole = min((n.span.start for n in self._people(tokens[start].span)), default=tokens[start].span.start)
        while start > 0 and tokens[start - 1].span.start >= whole:
            start -= 1  # "United States Senator": the name whole
        span = Span(tokens[start].span.start, tokens[end - 1].span.end)
        return Description(span, "role:prenominal", name, singular(tokens[office - 1].text.lower()))

    def _people(self, span: Span) -> tuple[Name, ...]:
        """Return the names that overlap a token."""
        around = Span(max(0, span.start - NAME_REACH), span.end + NAME_REACH)
        return tuple(n for n in self.context.names_in(around) if n.span.overlaps(span))

    @staticmethod
    def _is_body(tokens: Sequence[Token], end: int) -> bool:
        """Tell whether a common noun for a body stands before the name of one ("rights group X")."""
        return tokens[end - 1].text.islower() and is_organisation_noun(tokens[end - 1].text)

    def _modifies(self, tokens: Sequence[Token], place: int, end: int) -> bool:
        """Tell whether the token belongs to the description that starts right of it."""
        token, right = tokens[place], tokens[place + 1]
        word = token.text.lower()
        if word in DAYS or word in {"said", "says", "told", "added", "that", "when", "while"}:
            return False
        if noun_tag(token) in {"NOUN", "PROPN", "ADJ", "NUM"} or (
            token.upos == "VERB"
            and word.endswith(("ing", "ed"))
            and word in {"acting", "outgoing", "retired", "retiring", "incoming", "visiting"}
        ):
            return not (token.upos == "NUM" and right.upos != "NOUN")
        if token.text in {"-", "‑", "/"} or word in {"then", "ex", "co"}:
            return True
        if word in {"'s", "’s"}:
            return False
        if word == "in" and right.text.lower() == "chief":
            return tokens[place - 1].text.lower() in {"editor", "commander"} if place else False
        if (
            word in {"of", "for"}
            and place > 0
            and tokens[place - 1].text[:1].isupper()
            and self.is_role(tokens[place - 1].text)
        ):
            return True
        if (
            word == "the"
            and place > 1
            and tokens[place - 1].text.lower() == "of"
            and self.is_role(tokens[place - 2].text)
        ):
            return tokens[place - 2].text[:1].isupper()
        if (
            word == "and"
            and place > 0
            and self.is_role(tokens[place - 1].text)
            and not self.context.names_in(tokens[place - 1].span)
        ):
            return end - place >= 2
        return False

    def _chunk(self, tokens: Sequence[Token], start: int) -> int:
        """Return where the stretch from ``start`` to the next comma, dash, bracket or mark ends."""
        place = start
        while place < len(tokens) and place - start < MAX_WORDS and tokens[place].text not in STOP:
            place += 1
        while place > start + 1 and tokens[place - 1].text in BOUNDARY and tokens[place - 1].text not in {"”", "’"}:
            place -= 1
        return place

    def _after(self, tree: Tree, last: int, name: Span) -> list[Description | None]:
        tokens = tree.tokens
        found: list[Description | None] = []
        place = last + 1
        body = past_modifiers(tokens, place + 1)
        if (
            place < len(tokens)
            and tokens[place].text.lower() in PREPOSITIONS
            and organisation_follows(self.context, tokens, body)
            and (tokens[place].text.lower() == "of" or belongs(tree, place + 1, name))
        ):
            end = organisation_end(tokens, body)
            found.append(Description(Span(tokens[place].span.start, tokens[end - 1].span.end), "affiliation:of", name))
            called = Span(tokens[body].span.start, tokens[end - 1].span.end)
            if described_after(self.context, called):
                found.append(Description(called, "affiliation:clause", name))
            place = end
        place = past_place(self.context, tokens, place)
        party = PARTY.match(self.text, name.end)
        if party:
            while place < len(tokens) and tokens[place].span.end <= party.end() - 1:
                place += 1
            if place < len(tokens) and tokens[place].text == ")":
                place += 1
        partner = pair_end(self.context, tokens, place)
        paired = partner > place or follows_and(self.context, tokens, name)
        place = partner
        for _ in range(3):
            if place >= len(tokens) or tokens[place].text not in {",", "(", "–", "—", "--"}:
                break
            start = place + 1
            end = self._chunk(tokens, start)
            if end == start:
                break
            if AGE.fullmatch(tokens[start].text) and end - start == 1:
                place = end
                continue
            description = self._appositive(tokens, start, end, name, paired=paired)
            employer = find_employer(self.context, tokens, start, end, self.is_role)
            if employer is not None:
                found.append(Description(employer, "affiliation:clause", name))
            if description is None:
                break
            if description.rule == "role:apposition":
                longer = self._over_commas(tokens, end)
                if longer > end:
                    end = longer
                    description = replace(description, span=Span(description.span.start, tokens[end - 1].span.end))
            found.append(description)
            place = end
        return found

    def _over_commas(self, tokens: Sequence[Token], end: int) -> int:
        """Return where a description ends that goes on after a comma ("of art, music and drama"), or ``end``."""
        place = end
        while place + 1 < len(tokens) and tokens[place].text == "," and place - end < MAX_WORDS:
            start = place + 1
            stop = self._chunk(tokens, start)
            chunk = tokens[start:stop]
            if not chunk or stop >= len(tokens) or tokens[stop].text not in {",", "."} or chunk[0].text.lower() in DAYS:
                break
            finite = any(
                noun_tag(t) in {"VERB", "AUX"} or t.text.lower() in {"who", "which", "told", "said"} for t in chunk
            )
            if finite or chunk[0].upos not in {"CCONJ", "NOUN", "PROPN", "DET", "ADJ"}:
                break
            if any(n.label == "PER" for n in self.context.names_in(Span(chunk[0].span.start, chunk[-1].span.end))):
                break
            if chunk[0].upos != "CCONJ" and self.is_role(chunk[-1].text):
                break  # a description of its own; the walk takes it next
            place = stop
        return place

    def _appositive(
        self, tokens: Sequence[Token], start: int, end: int, name: Span, *, paired: bool = False
    ) -> Description | None:
        first = tokens[start].text.lower()
        if first in {"who", "whose"}:
            return self._relative(tokens, start, end, name)
        if first in {"of", "with", "from", "at", "for"} and organisation_follows(self.context, tokens, start + 1):
            stop = organisation_end(tokens, start + 1)
            return Description(Span(tokens[start].span.start, tokens[stop - 1].span.end), "affiliation:of", name)
        if first in {"speaking", "writing"}:
            place = next((i for i in range(start + 1, min(end, start + 5)) if tokens[i].text.lower() == "for"), None)
            if place is not None and place + 1 < end:
                return Description(
                    Span(tokens[place].span.start, tokens[end - 1].span.end), "affiliation:speaking-for", name
                )
            return None
        if first in ALSO and start + 1 < end:
            start += first == "also"
            first = tokens[start].text.lower()
        if first in NO_OPENERS:
            return None
        gerund = first.endswith("ing") and start + 1 < end and tokens[start + 1].upos in {"NOUN", "PROPN"}
        if (
            not gerund
            and first not in ALSO | IN_OFFICE
            and tokens[start].upos
            not in {
                "DET",
                "NOUN",
                "PROPN",
                "ADJ",
                "NUM",
                "PRON",
                "X",
            }
        ):
            return None
        stop = next(
            (
                i
                for i in range(start, end)
                if tokens[i].text.lower() in {"who", "which", "whose", "that"}
                or (noun_tag(tokens[i]) == "VERB" and tokens[i].xpos in {"VBD", "VBZ", "VBP"})
                or tokens[i].upos == "AUX"
            ),
            end,
        )
        if stop == start:
            return None
        one = find_one(self.context, tokens[start:stop]) if first == "one" and stop - start > 1 else None
        if one is not None and self._fits(name, one[1], plural=False):
            return Description(one[0], "role:apposition", name, one[1])
        begin = past_owner(tokens, start, stop)
        phrase = self.context.reader.read(
            tokens[begin:stop], self.context.names_in(Span(tokens[begin].span.start, tokens[stop - 1].span.end))
        )
        if phrase is None:
            return None
        if phrase.kind == "pair":
            phrase = phrase.parts[0]
            chair = self._role_before(tokens, start, stop)
            if chair and not self.is_role(phrase.noun.split()[-1]):
                span = Span(tokens[start].span.start, tokens[stop - 1].span.end)
                return Description(span, "role:apposition", name, chair)
        noun = phrase.noun.split()[-1] if phrase.noun else ""
        if phrase.kind == "name" and phrase.label == "PER" and not self.is_role(noun):
            return None
        coined = tokens[start].upos == "DET" and phrase.kind == "nominal" and may_be_person(singular(noun))
        plural = phrase.plural and not paired  # "Ama Owusu and Jun Sato, sociologists at ..."
        if paired and not phrase.plural:
            return None
        noun = singular(noun) if paired else noun
        if not self._fits(name, noun, plural=plural) and (phrase.plural or not coined or self._names_body(name)):
            return None
        span = Span(tokens[start].span.start, tokens[stop - 1].span.end)
        return Description(span, "role:apposition", name, singular(noun))

    def _role_before(self, tokens: Sequence[Token], start: int, stop: int) -> str:
        """Return the role before the first preposition ("the Ama and Kojo Owusu Chair in Law"), or an empty string."""
        last = next((i for i in range(start, stop) if tokens[i].upos == "ADP"), stop) - 1
        word = tokens[last].text.lower() if last > start else ""
        return word if tokens[start].upos == "DET" and word and self.is_role(word) else ""

    def _names_body(self, name: Span) -> bool:
        return any(n.label == "ORG" for n in self.context.names_in(name))

    def _fits(self, name: Span, noun: str, *, plural: bool) -> bool:
        """Tell whether a description with this head can be of the one who is so named: a person, or a body."""
        if self._names_body(name):
            return not plural and is_organisation_noun(singular(noun))
        return self._is_person(noun, plural=plural)

    def _is_person(self, noun: str, *, plural: bool) -> bool:
        """Tell whether a description with this head can be of one person."""
        return not plural and (self.is_role(noun) or noun.endswith(("year-old", "-time")))

    def _relative(self, tokens: Sequence[Token], start: int, end: int, name: Span) -> Description | None:
        place = start + 1
        while (
            place < end
            and tokens[place].upos in {"ADV", "AUX"}
            and tokens[place].text.lower() not in {"is", "was", "serves"}
        ):
            place += 1
        if place >= end:
            return None
        word = tokens[place].text.lower()
        if word in {"is", "was"} and place + 1 < end:
            description = self._appositive(tokens, place + 1, end, name)
            return Description(description.span, "role:relative", name, description.noun) if description else None
        if word not in LEADING:
            return None
        if (
            word in {"serves", "served", "works", "worked"}
            and place + 2 < end
            and tokens[place + 1].text.lower() == "as"
        ):
            place += 2
        return Description(Span(tokens[place].span.start, tokens[end - 1].span.end), "role:relative", name, word)

    def _appositive_before(self, tree: Tree, first: int, name: Span) -> Description | None:
        tokens = tree.tokens
        end = first
        while end > 0 and is_title(tokens[end - 1].text) and tokens[end - 1].text[:1].isupper():
            end -= 1
        end -= 1
        if end <= 0 or tokens[end].text not in {",", "–", "—", "--"}:
            return None
        start = end
        while (
            start > 0
            and end - start < MAX_WORDS
            and tokens[start - 1].text not in BOUNDARY
            and (noun_tag(tokens[start - 1]) not in {"VERB", "AUX", "SCONJ"} or tokens[start - 1].deprel == "amod")
        ):
            start -= 1
        if tokens[start].text.lower() == "one" and end - start > 1:
            one = find_one(self.context, tokens[start:end])
            if one is None or not self._fits(name, one[1], plural=False) or in_another_clause(tree, first, one[0]):
                return None
            return Description(one[0], "role:apposition-before", name, one[1])
        opener = next(
            (
                i
                for i in range(start, end)
                if tokens[i].upos == "DET" or tokens[i].xpos == "PRP$" or tokens[i].text in {"'s", "’s"}
            ),
            None,
        )
        if opener is None:
            # Without an article it opens its clause: "running for president, X said" is no description of X.
            if (start > 0 and tokens[start - 1].text not in BOUNDARY) or tokens[start].upos in {"ADP", "SCONJ", "ADV"}:
                return None
            opener = start
        if tokens[opener].text in {"'s", "’s"} or tokens[opener].xpos == "PRP$":
            opener += 1
        if opener >= end:
            return None
        phrase = self.context.reader.read(
            tokens[opener:end], self.context.names_in(Span(tokens[opener].span.start, tokens[end - 1].span.end))
        )
        if phrase is None or phrase.kind != "nominal" or not self._fits(name, phrase.noun, plural=phrase.plural):
            return None
        if in_another_clause(tree, first, phrase.head):
            return None
        return Description(
            Span(tokens[opener].span.start, tokens[end - 1].span.end),
            "role:apposition-before",
            name,
            singular(phrase.noun),
        )

    def _party(self, name: Span) -> Description | None:
        match = PARTY.match(self.text, name.end)
        if not match:
            return None
        end = match.end(2) if match.group(2) else match.end(1)
        return Description(Span(match.start(1), end), "role:party", name)

    def _predicate(self, tree: Tree, covered: Sequence[int], name: Span) -> Description | None:
        found = find_predicate(self.context, tree, covered, lambda noun: self._is_person(noun, plural=False))
        return Description(found[0], "role:predicate", name, found[1]) if found is not None else None
