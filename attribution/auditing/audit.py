"""Stage 5a: measures of an article's sourcing, each with its numerator, denominator, unit and the quotes behind it.

Definitions, grounds and units of every measure and breakdown are in docs/audit.md; what counts as a quote, a word and a
speaker is in `attribution.auditing.tally`. Quotes whose speaker is not certain stand under the key ``unresolved``, in
every breakdown by speaker. In the unit ``sources`` that row counts none, since nobody knows how many they are: it
carries the quotes and must be shown as unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from attribution.auditing.tally import UNRESOLVED, Tally
from attribution.lexicons import load_table
from attribution.model import Article, Audit, Breakdown, Measure, NoComment, Quote, Share, Source, Unit

# Who is "official": office-holders, agencies and forces. Content analysis of news (DOCA "Sources"), the ground of R15,
# counts government and police; legislators and candidates (`politics`) sit in office and in opposition, and `justice`
# holds defence lawyers, so neither is counted.
OFFICIAL_GROUPS = frozenset({"government", "security"})
AFFECTED_GROUP, EXPERT_GROUP = "citizen", "expert"
PERSONAL_KINDS = frozenset({"person", "unnamed_person"})


def measure_sourcing(
    article: Article,
    quotes: Sequence[Quote],
    sources: Sequence[Source],
    no_comment: Sequence[NoComment],
) -> Audit:
    """Measure who is quoted, how much and where.

    Args:
        article: the article the spans slice.
        quotes: all quotes, in text order; those with act ``thought`` are left out.
        sources: the sources that quotes and no-comment lines name.
        no_comment: the lines that say somebody did not comment.

    Returns:
        Measures and breakdowns in a fixed order; the ids are those of docs/audit.md. An article without quotes has all
        measures, with numerators of 0.
    """
    tally = Tally(article, tuple(quotes), tuple(sources), tuple(no_comment))
    return Audit(measures=_measures(tally), breakdowns=_breakdowns(tally))


def stance_of(quote: Quote) -> str:
    """Return ``neutral``, ``doubting``, ``endorsing`` or ``unlisted`` for the quote's cue, ``none`` without one."""
    if quote.cue is None:
        return "none"
    return _stances().get(quote.cue_lemma or "", "unlisted")


@cache
def _stances() -> dict[str, str]:
    return load_table("stance").column("stance")


def naming_of(source: Source) -> str:
    """Return ``anonymous``, ``unnamed`` (no name given, none withheld on terms) or ``named``.

    A document is ``named``: a reader can ask for it.
    """
    if source.anonymous:
        return "anonymous"
    return "unnamed" if source.kind in {"unnamed_person", "group"} else "named"


def organisation_of(source: Source) -> str | None:
    """Return the organisation a source speaks for: its affiliation, or itself where it is one."""
    return source.affiliation or (source.name if source.kind == "organization" else None)


def organisation_key(source: Source) -> str | None:
    """Return what is compared of the organisation: "The Water Board" and "the water board" are one."""
    name = organisation_of(source)
    return name.casefold().removeprefix("the ").strip() if name else None


def _measures(tally: Tally) -> tuple[Measure, ...]:
    return (*_extent(tally), *_concentration(tally), *_naming(tally), *_placement(tally), *_fairness(tally))


def _extent(tally: Tally) -> Iterable[Measure]:
    """Yield how much is quoted, and how much of it is certain."""
    ids = _ids(tally.counted)
    sources = tuple(source.id for source in tally.sources)
    total = sum(tally.words.values())
    yield Measure("sources", "Distinct sources quoted", len(sources), None, "sources", ids, sources)
    yield Measure("quotes", "Quotes, direct and indirect", len(ids), None, "quotes", ids, sources)
    yield Measure(
        "quoted_words", "Words that are somebody's, of the words of the story", total, tally.article_words, "words", ids
    )
    direct = tuple(quote.id for quote in tally.counted if tally.direct_words[quote.id])
    yield Measure(
        "direct_words",
        "Words in quotation marks, of all attributed words",
        sum(tally.direct_words.values()),
        total,
        "words",
        direct,
    )
    longest = max(tally.counted, key=lambda quote: tally.words[quote.id], default=None)
    yield Measure(
        "longest_quote",
        "Words of the longest quote",
        tally.words[longest.id] if longest else 0,
        total,
        "words",
        _ids([longest] if longest else []),
        _known([tally.speaker(longest)] if longest else []),
    )
    unclear = [quote for quote in tally.counted if tally.speaker(quote) == UNRESOLVED]
    ambiguous = [quote for quote in unclear if quote.status == "ambiguous"]
    unresolved = [quote for quote in unclear if quote.status != "ambiguous"]
    yield Measure(
        "unresolved_quotes", "Quotes whose speaker was not found", len(unresolved), len(ids), "quotes", _ids(unresolved)
    )
    yield Measure(
        "ambiguous_quotes",
        "Quotes with several possible speakers",
        len(ambiguous),
        len(ids),
        "quotes",
        _ids(ambiguous),
        _known(dict.fromkeys(c for quote in ambiguous for c in quote.candidates if c in tally.known)),
    )


def _concentration(tally: Tally) -> Iterable[Measure]:
    """Yield how far the story leans on few voices."""
    sizes = {source.id: tally.source_words(source.id) for source in tally.sources}
    voices = {key: size for key, size in sizes.items() if size}
    loose = [tally.words[quote.id] for quote in tally.by_source.get(UNRESOLVED, ())]
    largest = max(voices, key=lambda key: voices[key], default=None)
    yield Measure(
        "largest_source",
        "Words of the source with most words, of all attributed words",
        voices[largest] if largest else 0,
        sum(tally.words.values()),
        "words",
        _ids(tally.by_source[largest]) if largest else (),
        (largest,) if largest else (),
    )
    counts = sorted(voices.values())
    resolved = _ids(quote for quote in tally.counted if tally.speaker(quote) != UNRESOLVED)
    yield Measure(
        "effective_sources",
        "Effective number of sources by words, unresolved quotes left out",
        _effective(counts),
        len(tally.sources),
        "sources",
        resolved,
        tuple(voices),
    )
    # All unresolved words with the largest source, or each unresolved quote a source of its own, are the extremes of
    # the sum of squares: the figure that full knowledge would give lies between them.
    crowded = [*counts[:-1], counts[-1] + sum(loose)] if counts else [sum(loose)]
    yield Measure(
        "effective_sources_low",
        "The same if every unresolved quote were the largest source's",
        _effective(crowded),
        None,
        "sources",
        _ids(tally.counted),
    )
    yield Measure(
        "effective_sources_high",
        "The same if every unresolved quote were another source's",
        _effective([*counts, *loose]),
        None,
        "sources",
        _ids(tally.counted),
    )
    houses = {organisation_key(source) or source.id for source in tally.sources}
    yield Measure(
        "single_source",
        "Independent voices: sources of one organisation taken as one",
        len(houses),
        len(tally.sources),
        "sources",
        resolved,
        tuple(source.id for source in tally.sources),
    )


def _effective(counts: Sequence[int]) -> float:
    total = sum(counts)
    return total * total / sum(count * count for count in counts) if total else 0.0


def _naming(tally: Tally) -> Iterable[Measure]:
    """Yield who is named, and on what terms the others speak."""
    total = sum(tally.words.values())
    anonymous = [source for source in tally.sources if source.anonymous]
    yield _over_sources(tally, "anonymous_sources", "Anonymous sources", anonymous, len(tally.sources))
    yield _over_words(tally, "anonymous_words", "Words of anonymous sources, of all attributed words", anonymous, total)
    reasoned = [source for source in anonymous if source.reason]
    yield _over_sources(
        tally, "anonymous_with_reason", "Anonymous sources whose reason is given", reasoned, len(anonymous)
    )
    people = [source for source in tally.sources if source.kind in PERSONAL_KINDS]
    gendered = [source for source in people if source.pronouns]
    yield _over_sources(
        tally, "pronouns", "Quoted people for whom the text itself uses a pronoun", gendered, len(people)
    )


def _placement(tally: Tally) -> Iterable[Measure]:
    """Yield who comes first, who last, and who stands at the top of the story."""
    body = [i for i, paragraph in enumerate(tally.article.paragraphs) if paragraph.zone == "body"]
    ordinal = {index: number for number, index in enumerate(body, 1)}
    placed = [quote for quote in tally.counted if quote.paragraph in ordinal]
    placed.sort(key=_position)
    for name, label, quote in (
        ("first_speaker", "Paragraph of the body with the first quote", placed[0] if placed else None),
        ("last_speaker", "Paragraph of the body with the last quote", placed[-1] if placed else None),
    ):
        yield Measure(
            name,
            label,
            ordinal[quote.paragraph] if quote else 0,
            len(body),
            "paragraphs",
            _ids([quote] if quote else []),
            _known([tally.speaker(quote)] if quote else []),
        )
    for zone in ("headline", "standfirst"):
        inside = [quote for quote in tally.speech if tally.zone(quote) == zone]
        speakers = _known(dict.fromkeys(tally.speaker(quote) for quote in inside))
        yield Measure(
            f"{zone}_sources",
            f"Sources quoted in the {zone}, of all sources",
            len(speakers),
            len(tally.sources),
            "sources",
            _ids(inside),
            speakers,
        )
    early = [quote for quote in tally.counted if tally.quarter_words[quote.id]]
    yield Measure(
        "first_quarter_words",
        "Words that are somebody's in the first quarter of the body, of the words there",
        sum(tally.quarter_words.values()),
        tally.quarter_size,
        "words",
        _ids(early),
        _known(dict.fromkeys(tally.speaker(quote) for quote in early)),
    )


def _fairness(tally: Tally) -> Iterable[Measure]:
    """Yield official against other, affected against expert, and who is not heard."""
    total = sum(tally.words.values())
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in tally.sources:
        groups[source.role_group].append(source)
    official = [source for source in tally.sources if source.role_group in OFFICIAL_GROUPS]
    yield _over_sources(tally, "official_sources", "Government and security sources", official, len(tally.sources))
    yield _over_words(
        tally, "official_words", "Words of government and security sources, of all attributed words", official, total
    )
    affected, experts = groups[AFFECTED_GROUP], groups[EXPERT_GROUP]
    both = sum(tally.source_words(source.id) for source in (*affected, *experts))
    yield _over_words(
        tally,
        "affected_and_expert",
        "Words of affected people (residents, witnesses, victims), of those of affected people and experts",
        affected,
        both,
    )
    silent = [accusation for accusation in tally.accusations if accusation.heard == "not_heard"]
    clear = [accusation for accusation in tally.accusations if accusation.heard != "unclear"]
    yield Measure(
        "accused_not_heard",
        "Accusations whose target is neither quoted nor said to have been approached, of those whose target is clear",
        len(silent),
        len(clear),
        "quotes",
        tuple(accusation.quote for accusation in silent),
    )
    declined = _known(dict.fromkeys(line.speaker for line in tally.no_comment if line.speaker in tally.known))
    label = "Lines that say somebody did not comment"
    yield Measure("no_comment", label, len(tally.no_comment), None, "quotes", (), declined)


def _breakdowns(tally: Tally) -> tuple[Breakdown, ...]:
    found: list[Breakdown] = []
    spelled: dict[str | None, str] = {None: "none"}
    for source in tally.sources:
        spelled.setdefault(organisation_key(source), organisation_of(source) or "none")
    dimensions: tuple[tuple[str, Callable[[Source], str]], ...] = (
        ("role_group", lambda source: source.role_group),
        ("kind", lambda source: source.kind),
        ("affiliation", lambda source: spelled[organisation_key(source)]),
        ("naming", naming_of),
        ("pronouns", _pronouns),
        ("role_group_pronouns", lambda source: f"{source.role_group}:{_pronouns(source)}"),
    )
    for dimension, key in dimensions:
        found.append(_by_source_count(tally, dimension, key))
        keys = _speaker_keys(tally, key)
        found.append(_by_quote(tally, dimension, "quotes", keys, None))
        found.append(_by_quote(tally, dimension, "words", keys, tally.words))
    own = _speaker_keys(tally, lambda source: source.id)
    types = {quote.id: str(quote.type) for quote in tally.counted}
    stances = {quote.id: stance_of(quote) for quote in tally.counted}
    groups = _speaker_keys(tally, lambda source: source.role_group)
    crossed = {quote.id: f"{groups[quote.id]}:{stances[quote.id]}" for quote in tally.counted}
    for dimension, keys in (
        ("source", own),
        ("type", types),
        ("verb_stance", stances),
        ("role_group_stance", crossed),
    ):
        found.append(_by_quote(tally, dimension, "quotes", keys, None))
        found.append(_by_quote(tally, dimension, "words", keys, tally.words))
    found.append(_by_quote(tally, "direct_words", "words", own, tally.direct_words))
    found.append(_by_quote(tally, "first_quarter_source", "words", own, tally.quarter_words))
    found.append(_by_quote(tally, "first_quarter_role_group", "words", groups, tally.quarter_words))
    return tuple(found)


def _pronouns(source: Source) -> str:
    if source.kind not in PERSONAL_KINDS:
        return "not_a_person"
    return source.pronouns or "not_in_text"


def _speaker_keys(tally: Tally, key: Callable[[Source], str]) -> dict[str, str]:
    keys = {source.id: key(source) for source in tally.sources}
    keys[UNRESOLVED] = UNRESOLVED
    return {quote.id: keys[tally.speaker(quote)] for quote in tally.counted}


def _by_quote(
    tally: Tally, dimension: str, unit: Unit, keys: Mapping[str, str], weights: Mapping[str, int] | None
) -> Breakdown:
    """Break quotes down by the key of each; ``weights`` are the words of each quote, None counts quotes."""
    groups: dict[str, list[Quote]] = defaultdict(list)
    for quote in tally.counted:
        groups[keys[quote.id]].append(quote)
    total = sum(weights.values()) if weights is not None else len(tally.counted)
    shares = [
        Share(
            key,
            sum(weights[quote.id] for quote in items) if weights is not None else len(items),
            total,
            _ids(items),
            _known(dict.fromkeys(tally.speaker(quote) for quote in items)),
        )
        for key, items in groups.items()
    ]
    return Breakdown(dimension, unit, _ordered(shares))


def _by_source_count(tally: Tally, dimension: str, key: Callable[[Source], str]) -> Breakdown:
    groups: dict[str, list[str]] = defaultdict(list)
    for source in tally.sources:
        groups[key(source)].append(source.id)
    shares = [
        Share(
            name,
            len(items),
            len(tally.sources),
            _ids(quote for item in items for quote in tally.by_source.get(item, ())),
            tuple(items),
        )
        for name, items in groups.items()
    ]
    loose = tally.by_source.get(UNRESOLVED, ())
    if loose:
        shares.append(Share(UNRESOLVED, 0, len(tally.sources), _ids(loose)))
    return Breakdown(dimension, "sources", _ordered(shares))


def _ordered(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Sort rows by size and then by key, with what is unresolved at the end."""
    return tuple(sorted(shares, key=lambda s: (s.key.partition(":")[0] == UNRESOLVED, -s.numerator, s.key)))


def _over_sources(tally: Tally, name: str, label: str, sources: Sequence[Source], denominator: int) -> Measure:
    quotes = _ids(quote for source in sources for quote in tally.by_source.get(source.id, ()))
    return Measure(name, label, len(sources), denominator, "sources", quotes, tuple(s.id for s in sources))


def _over_words(tally: Tally, name: str, label: str, sources: Sequence[Source], denominator: int) -> Measure:
    quotes = _ids(quote for source in sources for quote in tally.by_source.get(source.id, ()))
    words = sum(tally.words[quote] for quote in quotes)
    return Measure(name, label, words, denominator, "words", quotes, tuple(s.id for s in sources))


def _position(quote: Quote) -> tuple[int, str]:
    spans = [*quote.content, *(span for span in (quote.cue, quote.source) if span)]
    return (min((span.start for span in spans), default=0), quote.id)


def _ids(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(quote.id for quote in quotes)


def _known(speakers: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(speaker for speaker in speakers if speaker and speaker != UNRESOLVED)
