"""Stage 2b: Article -> Annotated. The only module that imports Stanza, and it does so when an `Annotator` is made.

The models read a cleaned copy of each paragraph (no zero-width characters, plain spaces, ``''`` as one mark) whose
every character knows its place in ``Article.text``; everything that leaves this module is in the article's offsets.
"""

from __future__ import annotations

import ctypes
import logging
import pickle
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from attribution.annotating.models import ModelPackage
from attribution.errors import ModelMismatchError
from attribution.model import Annotated, Article, Entity, EntityType, ModelInfo, Sentence, Token
from attribution.spans import Span

# A batch is tokenised, tagged and parsed together: large enough to fill the models' own batches (2,000 words), small
# enough that the records of a batch stay under some 50 MB.
BATCH_CHARACTERS = 60_000
# A paragraph is tokenised in pieces: Stanza pads a batch of paragraphs to the longest of them.
PIECE_CHARACTERS = 3_000
# The parser's scores grow with the square of a sentence: 54 relations x 250 x 250 floats are 13 MB.
SENTENCE_WORDS = 250

ENTITY_TYPES: dict[str, EntityType] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "MISC": "MISC",
    "NORP": "MISC", "EVENT": "MISC", "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "LANGUAGE": "MISC",
}  # fmt: skip

# Format characters that show nothing (joiners, direction marks, soft hyphen, byte order mark, variation selectors).
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u2060\ufeff"
    + "".join(
        map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)))
    )
)
OPENING = frozenset("“‘«„‚‹([{")
CLOSING = frozenset("”»›)]}")
STRAIGHT = frozenset("\"'")
ALWAYS_APART = frozenset('“”„«»"—')
MARKS_TWICE = ("''", "``", "‘‘", "’’")
ENDS = frozenset(".!?…")
# The Arabic article as it is written before the letters that change it.
ARTICLES = frozenset(("al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul", "ur"))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the models read of a paragraph: character ``i`` stands at ``[starts[i], ends[i])`` of the article's text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the article's span under ``[start, end)`` of the cleaned text, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


def clean_paragraph(text: str, span: Span) -> Cleaned:
    """Return the paragraph as the models read it.

    Runs of white space and control characters become one space, invisible characters go, a quotation mark typed as two
    becomes one, and a paragraph wholly in capitals is read in title case, as the models have seen few of them.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shouted = _is_shouted(text[span.start : span.end])
    index = span.start
    while index < span.end:
        character, width = text[index], 1
        if character in INVISIBLE:
            index += 1
            continue
        if text[index : index + 2] in MARKS_TWICE and index + 1 < span.end:
            character, width = '"', 2
        elif character.isspace() or not (character.isprintable() or ord(character) >= 0xA0):  # noqa: PLR2004 - controls
            character = " "
        elif shouted and characters and characters[-1].isalpha() and len(character.lower()) == 1:
            character = character.lower()
        if character != " " or (characters and characters[-1] != " "):
            characters.append(character)
            starts.append(index)
            ends.append(index + width)
        index += width
    if characters and characters[-1] == " ":
        del characters[-1], starts[-1], ends[-1]
    return Cleaned("".join(characters), tuple(starts), tuple(ends))


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    # A lone acronym ("NATO") or a byline's initials are no shouted line.
    return len(letters) > 12 and " " in text.strip() and all(not c.islower() for c in letters)  # noqa: PLR2004


def cut_pieces(text: str, limit: int = PIECE_CHARACTERS) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` of pieces of at most ``limit`` characters: cut after a sentence, at a space, or hard."""
    start = 0
    while len(text) - start > limit:
        cut = max(text.rfind(mark, start + limit // 2, start + limit) for mark in (". ", "? ", "! ", ".” ", '." '))
        if cut < 0:
            cut = text.rfind(" ", start + 1, start + limit)
        cut = text.find(" ", cut) if cut >= 0 and text[cut] != " " else cut
        end = cut if start < cut <= start + limit else start + limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


@dataclass(frozen=True, slots=True)
class Draft:
    """A token of the tokenizer in a batch's text; ``multiword`` where Stanza is to expand it."""

    start: int
    end: int
    multiword: bool = False


def shape_sentences(
    text: str, sentences: Sequence[Sequence[Draft]], *, limit: int = SENTENCE_WORDS
) -> list[list[Draft]]:
    """Return the sentences of one paragraph with quotation marks in the sentence they belong to.

    A closing mark at a sentence's start goes to the sentence before; an opening mark at a sentence's end goes to the
    next; what begins with a small letter after a quotation's end is the same sentence ("“Stop!” he said."), and so is
    what follows a colon, a dash or a bare word. A sentence of more than ``limit`` tokens is cut at punctuation. Tokens
    keep their order and all of them stay.
    """
    apart = [[piece for token in sentence for piece in _split_marks(text, token)] for sentence in sentences]
    kinds = _mark_kinds(text, [token for sentence in apart for token in sentence])
    shaped: list[list[Draft]] = []
    carried: list[Draft] = []
    for sentence in apart:
        tokens = [*carried, *sentence]
        carried = []
        before = shaped[-1] if shaped else None
        closed = False
        while before is not None and tokens and kinds.get(tokens[0].start) == "close":
            before.append(tokens.pop(0))
            closed = True
        while tokens and kinds.get(tokens[-1].start) == "open":
            carried.insert(0, tokens.pop())
        if not tokens:
            continue
        ends_quoted = (
            before is not None and kinds.get(before[-1].start) == "close" and text[before[-1].start] not in ")]}"
        )
        if before is not None and (
            _unfinished(text, before[-1]) or ((closed or ends_quoted) and _continues(text, tokens[0]))
        ):
            before.extend(tokens)
        else:
            shaped.append(tokens)
    if carried:
        shaped.append(carried) if not shaped else shaped[-1].extend(carried)
    return [part for sentence in shaped for part in _cut_long(text, sentence, limit)]


def _split_marks(text: str, token: Draft) -> Iterator[Draft]:
    """Yield the token's parts: quotation marks and dashes apart, and words apart but not the groups of a number."""
    if token.multiword:
        yield token
        return
    start = token.start
    for index in range(token.start, token.end):
        character = text[index]
        grouped = character == " " and text[index - 1].isdigit() and text[index + 1 : index + 2].isdigit()
        apart = character in ALWAYS_APART or _is_loose_hyphen(text, token, index)
        if apart or (character == " " and not grouped):
            if start < index:
                yield Draft(start, index)
            if character != " ":
                yield Draft(index, index + 1)
            start = index + 1
    if start < token.end:
        yield Draft(start, token.end)


def _is_loose_hyphen(text: str, token: Draft, index: int) -> bool:
    """Tell whether the hyphen is a token as in EWT: left at a word's start, or after an Arabic article ("al-Qaeda")."""
    if text[index] != "-" or index + 1 >= token.end or not text[index + 1].isalpha():
        return False
    before = text[token.start : index]
    return (not before and index > 0 and text[index - 1] != " ") or (
        before.lower() in ARTICLES and text[index + 1].isupper()
    )


def _mark_kinds(text: str, tokens: Sequence[Draft]) -> dict[int, str]:
    """Return ``"open"`` or ``"close"`` for the tokens that are marks, by their start.

    A straight mark is told by the spaces around it, else by turns.
    """
    kinds: dict[int, str] = {}
    is_open = False
    first = tokens[0].start if tokens else 0
    last = tokens[-1].end if tokens else 0
    for token in tokens:
        mark = text[token.start : token.end]
        if mark in OPENING:
            kinds[token.start] = "open"
        elif mark in CLOSING:
            kinds[token.start] = "close"
        elif mark in STRAIGHT or mark == "’":
            space_before = token.start == first or text[token.start - 1] in " ([{—“‘"
            space_after = token.end == last or text[token.end] in " )]}—”’.,;:!?"
            is_open = space_before if space_before != space_after else not is_open
            kinds[token.start] = "open" if is_open else "close"
    return kinds


def _unfinished(text: str, token: Draft) -> bool:
    """Tell whether a sentence that ends with this token goes on in its paragraph: "He said: | We lost."."""
    last = text[token.end - 1]
    return last in ",:;—–―-" or last.isalnum()


def _continues(text: str, token: Draft) -> bool:
    return text[token.start].islower() or text[token.start] in ",;"


def _cut_long(text: str, sentence: list[Draft], limit: int) -> Iterator[list[Draft]]:
    start = 0
    while len(sentence) - start > limit:
        window = range(start + limit - 1, start + limit // 2, -1)
        cut = next((i for marks in (ENDS, ";:—", ",") for i in window if text[sentence[i].start] in marks), None)
        end = start + limit if cut is None else cut + 1
        yield sentence[start:end]
        start = end
    yield sentence[start:]


class Annotator:
    """Stanza's pipeline over a model package; made once, used for many articles. Not safe to share between threads."""

    def __init__(self, package: ModelPackage) -> None:
        self.info = ModelInfo(package.name, package.version)
        _quiet_stanza()
        _keep_freed_memory()
        import stanza  # noqa: PLC0415 - two seconds that only an annotation needs

        try:
            pipeline = stanza.Pipeline(
                "en",
                dir=str(package.directory),
                package=package.stanza_package,
                processors=",".join(package.processors),
                download_method=None,
                logging_level="ERROR",
                use_gpu=False,
                lemma_store_results=True,
            )
        except (RuntimeError, KeyError, ValueError, OSError, pickle.UnpicklingError) as error:
            raise ModelMismatchError(
                f'{package.directory}: stanza cannot load model "{package.name}" {package.version} '
                f"({type(error).__name__}). Install the package again"
            ) from error
        self._document = stanza.Document
        self._tokenizer = pipeline.processors["tokenize"]
        self._stages = [
            pipeline.processors[n] for n in package.processors if n != "tokenize" and n in pipeline.processors
        ]

    def annotate(self, article: Article) -> Annotated:
        """Return the article with its sentences and names."""
        return self.annotate_many([article])[0]

    def annotate_many(self, articles: Iterable[Article]) -> list[Annotated]:
        """Return the articles with their sentences and names, in order; sentences are batched over articles."""
        articles = list(articles)
        sentences: list[list[Sentence]] = [[] for _ in articles]
        entities: list[list[Entity]] = [[] for _ in articles]
        for batch in _batches(articles):
            for piece, sentence, names in self._annotate_batch(articles, batch):
                sentences[piece.article].append(sentence)
                entities[piece.article].extend(names)
        return [
            Annotated(article, tuple(own), tuple(names), self.info)
            for article, own, names in zip(articles, sentences, entities, strict=True)
        ]

    def _annotate_batch(
        self, articles: list[Article], pieces: list[_Piece]
    ) -> Iterator[tuple[_Piece, Sentence, list[Entity]]]:
        import torch  # noqa: PLC0415 - loaded with stanza

        offsets: list[int] = []
        texts: list[str] = []
        total = 0
        for piece in pieces:
            offsets.append(total)
            texts.append(piece.text)
            total += len(piece.text) + 2
        text = "\n\n".join(texts)
        with torch.inference_mode():
            drafts: list[list[list[Draft]]] = [[] for _ in pieces]
            for sentence in self._tokenizer.process(text).sentences:
                drafted = [Draft(t.start_char, t.end_char, "MWT=Yes" in (t.misc or "")) for t in sentence.tokens]
                drafts[bisect_right(offsets, drafted[0].start) - 1].append(drafted)
            owners: list[int] = []
            shaped: list[list[Draft]] = []
            for index, own in enumerate(drafts):
                for tokens in shape_sentences(text, own):
                    owners.append(index)
                    shaped.append(tokens)
            if not shaped:
                return
            document = self._document([[_stanza_token(text, t, i) for i, t in enumerate(s, 1)] for s in shaped], text)
            for stage in self._stages:
                document = stage.process(document)
        for owner, made in zip(owners, document.sentences, strict=True):
            piece = pieces[owner]
            sentence = _to_sentence(articles[piece.article].text, made, piece, offsets[owner])
            yield piece, sentence, list(_to_entities(made, piece, offsets[owner]))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a paragraph's cleaned text; ``start`` is its place in that."""

    article: int
    paragraph: int
    cleaned: Cleaned
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.cleaned.text[self.start : self.end]

    def span(self, start: int, end: int) -> Span:
        return self.cleaned.span(self.start + start, self.start + end)


def _batches(articles: Sequence[Article]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    size = 0
    for number, article in enumerate(articles):
        for index, paragraph in enumerate(article.paragraphs):
            cleaned = clean_paragraph(article.text, paragraph.span)
            for start, end in cut_pieces(cleaned.text):
                if not cleaned.text[start:end].strip():
                    continue
                batch.append(_Piece(number, index, cleaned, start, end))
                size += end - start
                if size >= BATCH_CHARACTERS:
                    yield batch
                    batch, size = [], 0
    if batch:
        yield batch


def _stanza_token(text: str, token: Draft, number: int) -> dict[str, Any]:
    # The tagger's character model runs over the whole word: no real word is longer than this.
    written = text[token.start : token.end]
    entry: dict[str, Any] = {
        "id": (number,),
        "text": written if len(written) <= LONGEST_WORD else written[:LONGEST_WORD],
        "start_char": token.start,
        "end_char": token.end,
    }
    if token.multiword:
        entry["misc"] = "MWT=Yes"
    return entry


LONGEST_WORD = 200


def _to_sentence(text: str, made: Any, piece: _Piece, offset: int) -> Sentence:  # noqa: ANN401 - Stanza has no types
    tokens: list[Token] = []
    for stanza_token in made.tokens:
        whole = piece.span(stanza_token.start_char - offset, stanza_token.end_char - offset)
        for word in stanza_token.words:
            span = whole
            if len(stanza_token.words) > 1 and word.start_char is not None:
                span = piece.span(word.start_char - offset, word.end_char - offset)
            spelled = len(stanza_token.words) == 1 or word.start_char is not None
            tokens.append(
                Token(
                    span=span,
                    text=span.slice(text) if spelled else word.text,
                    lemma=word.lemma or word.text,
                    upos=word.upos or "X",
                    xpos=word.xpos or "",
                    head=(word.head or 0) - 1,
                    deprel=word.deprel or "dep",
                )
            )
    return Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens), piece.paragraph)


def _to_entities(made: Any, piece: _Piece, offset: int) -> Iterator[Entity]:  # noqa: ANN401 - Stanza has no types
    for entity in made.ents:
        kind = ENTITY_TYPES.get(entity.type)
        if kind is not None:
            yield Entity(piece.span(entity.start_char - offset, entity.end_char - offset), kind)


def _quiet_stanza() -> None:
    """Keep Stanza from adding a handler to its logger and setting it to INFO; a setting of the caller's stays."""
    logger = logging.getLogger("stanza")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks: without it half of an LSTM's time goes to fetching the same pages again."""
    if not sys.platform.startswith("linux"):
        return
    trim_threshold, top_pad, mmap_threshold = -1, -2, -3
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return  # another C library: only slower
    for option, size in ((mmap_threshold, 1 << 28), (trim_threshold, 1 << 29), (top_pad, 1 << 26)):
        mallopt(option, size)
