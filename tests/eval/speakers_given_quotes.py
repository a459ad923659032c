"""Stage 4 alone: speakers, kinds, groups, roles and affiliations of quotes that are given, on labelled articles.

    python -m tests.eval.speakers_given_quotes GOLD_DIR

GOLD_DIR holds NAME.json beside NAME.txt as in examples/gold. Quotes, cues and source spans are the gold's,
so that what stage 3 misses does not count here. Prints the shares that are right; nothing of the articles.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from attribution.annotating.annotate import Annotator
from attribution.annotating.models import find_models
from attribution.model import Article, Quote, Source
from attribution.quoting.marks import find_regions
from attribution.reading.read import read_text
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.spans import Span

HALF = 0.5
TITLES = re.compile(r"\b(?:the|a|an|mr|mrs|ms|dr|sir|president|gov|sen|rep)\b\.?")


def gold_quotes(items: list[dict[str, object]], article: Article) -> tuple[Quote, ...]:
    """Return the quotes of a gold file as stage 3 would hand them on."""

    def span(pair: object) -> Span | None:
        return Span(*pair) if isinstance(pair, list) else None

    found = []
    for number, item in enumerate(items, 1):
        content = tuple(Span(*pair) for pair in item["content"])  # type: ignore[attr-defined]
        cue, source = span(item["cue"]), span(item["source"])
        paragraph = article.paragraph_at(content[0].start)
        found.append(Quote(f"q{number}", item["type"], content, cue, source, "gold", paragraph))  # type: ignore[arg-type]
    return tuple(found)


def _words(phrase: object) -> list[str]:
    text = re.sub(r"['’]s\b", "", str(phrase or "").lower())
    return re.findall(r"\w+", TITLES.sub(" ", text))


def same_name(gold: object, found: str | None, kind: object) -> bool:
    """Tell whether two names mean one speaker: the surname and a given name agree, or half of the words are shared."""
    one, other = _words(gold), _words(found)
    if not one or not other:
        return not one and not other
    shared = set(one) & set(other)
    if kind != "person":
        return len(shared) / min(len(set(one)), len(set(other))) >= HALF
    if one[-1] not in other and other[-1] not in one:
        return False
    return len(one) == 1 or len(other) == 1 or len(shared) > 1 or bool(set(one[:-1]) & set(other[:-1]))


def count(item: dict[str, object], source: Source | None, tally: Counter[str]) -> None:
    """Add one quote to the tally: what could be right and what is."""
    right = same_name(item["speaker"], source.name if source else None, item["kind"])
    tally.update({"speaker of": 1, "speaker": right})
    if not right or source is None:
        return
    tally.update({"kind of": 1, "kind": source.kind == item["kind"]})
    tally.update({"role_group of": 1, "role_group": source.role_group == item["role_group"]})
    for field, found in (("role", source.role), ("affiliation", source.affiliation)):
        if item.get(field):
            gold = set(re.findall(r"\w+", str(item[field]).lower())) - {"the", "a", "an"}
            shared = gold & set(re.findall(r"\w+", (found or "").lower()))
            enough = len(shared) >= HALF * len(gold) if field == "role" else bool(shared)
            tally.update({f"{field} of": 1, field: enough})


def measure(folder: Path) -> dict[str, float]:
    """Return the shares that are right, by field; raises FileNotFoundError where there is no gold."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise FileNotFoundError(f"{folder}: no gold files (*.json) in it")
    annotator, taxonomy, tally = Annotator(find_models()), load_taxonomy(), Counter[str]()
    for file in files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = (folder / gold["text_file"]).read_bytes().decode("utf-8")
        annotated = annotator.annotate(read_text(text, id=file.stem))
        items = sorted(gold["quotes"], key=lambda q: q["content"][0])
        quotes = gold_quotes(items, annotated.article)
        resolved = resolve_speakers(annotated, find_regions(annotated.article), quotes, (), taxonomy=taxonomy)
        sources = {source.id: source for source in resolved.sources}
        for item, quote in zip(items, resolved.quotes, strict=True):
            count(item, sources.get(quote.speaker or ""), tally)
    fields = ("speaker", "kind", "role_group", "role", "affiliation")
    return {field: round(tally[field] / max(1, tally[f"{field} of"]), 4) for field in fields}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1])), indent=1) + "\n")
