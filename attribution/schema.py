"""Records to JSON and back: an analysis (schema 1, docs/json.md) and, for tests, an annotated article.

Offsets are Python string indices into the text exactly as read. The text itself is not in the JSON; loading takes it
and checks its SHA-256 and that every span slices it. `analysis_from_dict` undoes `analysis_to_dict`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, get_args

from attribution.errors import SchemaError
from attribution.model import (
    Act,
    Analysis,
    Annotated,
    Article,
    Audit,
    Breakdown,
    Entity,
    EntityType,
    Evidence,
    Finding,
    Measure,
    ModelInfo,
    NoComment,
    Paragraph,
    Quote,
    QuoteType,
    Sentence,
    Severity,
    Share,
    Source,
    SourceKind,
    Status,
    Token,
    Unit,
    ZoneKind,
)
from attribution.origin import origin_from_dict
from attribution.spans import Span
from attribution.words import count_words

SCHEMA_VERSION = 1  # 1: the first
T = TypeVar("T")
Data = dict[str, Any]
OPTIONAL_TEXT = (str, type(None))
NUMBER = (int, float)
PLAIN_TOKEN = 7  # values of a token whose words are its slice; another follows where they are not


def analysis_to_dict(analysis: Analysis) -> Data:
    """Return the analysis as JSON data: dicts, lists, strings, numbers, booleans and None."""
    text = analysis.article.text
    return {
        "schema": SCHEMA_VERSION,
        "article": _article_to_dict(analysis.article),
        "models": {"package": analysis.models.package, "version": analysis.models.version},
        "quotes": [_quote_to_dict(quote, text) for quote in analysis.quotes],
        "sources": [_source_to_dict(source, text) for source in analysis.sources],
        "no_comment": [
            {"speaker": line.speaker, **_span(line.span, text), "source": _optional_span(line.source, text)}
            for line in analysis.no_comment
        ],
        "audit": {
            "measures": [
                {
                    "id": m.id,
                    "label": m.label,
                    "numerator": m.numerator,
                    "denominator": m.denominator,
                    "unit": m.unit,
                    "quotes": list(m.quotes),
                    "sources": list(m.sources),
                }
                for m in analysis.audit.measures
            ],
            "breakdowns": [
                {"dimension": b.dimension, "unit": b.unit, "shares": [_share_to_dict(share) for share in b.shares]}
                for b in analysis.audit.breakdowns
            ],
        },
        "findings": [
            {"rule": f.rule, "severity": f.severity, "message": f.message, **_range(f.span), "quote": f.quote}
            for f in analysis.findings
        ],
        "warnings": list(analysis.warnings),
    }


def analysis_from_dict(data: object, *, text: str) -> Analysis:
    """Return the analysis in ``data``, made by `analysis_to_dict`; ``text`` is the article it was made from.

    Raises:
        SchemaError: naming the field: another schema, a missing or wrong field, a span or text that does not fit.
    """
    root = _Node(data, "analysis", text)
    _check_version(root)
    article = _article_from(root.child("article"))
    audit = root.child("audit")
    analysis = Analysis(
        article,
        _models_from(root.child("models")),
        root.records("quotes", _quote_from),
        root.records("sources", _source_from),
        root.records("no_comment", _no_comment_from),
        Audit(audit.records("measures", _measure_from), audit.records("breakdowns", _breakdown_from)),
        root.records("findings", _finding_from),
        root.texts("warnings"),
    )
    _check_references(analysis)
    return analysis


def annotated_to_dict(annotated: Annotated) -> Data:
    """Return the annotated article as compact JSON data, a list a token; the text is not in it."""
    text = annotated.article.text
    return {
        "schema": SCHEMA_VERSION,
        "article": _article_to_dict(annotated.article),
        "models": {"package": annotated.models.package, "version": annotated.models.version},
        "sentences": [
            [s.paragraph, s.span.start, s.span.end, [_token_to_list(token, text) for token in s.tokens]]
            for s in annotated.sentences
        ],
        "entities": [[e.span.start, e.span.end, e.type] for e in annotated.entities],
    }


def annotated_from_dict(data: object, *, text: str) -> Annotated:
    """Return the annotated article in ``data``; ``text`` is the article's text.

    Raises:
        SchemaError: naming the field that is wrong, or a text that does not fit.
    """
    root = _Node(data, "annotation", text)
    _check_version(root)
    return Annotated(
        _article_from(root.child("article")),
        root.records("sentences", _sentence_from),
        root.records("entities", _entity_from),
        _models_from(root.child("models")),
    )


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, as hexadecimal digits; a lone surrogate counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _article_to_dict(article: Article) -> Data:
    return {
        "id": article.id,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "url": article.url,
        "section": article.section,
        "language": article.language,
        "characters": len(article.text),
        "words": count_words(article.text),
        "sha256": text_digest(article.text),
        "path": article.path,
        "paragraphs": [{**_range(p.span), "zone": p.zone} for p in article.paragraphs],
        "notes": list(article.notes),
        "origin": article.origin.to_dict() if article.origin is not None else None,
    }


def _quote_to_dict(quote: Quote, text: str) -> Data:
    return {
        "id": quote.id,
        "type": quote.type,
        "content": [_span(span, text) for span in quote.content],
        "cue": _optional_span(quote.cue, text),
        "source": _optional_span(quote.source, text),
        "speaker": quote.speaker,
        "status": quote.status,
        "confidence": quote.confidence,
        "rule": quote.rule,
        "evidence": [_evidence_to_dict(e, text) for e in quote.evidence],
        "paragraph": quote.paragraph,
        "flags": list(quote.flags),
        "act": quote.act,
        "cue_lemma": quote.cue_lemma,
        "candidates": list(quote.candidates),
    }


def _source_to_dict(source: Source, text: str) -> Data:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "role": source.role,
        "role_group": source.role_group,
        "affiliation": source.affiliation,
        "pronouns": source.pronouns,
        "anonymous": source.anonymous,
        "reason": source.reason,
        "mentions": [_span(span, text) for span in source.mentions],
        "evidence": [_evidence_to_dict(e, text) for e in source.evidence],
        "extra": dict(source.extra),
    }


def _share_to_dict(share: Share) -> Data:
    return {
        "key": share.key,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "quotes": list(share.quotes),
        "sources": list(share.sources),
    }


def _evidence_to_dict(evidence: Evidence, text: str) -> Data:
    return {"rule": evidence.rule, "spans": [_span(span, text) for span in evidence.spans], "note": evidence.note}


def _span(span: Span, text: str) -> Data:
    return {**_range(span), "text": span.slice(text)}


def _range(span: Span) -> Data:
    return {"start": span.start, "end": span.end}


def _optional_span(span: Span | None, text: str) -> Data | None:
    return _span(span, text) if span is not None else None


def _token_to_list(token: Token, text: str) -> list[Any]:
    row: list[Any] = [token.span.start, token.span.end, token.lemma, token.upos, token.xpos, token.head, token.deprel]
    return row if token.text == token.span.slice(text) else [*row, token.text]


class _Node:
    """A JSON value with its place in the document, so that every complaint names the field."""

    def __init__(self, value: object, place: str, text: str) -> None:
        self.value = value
        self.place = place
        self.text = text

    def fail(self, fault: str) -> SchemaError:
        return SchemaError(f"{self.place}: {fault}")

    def get(self, key: str, kinds: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - any of the kinds asked for
        if not isinstance(self.value, dict):
            raise self.fail("is not an object")
        if key not in self.value:
            raise self.fail(f'has no "{key}"')
        return self._checked(self.value[key], key, kinds)

    def item(self, index: int, kinds: type | tuple[type, ...]) -> Any:  # noqa: ANN401
        if not isinstance(self.value, list) or index >= len(self.value):
            raise self.fail(f"is not a list of more than {index} items")
        return self._checked(self.value[index], str(index), kinds)

    def _checked(self, value: object, key: str, kinds: type | tuple[type, ...]) -> object:
        wanted = kinds if isinstance(kinds, tuple) else (kinds,)
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise _Node(value, f"{self.place}.{key}", self.text).fail(
                f"is {type(value).__name__}, not {_named(wanted)}"
            )
        return value

    def choice(self, key: str, kind: object) -> Any:  # noqa: ANN401 - one of a Literal's values
        value = self.get(key, str)
        if value not in get_args(kind):
            raise self.fail(f'"{key}" is "{value}", not one of {", ".join(get_args(kind))}')
        return value

    def child(self, key: str) -> _Node:
        return _Node(self.get(key, dict), f"{self.place}.{key}", self.text)

    def records(self, key: str, make: Callable[[_Node], T]) -> tuple[T, ...]:
        values = self.get(key, list)
        return tuple(make(_Node(value, f"{self.place}.{key}[{i}]", self.text)) for i, value in enumerate(values))

    def texts(self, key: str) -> tuple[str, ...]:
        return self.records(key, _string)

    def range(self, start: int, end: int) -> Span:
        if not 0 <= start <= end <= len(self.text):
            raise self.fail(f"[{start}, {end}) is no range of a text of {len(self.text)} characters")
        return Span(start, end)

    def span(self) -> Span:
        span = self.range(self.get("start", int), self.get("end", int))
        if self.get("text", str) != span.slice(self.text):
            raise self.fail(f'[{span.start}, {span.end}) is not "{self.get("text", str)[:40]}" in this text')
        return span

    def optional_span(self, key: str) -> Span | None:
        return None if self.get(key, (dict, type(None))) is None else self.child(key).span()


def _named(kinds: tuple[type, ...]) -> str:
    return " or ".join("null" if kind is type(None) else kind.__name__ for kind in kinds)


def _string(node: _Node) -> str:
    if not isinstance(node.value, str):
        raise node.fail("is not a string")
    return node.value


def _check_version(root: _Node) -> None:
    version = root.get("schema", int)
    if version != SCHEMA_VERSION:
        raise root.fail(f"is schema {version}; this release reads schema {SCHEMA_VERSION}. Analyse the article again")


def _check_references(analysis: Analysis) -> None:
    known = {None, *(source.id for source in analysis.sources)}
    named = [(quote.id, speaker) for quote in analysis.quotes for speaker in (quote.speaker, *quote.candidates)]
    named += [("no_comment", line.speaker) for line in analysis.no_comment]
    for who, speaker in named:
        if speaker not in known:
            raise SchemaError(f'analysis: {who} names the source "{speaker}", which is not there')


def _article_from(node: _Node) -> Article:
    if node.get("characters", int) != len(node.text):
        raise node.fail(f"has {node.get('characters', int)} characters, and this text has {len(node.text)}")
    if node.get("sha256", str) != text_digest(node.text):
        raise node.fail("sha256 does not fit: this is not the text it was made from")
    node.get("words", int)
    return Article(
        node.get("id", str),
        node.text,
        node.records("paragraphs", _paragraph_from),
        title=node.get("title", OPTIONAL_TEXT),
        byline=node.get("byline", OPTIONAL_TEXT),
        published=node.get("published", OPTIONAL_TEXT),
        url=node.get("url", OPTIONAL_TEXT),
        section=node.get("section", OPTIONAL_TEXT),
        language=node.get("language", str),
        path=node.get("path", OPTIONAL_TEXT),
        notes=node.texts("notes"),
        origin=origin_from_dict(node.value, len(node.text)),
    )


def _paragraph_from(node: _Node) -> Paragraph:
    return Paragraph(node.range(node.get("start", int), node.get("end", int)), node.choice("zone", ZoneKind))


def _models_from(node: _Node) -> ModelInfo:
    return ModelInfo(node.get("package", str), node.get("version", str))


def _quote_from(node: _Node) -> Quote:
    return Quote(
        node.get("id", str),
        node.choice("type", QuoteType),
        node.records("content", _Node.span),
        node.optional_span("cue"),
        node.optional_span("source"),
        node.get("rule", str),
        node.get("paragraph", int),
        act=node.choice("act", Act),
        cue_lemma=node.get("cue_lemma", OPTIONAL_TEXT),
        speaker=node.get("speaker", OPTIONAL_TEXT),
        status=node.choice("status", Status),
        confidence=node.get("confidence", (*NUMBER, type(None))),
        evidence=node.records("evidence", _evidence_from),
        candidates=node.texts("candidates"),
        flags=node.texts("flags"),
    )


def _evidence_from(node: _Node) -> Evidence:
    return Evidence(node.get("rule", str), node.records("spans", _Node.span), node.get("note", str))


def _source_from(node: _Node) -> Source:
    return Source(
        node.get("id", str),
        node.get("name", str),
        node.choice("kind", SourceKind),
        role=node.get("role", OPTIONAL_TEXT),
        role_group=node.get("role_group", str),
        affiliation=node.get("affiliation", OPTIONAL_TEXT),
        pronouns=node.get("pronouns", OPTIONAL_TEXT),
        anonymous=node.get("anonymous", bool),
        reason=node.get("reason", OPTIONAL_TEXT),
        mentions=node.records("mentions", _Node.span),
        evidence=node.records("evidence", _evidence_from),
        extra=tuple((column, node.child("extra").get(column, str)) for column in node.get("extra", dict)),
    )


def _no_comment_from(node: _Node) -> NoComment:
    return NoComment(node.span(), node.optional_span("source"), node.get("speaker", OPTIONAL_TEXT))


def _measure_from(node: _Node) -> Measure:
    return Measure(
        node.get("id", str),
        node.get("label", str),
        node.get("numerator", NUMBER),
        node.get("denominator", (*NUMBER, type(None))),
        node.choice("unit", Unit),
        node.texts("quotes"),
        node.texts("sources"),
    )


def _breakdown_from(node: _Node) -> Breakdown:
    return Breakdown(node.get("dimension", str), node.choice("unit", Unit), node.records("shares", _share_from))


def _share_from(node: _Node) -> Share:
    numbers = (node.get("numerator", int), node.get("denominator", int))
    return Share(node.get("key", str), *numbers, node.texts("quotes"), node.texts("sources"))


def _finding_from(node: _Node) -> Finding:
    return Finding(
        node.get("rule", str),
        node.choice("severity", Severity),
        node.get("message", str),
        node.range(node.get("start", int), node.get("end", int)),
        node.get("quote", OPTIONAL_TEXT),
    )


def _sentence_from(node: _Node) -> Sentence:
    rows: Sequence[object] = node.item(3, list)
    tokens = tuple(_token_from(_Node(row, f"{node.place}.3[{i}]", node.text)) for i, row in enumerate(rows))
    return Sentence(node.range(node.item(1, int), node.item(2, int)), tokens, node.item(0, int))


def _token_from(node: _Node) -> Token:
    span = node.range(node.item(0, int), node.item(1, int))
    spelled = isinstance(node.value, list) and len(node.value) > PLAIN_TOKEN
    words = node.item(PLAIN_TOKEN, str) if spelled else span.slice(node.text)
    lemma, upos, xpos, deprel = (node.item(index, str) for index in (2, 3, 4, 6))
    return Token(span, words, lemma, upos, xpos, node.item(5, int), deprel)


def _entity_from(node: _Node) -> Entity:
    kind: EntityType = node.item(2, str)
    if kind not in get_args(EntityType):
        raise node.fail(f'"{kind}" is not one of {", ".join(get_args(EntityType))}')
    return Entity(node.range(node.item(0, int), node.item(1, int)), kind)
