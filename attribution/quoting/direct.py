"""Stage 3b: which cue a passage in quotation marks hangs on, from where it stands.

Works on the words around the marks and needs little of the parse, since parsers trained on written text often lose
their way at a quotation: a comma, question or exclamation mark before the closing mark followed by a source and
a reporting verb ("..., " said Ito), or a source, a verb and a comma or colon before the opening mark.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from attribution.annotating.syntax import Forest
from attribution.model import Article
from attribution.quoting.cues import Cue
from attribution.quoting.marks import Region
from attribution.spans import Span, hull

# Characters before a closing mark that leave the sentence open for ", he said".
OPEN_END = ",?!…–—-;"
# What ends a sentence or leaves it open for "he asked".
ASKED = "?!"
# Words that may stand between a closing mark and the source or cue ("..., in a statement he said"): longer is another
# clause. Chosen on the 84 development articles: 4 loses none of their direct quotes, 8 adds wrong ones.
LONGEST_GAP = 4
# Words between a cue and the opening mark: an addressee, a day, a place ("told reporters in Lagos on Friday: ").
LONGEST_LEAD = 14
# Cues looked at on either side of a quotation: a sentence has few, a paragraph may have thousands.
MOST_CUES = 24
# Least probability of a cue that a quotation behind it hangs on: "has established a \"modus vivendi\"" reports nothing.
# Chosen on the development articles.
LEAST_BELIEF = 0.2
# What stands before a title in marks, beside verbs that give one.
NAMED_AFTER = frozenset({"ADP", "NOUN", "PROPN", "PART"})
NAMING = frozenset({"call", "title", "entitle", "name", "dub"})
_SENTENCE_END = regex.compile(r"[.!?][\"”’)\]]*\s+(?=[\p{Lu}\"“‘(\[])")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[’'.-][\p{L}\p{N}]+)*+")
# Words that titles write small.
_SMALL = frozenset("a an the and or but nor of in on at to for from by with as is are not".split())
_JOINED = regex.compile(r"[\s,;–—-]*(?:and|but|while|although|though|whereas|because|as|when)\b", regex.IGNORECASE)
_LEAD_END = regex.compile(r"(?:[,:–—-]|\bthat|\bas|\blike|\bof)\s*\Z", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A region and the cue (by index) it hangs on: the cue stands ``after`` or ``before`` it."""

    region: int
    cue: int
    side: Literal["after", "before"]


def attach_regions(  # noqa: PLR0913 - what is known of each cue, in lists of equal length
    article: Article,
    forest: Forest,
    regions: tuple[Region, ...],
    cues: tuple[Cue, ...],
    extents: tuple[Span, ...],
    *,
    beliefs: Sequence[float],
) -> tuple[Attachment, ...]:
    """Attach outer regions to cues.

    ``extents`` gives for every cue the span over the cue and its source, ``beliefs`` the probability that it reports. A
    region gets a cue after it, a cue before it, both where a cue joins two pieces of one utterance, or none.
    """
    text = article.text
    found: list[Attachment] = []
    by_paragraph: dict[int, list[tuple[int, Cue, Span]]] = {}
    for number, cue in enumerate(cues):
        by_paragraph.setdefault(forest.annotated.sentences[cue.sentence].paragraph, []).append(
            (number, cue, extents[number])
        )
    for position, region in enumerate(regions):
        paragraph = article.paragraph_at(region.span.start)
        near = by_paragraph.get(paragraph, [])
        limit = article.paragraphs[paragraph].span
        following = regions[position + 1].span.start if position + 1 < len(regions) else limit.end
        previous = regions[position - 1].span.end if position else limit.start
        after = _cue_after(text, forest, region, near, min(following, limit.end))
        before = _cue_before(text, region, near, max(previous, limit.start), beliefs)
        asked = text[region.inner.start : region.inner.end].rstrip()[-1:] in ASKED
        if before is not None and asked and text[region.span.end : region.span.end + 1] != ",":
            after = None  # 'He wrote, "Why?" She wrote back ...'
        if after is not None:
            found.append(Attachment(position, after, "after"))
        elif before is not None:
            found.append(Attachment(position, before, "before"))
    return tuple(found)


def is_title(text: str, region: Region) -> bool:
    """Tell whether every word of a region but small ones begins with a capital: “A Tide Is Rising”."""
    inner = region.inner.slice(text).rstrip()
    words = _WORD.findall(inner)
    return (
        bool(words)
        and inner[-1:] not in "!?"
        and all(not w[0].islower() or (n and w.lower() in _SMALL) for n, w in enumerate(words))
    )


def is_named(text: str, forest: Forest, region: Region) -> bool:
    """Tell whether a region is what something is called: 'on "The Morning Boat," the mayor said'."""
    number = forest.index_at(region.span.start)
    if number is None or not is_title(text, region):
        return False
    before = next((t for t in reversed(forest.trees[number].tokens) if t.span.end <= region.span.start), None)
    return before is not None and (before.upos in NAMED_AFTER or before.lemma.lower() in NAMING)


def is_open_end(text: str, region: Region) -> bool:
    """Tell whether the sentence goes on after the closing mark, by the punctuation beside it.

    '"opposed" to it and warned' has none: such words belong to what stands before them.
    """
    inner = text[region.inner.start : region.inner.end].rstrip()
    rest = text[region.span.end : region.span.end + 80].lstrip(" \u00a0")
    return inner[-1:] in OPEN_END or rest.startswith((",", ";", "–", "—", "--"))


def _cue_after(text: str, forest: Forest, region: Region, near: list[tuple[int, Cue, Span]], limit: int) -> int | None:
    if not is_open_end(text, region) or is_named(text, forest, region):
        return None
    fragment = text[region.inner.start : region.inner.end].lstrip()[:1].islower()
    inside = text[max(region.span.start - 2, 0) : region.span.start].rstrip()[-1:].isalnum()
    unlisted: int | None = None
    first = bisect_left(near, region.span.end, key=_start)
    for number, cue, extent in near[first : first + MOST_CUES]:
        if cue.span.end > limit:
            break
        if cue.kind in ("noun", "adjective") or extent.start < region.span.end:
            continue
        gap = text[region.span.end : extent.start]
        if _SENTENCE_END.search(text, region.span.end, extent.end) or len(_WORD.findall(gap)) > LONGEST_GAP:
            break
        if cue.source is None or cue.act == "thought":
            continue
        if inside and _has_clause(forest, cue):
            break  # 'calls it a "mess," said she would leave'
        if _is_participle(forest, cue) or (fragment and _JOINED.match(gap)):
            break  # '"...," adding that', 'was "not ready," but he said': the words in marks are the cue's before them
        if cue.listed:
            return number
        if unlisted is None and not _WORD.search(gap):
            unlisted = number  # "grumbled Jo" will do where no better verb follows: 'docker Hana Bauer said'
    return unlisted


def _has_clause(forest: Forest, cue: Cue) -> bool:
    """Tell whether a clause of its own follows a cue: "said she would leave"."""
    tree = forest.trees[cue.sentence]
    return any(min(tree.subtree(i)) > max(cue.tokens) for i in tree.children(cue.head, "ccomp"))


def _is_participle(forest: Forest, cue: Cue) -> bool:
    """Tell whether a cue is a participle that leans on another verb: "adding", "saying"."""
    return forest.trees[cue.sentence].tokens[cue.head].xpos == "VBG" and len(cue.tokens) == 1


def _cue_before(
    text: str, region: Region, near: list[tuple[int, Cue, Span]], start: int, beliefs: Sequence[float]
) -> int | None:
    behind = bisect_left(near, region.span.start, key=_start)
    for number, cue, extent in reversed(near[max(behind - MOST_CUES, 0) : behind]):
        last = max(cue.span.end, extent.end) if extent.end <= region.span.start else cue.span.end
        if cue.span.start < start:
            break
        if last > region.span.start:
            continue
        lead = text[last : region.span.start]
        if _SENTENCE_END.search(text, cue.span.start, region.span.start + 1) or len(_WORD.findall(lead)) > LONGEST_LEAD:
            return None
        if cue.kind not in ("verb", "noun") or not cue.listed or cue.act == "thought":
            continue
        if cue.lemma in NAMING - {"call"} and is_title(text, region):
            continue
        if beliefs[number] < LEAST_BELIEF:
            continue
        if lead.strip() == "" or _LEAD_END.search(lead):
            return number
    return None


def _start(item: tuple[int, Cue, Span]) -> int:
    return item[1].span.start


def cue_extent(cue: Cue, source: Span | None) -> Span:
    """Return the span over a cue and its source where they stand together, else the cue's own."""
    return cue.span if source is None or cue.shared else hull((cue.span, source))
