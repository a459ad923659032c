"""The figures of an evaluation, each defined here by what it counts in one article.

A `Score` has four counts. ``found`` of ``predicted`` quotes are right, ``covered`` of ``gold`` quotes are found:

    precision P = found / predicted      recall R = covered / gold      F = 2 P R / (P + R)

All rest on the one-to-one pairs of `attribution.evaluating.align` (contents with an IoU of a half or more):

* ``content`` overlap: the quote is in a pair. Exact: and both contents have the same letters.
* ``source`` and ``cue``, of the quotes that have one: in a pair, and both share a letter; exact: have the same letters.
* ``attribution`` overlap: in a pair, and the sources share a letter or neither has one. Exact: content, source and cue
  have the same letters or are missing on both sides.
* ``content and speaker``: in a pair of one speaker (`attribution.evaluating.speakers.same_speaker`).
* by type: of the quotes of this type, those in a pair, whatever type the other has.
* by role group: of the quotes whose speaker is of this group, those in a pair of the same group.
* by rule: of the quotes that this rule found, those in a pair; there is no recall, since gold knows no rules.

A `Rate` is a share of pairs for which a question can be asked: ``speaker given content`` is the share of all pairs with
the right speaker; what is ``given speaker`` asks only pairs with the right speaker for which gold tells the field. A
role is right with half of the words of gold's or more, an affiliation where it can be the same body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from attribution.evaluating.align import Letters, Pair, align
from attribution.evaluating.labels import Label, Labelled
from attribution.evaluating.speakers import group_key, same_speaker, share_difference, speaker_keys, words_by
from attribution.model import QuoteType
from attribution.spans import Span
from attribution.words import word_spans

PARTS = ("content", "source", "cue")
Spans = tuple[Span, ...]
# A figure's name: its section, what it is of there, and how strictly.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """An article with its quotes as marked and as found, the pairs of them, and whether each pair has one speaker."""

    gold: Labelled
    predicted: Labelled
    pairs: tuple[Pair, ...]
    speakers: tuple[bool, ...]
    letters: Letters

    def both(self) -> Iterator[tuple[Pair, Label, Label, bool]]:
        """Yield each pair with its labels and whether the speaker is right."""
        for pair, same in zip(self.pairs, self.speakers, strict=True):
            yield pair, self.gold.labels[pair.gold], self.predicted.labels[pair.predicted], same

    def exact(self, one: Spans, other: Spans) -> bool:
        """Tell whether spans have the same letters, or are missing on both sides."""
        return (not one and not other) or self.letters.iou(one, other) == 1

    def touch(self, one: Spans, other: Spans) -> bool:
        """Tell whether spans share a letter."""
        return self.letters.shared(one, other) > 0


def match(gold: Labelled, predicted: Labelled) -> Matched:
    """Pair the quotes of an article; both must be of the same text. A cue without a letter (":") counts as none."""
    letters = Letters(gold.article.text)
    gold, predicted = _lettered(gold, letters), _lettered(predicted, letters)
    contents = ([label.content for label in side.labels] for side in (gold, predicted))
    ours, theirs = ([(*label.cue, *label.source) for label in side.labels] for side in (gold, predicted))
    pairs = align(letters, *contents, beside=(ours, theirs))
    both = [(gold.labels[pair.gold], predicted.labels[pair.predicted]) for pair in pairs]
    same = tuple(same_speaker(one.speaker, other.speaker, one.kind) for one, other in both)
    return Matched(gold, predicted, pairs, same, letters)


def _lettered(side: Labelled, letters: Letters) -> Labelled:
    def kept(spans: Spans) -> Spans:
        return spans if letters.count(spans) else ()

    labels = (replace(label, cue=kept(label.cue), source=kept(label.source)) for label in side.labels)
    return replace(side, labels=tuple(label for label in labels if letters.count(label.content)))


def count_scores(matched: Matched) -> dict[Key, tuple[int, int, int, int]]:
    """Return (found, predicted, covered, gold) of each score in one article."""
    counts = _Counts(matched)
    counts.whole("content", "overlap", lambda *_: True)
    counts.whole("content", "exact", lambda pair, *_: pair.exact)
    for part in ("source", "cue"):
        counts.part(part, "overlap", matched.touch)
        counts.part(part, "exact", matched.exact)
    counts.whole("attribution", "overlap", lambda _, one, other, __: _sources_agree(matched, one, other))
    counts.whole("attribution", "exact", lambda pair, one, other, _: _wholly_equal(matched, pair, one, other))
    for kind in get_args(QuoteType):
        counts.grouped("type", kind, lambda label: label.type, same=False)
    if matched.gold.tells_speakers and matched.predicted.tells_speakers:
        counts.whole("content and speaker", "overlap", lambda *given: given[-1])
    if matched.gold.tells_groups and matched.predicted.tells_groups:
        everybody = (*matched.gold.labels, *matched.predicted.labels)
        for group in sorted({group_key(label) for label in everybody}):
            counts.grouped("role group", group, group_key, same=True)
    for rule in sorted({label.rule for label in matched.predicted.labels if label.rule}):
        counts.rule(rule)
    return counts.rows


def count_rates(matched: Matched) -> dict[str, tuple[int, int]]:
    """Return (hits, of) of each rate in one article."""
    hits: Counter[str] = Counter()
    asked: Counter[str] = Counter()

    def ask(name: str, *, hit: bool) -> None:
        asked[name] += 1
        hits[name] += hit

    for _, one, other, same in matched.both():
        ask("type given content", hit=one.type == other.type)
        for part, mine, theirs in (("source", one.source, other.source), ("cue", one.cue, other.cue)):
            if mine:
                ask(f"{part} given content", hit=matched.touch(mine, theirs))
        if matched.gold.tells_speakers and matched.predicted.tells_speakers:
            ask("speaker given content", hit=same)
        if same and one.speaker is not None and matched.predicted.tells_groups:
            if one.kind is not None:
                ask("kind given speaker", hit=one.kind == other.kind)
            if one.role_group is not None:
                ask("role group given speaker", hit=one.role_group == other.role_group)
            if one.role is not None:
                ask("role given speaker", hit=_half_of_the_words(one.role, other.role))
            if one.affiliation is not None:
                right = same_speaker(one.affiliation, other.affiliation, "organization")
                ask("affiliation given speaker", hit=right)
    return {name: (hits[name], asked[name]) for name in asked}


def count_differences(matched: Matched) -> dict[str, float]:
    """Return the total variation of the shares of attributed words, by role group and by speaker, where both tell."""
    gold, predicted = matched.gold, matched.predicted
    keys: dict[str, Callable[[Label], str]] = {}
    if gold.tells_groups and predicted.tells_groups:
        keys["role group"] = group_key
    if gold.tells_speakers and predicted.tells_speakers:
        keys["speaker"] = speaker_keys(gold.labels)
    found = {}
    for name, key in keys.items():
        difference = share_difference(*(words_by(gold.article, side.labels, key) for side in (gold, predicted)))
        if difference is not None:
            found[name] = difference
    return found


def count_group_words(matched: Matched) -> tuple[Counter[str], Counter[str]] | None:
    """Return the attributed words of each role group as marked and as found; None where one side tells no groups."""
    gold, predicted = matched.gold, matched.predicted
    if not (gold.tells_groups and predicted.tells_groups):
        return None
    return words_by(gold.article, gold.labels, group_key), words_by(gold.article, predicted.labels, group_key)


def _sources_agree(matched: Matched, one: Label, other: Label) -> bool:
    return matched.touch(one.source, other.source) or (not one.source and not other.source)


def _wholly_equal(matched: Matched, pair: Pair, one: Label, other: Label) -> bool:
    return pair.exact and matched.exact(one.source, other.source) and matched.exact(one.cue, other.cue)


def _half_of_the_words(told: str, given: str | None) -> bool:
    """Tell whether half of the words told are among those given, small words left out."""
    mine, theirs = _words(told), _words(given or "")
    return bool(mine) and 2 * len(mine & theirs) >= len(mine)


def _words(phrase: str) -> set[str]:
    found = {span.slice(phrase).casefold().removesuffix("’s").removesuffix("'s") for span in word_spans(phrase)}
    return found - {"the", "a", "an", "of", "and"}


class _Counts:
    """The counts of an article's scores as they are made."""

    def __init__(self, matched: Matched) -> None:
        self.matched = matched
        self.both: Sequence[tuple[Pair, Label, Label, bool]] = tuple(matched.both())
        self.rows: dict[Key, tuple[int, int, int, int]] = {}

    def whole(self, name: str, level: str, right: Callable[[Pair, Label, Label, bool], bool]) -> None:
        hits = sum(right(*each) for each in self.both)
        self.rows["quotes", name, level] = hits, len(self.predicted), hits, len(self.gold)

    def part(self, name: str, level: str, right: Callable[[Spans, Spans], bool]) -> None:
        def of(label: Label) -> Spans:
            return label.source if name == "source" else label.cue

        hits = sum(bool(of(one) and of(other)) and right(of(one), of(other)) for _, one, other, _ in self.both)
        wanted = sum(bool(of(label)) for label in self.gold)
        self.rows["quotes", name, level] = hits, sum(bool(of(label)) for label in self.predicted), hits, wanted

    def grouped(self, section: str, value: str, key: Callable[[Label], str], *, same: bool) -> None:
        agreed = [each for each in self.both if not same or key(each[1]) == key(each[2])]
        found = sum(key(other) == value for _, _, other, _ in agreed)
        covered = sum(key(one) == value for _, one, _, _ in agreed)
        sizes = [sum(key(label) == value for label in labels) for labels in (self.predicted, self.gold)]
        self.rows[section, value, "overlap"] = found, sizes[0], covered, sizes[1]

    def rule(self, name: str) -> None:
        found = sum(other.rule == name for _, _, other, _ in self.both)
        self.rows["rule", name, "overlap"] = found, sum(label.rule == name for label in self.predicted), 0, 0

    @property
    def gold(self) -> tuple[Label, ...]:
        return self.matched.gold.labels

    @property
    def predicted(self) -> tuple[Label, ...]:
        return self.matched.predicted.labels
