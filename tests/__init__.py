"""Tests, and the programs that record what they hold; all arithmetic in single precision, alike on every processor."""

import os

os.environ.setdefault("ATTRIBUTION_PRECISION", "single")
