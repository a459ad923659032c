"""Write the annotations of the quote cases, so that their tests need no model: ``python -m tests.record_quotes``."""

from __future__ import annotations

import json

from attribution.annotating.annotate import Annotator
from attribution.annotating.models import find_models
from attribution.reading.read import read_text
from attribution.schema import annotated_to_dict
from tests.builders import marked
from tests.quote_cases import CASES
from tests.recorded_quotes import RECORDINGS


def main() -> None:
    articles = [read_text(marked(case.text)[0], id=case.id) for case in CASES]
    recorded = {item.article.id: annotated_to_dict(item) for item in Annotator(find_models()).annotate_many(articles)}
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}"
        for name, data in sorted(recorded.items())
    )
    RECORDINGS.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
