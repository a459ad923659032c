"""Stage 4d: the speaker of each quote - resolved, ambiguous or unresolved, never dropped - and the sources' records.

The text is walked once, mention by mention. Where a mention is the source of quotes it is read as what it is (name,
description, pronoun, pair); quotes without a source then take their speaker from the attributions around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.annotating.syntax import Forest
from attribution.model import Annotated, Evidence, NoComment, Quote, Source
from attribution.quoting.marks import Marks
from attribution.quoting.speech_words import verb_acts
from attribution.sourcing.agreement import learn_pronouns
from attribution.sourcing.chains import Chain, Chains, Decision
from attribution.sourcing.mentions import Context, Mention, find_mentions
from attribution.sourcing.naming import find_names, with_apposition
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.portraits import Portraits
from attribution.sourcing.references import References
from attribution.sourcing.roles import Describer
from attribution.sourcing.taxonomy import Taxonomy
from attribution.sourcing.turns import RULE, Turns, turn_labels, without_label
from attribution.spans import Span

WORD = re.compile(r"[^\W_]{3,}")
COMMON = frozenset(
    "the and that will not was were are has have had been for with this they from but who his her its would could "
    "should can about there what when our your you all one than then them".split()
)
# A headline or subhead repeats a quote when half of its longer words stand in it; two words are the least to judge by.
SAME_WORDS, FEWEST_WORDS = 0.5, 2
BACK_PARAGRAPHS = 3
# A name that stands beside a quotation: after the comma inside its marks, or before the colon that opens it.
COMMA_INSIDE = re.compile(r",[”\"’'»]{1,2}\Z")
OPENING = " \t\r\n\u00a0“\"'‘«„”’"
BEFORE_NAME = frozenset("ADJ DET NOUN PROPN PUNCT".split())
OWNING = ("'s", "’s")
OF = frozenset({"of", "from", "by"})
OF_REACH = 12  # characters before a name with "of" and "the"
COLON_REACH, NAME_REACH = 8, 60


@dataclass(frozen=True, slots=True)
class Resolved:
    """Quotes with speakers, the sources they name in order of first quote, and the no-comment lines with theirs."""

    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    no_comment: tuple[NoComment, ...]


def resolve_speakers(
    annotated: Annotated,
    marks: Marks,
    quotes: tuple[Quote, ...],
    no_comment: tuple[NoComment, ...],
    *,
    taxonomy: Taxonomy,
) -> Resolved:
    """Return the quotes with their speakers, the sources and the no-comment lines.

    Quotes keep their order; `Quote.evidence` gets an entry whose rule starts with ``speaker:``.
    """
    return _Resolver(annotated, marks, quotes, no_comment, taxonomy).run()


class _Resolver:
    def __init__(
        self,
        annotated: Annotated,
        marks: Marks,
        quotes: Sequence[Quote],
        no_comment: Sequence[NoComment],
        taxonomy: Taxonomy,
    ) -> None:
        self.article = annotated.article
        self.text = annotated.article.text
        self.marks = marks
        self.quotes = quotes
        self.no_comment = no_comment
        self.taxonomy = taxonomy
        turns = [span for q in quotes if q.rule == RULE for span in q.content]
        self.context = Context(Forest(annotated), marks, turns)
        self.labels = turn_labels(quotes)
        self.spans = sorted({q.source for q in quotes if q.source} | {n.source for n in no_comment if n.source})
        self.ends = {s.end for s in self.spans}
        self.decisions: dict[Span, Decision] = {}

    def run(self) -> Resolved:
        words = {s: with_apposition(self.context, without_label(s, self.text)) for s in self.spans}
        find_names(self.context, [words[s] for s in self.spans if s not in self.labels])
        mentions = find_mentions(self.context)
        phrases = {span: self.context.read(words[span]) for span in self.spans}
        describer = Describer(self.context, self.taxonomy)
        chains = self._walk(mentions, phrases, describer)
        by_quote = self._speakers()
        return self._records(chains, by_quote, describer)

    def _walk(
        self,
        mentions: Sequence[Mention],
        phrases: dict[Span, Phrase | None],
        describer: Describer,
    ) -> Chains:
        chains = Chains(self.context, describer.describe)
        chains.add_names([m for m in mentions if m.phrase.kind == "name"])
        self.references = references = References(chains, self.taxonomy)
        told = [(m.pronoun, m.phrase.head) for m in mentions if m.pronoun in {"he", "she"} and not m.quoted]
        ahead = [(word, found[0]) for word, span in told if (found := references.antecedents.ahead(word, span))]
        learn_pronouns(chains, mentions, ahead)
        self.decisions = {}
        inside = {m.start for m in mentions for s in self.spans if s.start <= m.start < s.end}
        heads = [part.head for p in phrases.values() if p is not None for part in (p, *p.parts)]
        edges = {head.start for head in heads} | {head.end for head in heads}
        inside -= {m.start for m in mentions if self._stands_alone(m) and not edges & {m.start, m.phrase.head.end}}
        steps: list[tuple[int, int, Mention | Span]] = [(m.start, 1, m) for m in mentions if m.start not in inside]
        for span in self.spans:
            phrase = phrases[span]
            steps.append((phrase.head.start if phrase else span.start, 0, span))
        turns = Turns(self.article, chains, self.labels)
        for _, _, step in sorted(steps, key=lambda s: s[:2]):
            if isinstance(step, Span):
                turn = turns.speaker(step) if step in self.labels else None
                self.decisions[step] = turn or references.source(phrases[step], step)
            else:
                references.mention(step)
        return chains

    def _stands_alone(self, mention: Mention) -> bool:
        """Tell whether a name in a source stands beside its head: an owner ("Sato's letter"), or a body at its end."""
        head = mention.phrase.head
        if mention.phrase.kind != "name":
            return False
        if self.text.startswith(OWNING, head.end):
            return mention.subject
        before = self.text[max(0, head.start - OF_REACH) : head.start].lower().split()
        return mention.phrase.label == "ORG" and bool(OF & set(before)) and head.end in self.ends

    # --- speakers ---------------------------------------------------------------------------------------------------

    def _speakers(self) -> dict[str, Decision]:
        found: dict[str, Decision] = {}
        for quote in self.quotes:
            if quote.source is not None:
                found[quote.id] = self.decisions[quote.source]
            elif quote.cue is not None:
                named = self._named_after(quote) or self._verb_first(quote.cue, quote)
                found[quote.id] = named or Decision(
                    None, "speaker:none-given", (quote.cue,), "the text does not say who"
                )
        for index, quote in enumerate(self.quotes):
            if quote.id not in found:
                found[quote.id] = self._floating(index, quote, found)
        return found

    def _floating(self, index: int, quote: Quote, found: dict[str, Decision]) -> Decision:
        zone = self.article.paragraphs[quote.paragraph].zone if self.article.paragraphs else "body"
        if zone in {"headline", "subhead", "standfirst", "caption"}:
            return self._repeated(quote, found, zone)
        continued = self._continued(quote, found)
        if continued is not None:
            return continued
        named = (self._named_after(quote) or self._named_before(quote)) if quote.type != "indirect" else None
        if named is not None:
            return named
        introduced = self._introduced(index, quote) if quote.type != "indirect" else None
        if introduced is not None:
            return introduced
        last = self.quotes[index - 1] if index else None
        if last is not None and last.paragraph == quote.paragraph and "indirect" not in {last.type, quote.type}:
            read = found.get(last.id)
            if last.source is not None and read is not None and read.chain and read.chain.kind == "document":
                return self._lent(quote, last, found, "the same paragraph gives it to")
        before = next((q for q in reversed(self.quotes[:index]) if self._lends(q, found)), None)
        after = next((q for q in self.quotes[index + 1 :] if self._lends(q, found)), None)
        if before is not None and before.paragraph == quote.paragraph:
            return self._lent(quote, before, found, "the same paragraph gives it to")
        if after is not None and after.paragraph == quote.paragraph and after.source is not None:
            return self._lent(quote, after, found, "the attribution after it in the paragraph names")
        if before is not None and quote.paragraph - before.paragraph <= BACK_PARAGRAPHS and quote.type != "indirect":
            return self._lent(quote, before, found, "it goes on after the words of")
        if after is not None and after.paragraph - quote.paragraph <= 1 and after.source is not None:
            return self._lent(quote, after, found, "the next paragraph names")
        return Decision(None, "speaker:floating", (quote.content[0],), "no attribution stands near it")

    def _verb_first(self, cue: Span, quote: Quote) -> Decision | None:
        """Return who is named between a verb that opens its sentence and a colon (Continued Mensah: “...”)."""
        index = self.context.forest.index_at(cue.start)
        if index is None or self.context.forest.trees[index].sentence.span.start != cue.start:
            return None
        name = next(
            (n.span for n in self.context.names_in(Span(cue.end, cue.end + NAME_REACH)) if n.label == "PER"), None
        )
        if name is None or self.text[cue.end : name.start].strip() or not self.text.startswith(":", name.end):
            return None
        return self._beside(quote, name, "the verb before its colon is that of")

    def _named_after(self, quote: Quote) -> Decision | None:
        """Return the person named right after the comma of a quotation (“...,” Kofi Mensah, who fishes there, said)."""
        end = quote.content[-1].end
        if quote.type == "indirect" or COMMA_INSIDE.search(self.text, max(0, end - 3), end) is None:
            return None
        name = next((n for n in self.context.names_in(Span(end, end + NAME_REACH)) if n.label == "PER"), None)
        if name is None or self.text.startswith(("'s", "’s"), name.span.end) or self.context.quoted(name.span.start):
            return None
        gap = [t for t in self.context.tokens_in(Span(end, name.span.start)) if t.span.start >= end]
        if "\n" in self.text[end : name.span.start] or any(t.upos not in BEFORE_NAME for t in gap if len(t.text) > 1):
            return None
        return self._beside(quote, name.span, "the words after it name")

    def _named_before(self, quote: Quote) -> Decision | None:
        """Return who is named before the colon that opens a quotation: beside it, or as subject ("Here is Sato:")."""
        start = quote.content[0].start
        before = self.text[max(0, start - COLON_REACH) : start + 1].rstrip(OPENING + self.text[start])
        colon = start - min(COLON_REACH, start) + len(before) - 1
        index = self.context.forest.index_at(colon) if before.endswith(":") else None
        if index is None:
            return None
        sentence = self.context.forest.trees[index].sentence.span
        reach = Span(sentence.start, colon)
        names = [
            n.span for n in self.context.names_in(reach) if n.label == "PER" and not self.context.quoted(n.span.start)
        ]
        if names and names[-1].end == colon:
            pair = len(names) > 1 and self.text[names[-2].end : names[-1].start] == " and "
            return self._beside(quote, Span(names[-2].start, colon) if pair else names[-1], "the colon before it names")
        subjects = {s.span for s in self.references.chains.history if s.subject and s.span in names}
        if len(names) == len(subjects) == 1:
            return self._beside(quote, names[0], "the sentence before its colon is about")
        return None

    def _introduced(self, index: int, quote: Quote) -> Decision | None:
        """Return who speaks in the sentence right before a quotation, which gives no words ("Sato agreed. “...”").

        The sentence ends in a colon, or stands in the paragraph of the quotation, after all earlier quotes.
        """
        start = quote.content[0].start
        number = self.context.forest.index_at(start)
        if number is None:
            return None
        trees = self.context.forest.trees
        first = trees[number].sentence.span.start
        number -= not self.text[first:start].strip(OPENING)
        if number < 0:
            return None
        tree = trees[number]
        colon = self._after_colon(start)
        earlier = self.quotes[index - 1] if index else None
        if earlier is not None and max(s.end for s in earlier.content) > tree.sentence.span.start:
            return None
        if not colon and tree.sentence.paragraph != quote.paragraph:
            return None
        before = [i for i, t in enumerate(tree.tokens) if t.span.end <= start and tree.child(i, "nsubj") is not None]
        verb = next((i for i in before if tree.tokens[i].head < 0), None) if not colon else next(reversed(before), None)
        subject = tree.child(verb, "nsubj") if verb is not None else None
        if verb is None or subject is None or verb_acts().get(tree.tokens[verb].lemma) != "speech":
            return None
        if self.context.quoted(tree.tokens[subject].span.start):
            return None
        span = tree.span([i for i in tree.subtree(subject) if i < verb] or [subject])
        found = self.references.source(self.context.read(span), span)
        if found.chain is None:
            return None
        why = f"the sentence before it is on what {found.chain.name} says"
        return Decision(found.chain, "speaker:floating", (quote.content[0], span), why)

    def _after_colon(self, start: int) -> bool:
        """Tell whether a colon stands before ``start``, a line's end or an opening mark between them at most."""
        return self.text[max(0, start - COLON_REACH) : start].rstrip(OPENING).endswith(":")

    def _beside(self, quote: Quote, span: Span, why: str) -> Decision | None:
        found = self.references.source(self.context.read(span), span)
        if found.chain is None:
            return None
        return Decision(found.chain, "speaker:floating", (quote.content[0], span), f"{why} {found.chain.name}")

    def _lends(self, quote: Quote, found: dict[str, Decision]) -> bool:
        """Tell whether a quote's speaker can be another's: it is known, spoken, and stands in the body."""
        zone = self.article.paragraphs[quote.paragraph].zone if self.article.paragraphs else "body"
        decision = found.get(quote.id)
        if decision is None or zone in {"headline", "subhead", "caption", "standfirst"}:
            return False
        if decision.chain is None:
            return decision.rule != "speaker:none-given"
        return decision.chain.kind != "document" or quote.source is None

    @staticmethod
    def _lent(quote: Quote, other: Quote, found: dict[str, Decision], why: str) -> Decision:
        decision = found[other.id]
        name = decision.chain.name if decision.chain else "a speaker not settled"
        return Decision(
            decision.chain,
            "speaker:floating",
            (quote.content[0], other.source or other.content[0]),
            f"{why} {name}",
            decision.candidates,
        )

    def _continued(self, quote: Quote, found: dict[str, Decision]) -> Decision | None:
        """Return the speaker of the paragraph whose speech this one goes on with."""
        start = quote.content[0].start
        for region in self.marks.regions:
            if region.continues is not None and region.span.start <= start < region.span.end:
                earlier = self.marks.regions[region.continues].span
                for other in self.quotes:
                    if other.id in found and any(earlier.overlaps(c) for c in other.content):
                        return self._lent(quote, other, found, "it goes on with the speech of")
        return None

    def _repeated(self, quote: Quote, found: dict[str, Decision], zone: str) -> Decision:
        """Return the speaker whose words a headline or subhead repeats."""
        words = self._content_words(quote)
        start = quote.content[0].start
        best: tuple[float, int, Quote] | None = None
        for other in self.quotes:
            if other.id == quote.id or other.id not in found or found[other.id].chain is None:
                continue
            shared = len(words & self._content_words(other)) / max(len(words), 1)
            rank = (shared, -abs(other.content[0].start - start), other)
            if best is None or rank[:2] > best[:2]:
                best = rank
        if best is not None and len(words) >= FEWEST_WORDS and best[0] >= SAME_WORDS:
            return self._lent(quote, best[2], found, "it repeats words of")
        after = next(
            (q for q in self.quotes if q.content[0].start > start and q.source is not None and self._lends(q, found)),
            None,
        )
        if zone == "subhead" and after is not None and after.paragraph - quote.paragraph <= BACK_PARAGRAPHS:
            return self._lent(quote, after, found, "the words under it are those of")
        return Decision(
            None, "speaker:floating", (quote.content[0],), f"the {zone} names nobody and repeats nobody's words"
        )

    def _content_words(self, quote: Quote) -> set[str]:
        return {w.lower() for span in quote.content for w in WORD.findall(span.slice(self.text))} - COMMON

    # --- records ----------------------------------------------------------------------------------------------------

    def _records(self, chains: Chains, by_quote: dict[str, Decision], describer: Describer) -> Resolved:
        order: list[Chain] = []
        for quote in sorted(self.quotes, key=lambda q: q.content[0].start):
            self._enter(order, by_quote[quote.id])
        for line in self.no_comment:
            if line.source is not None:
                self._enter(order, self.decisions[line.source])
        ids = {chain.index: f"s{number}" for number, chain in enumerate(order, 1)}
        portraits = Portraits(self.context, chains, self.taxonomy, describer)
        sources = tuple(portraits.draw(chain, ids[chain.index]) for chain in order)
        quotes = tuple(self._with_speaker(q, by_quote[q.id], ids) for q in self.quotes)
        lines = tuple(
            replace(n, speaker=ids[chain.index]) if n.source and (chain := self.decisions[n.source].chain) else n
            for n in self.no_comment
        )
        return Resolved(quotes, sources, lines)

    @staticmethod
    def _enter(order: list[Chain], decision: Decision) -> None:
        for chain in (decision.chain,) if decision.chain else decision.candidates:
            if chain not in order:
                order.append(chain)

    @staticmethod
    def _with_speaker(quote: Quote, decision: Decision, ids: dict[int, str]) -> Quote:
        evidence = (*quote.evidence, Evidence(decision.rule, decision.spans, decision.note))
        if decision.chain is not None:
            return replace(quote, speaker=ids[decision.chain.index], status="resolved", evidence=evidence)
        candidates = tuple(ids[c.index] for c in decision.candidates)
        return replace(
            quote, status="ambiguous" if candidates else "unresolved", candidates=candidates, evidence=evidence
        )
