"""Reading a mention in its place in the text: which chain a source, a pronoun or a description goes with."""

from __future__ import annotations

import re

from attribution.model import SourceKind
from attribution.sourcing.chains import Chain, Chains, Decision
from attribution.sourcing.coref import Antecedents
from attribution.sourcing.definites import PARTIES, SAME_OFFICE, Descriptions, Sought, belongs_to_another
from attribution.sourcing.mentions import PLACE_PREPOSITIONS, PRONOUNS, Mention
from attribution.sourcing.nouns import (
    is_demonym,
    is_person_noun,
    nominal_kind,
    noun_pronoun,
)
from attribution.sourcing.owners import Owners
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.roles import Description
from attribution.sourcing.standing import find_campaign
from attribution.sourcing.taxonomy import UNKNOWN, Taxonomy, singular
from attribution.sourcing.wording import GENERIC, OWN_WORDS, is_common, plain_name, words_mean_two
from attribution.spans import Span

ONE_OF = re.compile(r"(?:one|another|a second|the second|the other) of (?:the|those|these) (\w+)$", re.IGNORECASE)
RELATIVE_REACH = 160  # characters between a name and its "who": an apposition may stand between them
ON_STAGE = frozenset({"candidate", "nominee", "contender", "hopeful"})
RECENT = 8  # mentions before a relative pronoun that are looked at
FIRST_PERSON = frozenset("i we me us my our myself ourselves".split())
BOTH = re.compile(
    r"\b(?:both (?:sides|parties|men|women|countries|leaders|teams|groups|candidates|campaigns)"
    r"|the (?:two|pair|duo|couple|trio)(?: \w+)?|both|they both)\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\bbetween\s+(.{3,120}?)\s+and\s+(.{3,80}?)"
    r"(?=\s+(?:in|on|at|ended|began|have|has|had|was|were|is|are|will|that|over|about|to|for)\b|[,.;\n])",
    re.IGNORECASE,
)


class References:
    """Gives mentions to chains, in text order, and starts new chains where nothing before fits."""

    def __init__(self, chains: Chains, taxonomy: Taxonomy) -> None:
        self.chains = chains
        self.antecedents = Antecedents(chains)
        self.descriptions = Descriptions(chains)
        self.owners = Owners(chains, self.antecedents)
        self.context = chains.context
        self.text = chains.text
        self.taxonomy = taxonomy

    def mention(self, mention: Mention) -> None:
        """Note a mention that is nobody's source."""
        phrase = mention.phrase
        if phrase.kind == "name":
            decision = self.chains.by_name.get(phrase.head)
            if decision is not None and decision.chain is not None:
                self.chains.passed(decision.chain, phrase.head, subject=mention.subject, speaker=False)
        elif mention.quoted:
            return
        elif phrase.kind == "pronoun":
            if mention.pronoun in {"he", "she"}:
                found = self.antecedents.pronoun(mention.pronoun, phrase.head)
                if found.chain is not None:
                    self.chains.passed(found.chain, phrase.head, subject=mention.subject, speaker=False)
        else:
            known = self._known(phrase) if mention.known else self._nominal(phrase, speaks=False)
            if known is not None and known.chain is not None:
                self.chains.passed(known.chain, phrase.head, subject=mention.subject, speaker=False)

    def source(self, phrase: Phrase | None, span: Span) -> Decision:
        """Return the speaker that a quote's source stands for, and note it as one who speaks."""
        decision = self._source(phrase, span)
        if decision.chain is not None:
            head = phrase.head if phrase is not None else span
            self.chains.passed(decision.chain, head, subject=True, speaker=True)
        return decision

    def _source(self, phrase: Phrase | None, span: Span) -> Decision:
        words = span.slice(self.text)
        if BOTH.fullmatch(words.strip()):
            return self._both(phrase, span)
        if phrase is None:
            return Decision(None, "speaker:unreadable", (span,), "no noun or name in the words beside the cue")
        if phrase.kind == "pair":
            return self._pair(phrase)
        if phrase.kind == "pronoun":
            return self._pronoun(phrase)
        if phrase.kind == "name":
            decision = self.chains.by_name.get(phrase.head)
            if decision is None:
                name = next((n for n in self.context.names_in(phrase.span) if n.span.overlaps(phrase.head)), None)
                decision = self.chains.by_name.get(name.span) if name else None
            if decision is not None and decision.chain is None and decision.candidates:
                return self._who_speaks(phrase, decision)
            if decision is not None:
                return decision
        return self._nominal(phrase)

    def _who_speaks(self, phrase: Phrase, decision: Decision) -> Decision:
        """Return the one of several with the same surname who has spoken already; the others are spoken of."""
        spoken = {s.chain.index: s for s in self.chains.history if s.speaker and s.chain in decision.candidates}
        ranked = sorted(spoken.values(), key=lambda s: s.span.start, reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0].paragraph == ranked[1].paragraph):
            return decision
        seen = ranked[0]
        note = "the one of that surname who has spoken before"
        return Decision(seen.chain, "speaker:shared-surname", (phrase.head, seen.span), note)

    def _pronoun(self, phrase: Phrase) -> Decision:
        word = phrase.noun
        if word in FIRST_PERSON:
            return Decision(None, "speaker:first-person", (phrase.head,), "the reporter's own voice")
        if word in PRONOUNS:
            decision = self.antecedents.pronoun(PRONOUNS[word], phrase.head, speaks=True)
            if decision.chain is not None and PRONOUNS[word] != "it":
                decision.chain.spoken[PRONOUNS[word]] += 1
            return decision
        if word in {"who", "which", "that", "whose"}:
            found = self._of_clause(phrase) if word in {"which", "that"} else None
            if found is not None:
                return found
            before = [s for s in reversed(self.chains.history[-RECENT:]) if s.span.end <= phrase.head.start]
            people = [s for s in before if s.chain.kind in {"person", "unnamed_person", "group"}]
            last = next(iter(people if word == "who" and people else before), None)
            if last is not None and phrase.head.start - last.span.end < RELATIVE_REACH:
                note = f"“{word}” goes back to {last.chain.name}"
                return Decision(last.chain, "speaker:relative", (phrase.head, last.span), note)
        return Decision(None, "speaker:pronoun", (phrase.head,), f"“{word}” says nothing of who it is")

    def _of_clause(self, phrase: Phrase) -> Decision | None:
        """Return what a relative pronoun stands for: the noun that its clause hangs on."""
        index = self.context.forest.index_at(phrase.head.start)
        if index is None:
            return None
        tree = self.context.forest.trees[index]
        covered = tree.covered(phrase.head)
        verb = next((i for i in tree.ancestors(covered[0]) if tree.tokens[i].deprel == "acl:relcl"), None)
        noun = tree.tokens[verb].head if verb is not None else -1
        if not 0 <= noun < covered[0] or tree.tokens[noun].upos not in {"NOUN", "PROPN"}:
            return None
        without = [
            i for i in tree.children(noun) if i > noun and not tree.tokens[i].deprel.startswith(("flat", "nmod"))
        ]
        span = tree.span([i for i in tree.subtree(noun, without=without) if i < covered[0]] or [noun])
        read = self.context.read(span)
        if read is None or read.kind not in {"name", "nominal"}:
            return None
        found = self._source(read, read.span)
        note = f"“{phrase.noun}” goes back to {found.chain.name}" if found.chain is not None else ""
        return Decision(found.chain, "speaker:relative", (phrase.head, read.head), note) if found.chain else None

    def _pair(self, phrase: Phrase) -> Decision:
        members = tuple(d.chain for part in phrase.parts if (d := self._source(part, part.head)).chain is not None)
        name = plain_name(phrase.core.slice(self.text))
        names = [m.name for m in members if m is not None]
        if len(names) == len(phrase.parts) and all(p.kind == "name" for p in phrase.parts):
            name = ", ".join(names[:-1]) + " and " + names[-1]
        for chain in self.chains.all:
            if chain.members and chain.members == members:
                return Decision(chain, "speaker:pair", (phrase.core,), "the same people together")
        chain = self.chains.new("group", name, phrase)
        chain.members = tuple(m for m in members if m is not None)
        return Decision(chain, "speaker:pair", (phrase.core,), f"{len(phrase.parts)} who speak as one")

    def _both(self, phrase: Phrase | None, span: Span) -> Decision:
        """Return those that "both sides" stands for: "between A and B" shortly before, or the last pair."""
        index = self.context.forest.index_at(span.start)
        sentences = self.context.forest.annotated.sentences
        start = sentences[max(0, (index or 0) - 1)].span.start if sentences else 0
        for match in reversed(list(BETWEEN.finditer(self.text, start, span.start))):
            first, second = Span(*match.span(1)), Span(*match.span(2))
            name = f"{plain_name(first.slice(self.text))} and {plain_name(second.slice(self.text))}"
            chain = next((c for c in self.chains.all if c.name == name), None)
            if chain is None:
                members = tuple(self.chains.new("group", plain_name(s.slice(self.text))) for s in (first, second))
                chain = self.chains.new("group", name, phrase)
                chain.members = members
            return Decision(
                chain, "speaker:both", (span, first, second), f"“{span.slice(self.text)}” stands for {name}"
            )
        pair = next((s.chain for s in reversed(self.chains.history) if s.chain.members), None)
        if pair is not None:
            return Decision(pair, "speaker:both", (span,), f"“{span.slice(self.text)}” stands for {pair.name}")
        recent: list[Chain] = []
        for seen in reversed(self.chains.history):
            if seen.chain.kind == "person" and seen.chain not in recent and not seen.quoted:
                recent.append(seen.chain)
            if len(recent) == 2:  # noqa: PLR2004  two are meant
                break
        if len(recent) == 2 and words_mean_two(span.slice(self.text)):  # noqa: PLR2004
            first_chain, second_chain = recent[1], recent[0]
            chain = self.chains.new("group", f"{first_chain.name} and {second_chain.name}", phrase)
            chain.members = (first_chain, second_chain)
            return Decision(chain, "speaker:both", (span,), f"the last two people named are {chain.name}")
        chain = self.chains.new("group", plain_name(span.slice(self.text)), phrase)
        return Decision(chain, "speaker:nominal", (span,), "a group of its own")

    # --- descriptions ----------------------------------------------------------------------------------------------

    def _nominal(self, phrase: Phrase, *, speaks: bool = True) -> Decision:
        """Return the chain of a description, and keep its words for the chain that it goes back to."""
        decision = self._described(phrase, speaks=speaks)
        chain = decision.chain
        if (
            chain is not None
            and decision.rule in {"speaker:description", "speaker:nominal"}
            and chain.phrase is not phrase
        ):
            if chain.kind == "person" and phrase.determiner == "definite":
                chain.descriptions.append(
                    Description(phrase.core, "role:later-mention", phrase.head, singular(phrase.noun))
                )
            elif chain.kind == "group":
                chain.phrases.append(phrase)
        return decision

    def _known(self, phrase: Phrase) -> Decision | None:
        """Return the chain that a description can only take up again; it starts none."""
        if phrase.determiner != "definite":
            return None
        kind = nominal_kind(phrase.noun, plural=phrase.plural)
        sought = Sought(kind, self._modifiers(phrase), self.owners.of_phrase(phrase))
        return self.descriptions.definite(phrase, sought, lambda chain: self._group(phrase, chain), speaks=False)

    def _described(self, phrase: Phrase, *, speaks: bool) -> Decision:
        noun = singular(phrase.noun)
        capital = phrase.head.slice(self.text)[:1].isupper() and not self._opens_sentence(phrase.head)
        kind = nominal_kind(phrase.noun, plural=phrase.plural, capital=capital)
        if kind == "document" and noun in OWN_WORDS:
            author = self._author(phrase)
            if author is not None:
                return author
        if kind == "unnamed_person" and phrase.determiner == "indefinite":
            apposed = self.descriptions.apposed(phrase)
            if apposed is not None:
                return apposed
        modifiers = self._modifiers(phrase)
        place = self._place(phrase)
        owner = self.owners.of_phrase(phrase)
        same_owner = self.owners.owned(owner, noun, kind, modifiers)
        if same_owner is not None:
            if same_owner.name == noun and phrase.owner is not None:
                same_owner.name = self._name(phrase)  # "his campaign" before "Sato's campaign"
            note = f"“{phrase.head.slice(self.text)}” of {owner.name if owner else ''} again"
            return Decision(same_owner, "speaker:nominal", (phrase.head,), note)

        def group(chain: Chain | None) -> str:
            return self._group(phrase, chain)

        if kind == "unnamed_person" and self._in_headline(phrase.head):
            named = self._named_below(phrase)
            if named is not None:
                return named
        if phrase.determiner == "definite" or (
            phrase.determiner == "possessive" and kind in {"organization", "document"}
        ):
            found = self.descriptions.definite(phrase, Sought(kind, modifiers, owner), group, speaks=speaks)
            if found is not None and found.rule != "speaker:later":
                return found
            if kind == "organization" and noun in GENERIC and not modifiers:
                body = self.descriptions.body_before(
                    GENERIC[noun], lambda name: self.taxonomy.organisation_group(name).group
                )
                if body is not None:
                    return Decision(body, "speaker:nominal", (phrase.head,), f"“the {noun}” follows {body.name}")
            if found is not None:
                return replace_rule(found, "speaker:nominal")
        if kind == "group" or (kind == "organization" and phrase.determiner == "bare"):
            again = self._again(phrase, kind, modifiers, place, owner)
            if again is not None:
                return again
        if phrase.determiner == "possessive" and kind == "unnamed_person":
            same = [
                c
                for c in self.chains.all
                if c.kind == "person" and any(d.noun == noun and self.owners.can_own(owner, d) for d in c.descriptions)
            ]
            if len(same) == 1:
                return Decision(same[0], "speaker:nominal", (phrase.head,), f"the only {noun} who belongs to somebody")
            found = self.descriptions.definite(phrase, Sought(kind, modifiers, owner), group, speaks=speaks)
            if found is not None and found.chain is not None and found.chain.kind == "unnamed_person":
                return found
        chain = self.chains.new(kind, self._name(phrase), phrase)
        chain.among = self._among(phrase)
        chain.owner = owner
        chain.nouns = {noun}
        chain.modifiers = modifiers
        chain.place = place
        chain.titled = noun_pronoun(noun)
        return Decision(
            chain, "speaker:nominal", (phrase.head,), "named nowhere in the article" if kind == "unnamed_person" else ""
        )

    def _among(self, phrase: Phrase) -> Chain | None:
        """Return the group, spoken of before, of whom "one of the people" is one."""
        match = ONE_OF.match(self.text, phrase.span.start, phrase.span.end)
        noun = singular(match.group(1).lower()) if match else None
        return next(
            (s.chain for s in reversed(self.chains.history) if s.chain.kind == "group" and noun in s.chain.nouns), None
        )

    def _in_headline(self, span: Span) -> bool:
        article = self.context.forest.annotated.article
        zone = article.paragraphs[article.paragraph_at(span.start)].zone if article.paragraphs else "body"
        return zone in {"headline", "standfirst", "subhead"}

    def _named_below(self, phrase: Phrase) -> Decision | None:
        """Return the person whom a headline only describes ("Lawmaker urges ..."), by noun or by role group."""
        noun = singular(phrase.noun)
        people = [c for c in self.chains.all if c.kind == "person"]
        for chain in people:
            if noun in chain.nouns or any(noun in office and office & chain.nouns for office in SAME_OFFICE):
                return Decision(
                    chain,
                    "speaker:headline",
                    (phrase.head, chain.names[0]),
                    f"the {noun} of the article is {chain.name}",
                )
        asked = self._group(phrase, None)
        alike = [c for c in people if asked != UNKNOWN and self._group(phrase, c) == asked]
        if len(alike) == 1:
            return Decision(
                alike[0],
                "speaker:headline",
                (phrase.head, alike[0].names[0]),
                f"the only one of the article who can be the {noun}",
            )
        return None

    def _group(self, phrase: Phrase, chain: Chain | None) -> str:
        """Return the role group of a chain by its descriptions, or, without one, of the description itself."""
        if chain is None:
            return self.taxonomy.role_group(phrase.core.slice(self.text)).group
        if chain.nouns & ON_STAGE:
            return "politics"
        for description in chain.descriptions:
            group = self.taxonomy.role_group(description.span.slice(self.text)).group
            if group != UNKNOWN:
                return group
        if chain.person is not None and find_campaign(
            self.text, max(chain.names, key=len).slice(self.text).split()[-1]
        ):
            return "politics"
        return UNKNOWN

    def _opens_sentence(self, span: Span) -> bool:
        index = self.context.forest.index_at(span.start)
        return index is None or self.context.forest.annotated.sentences[index].span.start == span.start

    def _name(self, phrase: Phrase) -> str:
        core = phrase.core
        owner = phrase.owner
        if owner is not None and owner.slice(self.text).lower() not in PRONOUNS and owner.end <= core.start:
            core = Span(owner.start, core.end)
        name = plain_name(core.slice(self.text))
        tokens = self.context.tokens_in(core)
        if (
            tokens
            and self._opens_sentence(core)
            and (tokens[0].upos != "PROPN" or is_common(tokens[0].text.lower()))
            and not is_demonym(tokens[0].text)
            and not self.context.names_in(tokens[0].span)
            and tokens[0].text[1:].islower()
            and not (len(tokens) > 1 and tokens[1].text[:1].isupper())
        ):
            name = name[:1].lower() + name[1:]
        return name

    def _modifiers(self, phrase: Phrase) -> frozenset[str]:
        """Return the lower-case content words before the head of a description."""
        words = re.findall(r"[\w-]+", self.text[phrase.core.start : phrase.head.start].lower())
        return frozenset(
            singular(w)
            for w in words
            if w not in {"the", "a", "an", "s", "two", "three", "several", "some", "many", "other", "same"}
        )

    def _place(self, phrase: Phrase) -> str | None:
        """Return the place that limits a group: "officials in Herat", "in Herat, where officials"."""
        tail = self.text[phrase.head.end : phrase.span.end]
        match = re.match(r"\s+(\w+)\s+((?:the\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+)*)", tail)
        if match and match.group(1) in PLACE_PREPOSITIONS | {"of"}:
            return match.group(2).lower()
        before = self.text[max(0, phrase.span.start - 60) : phrase.span.start]
        match = re.search(r"([A-Z][\w-]+(?:\s[A-Z][\w-]+)*),\s+where\s+(?:the\s+)?$", before)
        return match.group(1).lower() if match else None

    def _again(
        self, phrase: Phrase, kind: SourceKind, modifiers: frozenset[str], place: str | None, owner: Chain | None
    ) -> Decision | None:
        """Return the group that a bare plural takes up again: same noun, nothing in it that the first does not have."""
        if phrase.determiner == "indefinite":
            return None
        noun = singular(phrase.noun)
        for seen in reversed(self.chains.history):
            chain = seen.chain
            if chain.kind != kind or noun not in chain.nouns or chain.members or belongs_to_another(chain, owner):
                continue
            if not (seen.speaker or noun in PARTIES):
                continue
            if (
                modifiers <= chain.modifiers
                and (place is None or place == chain.place)
                and self._tail(phrase) <= self._tail(chain.phrase)
            ):
                return Decision(
                    chain, "speaker:nominal", (phrase.head, seen.span), f"“{phrase.head.slice(self.text)}” again"
                )
        return None

    def _tail(self, phrase: Phrase | None) -> frozenset[str]:
        if phrase is None:
            return frozenset()
        return frozenset(re.findall(r"\w+", self.text[phrase.head.end : phrase.core.end].lower()))

    def _author(self, phrase: Phrase) -> Decision | None:
        """Return the author of a statement, letter or post: its owner, or who it is "by" or "from"."""
        if phrase.owner is not None:
            owner = self.context.read(phrase.owner)
            word = phrase.owner.slice(self.text).lower()
            if word in PRONOUNS and PRONOUNS[word] != "it":
                found = self.antecedents.pronoun(PRONOUNS[word], phrase.owner)
                return replace_rule(found, "speaker:author") if found.chain else None
            if owner is not None and owner.kind in {"name", "nominal"}:
                found = self._source(owner, owner.span)
                return replace_rule(found, "speaker:author")
        tail = self.text[phrase.head.end : phrase.span.end]
        match = re.search(r"\b(?:by|from|of)\s+", tail)
        if match:
            span = Span(phrase.head.end + match.end(), phrase.span.end)
            author = self.context.read(span)
            if author is not None and (
                author.kind == "name"
                or is_person_noun(singular(author.noun))
                or nominal_kind(author.noun, plural=author.plural) == "organization"
            ):
                return replace_rule(self._source(author, author.span), "speaker:author")
        return None


def replace_rule(decision: Decision, rule: str) -> Decision:
    """Return the decision under another rule."""
    return Decision(decision.chain, rule, decision.spans, decision.note, decision.candidates)
