"""Who is quoted in an article, how much, in what role, on what evidence."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.errors import AttributionError
    from attribution.model import Analysis, Article, Quote, Source
    from attribution.pipeline import Analyzer, Outcome, analyze
    from attribution.reading.read import read_articles
    from attribution.spans import Span

__version__ = "0.1.0"
__all__ = [
    "Analysis", "Analyzer", "Article", "AttributionError", "Outcome", "Quote", "Source", "Span", "analyze",
    "read_articles",
]  # fmt: skip

_HOMES = {
    "AttributionError": "errors", "Span": "spans", "Analyzer": "pipeline", "Outcome": "pipeline", "analyze": "pipeline",
    "read_articles": "reading.read",
}  # fmt: skip

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any export; loaded when first asked for, since pandas takes a second
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "model")
    return getattr(import_module(f"{__name__}.{home}"), name)
