"""brat standoff as PolNeAR has it: NAME.txt is the text, NAME.ann its Source, Cue and Content and who says what.

    T1	Content 24 49	We will row if we must
    T2	Cue 51 55	said
    T3	Source 56 67	Tomasi Vuki
    T4	Attribution 51 55	said
    E1	Attribution:T4 Content:T1 Cue:T2 Source:T3
    A1	Type E1 direct
    #1	AnnotatorNotes E1	speaker: Tomasi Vuki

An event hangs on its cue, or on its first words where it has none; it is ``Attribution-no-source`` without a source.
The lines of Type, Act and Status and the notes are more than PolNeAR has, and its readers pass over them. Offsets are
code points of NAME.txt. What would end a line inside the words of an annotation is a space, as in brat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attribution.model import Analysis, Quote
from attribution.spans import Span
from attribution.writing.facts import speaker, unicode_text

CONFIGURATION = """[entities]
Source
Cue
Content

[relations]

[events]
Attribution Content+:Content, Cue*:Cue, Source*:Source
Attribution-no-source Content+:Content, Cue*:Cue

[attributes]
Type Arg:<EVENT>, Value:direct|indirect|mixed
Act Arg:<EVENT>, Value:speech|thought
Status Arg:<EVENT>, Value:resolved|ambiguous|unresolved
"""
# A line of the file must stay one to every reader, so whatever could end it goes, and the tab that parts its columns.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def brat(analysis: Analysis) -> tuple[str, str]:
    """Return the text and the annotations, quotes in text order, thoughts among them."""
    text = unicode_text(analysis.article.text)
    writer = _Lines(text)
    for quote in analysis.quotes:
        if any(map(len, quote.content)):
            writer.quote(analysis, quote)
    return text, "".join(f"{line}\n" for line in writer.lines)


class _Lines:
    """The lines of an .ann file as they are numbered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.spans = self.events = self.attributes = 0

    def quote(self, analysis: Analysis, quote: Quote) -> None:
        content = tuple(span for span in quote.content if len(span))
        cue = quote.cue if quote.cue is not None and len(quote.cue) else None
        source = quote.source if quote.source is not None and len(quote.source) else None
        parts = [("Content", self.marked("Content", content))]
        parts += [("Cue", self.marked("Cue", (cue,)))] if cue else []
        parts += [("Source", self.marked("Source", (source,)))] if source else []
        kind = "Attribution" if source else "Attribution-no-source"
        parts.insert(0, (kind, self.marked(kind, (cue,) if cue else content[:1])))
        self.events += 1
        event = f"E{self.events}"
        self.lines.append(f"{event}\t{' '.join(f'{role}:{mark}' for role, mark in parts)}")
        for name, value in (("Type", quote.type), ("Act", quote.act), ("Status", quote.status)):
            self.attributes += 1
            self.lines.append(f"A{self.attributes}\t{name} {event} {value}")
        who = speaker(analysis, quote)
        if who is not None:
            self.lines.append(f"#{self.events}\tAnnotatorNotes {event}\tspeaker: {self.one_line(who.name)}")

    def marked(self, kind: str, spans: Iterable[Span]) -> str:
        listed = list(spans)
        self.spans += 1
        where = ";".join(f"{span.start} {span.end}" for span in listed)
        words = " ".join(self.one_line(span.slice(self.text)) for span in listed)
        self.lines.append(f"T{self.spans}\t{kind} {where}\t{words}")
        return f"T{self.spans}"

    @staticmethod
    def one_line(words: str) -> str:
        return _BREAKS.sub(" ", unicode_text(words))
