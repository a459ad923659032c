"""What the service says of itself in OpenAPI: the bodies it takes, the answers it gives, and an example of each."""

from __future__ import annotations

from typing import Any

from attribution.annotating.models import ModelPackage
from attribution.auditing.profiles import load_profile
from attribution.model import Analysis, ModelInfo, Quote, Source
from attribution.pipeline import judge
from attribution.reading.read import read_text
from attribution.schema import analysis_to_dict
from attribution.serving.answers import MEDIA_TYPES, PAGE
from attribution.serving.intake import FORM, SUFFIXES
from attribution.serving.problems import PROBLEM_TYPE, title_of
from attribution.spans import Span

Schema = dict[str, Any]

STORY = (
    "Ferry to call at Oyster Quay again\n\n"
    "The ferry will call at Oyster Quay from 1 March, the harbour board said on Tuesday.\n\n"
    "“We have waited nine winters for this,” said Leila Baptiste, who runs the post office.\n"
)
PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "description": "Problem details (RFC 9457): a status and one line that says what is wrong and what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
ANALYSIS_SCHEMA: Schema = {
    "type": "object",
    "description": "An analysis, schema 1 (docs/json.md). Offsets count code points of the article's text.",
    "required": ["schema", "article", "models", "quotes", "sources", "no_comment", "audit", "findings", "warnings"],
    "properties": {
        "schema": {"const": 1},
        "article": {"type": "object"},
        "models": {"type": "object"},
        "audit": {"type": "object"},
        **{name: {"type": "array"} for name in ("quotes", "sources", "no_comment", "findings", "warnings")},
    },
}
HEALTH_SCHEMA: Schema = {
    "type": "object",
    "required": ["status", "version", "waiting"],
    "properties": {
        "status": {"enum": ["ready", "loading", "stopping"]},
        "version": {"type": "string"},
        "waiting": {"type": "integer", "minimum": 0, "description": "articles that wait"},
    },
}
MODELS_SCHEMA: Schema = {
    "type": "object",
    "required": ["package", "version", "language", "licence", "data", "profile"],
    "properties": {
        "package": {"type": "string"},
        "version": {"type": "string"},
        "language": {"type": "string"},
        "licence": {"type": "string"},
        "data": {"type": "array", "items": {"type": "object"}, "description": "what the models were trained on"},
        "profile": {"type": "string", "description": "the sourcing rules that are applied"},
    },
}
_JSON_BODY: Schema = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "description": "the article"},
        "id": {"type": "string", "description": "what to call it"},
        "markdown": {"type": "boolean", "description": "whether the text is Markdown"},
    },
    "additionalProperties": False,
}
_OTHER_JSON: Schema = {
    "type": ["object", "array"],
    "description": "Any other JSON that is read (docs/formats.md): ninjs, or objects with a text, title, byline ...",
}
_FORM_BODY: Schema = {
    "type": "object",
    "description": "A file, or else a text.",
    "properties": {"file": {"type": "string", "format": "binary"}, "text": {"type": "string"}},
}
_FAULTS = {
    400: "The request cannot be read: no host name, or a form that does not fit its boundary.",
    401: "The token is missing or wrong.",
    403: "The request comes from a page of another site.",
    406: "Nothing that Accept names can be given.",
    408: "The request did not come in time.",
    413: "The body or the article is too long.",
    415: "The media type or the content encoding is not taken.",
    422: "There is no article in it that can be analysed, or a parameter is not one there is.",
    429: "Too many articles wait; Retry-After says when to come again.",
    500: "The program failed on this article.",
    503: "The models are loading, the service is stopping, or the article waited too long.",
    504: "The analysis took too long.",
}
_HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
    503: {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
}


def article_body() -> Schema:
    """Return the body of a request that holds an article, in each media type."""
    content: Schema = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in SUFFIXES}
    for kind in ("text/plain", "text/markdown"):
        content[kind]["example"] = STORY
    content["application/json"] = {
        "schema": {"anyOf": [_JSON_BODY, _OTHER_JSON]},
        "example": {"text": STORY, "id": "ferry"},
    }
    content[FORM] = {"schema": _FORM_BODY, "example": {"text": STORY}}
    return {"required": True, "content": content}


def example_analysis(package: ModelPackage) -> Schema:
    """Return the JSON of a story with one quote, as the service would answer."""
    content = Span(STORY.index("“"), STORY.index("”") + 1)
    cue = Span(STORY.index("said Leila"), STORY.index(" Leila"))
    source = Span(cue.end + 1, len(STORY) - 2)
    name = Span(source.start, source.start + len("Leila Baptiste"))
    speaker = Source("s1", name.slice(STORY), "person", role="runs the post office", mentions=(name,))
    quote = Quote("q1", "direct", (content,), cue, source, "direct-speech", 2, cue_lemma="say", speaker="s1",
                  status="resolved")  # fmt: skip
    models = ModelInfo(package.name, package.version)
    analysis = Analysis(read_text(STORY, id="ferry"), models, (quote,), (speaker,))
    return analysis_to_dict(judge(analysis, profile=load_profile("default")))


def analysis_answers() -> Schema:
    """Return the answer to an article in each format."""
    kinds = dict.fromkeys(MEDIA_TYPES.values())
    content: Schema = {kind: {"schema": {"type": "object" if kind.endswith("json") else "string"}} for kind in kinds}
    others = {"type": "object", "not": {"required": ["schema"]}, "description": "Another format that is JSON."}
    content[MEDIA_TYPES["json"]] = {"schema": {"anyOf": [ANALYSIS_SCHEMA, others]}}
    content[MEDIA_TYPES[PAGE]]["example"] = "<!DOCTYPE html>..."
    return {"description": "The analysis, in the format asked for.", "content": content}


def faults(*statuses: int) -> dict[int | str, Schema]:
    """Return the problems that a request can be answered with."""
    return {
        status: {
            "description": _FAULTS[status],
            "headers": _HEADERS.get(status, {}),
            "content": {
                PROBLEM_TYPE: {
                    "schema": PROBLEM_SCHEMA,
                    "example": {
                        "type": "about:blank",
                        "title": title_of(status),
                        "status": status,
                        "detail": _FAULTS[status],
                    },
                }
            },
        }
        for status in statuses
    }
