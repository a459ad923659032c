"""Quotation marks -> regions: which stretches of an article stand between marks, and how they nest.

`glyphs` finds the marks and says of each what the characters beside it let it be. Here they are walked with a stack,
a paragraph at a time, and what the neighbours leave open is settled by the rest of the paragraph. The whole article is
asked two things: whether its speech stands in single marks, and where a paragraph reopens a speech that the one
before it left unclosed. Each mark is looked at a fixed number of times, so the work grows with the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from attribution.model import Article
from attribution.quoting.glyphs import (
    CLOSERS,
    FAMILIES,
    OPENERS,
    SENTENCE_ENDS,
    WORD_AFTER,
    Can,
    Family,
    Mark,
    find_marks,
    speaks_in_singles,
    word_uses,
)
from attribution.spans import Span

MAX_WARNINGS = 50  # a file of nothing but marks would warn once a mark


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch between quotation marks, wholly inside one paragraph.

    ``span`` holds the marks, ``inner`` what is between them. ``opening`` is empty where a speech goes on without a mark
    (flag ``unopened``), ``closing`` is None where no mark closes it. ``depth`` is 0 for the outermost; ``parent`` and
    ``continues`` are indices of regions: the one around this, and the one in an earlier paragraph whose speech this one
    goes on with. Flags: ``unclosed``, ``unopened``, ``runs_on`` (no closing mark, because a later paragraph goes on).
    """

    span: Span
    inner: Span
    opening: str
    closing: str | None
    depth: int = 0
    parent: int | None = None
    continues: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The regions of an article in text order, and a line for each mark that could not be paired.

    Paragraph numbers in the warnings count from 1, offsets are indices into the article's text.
    """

    regions: tuple[Region, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Frame:
    """An opening mark that nothing has closed yet."""

    mark: Mark
    continues: int | None  # the draft in an earlier paragraph that it goes on with
    same: int  # how many frames of its family stand directly on one another, this one included
    first_inside: Mark | None = None  # the first mark of its family that opened directly inside
    region_inside: int | None = None  # the region that mark opened


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    opening: str
    closing: str | None
    flags: tuple[str, ...] = ()
    continues: int | None = None


def find_regions(article: Article) -> Marks:
    """Find what stands between quotation marks in every paragraph that is not boilerplate.

    Two regions are disjoint or one holds the other. A mark without a partner is a flag or a warning.
    """
    marks = find_marks(article)
    pairing = _Pairing(article, marks, single_style=speaks_in_singles(article.text, marks))
    body = [number for number, paragraph in enumerate(article.paragraphs) if paragraph.zone == "body"]
    for number in body:  # on its own, since a speech goes on after a caption or a subhead
        pairing.pair(number)
    for number in sorted(set(range(len(marks))).difference(body)):
        pairing.pair(number)
    return Marks(_nest(pairing.drafts), pairing.reported())


class _Pairing:
    """The second pass: walks the marks of one paragraph after the other and drafts regions."""

    def __init__(self, article: Article, marks: list[list[Mark]], *, single_style: bool) -> None:
        self.text = article.text
        self.paragraphs = article.paragraphs
        self.marks = marks
        self.single_style = single_style
        self.next_runs = _opening_runs(article, marks)
        self.drafts: list[_Draft | None] = []
        self.warnings: dict[int, str] = {}
        self.reopened: list[int] = []  # drafts of an earlier paragraph that this one's first marks go on with
        self.left_open: dict[Family, int] = {}  # drafts of an earlier paragraph that nothing goes on with so far
        self.stack: list[_Frame] = []
        self.open_of: dict[Family, int] = dict.fromkeys(FAMILIES.values(), 0)
        self.number = 0

    def pair(self, number: int) -> None:
        """Draft the regions of paragraph ``number``."""
        self.number = number
        if self.paragraphs[number].zone != "body":
            self.reopened, self.left_open = [], {}
        seen: set[Family] = set()
        for index, mark in enumerate(self.marks[number]):
            earlier = self.reopened[index] if index < len(self.reopened) else None
            self._take(mark, earlier, first=mark.family not in seen)
            seen.add(mark.family)
        self._finish()

    def reported(self) -> tuple[str, ...]:
        """Return the warnings in text order; those beyond `MAX_WARNINGS` as one line that counts them."""
        lines = [self.warnings[offset] for offset in sorted(self.warnings)]
        if len(lines) > MAX_WARNINGS:
            lines[MAX_WARNINGS:] = [f"and {len(lines) - MAX_WARNINGS} more quotation marks without a partner"]
        return tuple(lines)

    def _take(self, mark: Mark, earlier: int | None, *, first: bool) -> None:
        """Let one mark open, close or be nothing."""
        is_open = self.open_of[mark.family] > 0
        if mark.can is Can.OPEN:
            if mark.glyph in ("«", "‹") and is_open and self.stack[-1].mark.glyph in CLOSERS:
                self._close(mark)  # »so«
            else:
                self._open(mark, earlier)
        elif mark.can is Can.OPEN_OR_NOT:
            if not is_open and mark.closes_ahead and self._opens_though_elided(mark):
                self._open(mark, earlier)
        elif mark.can is Can.CLOSE_OR_NOT:
            top = self.stack[-1] if self.stack else None
            if top and top.mark.family == mark.family and mark.closes_ahead < top.same and not self._runs_past(mark):
                self._close(mark)
        elif is_open:
            self._close(mark)
        elif mark.can is Can.CLOSE:
            self._close_unopened(mark, first=first)
        elif mark.glyph in OPENERS or mark.closes_ahead:
            self._open(mark, earlier)
        elif mark.family == "double":
            self._warn(mark.start, f"quotation mark {mark.glyph} has no partner and is ignored")

    def _opens_though_elided(self, mark: Mark) -> bool:
        """Tell whether a mark that may stand for left-out letters opens: 'Til then,' he said; ’the wrong way round’."""
        if mark.glyph == "’" and word_uses().get(self._word_after(mark)) != "elided" and not mark.right.isdigit():
            return True
        return self._begins_speech(mark) and not mark.right.islower()

    def _runs_past(self, mark: Mark) -> bool:
        """Tell whether a possessive is likelier, as the next paragraph reopens the speech that began this one."""
        run = self.next_runs[self.number]
        at_start = not self.stack[0].mark.left
        reopens = bool(run) and FAMILIES[run[0]] == mark.family and len(self.stack) == 1 and not mark.closes_ahead
        return reopens and at_start and self.text[mark.end + 1 : mark.end + 2].islower()

    def _open(self, mark: Mark, earlier: int | None) -> None:
        top = self.stack[-1] if self.stack else None
        same = 1
        if top and top.mark.family == mark.family:
            same += top.same
            if top.first_inside is None:
                top.first_inside = mark
        draft = self.drafts[earlier] if earlier is not None else None
        goes_on = draft is not None and FAMILIES[draft.opening] == mark.family
        self.stack.append(_Frame(mark, earlier if goes_on else None, same))
        self.open_of[mark.family] += 1

    def _close(self, mark: Mark) -> None:
        """Close the innermost frame of the mark's family; frames above it were never closed."""
        if mark.family == "single" and self.stack[-1].mark.family == "double" and mark.doubles_ahead:
            return  # inside “...” that closes further on, so an apostrophe
        while self.stack[-1].mark.family != mark.family:
            self._abandon(self._pop(), mark.start)
        frame = self._pop()
        index = self._draft(frame, mark.end, mark.glyph)
        if self.stack and self.stack[-1].first_inside is frame.mark:
            self.stack[-1].region_inside = index

    def _close_unopened(self, mark: Mark, *, first: bool) -> None:
        """Take a closing mark that nothing opened for the end of speech since the paragraph began, or ignore it."""
        start = self.paragraphs[self.number].span.start
        earlier = self.left_open.pop(mark.family, None)
        speaks = mark.family == "double" or (mark.family == "single" and self.single_style)
        ends = earlier is not None or mark.left in SENTENCE_ENDS
        if first and speaks and ends and not self.stack and mark.start > start:
            self._warn(mark.start, f"closing mark {mark.glyph} is not opened in its paragraph")
            self.drafts.append(_Draft(start, mark.end, "", mark.glyph, ("unopened",), self._go_on(earlier)))
        elif speaks and (mark.family == "double" or ends):
            self._warn(mark.start, f"closing mark {mark.glyph} closes nothing and is ignored")

    def _finish(self) -> None:
        """Settle what the paragraph leaves open: speech that the next one reopens, apostrophes, unclosed marks."""
        end = self.paragraphs[self.number].span.end
        run = self.next_runs[self.number]
        running = [frame for frame in self.stack if not self._breaks_off(frame)]
        count = 0
        while count < min(len(run), len(running)) and running[count].mark.glyph == run[count]:
            count += 1
        if count and running[0].mark.family == "single" and not (self.single_style or running[0].mark.glyph == "‘"):
            count = 0
        kept = running[:count]
        reopened: list[int] = []
        self.left_open = {}
        while self.stack:
            frame = self._pop()
            if any(frame is other for other in kept):
                reopened.append(self._draft(frame, end, None))
            else:
                index = self._abandon(frame, end)
                draft = self.drafts[index] if index is not None else None
                if index is not None and draft is not None and draft.end == end:
                    self.left_open[frame.mark.family] = index
        self.reopened = reopened[::-1]

    def _breaks_off(self, frame: _Frame) -> bool:
        """Tell whether an unclosed mark was forgotten rather than left open: its speech restarts in this paragraph."""
        inside = frame.first_inside
        if inside is None:
            return False
        before = self.text[frame.mark.end : inside.start].rstrip()[-1:] if frame.region_inside is not None else "."
        return before in SENTENCE_ENDS and (inside.right.isupper() or frame.region_inside is None)

    def _abandon(self, frame: _Frame, limit: int) -> int | None:
        """Settle an opening mark that nothing closes before ``limit``; return the draft made of it."""
        mark, inside = frame.mark, frame.first_inside
        if mark.family == "single":
            if frame.region_inside is not None and inside and inside.right.islower() and self._begins_speech(mark):
                return self._close_with_inner(frame, frame.region_inside)  # 'I were 'appy,' she said
            if not ((self.single_style or mark.glyph in OPENERS) and self._begins_speech(mark)):
                self._ignore(frame)
                return None
        end = inside.start if inside else limit
        while end > mark.end and self.text[end - 1].isspace():
            end -= 1
        if end == mark.end or (mark.glyph not in OPENERS and not mark.word_follows):
            self._ignore(frame)
            return None
        self._warn(mark.start, f"opening mark {mark.glyph} is not closed")
        return self._draft(frame, end, None)

    def _close_with_inner(self, frame: _Frame, inner: int) -> int | None:
        draft = self.drafts[inner]
        self.drafts[inner] = None
        return self._draft(frame, draft.end, draft.closing) if draft else None

    def _ignore(self, frame: _Frame) -> None:
        """Drop a frame; what it held passes to the frame of its family below it."""
        below = self.stack[-1] if self.stack else None
        if below and below.first_inside is frame.mark:
            below.first_inside, below.region_inside = frame.first_inside, frame.region_inside
        if frame.mark.family != "single" or self._begins_speech(frame.mark):
            self._warn(frame.mark.start, f"quotation mark {frame.mark.glyph} has no partner and is ignored")

    def _begins_speech(self, mark: Mark) -> bool:
        """Tell whether speech could begin at a mark: at an edge, before a capital, after a comma or colon."""
        start = max(self.paragraphs[self.number].span.start, mark.start - 4)
        before = self.text[start : mark.start].rstrip()
        return not before or not mark.left or mark.right.isupper() or before[-1] in ",:“"

    def _word_after(self, mark: Mark) -> str:
        word = WORD_AFTER.match(self.text, mark.end, self.paragraphs[self.number].span.end)
        return word[0].lower() if word else ""

    def _pop(self) -> _Frame:
        frame = self.stack.pop()
        self.open_of[frame.mark.family] -= 1
        return frame

    def _draft(self, frame: _Frame, end: int, closing: str | None) -> int:
        flags = () if closing else ("unclosed",)
        earlier = self._go_on(frame.continues)
        self.drafts.append(_Draft(frame.mark.start, end, frame.mark.glyph, closing, flags, earlier))
        return len(self.drafts) - 1

    def _go_on(self, earlier: int | None) -> int | None:
        """Note that the speech of an earlier draft goes on."""
        draft = self.drafts[earlier] if earlier is not None else None
        if draft:
            draft.flags = ("runs_on",)
            self.warnings.pop(draft.start, None)
        return earlier

    def _warn(self, offset: int, words: str) -> None:
        self.warnings[offset] = f"paragraph {self.number + 1}, offset {offset}: {words}"


def _opening_runs(article: Article, marks: list[list[Mark]]) -> list[tuple[str, ...]]:
    """For each paragraph of the body, the marks with which the next one begins; headlines and captions have no next."""
    runs: list[tuple[str, ...]] = [()] * len(marks)
    run: tuple[str, ...] = ()
    for number in range(len(marks) - 1, -1, -1):
        paragraph = article.paragraphs[number]
        if paragraph.zone != "body":
            continue
        runs[number] = run
        glyphs: list[str] = []
        for mark in marks[number]:
            if mark.left or mark.can not in (Can.OPEN, Can.EITHER):
                break
            glyphs.append(mark.glyph)
        run = tuple(glyphs)
    return runs


def _nest(drafts: list[_Draft | None]) -> tuple[Region, ...]:
    """Sort the drafts into regions and say which lies in which."""
    kept = sorted(
        ((index, draft) for index, draft in enumerate(drafts) if draft),
        key=lambda item: (item[1].start, -item[1].end),
    )
    place = {index: position for position, (index, _) in enumerate(kept)}
    regions: list[Region] = []
    around: list[int] = []
    for position, (_, draft) in enumerate(kept):
        while around and regions[around[-1]].span.end <= draft.start:
            around.pop()
        regions.append(
            Region(
                Span(draft.start, draft.end),
                Span(draft.start + len(draft.opening), draft.end - len(draft.closing or "")),
                draft.opening,
                draft.closing,
                depth=len(around),
                parent=around[-1] if around else None,
                continues=place.get(draft.continues) if draft.continues is not None else None,
                flags=draft.flags,
            )
        )
        around.append(position)
    return tuple(regions)
