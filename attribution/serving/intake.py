"""From a request to the bytes of one article: within limits, in memory alone, and no file of ours or a library's.

Frameworks spool uploads to disk when they are large. A story must not lie in a temporary folder, so a form is taken
apart here, by python-multipart's parser, from a body that was held in memory and within its limit.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from attribution.errors import ReadError
from attribution.model import Article
from attribution.reading.read import read_items, read_text
from attribution.serving.limits import Limits
from attribution.serving.problems import ProblemError
from attribution.words import count_words

MOST_PARTS = 8
LINES_A_WORD = 2  # of the words an article may have; CR LF counts as two
MOST_PART_HEADERS = 8
FORM = "multipart/form-data"
# What an article may come as, and the suffix that stands for it; the content tells what it is all the same.
SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/octet-stream": "",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
}
JSON_FIELDS = {"text", "id", "markdown"}


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of an article and the name they came under."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a form; ``filename`` is None where it is no file."""

    data: bytes
    filename: str | None = None

    @property
    def words(self) -> str:
        """The field as text."""
        return self.data.decode("utf-8", "replace")


def media_type(request: Request) -> tuple[str, dict[bytes, bytes]]:
    """Return the request's media type in small letters and its parameters; bytes of any kind where it names none."""
    kind, options = parse_options_header(request.headers.get("content-type") or "application/octet-stream")
    return kind.decode("latin-1").lower(), options


def check_head(request: Request, limits: Limits) -> None:
    """Refuse by its head a request whose body would not be taken: packed (415), or too long (413)."""
    packed = request.headers.get("content-encoding", "identity").lower()
    if packed != "identity":
        raise ProblemError(415, "packed bodies are not taken; send the article without Content-Encoding")
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limits.body:
        raise _too_long(limits)


def check_kind(request: Request, kinds: Collection[str] = (*SUFFIXES, FORM)) -> str:
    """Return the request's media type, one of those given; raises `ProblemError` (415) for any other."""
    kind, _ = media_type(request)
    if kind not in kinds:
        raise ProblemError(415, f"articles are not taken as this media type; there are: {', '.join(kinds)}")
    return kind


async def receive_body(request: Request, limits: Limits) -> bytes:
    """Return the body.

    Raises:
        ProblemError: 413 as soon as it is too long, 408 where it does not come in time.
        ClientDisconnect: nobody is there any more.
    """
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.receive):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limits.body:
                    raise _too_long(limits)
                chunks.append(chunk)
    except TimeoutError:
        raise ProblemError(
            408, f"the body did not come within {limits.receive:g} s", headers={"Connection": "close"}
        ) from None
    return b"".join(chunks)


def parse_form(body: bytes, boundary: bytes) -> dict[str, Part]:
    """Return the fields of a form by name, the first of each; raises `ProblemError` (400) where it is none."""
    if not boundary:
        raise ProblemError(400, "the form names no boundary")
    fields: dict[str, Part] = {}
    headers: dict[str, str] = {}
    name, value, data = bytearray(), bytearray(), bytearray()
    count = 0
    ended = False

    def begin_part() -> None:
        nonlocal count
        count += 1
        if count > MOST_PARTS:
            raise ProblemError(400, f"the form has more than {MOST_PARTS} fields")
        headers.clear()
        data.clear()

    def end_header() -> None:
        headers[name.decode("latin-1").lower()] = value.decode("latin-1")  # as the parser of options takes it
        name.clear()
        value.clear()

    def end_part() -> None:
        _, options = parse_options_header(headers.get("content-disposition"))
        field = options.get(b"name", b"").decode("utf-8", "replace")
        filename = options.get(b"filename")
        fields.setdefault(field, Part(bytes(data), filename.decode("utf-8", "replace") if filename else None))
        data.clear()

    def end() -> None:
        nonlocal ended
        ended = True

    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": begin_part,
                "on_header_field": lambda chunk, start, stop: name.extend(chunk[start:stop]),
                "on_header_value": lambda chunk, start, stop: value.extend(chunk[start:stop]),
                "on_header_end": end_header,
                "on_part_data": lambda chunk, start, stop: data.extend(chunk[start:stop]),
                "on_part_end": end_part,
                "on_end": end,
            },
            max_header_count=MOST_PART_HEADERS,
        )
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise ProblemError(400, "the body is no form: its parts do not fit its boundary") from None
    if not ended:
        raise ProblemError(400, "the form is cut off: its last boundary is missing")
    return fields


def form_upload(fields: Mapping[str, Part]) -> Upload:
    """Return what a form holds: its ``file``, or its ``text``; raises `ProblemError` (422) where both are empty."""
    file, text = fields.get("file"), fields.get("text")
    if file is not None and (file.data or file.filename):
        return Upload(file.data, file.filename or "article")
    if text is not None and text.data.strip():
        return Upload(text.data, "article.txt")
    raise ProblemError(422, "there is no article: paste its text or choose a file")


def raw_upload(body: bytes, kind: str) -> Upload:
    """Return a body that is an article itself, of one of the media types in `SUFFIXES`."""
    return Upload(body, f"article{SUFFIXES[kind]}")


def read_upload(upload: Upload, limits: Limits, *, number: int | None = None) -> Article:
    """Return the article in what was sent; runs in the worker's thread.

    Args:
        upload: what was sent.
        limits: how many words it may have.
        number: which article, from 1, where the file may hold several; without it it has to be one.

    Raises:
        ReadError: or one of its children, naming the upload.
        ProblemError: 413 where the article has too many words or lines, 422 where it is not the only one.
    """
    # Each line may be a paragraph to look at: two million of them would keep the reader for a minute.
    lines = upload.data.count(b"\n") + upload.data.count(b"\r")
    if lines > LINES_A_WORD * limits.words:
        raise ProblemError(413, f"the body has {lines:,} lines and the limit is {LINES_A_WORD * limits.words:,}")
    article = _read_object(upload) or _read_item(upload, number)
    words = count_words(article.text)
    if words > limits.words:
        raise ProblemError(413, f"the article has {words:,} words and the limit is {limits.words:,}; send it in parts")
    return replace(article, path=None)  # the name of an upload is no path


def _read_object(upload: Upload) -> Article | None:
    """Return the article in JSON of the service's own shape, ``{"text": "...", "id": ..., "markdown": ...}``.

    Its text is taken as it is, so that offsets go into what the client has; other JSON is left to the readers of files.
    """
    if not upload.name.endswith(".json"):
        return None
    try:
        data = json.loads(upload.data)
    except (ValueError, RecursionError):
        if upload.data.lstrip()[:1] in {b"{", b"["}:
            return None  # the reader says where it is wrong
        raise ReadError(f"{upload.name}: is no JSON; send text as text/plain") from None
    if not isinstance(data, dict | list):
        raise ReadError(f"{upload.name}: is JSON without the text of an article")
    if isinstance(data, list) or "text" not in data or not JSON_FIELDS.issuperset(data):
        return None
    text, name, markdown = data["text"], data.get("id", "article"), data.get("markdown", False)
    if not (isinstance(text, str) and isinstance(name, str) and isinstance(markdown, bool)):
        raise ReadError(f'{upload.name}: "text" and "id" are texts and "markdown" is true or false')
    if any("\ud800" <= character <= "\udfff" for character in f"{text}{name}"):
        raise ReadError(f"{upload.name}: holds half a character (a lone surrogate); send whole characters")
    return read_text(text, id=name or "article", markdown=markdown)


def _read_item(upload: Upload, number: int | None) -> Article:
    # The reader takes the name for a path where it says what the content alone cannot: Markdown or plain text.
    items = read_items(upload.data, path=upload.name)
    found = list(islice(items, 2 if number is None else number))
    if number is None and len(found) > 1:
        raise ProblemError(422, "the file holds several articles; ask for one of them by article=1, article=2 ...")
    if number is not None and len(found) < number:
        raise ProblemError(422, f"the file holds no article {number}: there are {len(found)}")
    if isinstance(found[-1], ReadError):
        raise found[-1]
    return found[-1]


def _too_long(limits: Limits) -> ProblemError:
    return ProblemError(413, f"the body is longer than {limits.body:,} bytes; send the article's text alone")
