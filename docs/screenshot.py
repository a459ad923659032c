"""Draws docs/report.png, the picture in the README: the report of an example as headless Chromium shows it.

    python docs/screenshot.py

Chromium is Debian's package, found on the path or named by CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import attribution  # noqa: E402 - of this checkout, installed or not
from reports.html import render_report  # noqa: E402

ARTICLE = ROOT / "examples" / "wire.txt"
PICTURE = ROOT / "docs" / "report.png"
WIDTH, HEIGHT = 1280, 800
LARGEST = 300_000  # bytes; everybody who clones the project fetches the picture
# As root Chromium starts only without its sandbox; the others keep it from calling home.
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip


def main() -> int:
    """Draw the picture; return 1 with a word where it cannot be drawn or is too large."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium: install Debian's package chromium, or name one by CHROMIUM", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(render_report(attribution.analyze(ARTICLE)), encoding="utf-8")
        drawn = Path(folder, "page.png")
        subprocess.run(
            [chromium, *ARGUMENTS, f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HEIGHT}",
             f"--screenshot={drawn}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        if drawn.stat().st_size > LARGEST:
            print(f"{drawn.stat().st_size} bytes, more than {LARGEST}", file=sys.stderr)
            return 1
        shutil.copy(drawn, PICTURE)
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
