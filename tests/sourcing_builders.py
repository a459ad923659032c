"""An article with its quotes and sources from one marked-up text, for the audit and the rules.

    case = sourcing("# Dam [C1:warn warned] of\n\n[Q1:s1 “It leaks,”] [C1 said] [S1 Amara Diallo].",
                    s1={"role": "engineer", "role_group": "expert"})

Paragraphs are parted by an empty line; ``# `` opens a headline, ``> `` a standfirst, ``= `` a subhead, ``^ `` a
caption, ``~ `` what is no story. ``[Q1 words]`` is content, ``[S1 words]`` the source and ``[C1 words]`` the cue of
quote 1; they nest. After a colon stand, for Q or S, the speaker's id (``?`` alone: unresolved; ``s1?s2``: ambiguous)
with flags after ``!``; for C the lemma. ``[M:s1 words]`` is a mention, ``[N:s1 words]`` a no-comment line. Keyword
arguments are fields of sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from attribution.auditing.audit import measure_sourcing
from attribution.model import Article, Audit, NoComment, Paragraph, Quote, QuoteType, Source, Status, ZoneKind
from attribution.spans import Span

_OPEN = re.compile(r"\[([SCQMN])(\d*)(?::(\S*))? ")
_ZONES: dict[str, ZoneKind] = {
    "# ": "headline",
    "> ": "standfirst",
    "^ ": "caption",
    "= ": "subhead",
    "~ ": "boilerplate",
}


@dataclass(frozen=True, slots=True)
class Case:
    article: Article
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    no_comment: tuple[NoComment, ...]

    @property
    def parts(self) -> tuple[Article, tuple[Quote, ...], tuple[Source, ...], tuple[NoComment, ...]]:
        return self.article, self.quotes, self.sources, self.no_comment

    @property
    def audit(self) -> Audit:
        return measure_sourcing(*self.parts)

    def words(self, span: Span) -> str:
        return span.slice(self.article.text)


@dataclass
class _Parts:
    content: list[Span] = field(default_factory=list)
    cue: Span | None = None
    lemma: str | None = None
    source: Span | None = None
    speaker: str = "?"
    flags: tuple[str, ...] = ()


def sourcing(markup: str, **who: dict[str, Any]) -> Case:
    paragraphs: list[Paragraph] = []
    read = _Read()
    text = ""
    for block in markup.split("\n\n"):
        zone = _ZONES.get(block[:2], "body")
        start = len(text)
        text = read.block(block if zone == "body" else block[2:], text)
        paragraphs.append(Paragraph(Span(start, len(text)), zone))
        text += "\n\n"
    article = Article(id="case", text=text, paragraphs=tuple(paragraphs))
    quotes = tuple(_quote(article, number, part) for number, part in sorted(read.parts.items()))
    speakers = [q.speaker for q in quotes] + [c for q in quotes for c in q.candidates] + [n.speaker for n in read.lines]
    ids = [*dict.fromkeys(s for s in speakers if s)]
    sources = tuple(_source(article, key, quotes, read.mentions, who.get(key, {})) for key in ids)
    return Case(article, quotes, sources, tuple(read.lines))


@dataclass
class _Read:
    parts: dict[int, _Parts] = field(default_factory=dict)
    mentions: dict[str, list[Span]] = field(default_factory=dict)
    lines: list[NoComment] = field(default_factory=list)

    def block(self, block: str, text: str) -> str:
        stack: list[tuple[str, str, str, int]] = []
        at = 0
        while at < len(block):
            opening = _OPEN.match(block, at)
            if opening:
                stack.append((opening[1], opening[2] or "0", opening[3] or "", len(text)))
                at = opening.end()
                continue
            if block[at] == "]" and stack:
                label, number, extra, start = stack.pop()
                self.file(label, int(number), extra, Span(start, len(text)))
            else:
                text += block[at]
            at += 1
        assert not stack, f"unclosed bracket in {block!r}"
        return text

    def file(self, label: str, number: int, extra: str, span: Span) -> None:
        name, *flags = extra.split("!")
        if label == "M":
            self.mentions.setdefault(name, []).append(span)
            return
        if label == "N":
            self.lines.append(NoComment(span, None, name or None))
            return
        part = self.parts.setdefault(number, _Parts())
        if label == "C":
            part.cue, part.lemma = span, name or "say"
            return
        if label == "S":
            part.source = span
        else:
            part.content.append(span)
        part.speaker = name or part.speaker
        part.flags = tuple(flags) or part.flags


def _quote(article: Article, number: int, part: _Parts) -> Quote:
    content = tuple(sorted(part.content))
    assert content, f"quote {number} has no content"
    known = [name for name in part.speaker.split("?") if name]
    status: Status = "resolved" if "?" not in part.speaker else "ambiguous" if known else "unresolved"
    return Quote(
        id=f"q{number}",
        type=_type([span.slice(article.text) for span in content]),
        content=content,
        cue=part.cue,
        cue_lemma=part.lemma,
        source=part.source,
        rule="test",
        paragraph=article.paragraph_at(content[0].start),
        speaker=known[0] if status == "resolved" else None,
        status=status,
        candidates=tuple(known) if status == "ambiguous" else (),
        flags=part.flags,
    )


def _type(contents: list[str]) -> QuoteType:
    if all(c[0] in '“"‘' for c in contents) and all(c[-1] in '”"’' for c in contents):
        return "direct"
    return "mixed" if any(mark in c for c in contents for mark in '“"‘') else "indirect"


def _source(
    article: Article, key: str, quotes: tuple[Quote, ...], mentions: dict[str, list[Span]], fields: dict[str, Any]
) -> Source:
    spoken = [q.source for q in quotes if q.speaker == key and q.source]
    spans = tuple(sorted([*spoken, *mentions.get(key, [])]))
    name = spans[0].slice(article.text) if spans else key
    return Source(**{"id": key, "name": name, "kind": "person", "mentions": spans, **fields})
