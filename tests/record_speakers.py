"""Write the annotations of the speaker cases (``python -m tests.record_speakers``), so that tests need no model."""

from __future__ import annotations

import json

from attribution.annotating.annotate import Annotator
from attribution.annotating.models import find_models
from attribution.schema import annotated_to_dict
from tests.builders import make_article, marked
from tests.recorded_speakers import RECORDINGS
from tests.speaker_cases import CASES


def main() -> None:
    annotator = Annotator(find_models())
    recorded = {
        case.id: annotated_to_dict(annotator.annotate(make_article(marked(case.text)[0], id=case.id))) for case in CASES
    }
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}"
        for name, data in sorted(recorded.items())
    )
    RECORDINGS.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
