"""Who is quoted in an article, how much, in what role, on what evidence."""

from __future__ import annotations

import logging

__version__ = "0.1.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())
