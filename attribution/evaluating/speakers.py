"""Whether two names are one speaker's, and how the words of an article are shared out among speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from attribution.auditing.tally import UNRESOLVED, Tally
from attribution.evaluating.labels import Label
from attribution.model import Article, Quote, SourceKind
from attribution.sourcing.names import organisation_key, parse_person, part_of, same_organisation, same_person
from attribution.sourcing.taxonomy import singular


def same_speaker(gold: str | None, predicted: str | None, kind: SourceKind | None) -> bool:
    """Tell whether the name given is the speaker's; two that are not told agree.

    Named persons: one name can be the other's, as `attribution.sourcing.names` compares them (a surname alone will do).
    Others: names of one organisation, or half of the words of the shorter one.
    """
    if gold is None or predicted is None:
        return gold is predicted
    if gold.casefold() == predicted.casefold():
        return True
    if kind == "person":
        one, other = parse_person(gold), parse_person(predicted)
        return same_person(one, other) or part_of(one, other) is not None or part_of(other, one) is not None
    if same_organisation(gold, predicted) is not None:
        return True
    words, others = ({singular(word) for word in organisation_key(name)} for name in (gold, predicted))
    fewer = min(len(words), len(others))
    return bool(fewer) and 2 * len(words & others) >= fewer


def words_by(article: Article, labels: Iterable[Label], key: Callable[[Label], str]) -> Counter[str]:
    """Return the words of each key's quotes, as the audit counts them: a word of two quotes is the shorter one's."""
    listed = list(labels)
    quotes = tuple(
        Quote(str(number), label.type, label.content, None, None, "", 0) for number, label in enumerate(listed)
    )
    found: Counter[str] = Counter()
    for number, words in Tally(article, quotes, (), ()).words.items():
        found[key(listed[int(number)])] += words
    return found


def group_key(label: Label) -> str:
    """Return the role group of a quote's speaker, ``unresolved`` where nobody is told."""
    return (label.role_group or "unknown") if label.speaker is not None else UNRESOLVED


def speaker_keys(gold: Sequence[Label]) -> Callable[[Label], str]:
    """Return a function that names a quote's speaker as gold does, where gold knows the speaker by that name."""
    known = {label.speaker: label.kind for label in gold if label.speaker is not None}
    cache: dict[str, str] = {name: name for name in known}

    def key(label: Label) -> str:
        if label.speaker is None:
            return UNRESOLVED
        if label.speaker not in cache:
            same = (name for name, kind in known.items() if same_speaker(name, label.speaker, kind))
            cache[label.speaker] = next(same, label.speaker)
        return cache[label.speaker]

    return key


def share_difference(gold: Mapping[str, float], predicted: Mapping[str, float]) -> float | None:
    """Return the total variation of two counts taken as shares: 0 where they are equal, 1 where they share nothing.

        TV = ½ Σ | gold[k] / Σ gold − predicted[k] / Σ predicted |   over all keys k

    It is the least share of the words that would have to change hands. None where neither has a word, 1 where one has
    none.
    """
    marked, found = sum(gold.values()), sum(predicted.values())
    if not marked and not found:
        return None
    if not marked or not found:
        return 1.0
    keys = sorted({*gold, *predicted})
    return sum(abs(gold.get(key, 0) / marked - predicted.get(key, 0) / found) for key in keys) / 2
