"""Many articles: read as a stream, analysed by several processes or a cluster, kept in one SQLite file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attribution.corpus.frames import CorpusFrames, read_store
    from attribution.corpus.mapping import map_frame, map_frames, spark_schema
    from attribution.corpus.settings import Settings

__all__ = ["CorpusFrames", "Settings", "map_frame", "map_frames", "read_store", "spark_schema"]

_HOMES = {"CorpusFrames": "frames", "read_store": "frames", "Settings": "settings"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any export; loaded when first asked for, since pandas takes a second
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'mapping')}"), name)
