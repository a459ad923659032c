"""Settings for every test: property tests draw the same examples each time, and no test has a deadline.

A run must not depend on luck or on how busy the machine is. To search for new failures, draw at random:
``HYPOTHESIS_PROFILE=search python -m pytest``; what is found stays in the test as an ``@example``.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
