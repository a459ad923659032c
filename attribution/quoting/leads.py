"""Stage 3b: speakers named without a reporting word: labels, signatures and lead-ins.

Shapes: transcripts and interviews ("Q:", "A.", "SMITH:"), a headline with a name and a colon ("Ito: the dam is safe"),
a paragraph that ends in a colon before a quotation of its own ("And from the mayor:"), and a signature behind one
("..." - Keiko Ito, mayor).
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from attribution.model import Annotated, Article, Paragraph
from attribution.quoting.marks import Region
from attribution.quoting.speech_words import SURE, cue_share, not_sources
from attribution.spans import Span, trim

# A transcript has at least this many labelled paragraphs; one "Note:" makes none. Two suffice where they are a Q and an
# A.
LEAST_LABELS = 3
QUESTION_LABELS = frozenset({"q", "question"})
ANSWER_LABELS = frozenset({"a", "answer"})
_WORD = r"(?:\p{Lu}[\p{L}\p{M}'’.-]*+)"
_BOLD = r"(?:\*\*|__|\*)?"
_NAME = rf"{_WORD}(?:[ \u00a0](?:{_WORD}|de|da|van|von|der|al|bin|la)){{0,4}}+"
_OPENING = r"[\"“‘']?"  # a transcript may stand in quotation marks as a whole
_LABEL = regex.compile(rf"{_OPENING}{_BOLD}({_NAME}){_BOLD}\s?:{_BOLD}\s+(?=\S)")
_ANSWER = regex.compile(rf"{_BOLD}(Q|A|QUESTION|ANSWER|Question|Answer){_BOLD}\s?[:.]{_BOLD}\s+(?=\S)")
_SIGNATURE = regex.compile(r"\s*(?:[–—―]|-{1,2})\s*(?=\p{Lu})")
_ENDING_NAME = regex.compile(rf"[:–—]\s+((?:{_WORD}[ \u00a0]?){{1,4}}+)\Z")


@dataclass(frozen=True, slots=True)
class Lead:
    """Words whose speaker is named without a reporting word."""

    content: Span
    source: Span
    rule: str


def find_leads(annotated: Annotated, regions: tuple[Region, ...]) -> tuple[Lead, ...]:
    """Return the labelled, signed and led-in passages of an article, in text order."""
    article = annotated.article
    leads = [*_transcript(annotated), *_headline(annotated)]
    spoken = [lead.content for lead in leads]
    for region in regions:
        if not any(span.overlaps(region.span) for span in spoken):
            lead = _signed(article, region) or _led_in(article, region, annotated)
            if lead is not None:
                leads.append(lead)
    return tuple(sorted(leads, key=lambda lead: lead.content))


def _transcript(annotated: Annotated) -> list[Lead]:
    """Read labelled paragraphs: a turn runs to the next label or subhead, or to where the reporter speaks again."""
    article = annotated.article
    labels: list[tuple[int, Span, Span]] = []
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.zone not in ("body", "subhead"):
            continue
        text = paragraph.span.slice(article.text)
        match = _ANSWER.match(text) or _LABEL.match(text)
        if match is None or match[1].lower().rstrip(".") in not_sources("label"):
            continue
        start = paragraph.span.start
        labels.append(
            (number, Span(start + match.start(1), start + match.end(1)), Span(start + match.end(), paragraph.span.end))
        )
    names = {span.slice(article.text).lower() for _, span, _ in labels}
    dialogue = bool(names & QUESTION_LABELS) and bool(names & ANSWER_LABELS)
    if not dialogue and (len(labels) < LEAST_LABELS or len(names) * 2 > len(labels) + 1):
        return []
    found = []
    for position, (number, label, rest) in enumerate(labels):
        name = label.slice(article.text).lower()
        if name in QUESTION_LABELS or (dialogue and name not in ANSWER_LABELS and len(name) == 1):
            continue
        found.append(Lead(rest, label, "transcript-turn"))
        end = labels[position + 1][0] if position + 1 < len(labels) else len(article.paragraphs)
        if position + 1 == len(labels):
            continue  # behind the last label the story may go on in the reporter's voice
        for index, following in enumerate(article.paragraphs[number + 1 : end], number + 1):
            if following.zone != "body" or _is_narration(annotated, index):
                break
            found.append(Lead(following.span, label, "transcript-turn"))
    return found


def _is_narration(annotated: Annotated, paragraph: int) -> bool:
    """Tell whether a paragraph opens with somebody named who says something: the reporter's voice between two turns."""
    sentence = next((s for s in annotated.sentences if s.paragraph == paragraph), None)
    if sentence is None:
        return False
    return any(
        token.deprel.startswith("nsubj")
        and token.upos == "PROPN"
        and token.head >= 0
        and cue_share(sentence.tokens[token.head].lemma) >= SURE
        for token in sentence.tokens
    )


def _headline(annotated: Annotated) -> list[Lead]:
    """Read "Name: what is said" and "What is said: Name" where the body knows the name as a person or organisation."""
    article = annotated.article
    found = []
    for paragraph in article.paragraphs:
        if paragraph.zone not in ("headline", "standfirst"):
            continue
        text = paragraph.span.slice(article.text)
        start = paragraph.span.start
        opening, closing = _LABEL.match(text), _ENDING_NAME.search(text)
        if opening is not None and _is_known(annotated, opening[1], paragraph):
            rest = trim(Span(start + opening.end(), paragraph.span.end), article.text)
            found.append(Lead(rest, Span(start + opening.start(1), start + opening.end(1)), "headline-colon"))
        elif closing is not None and _is_known(annotated, closing[1], paragraph):
            rest = trim(Span(start, start + closing.start()), article.text)
            found.append(Lead(rest, Span(start + closing.start(1), start + closing.end(1)), "headline-colon"))
    return [lead for lead in found if len(lead.content)]


def _is_known(annotated: Annotated, name: str, paragraph: Paragraph) -> bool:
    """Tell whether the last word of a headline's name stands in a person's or organisation's name elsewhere."""
    last = name.rstrip(".").split()[-1].lower()
    text = annotated.article.text
    return any(
        entity.type in ("PER", "ORG")
        and not paragraph.span.contains(entity.span)
        and last in entity.span.slice(text).lower().split()
        for entity in annotated.entities
    )


def _signed(article: Article, region: Region) -> Lead | None:
    """Read a dash and a name behind a quotation, in its paragraph or as the whole of the next."""
    number = article.paragraph_at(region.span.start)
    limit = article.paragraphs[number].span
    if region.span.end < limit.end:
        rest = Span(region.span.end, limit.end)
    elif number + 1 < len(article.paragraphs):
        rest = article.paragraphs[number + 1].span
    else:
        return None
    match = _SIGNATURE.match(article.text, rest.start, rest.end)
    if match is None or len(rest) > 120 or regex.search(r"[.!?]\s", rest.slice(article.text)):  # noqa: PLR2004 - a line
        return None
    return Lead(region.span, trim(Span(match.end(), rest.end), article.text, ".,;)"), "signature")


def _led_in(article: Article, region: Region, annotated: Annotated) -> Lead | None:
    """Read a paragraph without a verb that ends in a colon, before a quotation that opens the next paragraph."""
    number = article.paragraph_at(region.span.start)
    if not number or region.span.start != article.paragraphs[number].span.start:
        return None
    before = article.paragraphs[number - 1]
    if not before.span.slice(article.text).endswith(":") or before.zone not in ("body", "subhead", "standfirst"):
        return None
    inside = [s for s in annotated.sentences if s.paragraph == number - 1]
    if not inside or any(token.upos in ("VERB", "AUX") for token in inside[-1].tokens):
        return None
    tokens = inside[-1].tokens
    names = [token for token in tokens if token.upos == "PROPN"]
    first = next((t for t in tokens if t.lemma.lower() == "from"), None)
    if not names and first is None:
        return None  # "The letter in full:" names nobody
    start = first.span.end if first is not None else min(t.span.start for t in tokens if t.upos in ("PROPN", "NOUN"))
    return Lead(region.span, trim(Span(start, before.span.end), article.text, ":,"), "lead-in")
