"""Stage 3c: regions, cues and syntax -> quotes, each with content, cue, source and the rule that found it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from attribution.cues import Cue, find_cues, tokens_in
from attribution.direct import attach_regions, cue_extent
from attribution.marks import Marks, Region
from attribution.model import Act, Annotated, Article, Evidence, NoComment, Quote, QuoteType
from attribution.refusals import find_refusals
from attribution.scorer import cue_features, load_weights, probability, slot_features
from attribution.slots import CLAUSAL, Slot, find_slots, source_tokens
from attribution.tagger import Reading, load_tagger
from attribution.spans import Span, merge, subtract, trim
from attribution.syntax import Forest, Tree, relation

# Zones whose words are nobody's speech: who wrote it, where, and what the site adds.
SILENT_ZONES = frozenset({"byline", "dateline", "boilerplate"})
# Least probability of a cue and of a slot, chosen on the 84 development articles (F of attributions is flat from .35 to .5).
LEAST_CUE, LEAST_SLOT = 0.42, 0.5
# The tagger's share in the probability of a cue (the scorer has the rest), and the least probability of a token it calls content
# or, on average over a phrase, source. Chosen on the 84 development articles.
TAGGER_SHARE, LEAST_TOKEN, LEAST_SOURCE = 0.6, 0.5, 0.55
# A cue beside quoted words needs less: the marks say already that somebody speaks.
LEAST_CUE_QUOTED = 0.2
# Two cues that claim the same words: the likelier keeps them above this share of common characters.
SAME_CONTENT = 0.7
# A passage in marks with no cue is speech when it has this many words and stands as a sentence of its own, else a mention.
LEAST_FLOATING_WORDS = 3
RELATIVE = frozenset({"who", "which", "whose", "whom", "that", "where"})
_EDGE = ",;:–—-.()[]…"


@dataclass(frozen=True, slots=True)
class Found:
    """The quotes of an article in text order, the lines that say somebody did not comment, and quoted terms that are no speech."""

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
    evidence: list[Evidence] = field(default_factory=list)
    source: Span | None = None
    flags: list[str] = field(default_factory=list)


def find_quotes(annotated: Annotated, marks: Marks, *, learned: bool = True) -> Found:
    """Return the quotes of an article; ``learned=False`` uses the rules and word lists alone.

    Raises nothing for any text: what cannot be read as an attribution is left out or flagged.
    """
    finder = _Finder(annotated, marks, learned=learned)
    return finder.find()


class _Finder:
    def __init__(self, annotated: Annotated, marks: Marks, *, learned: bool) -> None:
        self.annotated = annotated
        self.article: Article = annotated.article
        self.text = annotated.article.text
        self.forest = Forest(annotated)
        self.learned = learned
        self.regions: tuple[Region, ...] = tuple(
            region for region in marks.regions if region.depth == 0 and self._zone(region.span) not in SILENT_ZONES
        )
        self.quoted = merge(region.span for region in self.regions)

    def find(self) -> Found:
        no_comment = find_refusals(self.forest, self.quoted)
        cues = tuple(cue for cue in find_cues(self.forest, self.quoted) if self._may_report(cue, no_comment))
        readings = self._read(cues)
        cues = tuple(self._with_source(cue, reading) for cue, reading in zip(cues, readings, strict=True))
        sources = tuple(self._source_span(cue, reading) for cue, reading in zip(cues, readings, strict=True))
        extents = tuple(cue_extent(cue, source) for cue, source in zip(cues, sources, strict=True))
        attached: dict[int, list[int]] = {}
        for attachment in attach_regions(self.article, self.forest, self.regions, cues, extents):
            attached.setdefault(attachment.cue, []).append(attachment.region)
        drafts = [
            draft
            for number, cue in enumerate(cues)
            if (draft := self._draft(cue, sources[number], attached.get(number, []), readings[number])) is not None
        ]
        drafts = self._settle(drafts)
        used = {number for draft in drafts for number in draft.regions}
        mentions = []
        for number, region in enumerate(self.regions):
            if number in used or any(piece.overlaps(region.inner) for draft in drafts for piece in draft.pieces):
                continue
            floating = self._floating(number, region)
            if floating is None:
                mentions.append(region.span)
            else:
                drafts.append(floating)
        quotes = self._finish(drafts)
        return Found(quotes, no_comment, tuple(mentions))

    # Candidates

    def _zone(self, span: Span) -> str:
        if not self.article.paragraphs:
            return "body"
        return self.article.paragraphs[self.article.paragraph_at(span.start)].zone

    def _may_report(self, cue: Cue, no_comment: Iterable[NoComment]) -> bool:
        """Leave out cues in quotation marks (nested reports), in silent zones and in refusals to comment."""
        if self._zone(cue.span) in SILENT_ZONES:
            return False
        if any(span.overlaps(cue.span) for span in self.quoted):
            return False
        return not any(line.span.overlaps(cue.span) for line in no_comment)

    def _source_span(self, cue: Cue, reading: Reading | None) -> Span | None:
        if cue.source is None:
            return None
        tree = self.forest.trees[cue.sentence]
        tokens = list(source_tokens(tree, cue.source))
        if reading is not None:
            tokens = _widen(tree, tokens, reading.source)
        span = tree.span(tokens)
        pieces = subtract(span, (*self.quoted, cue.span))
        token = tree.tokens[cue.source].span
        piece = next((p for p in pieces if p.overlaps(token)), None)
        return trim(piece, self.text, _EDGE.replace(".", "").replace(")", "")) if piece else None

    def _read(self, cues: tuple[Cue, ...]) -> list[Reading | None]:
        """Let the tagger read each cue in its sentence; nothing where it is switched off."""
        if not self.learned:
            return [None] * len(cues)
        inside = tokens_in(self.forest, self.quoted)
        return load_tagger().read([(self.forest.trees[cue.sentence], cue, inside[cue.sentence]) for cue in cues])

    def _with_source(self, cue: Cue, reading: Reading | None) -> Cue:
        """Give a cue the source the tagger reads where the parse gives none, or one the tagger does not believe in."""
        if reading is None:
            return cue
        tree = self.forest.trees[cue.sentence]
        if cue.source is not None:
            own = source_tokens(tree, cue.source)
            if sum(reading.source[i] for i in own) / len(own) >= 1 - LEAST_SOURCE:
                return cue
        runs: list[list[int]] = []
        for index, share in enumerate(reading.source):
            if share >= LEAST_TOKEN:
                if runs and runs[-1][-1] == index - 1:
                    runs[-1].append(index)
                else:
                    runs.append([index])
        best = max(runs, key=lambda run: sum(reading.source[i] for i in run), default=None)
        if best is None or sum(reading.source[i] for i in best) / len(best) < LEAST_SOURCE:
            return cue
        return replace(cue, source=tree.head_of(best), shared=not _beside(best, cue))

    def _draft(self, cue: Cue, source: Span | None, attached: list[int], reading: Reading | None) -> _Draft | None:
        tree = self.forest.trees[cue.sentence]
        slots = find_slots(tree, cue)
        quoted = [self._is_quoted(tree, slot) for slot in slots]
        any_quoted = any(quoted) or bool(attached)
        if not cue.listed and not any_quoted:
            return None
        score = self._cue_score(tree, cue, slots, quoted=any_quoted)
        chosen = self._chosen(tree, cue, slots, quoted)
        if reading is not None:
            score = TAGGER_SHARE * reading.reports + (1 - TAGGER_SHARE) * score
            chosen = self._tagged(tree, cue, slots, reading) or chosen
        least = (
            LEAST_CUE_QUOTED
            if any_quoted and (attached or any(self._is_quoted(tree, slot) for slot in chosen))
            else LEAST_CUE
        )
        if score < least and not (attached and cue.listed and source is not None):
            return None
        if not chosen and not attached:
            return None
        rule = self._rule(cue, chosen, attached)
        draft = _Draft(cue, score, rule, source=source, regions=list(attached))
        holes = [cue.span] + ([source] if source is not None else [])
        for tokens in dict.fromkeys(slot.tokens for slot in chosen):
            draft.pieces += self._pieces(tree, tokens, holes)
        draft.pieces += [self.regions[number].span for number in attached]
        self._absorb_regions(draft, holes)
        if not draft.pieces:
            return None
        if cue.passive and source is None:
            draft.flags.append("passive")
        draft.evidence.append(Evidence(rule, (cue.span,), f"“{cue.span.slice(self.text)}” reports it"))
        return draft

    def _is_quoted(self, tree: Tree, slot: Slot) -> bool:
        span = tree.span(slot.tokens)
        return any(tree.tokens[i].span.overlaps(q) for q in self.quoted if q.overlaps(span) for i in slot.tokens)

    def _cue_score(self, tree: Tree, cue: Cue, slots: tuple[Slot, ...], *, quoted: bool) -> float:
        if self.learned:
            return probability(load_weights("cue"), cue_features(tree, cue, slots, quoted=quoted))
        clause = any(slot.name in ("ccomp", "governor", "front", "before", "after") for slot in slots)
        if cue.kind == "according" or quoted:
            return 1.0
        return 1.0 if cue.act == "speech" and cue.source is not None and clause else 0.0

    def _chosen(self, tree: Tree, cue: Cue, slots: tuple[Slot, ...], quoted: list[bool]) -> tuple[Slot, ...]:
        if not self.learned:
            names = ("ccomp", "before", "after") if cue.kind != "noun" else ("acl", "ccomp")
            chosen = tuple(slot for slot in slots if slot.name in names)
            return chosen or tuple(slot for slot in slots if slot.name in ("governor", "front"))[:1]
        weights = load_weights("slot")
        scored = [
            (probability(weights, slot_features(tree, cue, slot, slots, quoted=is_quoted)), slot)
            for slot, is_quoted in zip(slots, quoted, strict=True)
        ]
        chosen = tuple(slot for score, slot in scored if score >= LEAST_SLOT)
        if chosen or not scored:
            return chosen
        best_score, best = max(scored, key=lambda item: item[0])
        return (
            (best,)
            if best_score >= LEAST_SLOT / 2 and (best.name in CLAUSAL or best.name in ("governor", "front"))
            else ()
        )

    @staticmethod
    def _tagged(tree: Tree, cue: Cue, slots: tuple[Slot, ...], reading: Reading) -> tuple[Slot, ...]:
        """Return the words the tagger calls content, cut along the slots they lie in so that the rule can be named."""
        taken = set(cue.tokens)
        if cue.source is not None:
            taken.update(source_tokens(tree, cue.source))
        words = [i for i, share in enumerate(reading.content) if share >= LEAST_TOKEN and i not in taken]
        if not any(tree.tokens[i].upos != "PUNCT" for i in words):
            return ()
        names = [slot.name for slot in slots if len(set(slot.tokens) & set(words)) * 2 > len(slot.tokens)]
        return tuple(Slot(name, cue.head, tuple(words)) for name in names or ["tagged"])

    @staticmethod
    def _rule(cue: Cue, chosen: tuple[Slot, ...], attached: list[int]) -> str:
        if cue.kind == "according":
            return "according-to"
        if attached:
            return "direct-speech"
        if cue.kind in ("noun", "adjective"):
            return f"{cue.kind}-complement"
        if cue.passive:
            return "passive-report"
        names = {slot.name for slot in chosen}
        if names & {"governor", "front"}:
            return "parenthetical-cue"
        if "relative" in names:
            return "relative-clause"
        if names & {"ccomp", "csubj", "parataxis"}:
            return "reported-clause"
        if names == {"tagged"}:
            return "tagged-words"
        return "reported-infinitive" if "xcomp" in names else "speech-target"

    # Content

    def _pieces(self, tree: Tree, indices: tuple[int, ...], holes: list[Span]) -> list[Span]:
        """Return the spans of content tokens without opening "that", outer punctuation, cue and source."""
        tokens = list(indices)
        while tokens and (
            relation(tree.tokens[tokens[0]]) == "punct"
            or (
                tree.tokens[tokens[0]].text.lower() == "that"
                and tree.tokens[tokens[0]].upos in ("SCONJ", "ADP", "PRON")
                and len(tokens) > 1
            )
            or (tokens[0] == 0 and tree.tokens[tokens[0]].upos == "CCONJ")
        ):
            tokens.pop(0)
        if not tokens:
            return []
        runs: list[list[int]] = [[tokens[0]]]
        for index in tokens[1:]:
            if all(tree.tokens[i].upos == "PUNCT" for i in range(runs[-1][-1] + 1, index)):
                runs[-1].append(index)
            else:
                runs.append([index])
        pieces = []
        for run in runs:
            for piece in subtract(tree.span(run), holes):
                trimmed = trim(piece, self.text, _EDGE.replace("(", "").replace(")", "").replace("…", ""))
                if any(c.isalnum() for c in trimmed.slice(self.text)):
                    pieces.append(trimmed)
        return pieces

    def _absorb_regions(self, draft: _Draft, holes: list[Span]) -> None:
        """Grow the pieces over the whole of every quotation they reach into, and join pieces with nothing between."""
        pieces = list(draft.pieces)
        for number, region in enumerate(self.regions):
            if any(hole.overlaps(region.span) for hole in holes):
                continue
            if any(piece.overlaps(region.inner) for piece in pieces):
                pieces.append(region.span)
                if number not in draft.regions:
                    draft.regions.append(number)
        joined: list[Span] = []
        for piece in merge(pieces):
            between = self.text[joined[-1].end : piece.start] if joined else "x"
            if (
                joined
                and not any(c.isalnum() for c in between)
                and "\n" not in between
                and not self._region_between(joined[-1], piece)
            ):
                joined[-1] = Span(joined[-1].start, piece.end)
            else:
                joined.append(piece)
        draft.pieces = [self._tidy(piece) for piece in joined]

    def _region_between(self, left: Span, right: Span) -> bool:
        """Tell whether two neighbouring pieces are two separate quotations."""
        return any(r.span.end == left.end for r in self.regions) and any(
            r.span.start == right.start for r in self.regions
        )

    def _tidy(self, piece: Span) -> Span:
        """Leave out a mark without its partner at an edge."""
        for region in self.regions:
            if region.span.overlaps(piece) and not piece.contains(region.span):
                return Span(min(piece.start, region.span.start), max(piece.end, region.span.end))
        return piece

    # Settling

    def _settle(self, drafts: list[_Draft]) -> list[_Draft]:
        """Where two cues claim the same words, keep the likelier; a report inside a report keeps its own words."""
        kept: list[_Draft] = []
        for draft in sorted(drafts, key=lambda d: (-bool(d.regions and d.rule == "direct-speech"), -d.score)):
            if any(_share(draft.pieces, other.pieces) > SAME_CONTENT for other in kept):
                continue
            kept.append(draft)
        return sorted(kept, key=lambda d: d.pieces[0])

    def _floating(self, number: int, region: Region) -> _Draft | None:
        """Make a quote of a passage in marks that stands as sentences of its own, with no cue."""
        words = [w for w in region.inner.slice(self.text).split() if any(c.isalnum() for c in w)]
        paragraph = self.article.paragraphs[self.article.paragraph_at(region.span.start)]
        rest = "".join(p.slice(self.text) for p in subtract(paragraph.span, [region.span]))
        alone = not any(c.isalnum() for c in rest)
        if alone and paragraph.zone in ("subhead", "headline"):
            return _Draft(None, 1.0, "quoted-heading", [region.span], [number], flags=["floating"])
        if len(words) < LEAST_FLOATING_WORDS or not (alone or self._is_sentence(region)):
            return None
        flags = ["floating"]
        if region.continues is not None:
            flags.append("continued")
        rule = "continued-quotation" if region.continues is not None else "floating-quotation"
        return _Draft(None, 1.0, rule, [region.span], [number], flags=flags)

    def _is_sentence(self, region: Region) -> bool:
        """Tell whether the marks enclose one or more whole sentences: sentence mark inside, nothing of a sentence outside."""
        before = self.text[: region.span.start].rstrip(" \t\u00a0")[-1:]
        inner = region.inner.slice(self.text).rstrip()
        ended = (
            inner[-1:] in ".!?…"
            or "unclosed" in region.flags
            or self.text[region.span.end : region.span.end + 1] == "."
        )
        return ended and (before in ".!?…\n\r\u2028”\"’':" or not before)

    def _finish(self, drafts: list[_Draft]) -> tuple[Quote, ...]:
        quotes = []
        for draft in sorted(drafts, key=lambda d: (d.pieces[0], d.cue.span if d.cue else d.pieces[0])):
            cue = draft.cue
            for number in draft.regions:
                draft.flags += [flag for flag in self.regions[number].flags if flag in ("unclosed", "unopened")]
            quotes.append(
                Quote(
                    id="",
                    type=self._type(draft.pieces),
                    content=tuple(draft.pieces),
                    cue=cue.span if cue else None,
                    source=draft.source,
                    rule=draft.rule,
                    paragraph=self.article.paragraph_at(draft.pieces[0].start),
                    act=self._act(draft),
                    cue_lemma=cue.lemma if cue else None,
                    evidence=tuple(draft.evidence),
                    flags=tuple(dict.fromkeys(draft.flags)),
                )
            )
        return tuple(replace(quote, id=f"q{number}") for number, quote in enumerate(quotes, 1))

    def _act(self, draft: _Draft) -> Act:
        if draft.cue is None or draft.rule == "direct-speech":
            return "speech"
        return draft.cue.act

    def _type(self, pieces: list[Span]) -> QuoteType:
        inside = outside = 0
        for piece in pieces:
            for part in subtract(piece, self.quoted):
                outside += sum(c.isalnum() for c in part.slice(self.text))
            inside += sum(c.isalnum() for c in piece.slice(self.text))
        inside -= outside
        if not outside:
            return "direct"
        return "mixed" if inside else "indirect"


def _widen(tree: Tree, tokens: list[int], shares: tuple[float, ...]) -> list[int]:
    """Grow a source over the words beside it that the tagger calls source too, up to a relative clause.

    Parsers split "Mr. Ito" and "Keiko Ito, a baker," in two subjects; relative clauses are no part of a source (annotation guide).
    """

    def belongs(index: int) -> bool:
        return 0 <= index < len(shares) and (shares[index] >= LEAST_TOKEN or tree.tokens[index].upos == "PUNCT")

    first, last = tokens[0], tokens[-1]
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    while tree.tokens[first].upos == "PUNCT" and first < tokens[0]:
        first += 1
    relative = next((i for i in range(tokens[0] + 1, last + 1) if tree.tokens[i].text.lower() in RELATIVE and i not in tokens), None)
    if relative is not None:
        last = relative - 1
    while last > tokens[-1] and tree.tokens[last].upos in ("PUNCT", "ADP") and tree.tokens[last].text != ")":
        last -= 1
    return list(range(first, last + 1))


def _beside(run: list[int], cue: Cue) -> bool:
    """Tell whether a phrase stands right before or after a cue, give or take an auxiliary."""
    return -3 <= run[-1] - min(cue.tokens) < 0 or 0 < run[0] - max(cue.tokens) <= 1


def _share(left: list[Span], right: list[Span]) -> float:
    """Return the characters that two lists of spans share over those either covers."""
    common = sum(len(shared) for a in merge(left) for b in merge(right) if (shared := a.intersect(b)))
    total = sum(map(len, merge([*left, *right])))
    return common / total if total else 0.0
