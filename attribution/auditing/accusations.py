"""Who is accused in what the sources say, and whether the article hears them.

There is no syntax tree at this stage: the target is read off the words around the cue ("accused *the council* of",
"*the council* was accused of"), so a target that is a pronoun, or words that name no party, is ``unclear``, never
``not_heard``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from attribution.lexicons import load_table
from attribution.model import Article, NoComment, Quote, Source
from attribution.sourcing.names import is_company_word
from attribution.spans import Span, hull
from attribution.words import word_spans

Heard = Literal["quoted", "approached", "not_heard", "unclear"]

# The longest target read, in words, and the characters looked at for it: "the Northern Province's Ministry of Public
# Works and Transport" has eight.
MAX_TARGET_WORDS = 9
WINDOW = 160
_PASSIVE = regex.compile(r"\b(?:(?:has|have|had) been|was|were|is|are|being|be|stands?|stood)(?: also| now)?\s+$")
# What makes a word of a country a word for its people: "Iran" and "Iranian", "China" and "Chinese".
_ENDINGS = ("ian", "ean", "ese", "ish", "an", "n", "i")
_VOWELS = "aeiouy"
# No stem shorter than this is compared: "Mali" is the shortest name of a country with a people in -an.
_STEM = 4
# A full stop after a capitalised word of so few letters ends a title or an initial ("Prof.", "J."), not the phrase.
_ABBREVIATION = 4


@dataclass(frozen=True, slots=True)
class Accusation:
    """A quote that accuses; ``target`` is None where no party can be read, ``sources`` are those that answer for it."""

    quote: str
    cue: Span
    target: Span | None
    heard: Heard
    sources: tuple[str, ...] = ()


def find_accusations(
    article: Article,
    quotes: Sequence[Quote],
    sources: Sequence[Source],
    no_comment: Sequence[NoComment],
) -> tuple[Accusation, ...]:
    """Return an accusation for each quote whose cue accuses, in the order of the quotes.

    A target is heard (``quoted``) where a source other than the accuser bears its words in name, role or affiliation,
    or where it stands for a whole group ("the authorities") and a source of that group speaks; it is ``approached``
    where a no-comment line names it.
    """
    verbs = load_table("accusations").column("object")
    accusing = [quote for quote in quotes if quote.cue is not None and quote.cue_lemma in verbs]
    if not accusing:
        return ()
    speaking = {quote.speaker for quote in quotes if quote.speaker is not None}
    answers = _Answers(article, sources, no_comment, speaking)
    found = []
    for quote in accusing:
        cue = quote.cue
        if cue is None:
            continue
        target = read_target(article, cue)
        if target is None or not _is_party(article.text, target, sure=verbs[quote.cue_lemma or ""] == "party"):
            found.append(Accusation(quote.id, cue, None, "unclear"))
            continue
        heard, ids = answers.to(target, accuser=quote.speaker)
        found.append(Accusation(quote.id, cue, target, heard, ids))
    return tuple(found)


def read_target(article: Article, cue: Span) -> Span | None:
    """Return the noun phrase after an active cue or before a passive one, without determiner; None for a pronoun."""
    paragraph = article.paragraphs[article.paragraph_at(cue.start)].span
    before = Span(max(paragraph.start, cue.start - WINDOW), cue.start)
    passive = _PASSIVE.search(before.slice(article.text))
    if passive:
        words = _run_before(article.text, Span(before.start, before.start + passive.start()))
    else:
        words = _run_after(article.text, Span(cue.end, max(cue.end, min(paragraph.end, cue.end + WINDOW))))
    use = load_table("target_words").column("use")
    while words and use.get(words[0].slice(article.text).lower()) == "determiner":
        words = words[1:]
    if not words or any(use.get(word.slice(article.text).lower()) == "pronoun" for word in words):
        return None
    return hull(words)


def _run_after(text: str, area: Span) -> list[Span]:
    use = load_table("target_words").column("use")
    words = word_spans(text, area)
    run: list[Span] = []
    for number, word in enumerate(words):
        between = text[run[-1].end if run else area.start : word.start]
        lower = word.slice(text).lower()
        if between.strip() and not (between.strip() == "." and _abbreviates(text, run)):
            break
        if use.get(lower) == "stop":
            following = words[number + 1].slice(text) if number + 1 < len(words) else ""
            if not (run and lower == "of" and following[:1].isupper()):
                break
        run.append(word)
        if len(run) == MAX_TARGET_WORDS:
            break
    return run


def _abbreviates(text: str, run: Sequence[Span]) -> bool:
    return bool(run) and len(run[-1]) <= _ABBREVIATION and text[run[-1].start].isupper()


def _run_before(text: str, area: Span) -> list[Span]:
    use = load_table("target_words").column("use")
    run: list[Span] = []
    edge = area.end
    for word in reversed(word_spans(text, area)):
        between = text[word.end : edge].strip()
        lower = word.slice(text).lower()
        if between or (use.get(lower) == "stop" and lower != "of"):
            break
        run.insert(0, word)
        edge = word.start
        if use.get(lower) == "determiner" or len(run) == MAX_TARGET_WORDS:
            break
    return run


def _is_party(text: str, target: Span, *, sure: bool) -> bool:
    """Tell whether the words name somebody; ``sure`` where the verb's object always is somebody."""
    words = [word.slice(text) for word in word_spans(text, target)]
    if sure:
        return True
    if words[-1].lower() in load_table("parties").words():
        return True
    things = load_table("target_words").column("use").get(words[-1].lower()) == "thing"
    return words[-1][:1].isupper() and not things


class _Answers:
    """Sources and no-comment lines by the words that name them."""

    def __init__(
        self,
        article: Article,
        sources: Sequence[Source],
        no_comment: Sequence[NoComment],
        speaking: set[str],
    ) -> None:
        self._text = article.text
        self._names: dict[str, set[str]] = defaultdict(set)
        self._groups: dict[str, set[str]] = defaultdict(set)
        self._speaking = {source.id for source in sources if source.id in speaking}
        self._short: dict[str, set[str]] = defaultdict(set)
        for source in sources:
            named = (span.slice(article.text) for span in source.mentions)
            for text in (source.name, source.role or "", source.affiliation or "", *named):
                self._index(text, source.id)
            words = word_spans(source.name)
            if len(words) == 1:
                self._short[words[0].slice(source.name).lower()].add(source.id)
            if source.id in self._speaking:
                self._groups[source.role_group].add(source.id)
        known = {source.id for source in sources}
        for number, line in enumerate(no_comment):
            key = line.speaker if line.speaker in known and line.speaker else f"line {number}"
            words_of_line = (line.source or line.span).slice(article.text)
            self._index(words_of_line, key)
            for word in word_spans(words_of_line):
                self._short[word.slice(words_of_line).lower()].add(key)

    def _index(self, text: str, key: str) -> None:
        for word in word_spans(text):
            for form in _forms(word.slice(text)):
                self._names[form].add(key)

    def to(self, target: Span, *, accuser: str | None) -> tuple[Heard, tuple[str, ...]]:
        """Return whether the target is heard, and the ids of the sources that answer for it."""
        words = [word.slice(self._text) for word in word_spans(self._text, target)]
        parties = load_table("parties").column("role_group")
        proper = [word for word in words if word[:1].isupper()]
        last = proper[-1] if proper else words[-1]
        found = set(self._named(last))
        company = len(proper) > 1 and is_company_word(last)
        if company or (proper and last.lower() in parties):
            # "Defence Ministry" is not heard through another ministry: all its names must fit.
            for word in proper:
                found &= self._named(word)
        if company:  # "Tidewall Partners" answers as "Tidewall" too, but not as "Tidewall County"
            found |= self._short.get(proper[-2].lower(), set())
        if not proper and len(words) == 1 and last.lower() in parties:
            found |= self._groups[parties[last.lower()]]
        found.discard(accuser or "")
        quoted = tuple(sorted(found & self._speaking))
        if quoted:
            return "quoted", quoted
        if found:
            return "approached", tuple(sorted(key for key in found if not key.startswith("line ")))
        return "not_heard", ()

    def _named(self, word: str) -> set[str]:
        return set().union(*(self._names.get(form, ()) for form in _forms(word)))


def _forms(word: str) -> Iterable[str]:
    """Yield the forms under which a word is compared: without possessive or plural, and the stem of a demonym."""
    lower = regex.sub(r"['’]s?$", "", word).lower()
    yield lower
    if word[:1].isupper():
        if len(lower) > _STEM and lower[-1] in _VOWELS:
            yield lower[:-1]
        for ending in _ENDINGS:
            if lower.endswith(ending) and len(lower) - len(ending) >= _STEM:
                yield lower[: -len(ending)]
    elif len(lower) >= _STEM and lower.endswith("s"):
        yield f"{lower[:-3]}y" if lower.endswith("ies") else lower[:-1]
