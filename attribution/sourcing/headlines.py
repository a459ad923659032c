"""Names in headlines whose words all open with capitals, so that the recogniser takes in what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attribution.sourcing.mentions import Context
from attribution.sourcing.names import Name
from attribution.spans import Span


def cut_in_headlines(context: Context) -> list[Name]:
    """Return the names of an article, those of its headlines cut to what the body calls somebody.

    "Amina Yusuf Slams Plan" is "Amina Yusuf" where the body has her; "Plan Irks Yusuf" is "Yusuf".
    """
    article = context.forest.annotated.article
    above = [article.paragraphs[article.paragraph_at(n.span.start)].zone == "headline" for n in context.names]
    body = {
        n.span.slice(context.text)
        for n, headline in zip(context.names, above, strict=True)
        if n.label == "PER" and not headline
    }
    full = sorted((name for name in body if " " in name), key=lambda name: (-len(name), name))
    surnames = sorted({name.split()[-1] for name in body})
    return [
        _cut(context, n, full, surnames) if headline and n.span.slice(context.text) not in body else n
        for n, headline in zip(context.names, above, strict=True)
    ]


def _cut(context: Context, name: Name, full: Sequence[str], surnames: Sequence[str]) -> Name:
    string = name.span.slice(context.text)
    for known in (*full, *surnames):
        found = re.search(rf"(?<!\w){re.escape(known)}(?!\w)", string)
        if found is None or found.group() == string:
            continue
        before, after = string[: found.start()].split(), string[found.end() :].split()
        if " " not in known and len(before) == 1 and not after:
            return name  # "Amina Yusuf" where the body has "Yusuf"
        start = name.span.start + found.start()
        return Name(Span(start, start + len(known)), "PER")
    return name
