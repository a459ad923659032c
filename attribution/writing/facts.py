"""What formats ask for in their own terms: an article's address and day, a source's words, characters they can hold.

No interchange format can hold a lone surrogate, and XML cannot hold most control characters. Each is written as U+FFFD,
one for one, so that every offset stays right.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from attribution.model import Analysis, Article, Quote, Source
from attribution.spans import Span

_NOT_UNICODE = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_ADDRESS = re.compile(r"https?://(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){1,2000}", re.ASCII)
_FEED_DATE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
_PARTS = " … "


def unicode_text(words: str) -> str:
    """Return words that UTF-8 can hold: each lone surrogate becomes U+FFFD."""
    return _NOT_UNICODE.sub("\ufffd", words)


def xml_text(words: str) -> str:
    """Return words that XML 1.0 can hold: each character that it cannot becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", words)


def article_address(article: Article) -> str:
    """Return the article's URL, or where it has none the name of its text by SHA-256 (RFC 6920, ``ni:``)."""
    if article.url and _ADDRESS.fullmatch(article.url):
        return article.url
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).digest()
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def part_address(article: Article, part: str) -> str:
    """Return the address of a part of an article, such as a quote: the article's, with the part as its fragment."""
    return f"{article_address(article).partition('#')[0]}#{quote(unicode_text(part), safe='')}"


def iso_day(published: str | None) -> str | None:
    """Return the day of an ISO date or time stamp, or of a feed's (RFC 822), as ``2026-03-12``; else None."""
    words = (published or "").strip()
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(words).date().isoformat() if _FEED_DATE.match(words) else None
    except ValueError:
        return None


def iso_instant(published: str | None) -> str | None:
    """Return an ISO time stamp that has a time zone, as RFC 3339 writes it; None for anything less certain."""
    try:
        moment = datetime.fromisoformat((published or "").strip())
    except ValueError:
        return None
    offset = moment.utcoffset()
    return moment.isoformat() if offset is not None and not offset.seconds % 60 else None


def speech(analysis: Analysis) -> tuple[Quote, ...]:
    """Return the quotes that report speech and have words; thoughts are nobody's words."""
    return tuple(quote for quote in analysis.quotes if quote.act == "speech" and any(map(len, quote.content)))


def speaker(analysis: Analysis, quote: Quote) -> Source | None:
    """Return who speaks, where that is certain."""
    return analysis.source(quote.speaker) if quote.status == "resolved" else None


def joined(text: str, spans: Iterable[Span]) -> str:
    """Return the words of spans as one string, " … " between them."""
    return unicode_text(_PARTS.join(span.slice(text) for span in spans if len(span)))


def told(source: Source) -> str:
    """Return name, role and affiliation in one line."""
    said = f"{source.name}\n{source.role or ''}".casefold()
    body = source.affiliation if source.affiliation and source.affiliation.casefold() not in said else None
    return unicode_text(", ".join(part for part in (source.name, source.role, body) if part))
