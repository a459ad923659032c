"""Stage 1, second part: which paragraphs are the story, and which stand above, between or below it.

The words of page furniture are in ``data/furniture.tsv`` and ``data/agencies.tsv``. What is not certain stays ``body``:
a line of the story that is lost to another zone loses its quotes. A dateline in front of a paragraph ("KABUL, July 8
(Reuters) -") becomes a paragraph of its own on the same line, so that no sentence starts with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from attribution.lexicons import load_table
from attribution.model import Paragraph, ZoneKind
from attribution.reading.paragraphs import Block
from attribution.spans import Span

_STOP = re.compile(r"[.!?:;,…][\"'”’»)\]*_]*$")
_SENTENCE_INSIDE = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_DATE_WORD = re.compile(r"[^\W\d_]+|\d+")
_PHOTO_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,60}(?:Getty|Photos?(?: by| courtesy|:|/)|(?:AP|AFP|EPA|PA|Reuters|[Ss]taff|[Ff]ile) [Pp]hoto"
    r"|[Ff]ile (?:[Pp]icture|[Ii]mage)|Images\b|/AFP|/AP\b|/Reuters|Shutterstock|via (?:AP|AFP|Reuters)|[Pp]ictures?:)"
    r"[^()\[\]]{0,60}[)\]]\.?$"
    r"|\b(?:Photo|Photograph|Picture|Image|Credit|Pic)(?: by |: ?| courtesy of )[^.:]{2,60}\.?$"
)
_COPYRIGHT = re.compile(r"©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})", re.IGNORECASE)
_LABEL_MARK = re.compile(r"\s?[|–—]\s|\s-\s")
_FOLLOW = re.compile(r"Follow (?:\S+ ){1,4}[Oo]n (?:Twitter|X|Facebook|Instagram|Bluesky|Threads)\b")
_READING_TIME = re.compile(r"\d{1,3}[- ]min(?:ute)?s?(?: read)?", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:\d{1,6} )?comments?(?: ?\(\d{1,6}\))?", re.IGNORECASE)
_BY = re.compile(r"(?:by|byline:|(?:words|story|text|written|posted|submitted) by)\s+", re.IGNORECASE)
_JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|staff|bureau|columnist|news agency|desk)\b", re.IGNORECASE
)
_NAME_ENDS = re.compile(r"[,|(/\n•·]| in | for | at | with ")
_DASH = re.compile(r"\s*[—–]\s*(?=\S)|\s--?\s+(?=\S)")
_AGENCY_BRACKET = re.compile(r"\(([^()]{2,40})\)$")
_SPEAKER_LABEL = re.compile(r"[^\W\d_a-z][^a-z:\n]{1,40}:\s")
_NUMERIC_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")
_TELLS = re.compile(r"\b(?:was|were|had|said|told|did|yesterday|today|I|[Hh]e|[Ss]he|[Tt]hey|[A-Z][a-z]+days?)\b")
_NARRATES = re.compile(r"\b(?:was|were|had|said|says|told|I|[Hh]e|[Ss]he|[Tt]hey|[Ww]e)\b")
_PARTICLES = frozenset({
    "al", "and", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "for", "ibn", "in", "la", "le", "of",
    "the", "ter", "ten", "van", "von", "y",
})  # fmt: skip
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip
_WEEKDAYS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
    "thu", "thur", "thurs", "fri", "sat", "sun",
})  # fmt: skip
_CLOCK = frozenset({
    "published", "updated", "posted", "modified", "first", "last", "on", "at", "am", "pm", "a", "m", "p", "gmt",
    "bst", "utc", "est", "edt", "et", "pst", "pdt", "pt", "cet", "cest", "ist", "aest", "jst", "noon", "midnight",
    "of", "th", "st", "nd", "rd", "t", "z",
})  # fmt: skip
_CREDIT_WORDS = frozenset({
    "additional", "by", "contributed", "editing", "from", "graphic", "graphics", "in", "photo", "reporting", "with",
    "writing",
})  # fmt: skip
HEADLINE_LIMIT = 160  # characters; the longest of 924 newspaper headlines looked at has fewer
SUBHEAD_LIMIT = 80
SUBHEAD_WORDS = 12
BYLINE_LIMIT = 120
STANDFIRST_LIMIT = 300
DATELINE_LIMIT = 90
DATELINE_WORDS = 9  # "SALT LAKE CITY, Utah, Sept. 14, 2021 (AP)" has eight without its agency
TOWN_WORDS = 3
LITTLE_WORD = 3  # letters of words that headlines in title case leave small
TITLE_CASE = 0.75  # of the longer words that have a capital
MOST_STANDFIRSTS = 2
TOP = 12  # paragraphs among which what stands above the story must end
TAIL = 4  # paragraphs at the end among which a byline or date may stand


def label_zones(text: str, blocks: Sequence[Block], *, title: str | None = None) -> tuple[Paragraph, ...]:
    """Return the paragraphs with their zones, in order.

    A zone that a block already has is kept. Where a ``title`` is known, a headline is a heading or the same words.
    """
    labels = _Labels(text, blocks)
    body = _label_top(labels, title)
    _label_tail(labels, body)
    _label_subheads(labels, body)
    return tuple(_paragraphs(labels, body))


def without_by(words: str) -> str:
    """Return a byline in one line and without its "By"."""
    return _BY.sub("", " ".join(words.split()), count=1)


@dataclass(slots=True)
class _Labels:
    """The words of each block, cut to what a rule may look at, and the zones given so far."""

    text: str
    blocks: Sequence[Block]
    zones: list[ZoneKind | None]
    words: list[str]

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks
        self.words = [block.span.slice(text) for block in blocks]
        self.zones = [
            block.zone or (None if block.heading else _furniture(words))
            for block, words in zip(blocks, self.words, strict=True)
        ]

    def open(self, index: int) -> bool:
        """Tell whether the block is there and has no zone yet."""
        return index < len(self.blocks) and self.zones[index] is None

    def first_open(self, start: int) -> int:
        """Return the index of the first block without a zone, or the number of blocks."""
        return next((i for i in range(start, len(self.blocks)) if self.zones[i] is None), len(self.blocks))


def _label_top(labels: _Labels, title: str | None) -> int:
    """Give zones to what stands above the story; return the index where the story starts."""
    headed = False
    standfirsts = 0
    at = labels.first_open(0)
    while at < min(TOP, len(labels.blocks)):
        words, heading = labels.words[at], labels.blocks[at].heading
        following = labels.first_open(at + 1)
        if labels.zones[at] is not None:
            pass
        elif not headed and _is_headline(labels, at, following, title):
            labels.zones[at] = "headline"
            headed = True
        elif _READING_TIME.fullmatch(words):
            labels.zones[at] = "boilerplate"
        elif is_date_line(words):
            labels.zones[at] = "dateline"
        elif _is_byline(words):
            labels.zones[at] = "byline"
        elif (
            (headed or title)
            and not heading
            and standfirsts < MOST_STANDFIRSTS
            and _is_standfirst(labels, at, following)
        ):
            labels.zones[at] = "standfirst"
            standfirsts += 1
        else:
            break
        at += 1
    return labels.first_open(at)


def _is_headline(labels: _Labels, at: int, following: int, title: str | None) -> bool:
    words = labels.words[at]
    if following == len(labels.blocks) or len(words) > HEADLINE_LIMIT or not _WORD.search(words):
        return False
    if labels.blocks[at].heading or (title is not None and words.casefold() == title.casefold()):
        return True
    if title is not None or _is_byline(words) or is_date_line(words) or words.endswith((":", ",")):
        return False
    if not _STOP.search(words) or words.endswith(("?", "!", ";")):
        return _dateline_end(words) is None
    # With a full stop it is a headline only where nothing speaks for a first sentence of the story.
    long_words = [word for word in _WORD.findall(words) if len(word) > LITTLE_WORD]
    if sum(not word[0].islower() for word in long_words) >= TITLE_CASE * len(long_words) and len(words.split()) > 1:
        return True
    if _SENTENCE_INSIDE.search(words) or words[0] in "\"'“‘":
        return False
    next_words = labels.words[following]
    if _dateline_end(next_words) is not None or _is_byline(next_words):
        return True
    return len(words) <= SUBHEAD_LIMIT and len(next_words) >= 2 * len(words) and not _TELLS.search(words)


def _is_standfirst(labels: _Labels, at: int, following: int) -> bool:
    words = labels.words[at]
    if following == len(labels.blocks) or len(words) > STANDFIRST_LIMIT or _dateline_end(words) is not None:
        return False
    if not _STOP.search(words):
        return True
    return not words.endswith(":") and (_is_byline(labels.words[following]) or is_date_line(labels.words[following]))


@cache
def _furniture_words() -> tuple[dict[str, dict[str, ZoneKind]], int]:
    shapes: dict[str, dict[str, ZoneKind]] = {"alone": {}, "label": {}, "start": {}}
    for row in load_table("furniture").rows:
        zone: ZoneKind = "caption" if row["zone"] == "caption" else "boilerplate"
        for shape in row["shapes"].split():
            shapes[shape][row["words"]] = zone
    return shapes, max(len(words.split()) for words in shapes["start"])


def _furniture(words: str) -> ZoneKind | None:
    if len(words) > STANDFIRST_LIMIT:
        return None
    shapes, longest = _furniture_words()
    low = words.casefold().strip("*_ ").replace("’", "'")
    # "More – much more – is needed." is a sentence, "Related – The pier" a label.
    label, mark, _ = (low[:60] if _STOP.search(low) else _LABEL_MARK.sub(":", low[:60])).partition(":")
    pieces = low.split(maxsplit=longest)
    starts = (" ".join(pieces[:size]).rstrip(":,") for size in range(min(longest, len(pieces)), 0, -1))
    zone = shapes["alone"].get(low.strip(" .:…>»")) or (shapes["label"].get(label.strip()) if mark else None)
    opener = next((start for start in starts if start in shapes["start"]), None)
    if zone is None and opener is not None and (not opener.endswith(" by") or _is_credit(words[len(opener) :])):
        zone = shapes["start"][opener]
    if zone is None and _PHOTO_CREDIT.search(words):
        zone = "caption"
    if zone is None and (
        _COMMENTS.fullmatch(words)
        or _COPYRIGHT.match(words)
        or _FOLLOW.match(words)
        or low.startswith("all rights reserved")
    ):
        zone = "boilerplate"
    return zone


def _is_credit(rest: str) -> bool:
    """Tell names of staff ("Ana Ruiz in Lima; editing by Li Wei") from a sentence ("Reporting by them has shown")."""
    plain = [word for word in _WORD.findall(rest) if word.islower() and word not in _PARTICLES]
    return all(word in _CREDIT_WORDS for word in plain)


def _is_byline(words: str) -> bool:
    words = words.strip("—–- *_")
    if len(words) > BYLINE_LIMIT or words.endswith((":", "?", "!")):
        return False
    by = _BY.match(words)
    name, rest = words[by.end() :] if by else words, ""
    cut = _NAME_ENDS.search(name)
    if cut:
        name, rest = name[: cut.start()], name[cut.start() :]
    if by:
        return _is_name(name, 8) and not _STOP.search(words.removesuffix("."))
    if _is_agency(words):
        return True
    agency = rest and all(_is_agency(part) for part in re.split(r"[,/|()]", rest) if part.strip())
    return bool(_is_name(name, 5, least=2) and not words.endswith(".") and rest and (agency or _JOB.search(rest)))


def _is_name(words: str, most: int, *, least: int = 1) -> bool:
    parts = words.split()
    if not least <= len(parts) <= most or parts[0].casefold().strip(".,") in _MONTHS | _WEEKDAYS:
        return False
    return all(part[0].isupper() or part.casefold() in _PARTICLES for part in parts) and parts[0][0].isalpha()


def _is_agency(words: str) -> bool:
    return words.casefold().strip(" .()—–-/,|") in _agencies()


@cache
def _agencies() -> frozenset[str]:
    return load_table("agencies").words()


def is_date_line(words: str) -> bool:
    """Tell whether the words are a date or a time and nothing else."""
    if len(words) > DATELINE_LIMIT:
        return False
    parts = [part.casefold() for part in _DATE_WORD.findall(words)]
    named = [part for part in parts if part[0].isalpha()]
    if any(part not in _MONTHS | _WEEKDAYS | _CLOCK for part in named) or len(named) == len(parts):
        return False
    return any(part in _MONTHS for part in named) or _NUMERIC_DATE.search(words) is not None


def _dateline_end(words: str) -> int | None:
    """Return the length of the dateline in front of a paragraph, its dash included, or None."""
    dash = _DASH.search(words[: DATELINE_LIMIT + 4])
    if dash is None or words[dash.end()].islower():
        return None
    place = words[: dash.start()].rstrip()
    bracket = _AGENCY_BRACKET.search(place)
    by_agency = bracket is not None and (_is_agency(bracket[1]) or bracket[1].isupper())
    if bracket and by_agency:
        place = place[: bracket.start()].rstrip()
    parts = re.split(r"[\s,./]+", place.strip(" ,"))
    if not parts[0] or len(parts) > DATELINE_WORDS:
        return None
    town = place.partition(",")[0]
    if not by_agency and not (town.isupper() and len(town) > LITTLE_WORD and len(town.split()) <= TOWN_WORDS):
        return None
    if any(part and part[0].islower() and part not in _PARTICLES for part in parts):
        return None
    return dash.end() - len(dash[0]) + len(dash[0].rstrip())


def _label_tail(labels: _Labels, body: int) -> None:
    """Give zones to what stands below the story: comments, lists of links, a byline or date at the end."""
    furniture_open = False  # a heading such as "Related stories" was passed, and only lines like links since
    for index in range(body, len(labels.blocks)):
        words = labels.words[index]
        if index > body and labels.zones[index] == "boilerplate":
            if _COMMENTS.fullmatch(words) and index >= body + 3:
                labels.zones[index:] = ["boilerplate"] * (len(labels.blocks) - index)
                return
            furniture_open = len(words) <= SUBHEAD_LIMIT and not words.endswith(".")
        elif labels.zones[index] is None:
            near_end = index > body and index >= len(labels.blocks) - TAIL
            if near_end and is_date_line(words):
                labels.zones[index] = "dateline"
            elif near_end and _is_byline(words):
                labels.zones[index] = "byline"
            elif furniture_open and _is_link_list(labels, index):
                labels.zones[index] = "boilerplate"
            else:
                furniture_open = False


def _is_link_list(labels: _Labels, start: int) -> bool:
    """Tell whether only lines without a full stop follow to the end of the text."""
    rest = [labels.words[i] for i in range(start, min(start + 40, len(labels.blocks))) if labels.zones[i] is None]
    return all(len(words) <= HEADLINE_LIMIT and not _STOP.search(words) for words in rest)


def _label_subheads(labels: _Labels, body: int) -> None:
    story = [i for i in range(body, len(labels.blocks)) if labels.zones[i] is None]
    lines = {i for i in story if labels.blocks[i].heading or _looks_like_subhead(labels.words[i])}
    for before, index, after in zip(story, story[1:], story[2:], strict=False):
        if index not in lines:
            continue
        alone = before not in lines and after not in lines  # three such lines in a row are a list, not subheads
        if labels.blocks[index].heading or (alone and not labels.words[before].endswith(":")):
            labels.zones[index] = "subhead"
    for index in story[:1]:
        if labels.blocks[index].heading and len(story) > 1:
            labels.zones[index] = "subhead"


def _looks_like_subhead(words: str) -> bool:
    if len(words) > SUBHEAD_LIMIT or not _WORD.search(words) or len(words.split()) > SUBHEAD_WORDS:
        return False
    if words.endswith(":") and words.isupper():
        return True
    if words[0] not in "\"'“‘" and _NARRATES.search(words):  # a sentence that lost its full stop
        return False
    return not _STOP.search(words) and not words[0].islower() and words[0] not in "-–—•*<{[@#"


def _paragraphs(labels: _Labels, body: int) -> list[Paragraph]:
    """Return the paragraphs; among the first three of the story one may start with a dateline, which is split off."""
    found: list[Paragraph] = []
    for index, (block, zone) in enumerate(zip(labels.blocks, labels.zones, strict=True)):
        words = labels.words[index]
        if zone is None and body <= index < body + 3:
            end = _dateline_end(words)
            if end is None and index == body and not any(map(_SPEAKER_LABEL.match, labels.words[body + 1 :])):
                label = _SPEAKER_LABEL.match(words)
                end = label.end() - 1 if label and len(label[0].split()) > 1 and label[0].isupper() else None
            if end is not None:
                start = end + len(words[end:]) - len(words[end:].lstrip())
                found.append(Paragraph(Span(block.span.start, block.span.start + end), "dateline"))
                found.append(Paragraph(Span(block.span.start + start, block.span.end), "body"))
                continue
        found.append(Paragraph(block.span, zone or "body"))
    return found
