"""Measure to whom stage 4 gives the pronouns and descriptions that speak, on GUM's attributions with gold coreference.

    python -m training.references DATA [--split train|dev] [--misses]

DATA holds ``ud/gum-open-SPLIT.conllu.xz``. Trees and names are the treebank's, so that neither the models nor stage 3
count here: each attribution relation with source words (``Discourse=attribution...sem-atsrc-``) is handed on as a
quote whose source those words are. A decision is right where most earlier mentions of the source found lie in the gold
entity of the words. An entity of which nothing but pronouns stands before is left out, as no reader could tell who it
is. The treebank is GUM (https://gucorpling.org/gum/).
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attribution.model import Annotated, Article, Entity, EntityType, ModelInfo, Paragraph, Quote, Sentence, Token
from attribution.quoting.marks import find_regions
from attribution.sourcing.mentions import PRONOUNS
from attribution.sourcing.nouns import DEFINITE, POSSESSIVES
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.spans import Span
from training.convert import Word, read_conllu

WRITTEN = ("news", "bio", "voyage", "speech", "court", "essay", "letter", "interview", "academic", "textbook")
TYPES: dict[str, EntityType] = {"person": "PER", "organization": "ORG", "place": "LOC"}
ENTITY = re.compile(r"\(([^()]+)|([^()]+)\)|\)")
SOURCE = re.compile(r"sem-atsrc-([\d,-]+)")
FIRST_PERSON = frozenset("i we me us my our you your who which that there".split())


@dataclass(slots=True)
class Document:
    """A treebank text: its annotation, each gold mention's span with its entity, and the sources of attributions."""

    name: str
    annotated: Annotated
    mentions: list[tuple[Span, str]] = field(default_factory=list)
    sources: list[Span] = field(default_factory=list)


def read_documents(text: str) -> Iterator[Document]:
    """Yield the documents of a GUM file of the written genres."""
    for block in re.split(r"(?m)^(?=# newdoc id = )", text):
        name = re.match(r"# newdoc id = (GUM_([a-z]+)_\S+)", block)
        if name and name.group(2) in WRITTEN:
            yield _document(name.group(1), block)


def _document(name: str, block: str) -> Document:
    text, offset = "", 0
    sentences: list[Sentence] = []
    paragraphs: list[Span] = []
    tokens: list[Token] = []
    for sentence in read_conllu(block):
        text += "\n\n" if sentence.paragraph and text else " " if text else ""
        if sentence.paragraph or not paragraphs:
            paragraphs.append(Span(len(text), len(text)))
        offset = len(text)
        text += sentence.text()
        words = tuple(_tokens(sentence.words, offset))
        tokens += words
        sentences.append(Sentence(Span(offset, len(text)), words, len(paragraphs) - 1))
        paragraphs[-1] = Span(paragraphs[-1].start, len(text))
    article = Article(name, text, tuple(Paragraph(p, "body") for p in paragraphs))
    rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]
    mentions, names = _mentions([row[9] for row in rows], tokens)
    document = Document(name, Annotated(article, tuple(sentences), tuple(names), ModelInfo("gold", "0")), mentions)
    for row in rows:
        for group in SOURCE.findall(row[9]):
            numbers = [int(n) for n in re.findall(r"\d+", group.partition(",")[0])]
            span = Span(tokens[numbers[0] - 1].span.start, tokens[numbers[-1] - 1].span.end)
            if span not in document.sources:
                document.sources.append(span)
    return document


def _tokens(words: tuple[Word, ...], offset: int) -> Iterator[Token]:
    for word in words:
        span = Span(offset, offset + len(word.form))
        yield Token(span, word.form, word.lemma, word.upos, word.xpos, word.head - 1, word.deprel)
        offset = span.end + word.space


def _mentions(misc: list[str], tokens: list[Token]) -> tuple[list[tuple[Span, str]], list[Entity]]:
    """Return the mentions with their entity and the names of people, bodies and places among them."""
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    mentions: list[tuple[Span, str]] = []
    names: dict[Span, EntityType] = {}
    for index, column in enumerate(misc):
        value = re.search(r"(?:^|\|)Entity=([^|]*)", column)
        for match in ENTITY.finditer(value.group(1) if value else ""):
            content = match.group(1) or match.group(2) or ""
            key = re.split(r"-", content)[0]
            if match.group(1):
                opened[key].append((index, content))
                closes = value is not None and value.group(1)[match.end() : match.end() + 1] == ")"
                if not closes:
                    continue
            if not opened[key]:
                continue
            start, described = opened[key].pop()
            mentions.append((Span(tokens[start].span.start, tokens[index].span.end), key))
            kind = TYPES.get([*described.split("-"), ""][1])
            run = [i for i in range(start, index + 1) if tokens[i].upos == "PROPN"]
            if kind and run and run[-1] - run[0] < len(run) + 1 and _is_head(tokens, index, run):
                names.setdefault(Span(tokens[run[0]].span.start, tokens[run[-1]].span.end), kind)
    kept: list[Entity] = []
    for span, kind in sorted(names.items(), key=lambda item: (-len(item[0]), item[0])):
        if not any(span.overlaps(other.span) for other in kept):
            kept.append(Entity(span, kind))
    return mentions, sorted(kept, key=lambda e: e.span)


def _is_head(tokens: list[Token], end: int, run: list[int]) -> bool:
    """Tell whether a run of proper nouns is, without a common noun after it, what the mention is named by."""
    following = tokens[run[-1] + 1] if run[-1] < end else None
    return following is None or following.upos in {"PUNCT", "PART", "ADP", "CCONJ", "PRON"}


def measure(document: Document, tally: Counter[str], misses: list[str]) -> None:
    """Add a document's decisions to the tally by the words of the source, and the wrong ones to ``misses``."""
    article = document.annotated.article
    marks = find_regions(article)
    quotes = tuple(
        Quote(f"q{i}", "indirect", (span,), span, span, "gold", article.paragraph_at(span.start))
        for i, span in enumerate(sorted(document.sources), 1)
    )
    resolved = resolve_speakers(document.annotated, marks, quotes, (), taxonomy=load_taxonomy())
    sources = {source.id: source for source in resolved.sources}
    for quote in resolved.quotes:
        span = quote.source or quote.content[0]
        kind, entity = kind_of(span.slice(article.text)), _entity(document, span)
        if not kind or entity is None or not _told_before(document, entity, span):
            continue
        found = sources.get(quote.speaker or "")
        votes = Counter(
            _entity(document, m)
            for m in (found.mentions if found else ())
            if not m.overlaps(span) and m.end <= span.start
        )
        right = bool(votes) and votes[entity] == max(votes.values())
        outcome = "right" if right else quote.status if quote.status != "resolved" else "wrong"
        tally.update({f"{kind} of": 1, f"{kind} {outcome}": 1})
        if not right:
            before = article.text[max(0, span.start - 300) : span.end + 40].replace("\n", " ")
            misses.append(
                f"{document.name} {outcome} {span.slice(article.text)!r} -> {found.name if found else None}: {before}"
            )


def kind_of(words: str) -> str:
    """Return what the source is counted as: its pronoun, or "the ..."; "" for names and bare nouns."""
    first, *rest = words.lower().split()
    if not rest:
        return "" if first in FIRST_PERSON else PRONOUNS.get(first, "")
    if first in DEFINITE and all(w.islower() for w in words.split()[1:]):
        return "the ..."
    return "his ..." if first in POSSESSIVES - FIRST_PERSON else ""


def _entity(document: Document, span: Span) -> str | None:
    """Return the entity of the shortest mention that holds the span, or of the longest one inside it."""
    around = [(len(s), e) for s, e in document.mentions if s.contains(span)]
    inside = [(-len(s), e) for s, e in document.mentions if span.contains(s)]
    return min(around)[1] if around else min(inside)[1] if inside else None


def _told_before(document: Document, entity: str, span: Span) -> bool:
    text = document.annotated.article.text
    return any(
        e == entity and s.end <= span.start and s.slice(text).lower() not in {*PRONOUNS, *FIRST_PERSON}
        for s, e in document.mentions
    )


def main() -> None:
    """Print the share of right decisions for each pronoun and for descriptions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--misses", action="store_true", help="print the wrong decisions with the words before them")
    options = parser.parse_args()
    file = options.data / "ud" / f"gum-open-{options.split}.conllu.xz"
    tally, misses = Counter[str](), list[str]()
    for document in read_documents(lzma.decompress(file.read_bytes()).decode("utf-8")):
        measure(document, tally, misses)
    for kind in ("he", "she", "they", "it", "the ...", "his ..."):
        shares = ", ".join(f"{tally[f'{kind} {o}']} {o}" for o in ("wrong", "ambiguous", "unresolved"))
        sys.stdout.write(f"{kind:8} {tally[f'{kind} right']:3} of {tally[f'{kind} of']:3} right; {shares}\n")
    if options.misses:
        sys.stdout.write("\n".join(misses) + "\n")


if __name__ == "__main__":
    main()
