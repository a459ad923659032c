"""View records into one self-contained page: no request to anywhere, the same bytes for the same analysis.

HTML cannot hold every character of a text as it stands. A carriage return is written as ``&#13;``, which a browser
gives back as it was; NUL and lone surrogates, which no HTML page can hold, are shown as U+FFFD, one for one, so that
offsets still agree. Names in attributes lose their bidirectional controls and are isolated (`isolated`), and names in
the text stand in ``<bdi>``, so that a right-to-left name cannot reorder the words around it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from attribution.correcting.edits import Corrections, corrections_to_dict
from attribution.model import Analysis, Finding
from attribution.schema import analysis_to_dict
from attribution.sourcing.taxonomy import GROUPS
from reports.index import IndexEntry, IndexSums, build_index, index_entry, sum_entries
from reports.labels import KIND_LABELS, group_label
from reports.rows import QuoteRow
from reports.view import build_view

NARROW_SPACE = "\u202f"
_NOT_IN_HTML = re.compile("[\x00\ud800-\udfff]")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render_report(  # noqa: PLR0913 - what stands on the page beside the analysis, each by its name
    analysis: Analysis,
    *,
    generated: str | None = None,
    method: Sequence[tuple[str, str]] = (),
    index: str | None = None,
    corrections: Corrections | None = None,
    silenced: Sequence[tuple[Finding, str]] = (),
) -> str:
    """Return the page of one article.

    Args:
        analysis: what was found.
        generated: a date to print at the foot; nothing is printed without one, and the page is then the same every day.
        method: further lines (name, value) for the section on the method, such as the scores in the models' manifest.
        index: a relative link to the page that lists this article among others.
        corrections: those that were applied or no longer fit, which the page saves with the new ones.
        silenced: findings that the analysis has no more, each with the reason for which it is silenced.
    """
    view = build_view(analysis)
    numbers = {quote.id: f"q{number}" for number, quote in enumerate(analysis.quotes, 1)}
    return render_page(
        "page",
        view=view,
        data=_json(analysis_to_dict(analysis)),
        corrections=_json(corrections_to_dict(corrections or Corrections(analysis.article.id))),
        groups=sorted((group_label(key), key) for key in GROUPS),
        kinds=tuple(KIND_LABELS.items()),
        scripts=("page.js", "edit.js"),
        generated=generated,
        method=tuple(method),
        index=index,
        silenced=[
            (f.rule, f.message, reason, analysis.article.paragraph_at(f.span.start) + 1, numbers.get(f.quote or ""))
            for f, reason in silenced
        ],
    )


def render_index(
    entries: Iterable[IndexEntry | tuple[str, Analysis]] | IndexSums,
    *,
    generated: str | None = None,
    title: str = "All articles",
    failed: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page of several articles.

    Args:
        entries: in the order to show, one record an article made by `reports.index.index_entry`, or the path of its
            page relative to this one and its analysis; or what so many add up to that not all can be listed.
        generated: a date to print at the foot.
        title: the headline of the page.
        failed: (name, reason) of each article that could not be analysed.
    """
    if not isinstance(entries, IndexSums):
        entries = sum_entries(e if isinstance(e, IndexEntry) else index_entry(e[1], e[0]) for e in entries)
    return render_page("index", view=build_index(entries), generated=generated, title=title, failed=tuple(failed))


def render_page(name: str, *, scripts: Sequence[str] = ("page.js",), **values: object) -> str:
    """Return the page of a template, with style and scripts inlined and named by their hashes in its policy."""
    environment = _environment()
    style, script = _asset("page.css"), "".join(map(_asset, scripts))
    policy = (
        "default-src 'none'; "
        f"style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    page = environment.get_template(f"{name}.html.jinja").render(
        style=Markup(style),  # noqa: S704 - our own file, not the article's
        script=Markup(script),  # noqa: S704
        policy=policy,
        **values,
    )
    return _NOT_IN_HTML.sub("\ufffd", page)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "text": text_of,
        "isolated": isolated,
        "percent": percent,
        "number": number,
        "described": described,
        "plural": plural,
        "clipped": clipped,
        "path": path_of,
    }
    return environment


@cache
def _asset(name: str) -> str:
    """Return a file of style or script without the white space that sets lines in, and without lines of comment."""
    lines = map(str.strip, (files("reports") / "assets" / name).read_text(encoding="utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not (line.startswith("/*") and line.endswith("*/")))


def _json(data: object) -> Markup:
    """Return data for a script element, where no "<" can stand: "</script" would end it, "<!--" be read as more.

    What HTML cannot hold is escaped, so that the data are the analysis, whatever is in it.
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return Markup(_NOT_IN_HTML.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S704 - no "<" is left


def _sha256(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def text_of(words: str) -> Markup:
    """Return the words of an article as HTML that a browser reads back as they were (see the head of this module)."""
    return Markup(str(escape(words)).replace("\r", "&#13;"))  # noqa: S704 - escaped in the same line


def isolated(words: str) -> str:
    """Return words for an attribute: bidirectional controls taken out, then set apart from what stands around them."""
    return f"\u2068{_BIDI_CONTROLS.sub('', words)}\u2069"


def percent(count: float, of: float | None) -> str:
    """Return a share as a whole percentage, "<1 %" for the smallest and "–" where there is nothing to share."""
    if not of:
        return "–"
    share = 100 * count / of
    if 0 < share < 1:
        return f"<1{NARROW_SPACE}%"
    return f"{round(share)}{NARROW_SPACE}%"


def number(count: float) -> str:
    """Return a count with narrow spaces between thousands; one decimal where it is not whole."""
    shown = f"{count:,.0f}" if float(count).is_integer() else f"{count:,.1f}"
    return shown.replace(",", NARROW_SPACE)


def plural(count: float, unit: str) -> str:
    """Return a count with its unit, "1 quote" or "3 quotes"."""
    return f"{number(count)} {unit.removesuffix('s') if count == 1 else unit}"


def clipped(words: str, size: int = 160) -> str:
    """Return words on one line, cut after ``size`` characters, at a space where one is near."""
    line = " ".join(words.split())
    if len(line) <= size:
        return line
    space = line.rfind(" ", size * 2 // 3, size)
    return f"{line[:space]} …" if space > 0 else f"{line[:size]}…"


def described(row: QuoteRow) -> str:
    """Return who speaks in a quote, in one line for an attribute."""
    if row.speaker is None:
        return "Speaker unresolved"
    return f"{row.speaker}, {row.role}" if row.role else row.speaker


def path_of(href: str) -> str:
    """Return a relative path, with or without a fragment, as an address; never one with a scheme or a host."""
    path, mark, fragment = href.rpartition("#") if "#" in href else (href, "", "")
    address = "/".join(quote(part, safe="") for part in path.split("/") if part)
    return f"{address}{mark}{fragment}"
