"""A check before publication: text on stdin or a file, JSON out, exit code 3 where an editor has to look.

``python cms_hook.py [ARTICLE]``, or import `check_story` where the content management system is written in Python.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import attribution

NEEDS_AN_EDITOR = 3


def check_story(text: str, analyzer: attribution.Analyzer) -> dict[str, Any]:
    """Return the findings of the sourcing rules and the quotes without a known speaker, with offsets into ``text``."""
    story = analyzer.analyze(text).to_dict()
    unresolved = [q for q in story["quotes"] if q["status"] != "resolved" and q.get("act", "speech") == "speech"]
    return {
        "publish": not any(finding["severity"] == "error" for finding in story["findings"]),
        "findings": story["findings"],
        "unresolved": [{"status": quote["status"], "content": quote["content"]} for quote in unresolved],
    }


def main(arguments: list[str]) -> int:
    """Check one story; return the exit code."""
    data = Path(arguments[0]).read_bytes() if arguments else sys.stdin.buffer.read()
    try:
        result = check_story(data.decode("utf-8"), attribution.Analyzer(profile="strict-agency"))
    except (attribution.AttributionError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0 if result["publish"] else NEEDS_AN_EDITOR


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
