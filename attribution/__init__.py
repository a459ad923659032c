"""Who is quoted in an article, how much, in what role, on what evidence."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.auditing.house import HouseRule
    from attribution.auditing.profiles import Setting
    from attribution.auditing.story import Story
    from attribution.errors import AttributionError
    from attribution.model import Analysis, Article, Finding, Quote, Source
    from attribution.pipeline import Analyzer, Outcome, analyze
    from attribution.reading.read import read_articles
    from attribution.spans import Span
    from attribution.writing.formats import export

__version__ = "0.1.0"
__all__ = ["Analysis", "Analyzer", "Article", "AttributionError", "Finding", "HouseRule", "Outcome", "Quote", "Setting",
           "Source", "Span", "Story", "analyze", "export", "read_articles"]  # fmt: skip
_HOMES = {"AttributionError": "errors", "Span": "spans", "HouseRule": "auditing.house", "Story": "auditing.story",
          "Setting": "auditing.profiles", "export": "writing.formats", "read_articles": "reading.read",
          **dict.fromkeys(("Analyzer", "Outcome", "analyze"), "pipeline")}  # fmt: skip

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any export; loaded when first asked for, since pandas takes a second
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
