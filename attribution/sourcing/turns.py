"""Transcripts: who speaks where a label opens a turn ("A:", "Q:", a surname in capitals)."""

from __future__ import annotations

from collections.abc import Iterable

from attribution.model import Article, Quote
from attribution.sourcing.chains import Chain, Chains, Decision
from attribution.spans import Span

RULE = "transcript-turn"
ANSWERS = frozenset({"a", "answer"})
QUESTIONS = frozenset({"q", "question"})


def turn_labels(quotes: Iterable[Quote]) -> frozenset[Span]:
    """Return the sources of quotes that are labels of turns."""
    return frozenset(q.source for q in quotes if q.rule == RULE and q.source is not None)


def without_label(span: Span, text: str) -> Span:
    """Return a source without the label of the turn that it opens ("Q: The mayor")."""
    label, colon, rest = span.slice(text).partition(":")
    if not colon or label.strip().lower() not in ANSWERS | QUESTIONS or not rest.strip():
        return span
    return Span(span.end - len(rest.lstrip()), span.end)


class Turns:
    """Gives the labels of an interview to the people of the article."""

    def __init__(self, article: Article, chains: Chains, labels: Iterable[Span]) -> None:
        self.article = article
        self.text = article.text
        self.chains = chains
        self.first = min((label.start for label in labels), default=0)

    def speaker(self, label: Span) -> Decision | None:
        """Return whose turn the label opens; None for a label that is neither "A", "Q" nor a name of the article."""
        word = label.slice(self.text).strip(" :.*").lower()
        if word in QUESTIONS:
            return Decision(None, "speaker:reporter", (label,), "the question is the reporter's own voice")
        if word in ANSWERS:
            return self._interviewed(label)
        named = [c for c in self._people() if c.person and (word in c.person.words or word == self._initials(c))]
        if not named:
            return None
        if len(named) > 1:
            return Decision(None, "speaker:label", (label,), "several people of the article share it", tuple(named))
        note = f"“{label.slice(self.text)}” is {named[0].name}"
        return self._noted(Decision(named[0], "speaker:label", (label, named[0].names[0]), note), label)

    def _people(self) -> list[Chain]:
        return [c for c in self.chains.all if c.kind == "person" and c.names]

    @staticmethod
    def _initials(chain: Chain) -> str:
        return "".join(w[:1] for w in chain.person.words) if chain.person else ""

    def _interviewed(self, label: Span) -> Decision:
        """Return the person whom the introduction presents: most often named before the first turn, no author."""
        counts = {c.index: sum(s.start < self.first for s in c.names) for c in self._people() if not self._author(c)}
        most = max(counts.values(), default=0)
        best = [c for c in self._people() if most and counts.get(c.index) == most]
        if len(best) == 1:
            note = f"the answers are those of {best[0].name}, whom the introduction presents"
            return self._noted(Decision(best[0], "speaker:answer", (label, best[0].names[0]), note), label)
        if best:
            return Decision(None, "speaker:answer", (label,), "the introduction presents several people", tuple(best))
        return Decision(None, "speaker:answer", (label,), "nobody is named before the first answer")

    def _author(self, chain: Chain) -> bool:
        byline = (self.article.byline or "").lower()
        zones = {self.article.paragraphs[self.article.paragraph_at(s.start)].zone for s in chain.names}
        return chain.name.lower() in byline or "byline" in zones

    def _noted(self, decision: Decision, label: Span) -> Decision:
        if decision.chain is not None:
            self.chains.passed(decision.chain, label, subject=True, speaker=True)
        return decision
