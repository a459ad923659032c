"""An analysis as the records of its page (`reports.rows`), without a tag of HTML.

Figures are taken from ``Analysis.audit`` as they stand there. The words of single quotes, which the audit only sums,
come from the same count (`attribution.auditing.tally`); quotes that it leaves out (thoughts, repeats) are counted
alone. Ids of the page (``q1``, ``s1``, ``f1``) count from 1 in the order of the analysis, whatever its own ids are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from attribution.auditing.tally import Tally
from attribution.model import Analysis, Finding, Measure, Quote, Share, Source
from attribution.quoting.marks import find_regions
from attribution.spans import Span, hull, merge
from attribution.words import count_words
from reports.charts import Mark, assign_hues, mark, stack_parts, tick
from reports.highlight import quote_layers
from reports.labels import (
    DIMENSION_LABELS,
    FLAG_LABELS,
    GROUP_LABELS,
    KIND_LABELS,
    TYPE_LABELS,
    corrected_fields,
    group_label,
    headline_of,
    is_corrected,
    key_label,
    readable_date,
    told_affiliation,
    told_grounds,
    told_role,
)
from reports.rows import (
    UNITS,
    Bar,
    Chart,
    CrossTable,
    FigureRow,
    FindingRow,
    OpenQuestion,
    QuoteRow,
    ReportView,
    Silence,
    SourceRow,
)
from reports.story import build_story, own_spans

UNSURE_BELOW = 0.5  # a decision that was wrong more often than right is drawn as unsure


def build_view(analysis: Analysis) -> ReportView:
    """Return everything the page of one article shows, in the order it shows it."""
    return _Builder(analysis).view()


class _Builder:
    """Holds the look-ups that several parts of the page share."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.article = analysis.article
        self.text = analysis.article.text
        self.ids = {q.id: f"q{n}" for n, q in enumerate(analysis.quotes, 1)}
        self.rows = {s.id: f"s{n}" for n, s in enumerate(analysis.sources, 1)}
        self.sources = {s.id: s for s in analysis.sources}
        self.names = {s.id: s.name for s in analysis.sources}
        mixed = any(q.type == "mixed" for q in analysis.quotes)
        regions = merge(r.span for r in find_regions(self.article).regions) if mixed else ()
        self.own = {q.id: own_spans(q, regions) for q in analysis.quotes}
        self.tally = Tally(self.article, analysis.quotes, analysis.sources, analysis.no_comment)
        self.speech = [q for q in analysis.quotes if q.act == "speech"]
        self.lines = tuple(f"n{n}" for n, _ in enumerate(analysis.no_comment, 1))
        self.drawn_lines = self.lines if self.article.paragraphs else ()  # without one nothing is marked in the story
        self.heard = {speaker.id if (speaker := self.speaker(q)) else None for q in self.speech}
        # Footnote numbers run over those who speak: a source of whom only a thought is told has none.
        self.numbers = {s.id: n for n, s in enumerate((s for s in analysis.sources if s.id in self.heard), 1)}
        by_words = self.shares("role_group", "words")
        ranked = sorted(by_words, key=lambda share: -share.numerator)
        self.hues = assign_hues([share.key for share in ranked] + [s.role_group for s in analysis.sources])
        spans = [p.span for p in self.article.paragraphs if p.zone != "boilerplate"]
        self.extent = hull(spans or [Span(0, len(self.text))])

    # -- look-ups ----------------------------------------------------------------------------------------------

    def shares(self, dimension: str, unit: str) -> tuple[Share, ...]:
        """Return the rows of a breakdown, none where the audit does not have it."""
        for breakdown in self.analysis.audit.breakdowns:
            if breakdown.dimension == dimension and breakdown.unit == unit:
                return breakdown.shares
        return ()

    def source_shares(self, unit: str) -> dict[str, Share]:
        """Return the share of each source; counted in sources, each is one, also who is quoted only in repeats."""
        if unit != "sources":
            return {share.key: share for share in self.shares("source", unit)}
        spoken: dict[str, list[Quote]] = defaultdict(list)
        for quote in self.speech:
            if speaker := self.speaker(quote):
                spoken[speaker.id].append(quote)
        return {
            key: Share(
                key,
                1,
                len(spoken),
                tuple(q.id for q in quotes if q.id in self.tally.words) or tuple(q.id for q in quotes),
            )
            for key, quotes in spoken.items()
        }

    def share_quotes(self, share: Share) -> tuple[str, ...]:
        """Return the quotes that a share links to: those counted, or of sources that only repeat, what they repeat."""
        repeats = (
            () if share.quotes else [q.id for q in self.speech if (s := self.speaker(q)) and s.id in share.sources]
        )
        return self.page_ids(share.quotes or repeats)

    def page_ids(self, quotes: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.ids[q] for q in quotes if q in self.ids)

    def speaker(self, quote: Quote) -> Source | None:
        return self.sources.get(quote.speaker or "") if quote.status == "resolved" else None

    def hue(self, source: Source | None) -> int:
        return self.hues.get(source.role_group, 0) if source else 0

    def unsure(self, quote: Quote) -> bool:
        low = quote.confidence is not None and quote.confidence < UNSURE_BELOW
        return quote.status != "resolved" or low

    def words(self, spans: Sequence[Span]) -> int:
        return sum(count_words(self.text, s) for s in merge(spans))

    # -- parts of the page -------------------------------------------------------------------------------------

    def view(self) -> ReportView:
        """Return the whole page."""
        analysis = self.analysis
        quotes = {self.ids[q.id]: self.quote_row(q) for q in analysis.quotes}
        sources = self.source_rows()
        return ReportView(
            headline=headline_of(analysis),
            byline=self.article.byline,
            published=readable_date(self.article.published),
            section=self.article.section,
            url=self.article.url,
            article_id=self.article.id,
            language=self.article.language,
            measures={m.id: self.figure(m) for m in analysis.audit.measures},
            charts=tuple(self.chart(unit) for unit in UNITS),
            own_bar=self.own_bar(),
            naming_bar=self.single_bar("naming", ("named", "unnamed", "anonymous", "unresolved")),
            sources=sources,
            ticks=tuple(
                tick(p.span.start, self.extent, n)
                for n, p in enumerate(self.article.paragraphs, 1)
                if p.zone != "boilerplate"
            ),
            findings=tuple(self.finding_row(n, f) for n, f in enumerate(analysis.findings, 1)),
            story=build_story(analysis, self.ids, self.own, {q.id: self.hue(self.speaker(q)) for q in self.speech}),
            quotes=quotes,
            unsure=self.open_questions(),
            missing=self.missing(),
            silences=tuple(
                Silence(
                    line,
                    self.sources[s.speaker].name if s.speaker in self.sources else self.slice(s.source),
                    s.span.slice(self.text),
                    self.article.paragraph_at(s.span.start) + 1,
                )
                for line, s in zip(self.lines, analysis.no_comment, strict=True)
            ),
            tables=self.cross_tables(),
            rules=self.rules(),
            package=analysis.models.package,
            version=analysis.models.version,
            warnings=analysis.warnings,
            groups=tuple(
                (key, group_label(key), self.hues.get(key, 0)) for key in dict.fromkeys(row.group for row in sources)
            ),
            corrected=any(q.corrected for q in quotes.values()) or any(s.corrected for s in sources),
        )

    def slice(self, span: Span | None) -> str | None:
        return span.slice(self.text) if span else None

    def figure(self, measure: Measure) -> FigureRow:
        return FigureRow(
            measure.id,
            measure.label,
            measure.numerator,
            measure.denominator,
            measure.unit,
            self.drawn_lines if measure.id == "no_comment" else self.page_ids(measure.quotes),
        )

    def chart(self, unit: str) -> Chart:
        """Return the bars by role group; each is stacked from its sources, largest first."""
        groups = self.shares("role_group", unit)
        by_source = self.source_shares(unit)
        longest = max((share.numerator for share in groups), default=0)
        bars = []
        for share in sorted(groups, key=lambda s: (s.key == "unresolved", s.key == "unknown", -s.numerator)):
            members = [
                by_source[s.id] for s in self.analysis.sources if s.id in by_source and s.role_group == share.key
            ]
            members.sort(key=lambda member: -member.numerator)
            items = [(self.sources[m.key].name, m.numerator, self.page_ids(m.quotes), False) for m in members] or [
                (group_label(share.key), share.numerator, self.page_ids(share.quotes), share.key == "unresolved")
            ]
            bars.append(
                Bar(
                    share.key,
                    group_label(share.key),
                    self.hues.get(share.key, 0),
                    share.numerator,
                    share.denominator,
                    self.share_quotes(share),
                    stack_parts(items, share.denominator, full=longest),
                )
            )
        return Chart(unit, tuple(bars))

    def single_bar(self, dimension: str, order: Sequence[str]) -> Bar | None:
        """Return one bar over the whole width, stacked by the keys of a breakdown in words."""
        shares = {share.key: share for share in self.shares(dimension, "words")}
        if not shares:
            return None
        total = next(iter(shares.values())).denominator
        keys = [k for k in order if k in shares] + [k for k in shares if k not in order]
        items = [
            (
                key_label(dimension, k, self.names),
                shares[k].numerator,
                self.page_ids(shares[k].quotes),
                k == "unresolved",
            )
            for k in keys
        ]
        label = DIMENSION_LABELS[dimension]
        return Bar(dimension, label, 0, total, total, (), stack_parts(items, total))

    def own_bar(self) -> Bar | None:
        """Return one bar of all attributed words: those in quotation marks, and the rest."""
        for measure in self.analysis.audit.measures:
            if measure.id == "direct_words" and measure.denominator:
                own, total = int(measure.numerator), int(measure.denominator)
                every, direct = self.tally.words, self.tally.direct_words
                rest = self.page_ids([key for key in every if every[key] > direct[key]])
                items = [
                    ("own words", own, self.page_ids(measure.quotes), False),
                    ("paraphrase", total - own, rest, False),
                ]
                return Bar("own", "Own words and paraphrase", 0, total, total, (), stack_parts(items, total))
        return None

    def source_rows(self) -> tuple[SourceRow, ...]:
        """Return the sources in order of first quote, then one row for all quotes without a resolved speaker."""
        words = self.source_shares("words")
        counted = self.source_shares("quotes")
        own = {share.key: share.numerator for share in self.shares("direct_words", "words")}
        spoken: dict[str | None, list[Quote]] = defaultdict(list)
        for quote in self.speech:
            speaker = self.speaker(quote)
            spoken[speaker.id if speaker else None].append(quote)
        total = next((share.denominator for share in words.values()), 0)
        rows = []
        for source in [*self.analysis.sources, None]:
            quotes = spoken[source.id if source else None]
            if not quotes:
                continue
            key = source.id if source else "unresolved"
            total_words = words[key].numerator if key in words else 0
            first = self.tally.first_paragraph(key)
            said, direct = self.tally.words, self.tally.direct_words
            counts = [q.id for q in quotes if q.id in said]
            rows.append(
                SourceRow(
                    id=self.rows[source.id] if source else "s0",
                    number=self.numbers[source.id] if source else None,
                    name=source.name if source else GROUP_LABELS["unresolved"],
                    role=told_role(source) if source else None,
                    group=source.role_group if source else "unresolved",
                    group_label=group_label(source.role_group if source else "unresolved"),
                    hue=self.hue(source),
                    kind=KIND_LABELS.get(source.kind, source.kind) if source else None,
                    affiliation=told_affiliation(source) if source else None,
                    anonymous=source.anonymous if source else False,
                    reason=source.reason if source else None,
                    words=total_words,
                    words_of=total,
                    own_words=own.get(key, 0),
                    paraphrase_words=total_words - own.get(key, 0),
                    first_paragraph=first + 1 if first is not None else None,
                    quotes=self.page_ids(counted[key].quotes if key in counted else ()),
                    own_quotes=self.page_ids([q for q in counts if direct[q]]),
                    paraphrase_quotes=self.page_ids([q for q in counts if said[q] > direct[q]]),
                    first_quotes=self.page_ids([q.id for q in quotes if q.paragraph == first][:1]),
                    marks=self.marks(quotes),
                    grounds=told_grounds(source.evidence) if source else (),
                    corrected=source is not None and is_corrected(source),
                )
            )
        return tuple(rows)

    def marks(self, quotes: Sequence[Quote]) -> tuple[Mark, ...]:
        return tuple(
            mark(layer.span, self.extent, quote=self.ids[q.id], own=layer.kind == "own", unsure=self.unsure(q))
            for q in quotes
            for layer in quote_layers(q.id, q.content, self.own[q.id])
        )

    def quote_row(self, quote: Quote) -> QuoteRow:
        speaker = self.speaker(quote)
        number = self.numbers.get(speaker.id) if speaker else None
        row = self.rows[speaker.id] if speaker else "s0"
        candidates = tuple(self.sources[c].name for c in quote.candidates if c in self.sources)
        return QuoteRow(
            id=self.ids[quote.id],
            speaker=speaker.name if speaker else None,
            speaker_row=row if (speaker.id if speaker else None) in self.heard else None,
            label=str(number or ("–" if speaker else "?")),
            role=told_role(speaker) if speaker else None,
            role_paragraph=self.role_paragraph(speaker),
            group=speaker.role_group if speaker else "unresolved",
            group_label=group_label(speaker.role_group) if speaker else "",
            hue=self.hue(speaker),
            type=quote.type,
            type_label=TYPE_LABELS[quote.type],
            status=quote.status,
            unsure=self.unsure(quote),
            thought=quote.act == "thought",
            confidence=None if quote.confidence is None else round(quote.confidence * 100),
            rule=quote.rule,
            grounds=(*told_grounds(quote.evidence), *corrected_fields(speaker)),
            candidates=candidates,
            flags=tuple(FLAG_LABELS.get(f, f) for f in quote.flags),
            cue=self.slice(quote.cue),
            paragraph=quote.paragraph + 1,
            words=self.tally.words.get(quote.id, self.words(quote.content)),
            content=tuple(s.slice(self.text) for s in quote.content),
            corrected="corrected" in quote.flags,
        )

    def role_paragraph(self, source: Source | None) -> int | None:
        """Return the paragraph, from 1, in which the source's role was read; None where an editor's list gave it."""
        for ground in source.evidence if source and source.role else ():
            if ground.rule == "role:editor":
                return None
            if ground.rule.startswith(("role:", "editor:role")) and ground.spans:
                return self.article.paragraph_at(ground.spans[0].start) + 1
        return None

    def finding_row(self, number: int, finding: Finding) -> FindingRow:
        return FindingRow(
            f"f{number}",
            finding.rule,
            finding.severity,
            finding.message,
            self.article.paragraph_at(finding.span.start) + 1,
            finding.span.slice(self.text),
        )

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """Return a line for every quote whose speaker or extent is not certain."""
        rows = []
        for quote in self.speech:
            row = self.quote_row(quote)
            if quote.status == "ambiguous":
                why = "Could be " + " or ".join(row.candidates) if row.candidates else "More than one speaker fits"
            elif quote.status == "unresolved":
                why = "The text does not say who speaks, or it was not understood"
            elif row.unsure:
                why = f"Found in a way that is right in {row.confidence} % of the cases measured"
            elif quote.flags and set(quote.flags) & {"unclosed", "unopened"}:
                why = "A quotation mark is missing, so where the quote ends is a guess"
            else:
                continue
            rows.append(OpenQuestion(why, " … ".join(row.content), (row.id,), row.corrected))
        return tuple(rows)

    def missing(self) -> tuple[OpenQuestion, ...]:
        """Return what the audit could not find out about each source."""
        spoken: dict[str | None, list[str]] = defaultdict(list)
        for quote in self.speech:
            spoken[quote.speaker if quote.status == "resolved" else None].append(self.ids[quote.id])
        asked: Sequence[tuple[str, Callable[[Source], bool]]] = (
            ("No role or description in the text", lambda s: s.role is None and s.kind == "person"),
            ("No ground for a role group", lambda s: s.role_group == "unknown"),
            ("Unnamed, and no reason given", lambda s: s.anonymous and not s.reason),
        )
        return tuple(
            OpenQuestion(text, source.name, tuple(spoken[source.id]), is_corrected(source))
            for text, lacks in asked
            for source in self.analysis.sources
            if lacks(source)
        )

    def cross_tables(self) -> tuple[CrossTable, ...]:
        """Return every breakdown of the audit, the units side by side."""
        tables = []
        for dimension in dict.fromkeys(b.dimension for b in self.analysis.audit.breakdowns):
            counted = {b.unit for b in self.analysis.audit.breakdowns if b.dimension == dimension}
            units = tuple(unit for unit in UNITS if unit in counted)
            columns = [{share.key: share for share in self.shares(dimension, unit)} for unit in units]
            totals = [next((share.denominator for share in column.values()), 0) for column in columns]
            keys = dict.fromkeys(key for column in columns for key in column)
            rows = []
            for key in sorted(keys, key=lambda k: (k == "unresolved", *(-c[k].numerator for c in columns if k in c))):
                cells = tuple(
                    (None if (key, unit) == ("unresolved", "sources") else c[key].numerator if key in c else 0, total)
                    for unit, c, total in zip(units, columns, totals, strict=True)
                )
                if any(count != 0 for count, _ in cells):
                    share = next(c[key] for c in columns if key in c)
                    rows.append((key_label(dimension, key, self.names), cells, self.share_quotes(share)))
            label = DIMENSION_LABELS.get(dimension, dimension.replace("_", " ").capitalize())
            tables.append(CrossTable(dimension, label, units, tuple(rows)))
        return tuple(tables)

    def rules(self) -> tuple[tuple[str, tuple[str, ...], int | None], ...]:
        """Return each way in which quotes were found here: its name, the quotes, and how often it is right."""
        count: dict[str, list[Quote]] = defaultdict(list)
        for quote in self.analysis.quotes:
            count[quote.rule].append(quote)
        return tuple(
            (
                rule,
                self.page_ids([q.id for q in quotes]),
                next((round(q.confidence * 100) for q in quotes if q.confidence is not None), None),
            )
            for rule, quotes in sorted(count.items(), key=lambda item: (-len(item[1]), item[0]))
        )
