"""``python -m attribution`` is the command ``attribution``."""

from __future__ import annotations

from attribution.cli import main

main()
