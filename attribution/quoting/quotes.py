"""Stage 3c: regions, cues and syntax -> quotes, each with content, cue, source and the rule that found it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Act, Annotated, Article, Evidence, NoComment, Quote, QuoteType
from attribution.quoting.contents import (
    absorb_regions,
    cut_at_next_report,
    cut_pieces,
    find_repeats,
    share_of_words,
    trim_marked,
)
from attribution.quoting.cues import Cue, find_cues, tokens_in
from attribution.quoting.direct import attach_regions, cue_extent, is_named
from attribution.quoting.floating import floating_rule
from attribution.quoting.leads import Lead, find_leads
from attribution.quoting.marks import Marks, Region
from attribution.quoting.readings import choose_source, phrase_of_source
from attribution.quoting.refusals import find_refusals
from attribution.quoting.shapes import ADDRESSING
from attribution.quoting.subjects import FINITE
from attribution.quoting.tagger import Reading, load_tagger
from attribution.quoting.verdicts import judge_cue, rate_cue
from attribution.spans import Span, SpanIndex, hull, merge, subtract, trim

# Zones whose words are nobody's speech: who wrote it, where, and what the site adds.
SILENT_ZONES = frozenset({"byline", "dateline", "boilerplate"})
# Two cues that claim the same words: the likelier keeps them above this share of common characters (dev, as in
# verdicts).
SAME_CONTENT = 0.5
LONGEST_NICKNAME = 3
# Characters of a stretch of text: rivals for the same words are looked for only where they share one.
STRETCH = 400


@dataclass(frozen=True, slots=True)
class Found:
    """The quotes of an article in text order, its no-comment lines, and the quoted terms that are no speech."""

    quotes: tuple[Quote, ...]
    no_comment: tuple[NoComment, ...]
    mentions: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A quote in the making."""

    cue: Cue | None
    score: float
    rule: str
    pieces: list[Span] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    source: Span | None = None
    flags: list[str] = field(default_factory=list)

    def report(self, before: _Draft) -> Span | None:
        """Return where this report begins for one before it: at its source, or at a cue that shares the other's."""
        if (
            self.cue is None
            or self.cue.kind == "noun"
            or before.cue is None
            or self.cue.sentence != before.cue.sentence
        ):
            return None
        if self.cue.shared and self.cue.source is not None and self.cue.source == before.cue.source:
            return self.cue.span
        return None if self.source is None or self.cue.shared else hull((self.source, self.cue.span))


def find_quotes(annotated: Annotated, marks: Marks, *, learned: bool = True) -> Found:
    """Return the quotes of an article; ``learned=False`` uses the rules and word lists alone.

    Raises nothing for any text: what cannot be read as an attribution is left out or flagged.
    """
    return _Finder(annotated, marks, learned=learned).find()


class _Finder:
    def __init__(self, annotated: Annotated, marks: Marks, *, learned: bool) -> None:
        self.article: Article = annotated.article
        self.text = annotated.article.text
        self.forest = Forest(annotated)
        self.learned = learned
        outer = tuple(r for r in marks.regions if r.depth == 0 and self._zone(r.span) not in SILENT_ZONES)
        self.leads = find_leads(annotated, outer)
        turns = SpanIndex(merge(lead.content for lead in self.leads if lead.rule == "transcript-turn"))
        self.regions: tuple[Region, ...] = tuple(r for r in outer if not turns.overlapping(r.span))
        self.marked = SpanIndex(region.span for region in self.regions)
        self.quoted = SpanIndex(merge([*self.marked.spans, *turns.spans]))
        self.named = frozenset(r.span for r in self.regions if is_named(self.text, self.forest, r))

    def find(self) -> Found:
        no_comment = find_refusals(self.forest, self.quoted)
        refused = SpanIndex(merge(line.span for line in no_comment))
        cues = tuple(cue for cue in find_cues(self.forest, self.quoted.spans) if self._may_report(cue, refused))
        readings = self._read(cues)
        cues = tuple(
            choose_source(self.forest.trees[cue.sentence], cue, reading)
            for cue, reading in zip(cues, readings, strict=True)
        )
        verbs = SpanIndex(merge(cue.span for cue in cues if cue.kind == "verb" and cue.listed))
        sources = tuple(self._source_span(cue, reading, verbs) for cue, reading in zip(cues, readings, strict=True))
        extents = tuple(cue_extent(cue, source) for cue, source in zip(cues, sources, strict=True))
        attached: dict[int, list[int]] = {}
        marked = {self.article.paragraph_at(region.span.start) for region in self.regions}
        beliefs = [  # asked for only beside words in marks
            rate_cue(self.forest.trees[cue.sentence], cue, reading)
            if self.forest.annotated.sentences[cue.sentence].paragraph in marked
            else 0.0
            for cue, reading in zip(cues, readings, strict=True)
        ]
        for attachment in attach_regions(self.article, self.forest, self.regions, cues, extents, beliefs=beliefs):
            attached.setdefault(attachment.cue, []).append(attachment.region)
        drafts = [
            draft
            for number, cue in enumerate(cues)
            if (draft := self._draft(cue, sources[number], attached.get(number, []), readings[number])) is not None
        ]
        drafts = self._settle([*drafts, *(self._lead_draft(lead) for lead in self.leads)])
        floating, mentions = self._leftovers(drafts)
        return Found(self._finish([*drafts, *floating]), no_comment, mentions)

    # Candidates

    def _zone(self, span: Span) -> str:
        if not self.article.paragraphs:
            return "body"
        return self.article.paragraphs[self.article.paragraph_at(span.start)].zone

    def _may_report(self, cue: Cue, refused: SpanIndex) -> bool:
        """Leave out cues in quotation marks (nested reports), in silent zones and in refusals to comment."""
        return not (
            self._zone(cue.span) in SILENT_ZONES or self.quoted.overlapping(cue.span) or refused.overlapping(cue.span)
        )

    def _read(self, cues: tuple[Cue, ...]) -> list[Reading | None]:
        """Let the tagger read each cue in its sentence; nothing where it is switched off."""
        if not self.learned:
            return [None] * len(cues)
        inside = tokens_in(self.forest, self.quoted.spans)
        return load_tagger().read([(self.forest.trees[cue.sentence], cue, inside[cue.sentence]) for cue in cues])

    def _source_span(self, cue: Cue, reading: Reading | None, verbs: SpanIndex) -> Span | None:
        """Return the words that name the source beside a cue, never inside quotation marks."""
        if cue.source is None:
            return None
        tree = self.forest.trees[cue.sentence]
        span = tree.span(phrase_of_source(tree, cue.source, reading))
        token = tree.tokens[cue.source].span
        # A nickname in marks is part of the name: Eduardo "Lalo" Mendoza.
        holes = [
            q
            for q in self.quoted.overlapping(span)
            if not (span.contains(q) and len(q.slice(self.text).split()) <= LONGEST_NICKNAME)
        ]
        pieces = subtract(span, (*holes, cue.span))
        piece = next((p for p in pieces if p.overlaps(token)), None)
        if piece is not None:
            piece = self._end_before_verb(piece, token, verbs)
        trimmed = trim(piece, self.text, ",;:–—-([") if piece is not None else None
        return trimmed if trimmed is not None and any(c.isalnum() for c in trimmed.slice(self.text)) else None

    def _end_before_verb(self, span: Span, name: Span, verbs: SpanIndex) -> Span:
        """End a source where another report begins behind its comma: "Ama Boateng, | urging the crew to wait"."""
        for verb in verbs.overlapping(span):
            lead = self.text[name.end : verb.start].rstrip() if verb.start > name.end else ""
            if lead.endswith((",", "–", "—", "--")):
                return Span(span.start, verb.start)
        return span

    def _draft(self, cue: Cue, source: Span | None, attached: list[int], reading: Reading | None) -> _Draft | None:
        tree = self.forest.trees[cue.sentence]
        verdict = judge_cue(
            tree,
            cue,
            source=source,
            quoted=self.quoted.overlapping(self.forest.annotated.sentences[cue.sentence].span),
            attached=bool(attached),
            reading=reading,
            learned=self.learned,
        )
        if verdict is None:
            return None
        holes = [cue.span] if source is None else [cue.span, source]
        tokens = verdict.tokens
        if attached:
            aside = {
                i
                for child in tree.children(cue.head, "advcl")
                if tree.tokens[child].xpos == "VBG"
                for i in tree.subtree(child)
            }
            tokens = tuple(i for i in tokens if i not in aside)  # '..., she said, raising the lamp'
            tokens = self._from_that(tree, cue, tokens, self.regions[attached[-1]])
        pieces = [*cut_pieces(tree, tokens, self.text, holes), *(self.regions[number].span for number in attached)]
        if not pieces:
            return None
        near = {number: self.regions[number] for number in self.marked.numbers(hull(pieces))}
        pieces, regions = absorb_regions(pieces, near, holes, self.text)
        if attached and self.regions[attached[0]].span.end <= cue.span.start:
            # '"...," she said, and the lights went out': behind such a cue only more quoted words are hers.
            pieces = [
                p for p in pieces if p.start < cue.span.start or any(p.contains(q) for q in self.quoted.overlapping(p))
            ]
        elif attached:
            pieces = self._end_with_marks(pieces, self.regions[attached[-1]], cue, tree)
        pieces = trim_marked([p for p in pieces if p not in self.named] or pieces, near.values(), self.text)
        if not any(c.isalnum() for piece in pieces for c in piece.slice(self.text)):
            return None
        flags = ["passive"] if cue.passive and source is None else []
        return _Draft(cue, verdict.score, verdict.rule, pieces, sorted({*regions, *attached}), source, flags)

    def _from_that(self, tree: Tree, cue: Cue, tokens: tuple[int, ...], region: Region) -> tuple[int, ...]:
        """Leave out who was told and when before 'that "..."': "told one of the crew on a cold night that"."""
        opens = next((i for i in tokens if tree.tokens[i].span.start >= region.inner.start), None)
        if opens is None or cue.lemma not in ADDRESSING or cue.span.end > region.span.start:
            return tokens
        words = [i for i in tokens if i < opens and tree.tokens[i].upos != "PUNCT"]
        clause = any(tree.tokens[i].xpos in FINITE for i in words)  # "told them that it rained and that ..."
        ends = bool(words) and tree.tokens[words[-1]].text.lower() == "that" and not clause
        return tuple(i for i in tokens if i >= opens) if ends else tokens

    def _end_with_marks(self, pieces: list[Span], region: Region, cue: Cue, tree: Tree) -> list[Span]:
        """End content with a quotation that is a sentence of its own: 'They chanted "Free the river" at the gate'."""
        lead = self.text[cue.span.end : region.span.start].strip(" \u00a0,:")
        following = next((t for t in tree.tokens if t.span.start >= region.span.end and t.upos != "PUNCT"), None)
        whole = region.inner.slice(self.text)[:1].isupper() and region.closing is not None
        if lead or not whole or (following is not None and following.upos in ("VERB", "AUX")):
            return pieces
        end = tree.sentence.span.end
        if region.span.end >= end or self.quoted.overlapping(Span(region.span.end, end)):
            return pieces
        return [p if p.end <= region.span.end else Span(p.start, region.span.end) for p in pieces]

    def _lead_draft(self, lead: Lead) -> _Draft:
        return _Draft(None, 1.0, lead.rule, [lead.content], list(self.marked.numbers(lead.content)), lead.source)

    # Settling

    def _settle(self, drafts: list[_Draft]) -> list[_Draft]:
        """End each report where the next begins; where two cues claim the same words keep the likelier."""
        by_sentence: dict[int, list[_Draft]] = {}
        for draft in drafts:
            if draft.cue is not None:
                by_sentence.setdefault(draft.cue.sentence, []).append(draft)
        kept: list[_Draft] = []
        near: dict[int, list[_Draft]] = {}  # what is kept, by the stretches of text its words lie in
        for draft in sorted(drafts, key=_rank):
            others = by_sentence.get(draft.cue.sentence, []) if draft.cue is not None else []
            reports = [r for other in others if other is not draft and (r := other.report(draft)) is not None]
            draft.pieces = cut_at_next_report(draft.pieces, reports, self.text)
            stretches = {n for p in draft.pieces for n in range(p.start // STRETCH, p.end // STRETCH + 1)}
            rivals = {id(other): other for n in stretches for other in near.get(n, ())}.values()
            if draft.pieces and not any(share_of_words(draft.pieces, o.pieces) > SAME_CONTENT for o in rivals):
                kept.append(draft)
                for number in stretches:
                    near.setdefault(number, []).append(draft)
        return kept

    def _leftovers(self, drafts: list[_Draft]) -> tuple[list[_Draft], tuple[Span, ...]]:
        """Return the quotations no cue claims as quotes of their own, and the quoted terms that are no speech."""
        used = {number for draft in drafts for number in draft.regions}
        pieces = SpanIndex(merge(piece for draft in drafts for piece in draft.pieces))
        floating, mentions = [], []
        for number, region in enumerate(self.regions):
            if number in used or pieces.overlapping(region.inner):
                continue
            draft = self._floating(number, region)
            if draft is None:
                mentions.append(region.span)
            else:
                floating.append(draft)
        return floating, tuple(mentions)

    def _floating(self, number: int, region: Region) -> _Draft | None:
        rule = floating_rule(self.article, self.forest, region)
        if rule is None:
            return None
        flags = ["floating", "continued"] if rule == "continued-quotation" else ["floating"]
        return _Draft(None, 1.0, rule, [region.span], [number], flags=flags)

    # Quotes

    def _finish(self, drafts: list[_Draft]) -> tuple[Quote, ...]:
        quotes = []
        for draft in sorted(drafts, key=lambda d: (d.pieces[0], d.cue.span if d.cue else d.pieces[0])):
            marks = [f for n in draft.regions for f in self.regions[n].flags if f in ("unclosed", "unopened")]
            continued = ["continued"] if any(self.regions[n].continues is not None for n in draft.regions) else []
            grounds = draft.cue.span if draft.cue else draft.source
            quotes.append(
                Quote(
                    id="",
                    type=self._type(draft),
                    content=tuple(draft.pieces),
                    cue=draft.cue.span if draft.cue else None,
                    source=draft.source,
                    rule=draft.rule,
                    paragraph=self.article.paragraph_at(draft.pieces[0].start),
                    act=_act(draft),
                    cue_lemma=draft.cue.lemma if draft.cue else None,
                    evidence=(Evidence(draft.rule, (grounds,) if grounds is not None else ()),),
                    flags=tuple(dict.fromkeys([*draft.flags, *continued, *self._partial(draft), *marks])),
                )
            )
        repeated = find_repeats(self.article, quotes)
        return tuple(
            replace(
                quote, id=f"q{number}", flags=(*quote.flags, "duplicate") if number - 1 in repeated else quote.flags
            )
            for number, quote in enumerate(quotes, 1)
        )

    def _partial(self, draft: _Draft) -> list[str]:
        """Flag words in marks that are a fragment of somebody's sentence."""
        if not draft.regions:
            return []
        opens = self.regions[draft.regions[0]].inner.slice(self.text).lstrip()[:1]
        return ["partial"] if opens.islower() else []

    def _type(self, draft: _Draft) -> QuoteType:
        """Return whether all, part or none of the words stand in marks; a transcript's turn counts as in marks."""
        outside = sum(
            c.isalnum()
            for piece in draft.pieces
            for part in subtract(piece, self.quoted.overlapping(piece))
            for c in part.slice(self.text)
        )
        if not outside:
            return "direct"
        everything = sum(c.isalnum() for piece in draft.pieces for c in piece.slice(self.text))
        return "mixed" if outside < everything else "indirect"


def _rank(draft: _Draft) -> tuple[bool, bool, float]:
    """Sort what stands in marks or behind a label first, then "his claim that ...", then by probability."""
    claimed = draft.rule == "noun-complement" and draft.source is not None
    return (draft.cue is not None and draft.rule != "direct-speech", not claimed, -draft.score)


def _act(draft: _Draft) -> Act:
    if draft.cue is None or draft.rule == "direct-speech":
        return "speech"
    return draft.cue.act
