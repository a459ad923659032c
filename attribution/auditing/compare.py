"""Two versions of an article side by side: what changed in who is quoted, in what words, and in the figures.

Nothing is compared by place: sources go by their names and quotes by their words, so that a paragraph moved changes
nothing. Only quotes that are counted (`attribution.auditing.tally`) are compared. Matching treats both versions alike,
so that comparing the other way round gives the mirror image, and it takes time in proportion to the words that are
quoted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from attribution.auditing.tally import Tally
from attribution.model import Analysis, Audit, Finding, Quote, Source, Unit
from attribution.sourcing.names import (
    ORGANISATION_JOINERS,
    organisation_key,
    parse_person,
    part_of,
    same_organisation,
    same_person,
)
from attribution.words import word_spans

# A word, or a part of a name, found in more quotes or sources than this says nothing about which two belong together.
COMMON = 50
# Shares of the words in common (`_overlaps`) from which two quotes are versions of one. Of 352 quotes annotated by hand
# in 17 articles 4 reach 0.3 with another quote of their speaker, headlines and reports inside reports all of them, and
# 2 reach 0.5 with one of another speaker. Seven lines and paraphrases of them have 0.38 to 0.69.
SAME_SPEAKER, OTHER_SPEAKER = 0.3, 0.5
BONUS = 0.2  # added to the share where the speaker is the same, when several quotes are alike
SLIGHT = 0.01
BREAKDOWN, BREAKDOWN_UNITS = "role_group", ("sources", "words")
SOURCE_FIELDS = ("name", "kind", "role", "role_group", "affiliation", "anonymous", "reason", "pronouns")
_PEOPLE = frozenset({"person", "unnamed_person"})

_Item = TypeVar("_Item")
Value = str | bool | None
Figure = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs between the versions."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source of both versions of which something differs: a field of `Source`, or ``heard``.

    ``heard`` is ``quoted``, ``did not comment`` or ``not quoted``.
    """

    old: Source
    new: Source
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """A quote of both versions of which something differs: its ``speaker``, its ``type`` or its ``words``.

    Speakers are names, None where nobody is certain; ``words`` are the contents, their parts joined by " … ".
    """

    old: Quote
    new: Quote
    changes: tuple[Change, ...]

    def changed(self, field: str) -> bool:
        """Tell whether this field differs."""
        return any(change.field == field for change in self.changes)


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure, or with a ``key`` a row of the breakdown by role group, whose numerator or denominator differs.

    None of six sources and none of seven is no change. A figure is (numerator, denominator), the denominator None for a
    plain count; the whole is None where a version does not have the measure.
    """

    id: str
    key: str | None
    label: str
    unit: Unit
    old: Figure | None
    new: Figure | None

    @property
    def slight(self) -> bool:
        """Whether the count is the same and its share differs by less than one per cent of the whole."""
        if self.old is None or self.new is None or not self.old[1] or not self.new[1]:
            return False
        return self.old[0] == self.new[0] and abs(self.old[0] / self.old[1] - self.new[0] / self.new[1]) < SLIGHT


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the ``old`` version to the ``new`` one; what is gone is in the order of the old one."""

    old: Analysis
    new: Analysis
    sources_lost: tuple[Source, ...] = ()
    sources_gained: tuple[Source, ...] = ()
    sources_changed: tuple[SourceChange, ...] = ()
    quotes_lost: tuple[Quote, ...] = ()
    quotes_gained: tuple[Quote, ...] = ()
    quotes_changed: tuple[QuoteChange, ...] = ()
    measures: tuple[MeasureChange, ...] = ()
    findings_gone: tuple[Finding, ...] = ()
    findings_new: tuple[Finding, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing changed in the sourcing."""
        return not (
            self.sources_lost
            or self.sources_gained
            or self.sources_changed
            or self.quotes_lost
            or self.quotes_gained
            or self.quotes_changed
            or self.measures
            or self.findings_gone
            or self.findings_new
        )


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Return what changed in the sourcing between two versions of an article.

    Sources are one where their names are (a surname for a person, an acronym or a longer form for an organisation), or
    where what an unnamed source of one version said is said by a source of the other that has no other counterpart.
    Quotes are one where their words are the same or, to a share, alike: a lower share will do where the speaker is the
    same. Findings are one where the rule and the words are, or the rule and the quote.
    """
    one, two = _Version(old), _Version(new)
    names = _match_names(one.analysis.sources, two.analysis.sources)
    quotes = _match_quotes(one, two, names)
    sources = names | _match_by_words(one, two, names, quotes)
    findings = _match_findings(one, two, quotes)
    kept_sources = sorted(sources.items(), key=lambda pair: pair[1])
    kept_quotes = sorted(quotes.items(), key=lambda pair: pair[1])
    changed_sources = (_source_change(one, two, i, j) for i, j in kept_sources)
    changed_quotes = (_quote_change(one, two, i, j, sources) for i, j in kept_quotes)
    return Comparison(
        old,
        new,
        sources_lost=_without(old.sources, sources),
        sources_gained=_without(new.sources, sources.values()),
        sources_changed=tuple(change for change in changed_sources if change.changes),
        quotes_lost=_without(one.quotes, quotes),
        quotes_gained=_without(two.quotes, quotes.values()),
        quotes_changed=tuple(change for change in changed_quotes if change.changes),
        measures=tuple(_measure_changes(old.audit, new.audit)),
        findings_gone=_without(old.findings, findings),
        findings_new=_without(new.findings, findings.values()),
    )


class _Version:
    """One version: its counted quotes with their words, and the indices of their speakers."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.tally = Tally(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)
        self.quotes = self.tally.counted
        self.number = {source.id: index for index, source in enumerate(analysis.sources)}
        self.speakers = [self.number.get(self.tally.speaker(quote)) for quote in self.quotes]
        text = analysis.article.text
        self.words = [
            tuple(w.slice(text).casefold().replace("’", "'") for s in q.content for w in word_spans(text, s))
            for q in self.quotes
        ]
        self.quote_number = {quote.id: index for index, quote in enumerate(self.quotes)}

    def content(self, index: int) -> str:
        text = self.analysis.article.text
        return " … ".join(span.slice(text) for span in self.quotes[index].content)

    def heard(self, source: Source) -> str:
        if source in self.tally.sources:
            return "quoted"
        silent = any(line.speaker == source.id for line in self.analysis.no_comment)
        return "did not comment" if silent else "not quoted"

    def speaker_name(self, index: int) -> str | None:
        number = self.speakers[index]
        return None if number is None else self.analysis.sources[number].name


def _match_names(old: Sequence[Source], new: Sequence[Source]) -> dict[int, int]:
    """Pair sources by name: equal names of a kind first, then equal names, then forms of one name."""
    matched: dict[int, int] = {}
    _pair_equal(matched, [(s.kind, _name_key(s)) for s in old], [(s.kind, _name_key(s)) for s in new])
    _pair_equal(matched, [_name_key(s) for s in old], [_name_key(s) for s in new])
    handles = [_handles(source) for source in old], [_handles(source) for source in new]
    scores = {
        (i, j): likeness for (i, j) in _overlaps(*handles) if (likeness := _same_name(old[i], new[j])) is not None
    }
    _pair_best(matched, scores)
    return matched


def _name_key(source: Source) -> tuple[str, ...]:
    if source.kind == "person":
        return parse_person(source.name).words or (source.name.casefold(),)
    return organisation_key(source.name) or (source.name.casefold(),)


def _handles(source: Source) -> tuple[str, ...]:
    """Return what two forms of one name share at least one of: its words and, of several, their initials."""
    words = [word.casefold() for word in source.name.split()]
    initials = "".join(word[0] for word in words)
    lettered = "".join(word[0] for word in words if word not in ORGANISATION_JOINERS)
    acronyms = (initials, lettered) if len(words) > 1 else (source.name.replace(".", "").casefold(),)
    return tuple(dict.fromkeys((*_name_key(source), *acronyms)))


def _same_name(one: Source, other: Source) -> float | None:
    """Return how sure it is, from 0 to 1, that two names stand for one source; None where they do not."""
    if one.kind == "person" and other.kind == "person":
        a, b = parse_person(one.name), parse_person(other.name)
        if not a.words or not b.words:
            return None
        if same_person(a, b):
            return 1.0
        short, full = sorted((a, b), key=lambda name: len(name.words))
        return 0.5 if part_of(short, full) in {"surname", "nickname"} else None
    if one.kind == "person" or other.kind == "person":
        return None
    reason = same_organisation(one.name, other.name)
    return {"equal": 1.0, "acronym": 0.8, "part": 0.6}[reason] if reason else None


def _match_quotes(old: _Version, new: _Version, sources: Mapping[int, int]) -> dict[int, int]:
    """Pair quotes by words: the same words of the same speaker, the same words, then words alike."""
    spoken = [sources.get(s, -1) if s is not None else None for s in old.speakers]
    matched: dict[int, int] = {}
    back = {j: i for i, j in sources.items()}
    heard = [s if s is None or s in back else -1 for s in new.speakers]
    _pair_equal(matched, list(zip(old.words, spoken, strict=True)), list(zip(new.words, heard, strict=True)))
    _pair_equal(matched, old.words, new.words)
    scores: dict[tuple[int, int], float] = {}
    for (i, j), share in _overlaps(old.words, new.words).items():
        same = spoken[i] is not None and spoken[i] == new.speakers[j]
        if share >= (SAME_SPEAKER if same else OTHER_SPEAKER):
            scores[i, j] = share + BONUS * same
    _pair_best(matched, scores)
    return matched


def _match_by_words(
    old: _Version, new: _Version, names: Mapping[int, int], quotes: Mapping[int, int]
) -> dict[int, int]:
    """Pair sources left over by what they say, where one of them at least is not named.

    More than half of what each of them says must be the other's. Two named people are never one: their quotes moved.
    """
    taken = set(names.values())
    shared: Counter[tuple[int, int]] = Counter()
    for i, j in quotes.items():
        one, two = old.speakers[i], new.speakers[j]
        if one is not None and two is not None and one not in names and two not in taken:
            shared[one, two] += 1
    had, has = Counter(old.speakers), Counter(new.speakers)
    matched: dict[int, int] = {}
    scores = {}
    for (one, two), count in shared.items():
        a, b = old.analysis.sources[one], new.analysis.sources[two]
        named = a.kind not in {"unnamed_person", "group"} and b.kind not in {"unnamed_person", "group"}
        person_and_body = (a.kind in _PEOPLE) != (b.kind in _PEOPLE)
        if not named and not person_and_body and 2 * count > max(had[one], has[two]):
            scores[one, two] = float(count)
    _pair_best(matched, scores)
    return matched


def _match_findings(old: _Version, new: _Version, quotes: Mapping[int, int]) -> dict[int, int]:
    """Pair findings of one rule by their words, then by their quote, and last those that are about the whole story."""
    sides = (old, old.analysis.findings), (new, new.analysis.findings)
    matched: dict[int, int] = {}
    plain = [
        [(f.rule, " ".join(f.span.slice(side.analysis.article.text).casefold().split())) for f in found]
        for side, found in sides
    ]
    _pair_equal(matched, *plain)
    kept = set(quotes.values())
    quoted: list[list[Hashable]] = [[], []]
    for finding in old.analysis.findings:
        number = quotes.get(old.quote_number.get(finding.quote or "", -1))
        quoted[0].append((finding.rule, number) if number is not None else None)
    for finding in new.analysis.findings:
        number = new.quote_number.get(finding.quote or "", -1)
        quoted[1].append((finding.rule, number) if number in kept else None)
    _pair_equal(matched, *quoted)
    _pair_equal(matched, *([f.rule if f.quote is None else None for f in found] for _, found in sides))
    return matched


def _pair_equal(matched: dict[int, int], old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
    """Pair what is not paired yet and has equal keys, the first with the first; None is equal to nothing."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for i in reversed(range(len(old))):
        if i not in matched and old[i] is not None:
            waiting[old[i]].append(i)
    taken = set(matched.values())
    for j, key in enumerate(new):
        if j not in taken and waiting.get(key):
            matched[waiting[key].pop()] = j


def _pair_best(matched: dict[int, int], scores: Mapping[tuple[int, int], float]) -> None:
    """Pair what is not paired yet, the highest score first; among equal ones the nearest places, then the first.

    Two pairs that are alike in all of this are (i, j) and (j, i), which do not compete: the order of the versions
    does not matter.
    """
    taken = set(matched.values())
    for (i, j), _ in sorted(scores.items(), key=lambda item: (-item[1], abs(item[0][0] - item[0][1]), sum(item[0]))):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)


def _overlaps(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> dict[tuple[int, int], float]:
    """Return the share of words in common for each pair that has any, from 0 to 1.

    It is Dice's coefficient with every word weighted by one over the number of quotes of a version that hold it, of the
    version with more of them. A word in more than `COMMON` weighs nothing, which bounds the pairs to `COMMON` / 2 for
    each word of each quote.
    """
    counts = [Counter(words) for words in old], [Counter(words) for words in new]
    spread = Counter(word for count in counts[0] for word in count) | Counter(w for count in counts[1] for w in count)
    holders: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    totals: tuple[list[float], list[float]] = ([], [])
    for side, total, place in zip(counts, totals, (0, 1), strict=True):
        for index, count in enumerate(side):
            rare = sorted(word for word in count if spread[word] <= COMMON)
            # In the order of the alphabet on both sides, so that sums round alike.
            total.append(sum(count[word] / spread[word] for word in rare))
            for word in rare:
                holders[word][place].append(index)
    common: dict[tuple[int, int], float] = defaultdict(float)
    for word in sorted(holders):
        for i in holders[word][0]:
            for j in holders[word][1]:
                common[i, j] += min(counts[0][i][word], counts[1][j][word]) / spread[word]
    return {(i, j): 2 * shared / (totals[0][i] + totals[1][j]) for (i, j), shared in common.items()}


def _source_change(old: _Version, new: _Version, i: int, j: int) -> SourceChange:
    one, two = old.analysis.sources[i], new.analysis.sources[j]
    changes = [_change(field, getattr(one, field), getattr(two, field)) for field in SOURCE_FIELDS]
    changes.append(_change("heard", old.heard(one), new.heard(two)))
    return SourceChange(one, two, tuple(change for change in changes if change is not None))


def _quote_change(old: _Version, new: _Version, i: int, j: int, sources: Mapping[int, int]) -> QuoteChange:
    one, two = old.speakers[i], new.speakers[j]
    changes = [_change("type", old.quotes[i].type, new.quotes[j].type)]
    if (sources.get(one) if one is not None else None) != two or (one is None) != (two is None):
        changes.insert(0, Change("speaker", old.speaker_name(i), new.speaker_name(j)))
    if old.words[i] != new.words[j]:
        changes.append(Change("words", old.content(i), new.content(j)))
    return QuoteChange(old.quotes[i], new.quotes[j], tuple(change for change in changes if change is not None))


def _change(field: str, old: Value, new: Value) -> Change | None:
    return None if old == new else Change(field, old, new)


def _measure_changes(old: Audit, new: Audit) -> Iterator[MeasureChange]:
    before, after = _figures(old), _figures(new)
    for name, key, unit in dict.fromkeys([*after, *before]):
        label, one = before.get((name, key, unit), ("", None))
        label, two = after.get((name, key, unit), (label, None))
        if key is not None:  # a group that a version does not quote has nothing of the total there
            one, two = one or (0, _total(old, unit)), two or (0, _total(new, unit))
        if one != two and (_counts_any(one) or _counts_any(two)):
            yield MeasureChange(name, key, label, unit, one, two)


def _figures(audit: Audit) -> dict[tuple[str, str | None, Unit], tuple[str, Figure]]:
    found: dict[tuple[str, str | None, Unit], tuple[str, Figure]] = {
        (m.id, None, m.unit): (m.label, (m.numerator, m.denominator)) for m in audit.measures
    }
    for breakdown in audit.breakdowns:
        if breakdown.dimension == BREAKDOWN and breakdown.unit in BREAKDOWN_UNITS:
            for share in breakdown.shares:
                place = (breakdown.dimension, share.key, breakdown.unit)
                found[place] = (share.key, (share.numerator, share.denominator))
    return found


def _counts_any(figure: Figure | None) -> bool:
    return figure is not None and figure[0] != 0


def _total(audit: Audit, unit: Unit) -> int:
    shares = (s for b in audit.breakdowns if (b.dimension, b.unit) == (BREAKDOWN, unit) for s in b.shares)
    return next((share.denominator for share in shares), 0)


def _without(items: Sequence[_Item], kept: Iterable[int]) -> tuple[_Item, ...]:
    gone = set(kept)
    return tuple(item for index, item in enumerate(items) if index not in gone)
