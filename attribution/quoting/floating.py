"""Stage 3c: passages in quotation marks that hang on no cue: speech that nobody is given for, or a term.

Speech is what stands in marks as sentences of its own, as a heading, or what opens a sentence as somebody's words do:
with a capital and a verb, up to the comma before its closing mark or into the reporter's words behind it.
"""

from __future__ import annotations

from bisect import bisect_left

import regex

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Article
from attribution.quoting.direct import is_title
from attribution.quoting.marks import Region
from attribution.quoting.subjects import FINITE

# A passage in marks with no cue is speech when it has this many words and stands as a sentence of its own, else a
# mention. One that only opens a sentence needs more.
LEAST_FLOATING_WORDS = 3
LEAST_OPENING_WORDS = 4
# Marks and brackets that may stand behind the end of a sentence: "... 'Hold the line.'"
CLOSING = "'’”\"»›)]"
DASHES = (" -", "--", "–", "—")
_LETTER = regex.compile(r"[\p{L}\p{N}]")
NEAR = 20  # characters looked at before a mark


def floating_rule(article: Article, forest: Forest, region: Region) -> str | None:
    """Return the rule that makes a quote of a region without a cue; None where it is a term."""
    text = article.text
    words = [w for w in region.inner.slice(text).split() if any(c.isalnum() for c in w)]
    if not words:
        return None
    paragraph = article.paragraphs[article.paragraph_at(region.span.start)]
    alone = not (
        _LETTER.search(text, paragraph.span.start, region.span.start)
        or _LETTER.search(text, region.span.end, paragraph.span.end)
    )
    if paragraph.zone in ("subhead", "headline", "standfirst"):
        before, after = (
            text[paragraph.span.start : region.span.start],
            text[region.span.end : paragraph.span.end],
        )
        set_off = after.lstrip().startswith(":") or before.rstrip().endswith(":")
        if alone or (set_off and len(words) >= LEAST_FLOATING_WORDS):
            return "quoted-heading"
    if len(words) < LEAST_FLOATING_WORDS:
        return None
    if alone or _is_sentence(text, region):
        return "continued-quotation" if region.continues is not None else "floating-quotation"
    if len(words) >= LEAST_OPENING_WORDS and _is_clause(text, forest, region):
        return "floating-quotation"
    return None


def _is_sentence(text: str, region: Region) -> bool:
    """Tell whether the marks enclose whole sentences: a sentence mark inside, no part of a sentence outside."""
    inner = region.inner.slice(text).rstrip().rstrip(CLOSING)
    ended = inner[-1:] in ".!?…" or region.closing is None or text[region.span.end : region.span.end + 1] == "."
    return ended and _begins_sentence(text, region)


def _begins_sentence(text: str, region: Region) -> bool:
    before = _before(text, region)
    return not before or before[-1] in ".!?…\n\r\u2028”\"’':"


def _before(text: str, region: Region) -> str:
    return text[max(region.span.start - NEAR, 0) : region.span.start].rstrip(" \t\u00a0")


def _is_clause(text: str, forest: Forest, region: Region) -> bool:
    """Tell whether words in marks are a clause of their own and no title.

    A whole sentence is one wherever it stands; others begin a sentence or stand behind a dash.
    """
    inner = region.inner.slice(text)
    opens = inner.lstrip("[(.… ")[:1]
    whole = inner.rstrip().rstrip(CLOSING)[-1:] in ".!?…"
    set_off = whole or _begins_sentence(text, region) or _before(text, region).endswith(DASHES)
    if not opens.isupper() or not set_off or is_title(text, region):
        return False
    return any(_has_finite(forest.trees[number], region) for number in forest.overlapping(region.span))


def _has_finite(tree: Tree, region: Region) -> bool:
    """Tell whether a finite verb of a sentence stands in a region; looks at the words of the region alone."""
    first = bisect_left(tree.tokens, region.inner.start, key=lambda token: token.span.start)
    last = bisect_left(tree.tokens, region.inner.end, lo=first, key=lambda token: token.span.start)
    return any(tree.tokens[index].xpos in (*FINITE, "MD") for index in range(first, last))
