"""Learn the weights of `attribution.quoting.scorer`: ``python -m training.scorer DATA --annotations CACHE``.

Gold is PolNeAR's training split. A candidate cue is right when it stands in a marked cue and is the head of it; a slot
is content when at least half of its letters lie in the content of that cue's attribution. Both models are logistic
regressions with L2, fitted by L-BFGS over sparse features that occur at least three times; weights below 0.02 are
dropped. Deterministic.
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter
from pathlib import Path

import torch

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Annotated
from attribution.quoting.cues import Cue, find_cues
from attribution.quoting.marks import find_regions
from attribution.quoting.scorer import cue_features, slot_features
from attribution.quoting.slots import find_slots
from attribution.spans import Span
from training.polnear import Attribution, Gold, articles

OUT = Path(__file__).parent.parent / "attribution" / "data"
LEAST_COUNT = 3
SMALLEST_WEIGHT = 0.02
L2 = {"cue": 1.0, "slot": 1.0}
HEADER = (
    "# source: learned from PolNeAR's training articles (annotations only; the text is not kept); training/scorer.py\n"
    "# licence: weights derived from counts; see MODEL_CARD.md\n# case: kept\nfeature\tweight\n"
)
Example = tuple[list[str], int]


def letters(text: str, spans: tuple[tuple[int, int], ...]) -> set[int]:
    """Return the offsets of the letters and digits that the spans cover."""
    return {i for s, e in spans for i in range(s, e) if text[i].isalnum()}


def quoted_tokens(forest: Forest, regions: list[Span]) -> list[set[int]]:
    """Return, a sentence each, the indices of the tokens that stand in quotation marks."""
    found: list[set[int]] = [set() for _ in forest.trees]
    for span in regions:
        for number in forest.overlapping(span):
            found[number].update(forest.trees[number].covered(span))
    return found


def owner_of(tree: Tree, cue: Cue, gold: Gold) -> Attribution | None:
    """Return the attribution whose cue this candidate heads."""
    start = tree.tokens[cue.head].span.start
    for attribution in gold.attributions:
        if any(s <= start < e for s, e in attribution.cue):
            above = next(tree.ancestors(cue.head), None)
            if above is not None and any(s <= tree.tokens[above].span.start < e for s, e in attribution.cue):
                verb = tree.tokens[above]
                if verb.upos == "VERB":
                    return None
            return attribution
    return None


def collect(annotated: Annotated, gold: Gold) -> tuple[list[Example], list[Example]]:
    """Return the examples of one article: for cues and for slots."""
    cues: list[Example] = []
    slots_out: list[Example] = []
    marks = find_regions(annotated.article)
    outer = [region.span for region in marks.regions if region.depth == 0]
    forest = Forest(annotated)
    quoted = quoted_tokens(forest, outer)
    for cue in find_cues(forest, tuple(outer)):
        tree = forest.trees[cue.sentence]
        if cue.head in quoted[cue.sentence]:
            continue
        slots = find_slots(tree, cue)
        if not cue.listed and not any(set(s.tokens) & quoted[cue.sentence] for s in slots):
            continue
        attribution = owner_of(tree, cue, gold)
        cues.append(
            (
                cue_features(tree, cue, slots, quoted=any(set(s.tokens) & quoted[cue.sentence] for s in slots)),
                int(attribution is not None),
            )
        )
        if attribution is None:
            continue
        content = letters(gold.text, attribution.content)
        for slot in slots:
            own = letters(gold.text, tuple((tree.tokens[i].span.start, tree.tokens[i].span.end) for i in slot.tokens))
            if own:
                inside = set(slot.tokens) & quoted[cue.sentence]
                slots_out.append(
                    (
                        slot_features(tree, cue, slot, slots, quoted=bool(inside)),
                        int(len(own & content) >= len(own) / 2),
                    )
                )
    return cues, slots_out


def fit(examples: list[Example], l2: float) -> dict[str, float]:
    """Return the weights of a logistic regression over the examples."""
    counts = Counter(f for features, _ in examples for f in set(features))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST_COUNT))}
    rows, columns, labels = [], [], []
    for row, (features, label) in enumerate(examples):
        labels.append(float(label))
        for feature in set(features):
            if feature in index:
                rows.append(row)
                columns.append(index[feature])
    matrix = torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.ones(len(rows)), (len(examples), len(index))
    ).to_sparse_csr()
    target = torch.tensor(labels)
    weights = torch.zeros(len(index), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=120, history_size=10, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        logits = (matrix @ weights.unsqueeze(1)).squeeze(1)
        loss = (
            torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="sum")
            + l2 * (weights**2).sum() / 2
        )
        loss.backward()
        return loss

    optimiser.step(closure)
    learned = weights.detach()
    return {f: round(float(learned[i]), 3) for f, i in index.items() if abs(float(learned[i])) >= SMALLEST_WEIGHT}


def main() -> None:
    """Learn both models and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--annotations",
        type=Path,
        required=True,
        help="pickle of name -> Annotated, as training/annotations.py writes it",
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    annotations: dict[str, Annotated] = pickle.loads(options.annotations.read_bytes())  # noqa: S301 - our own file
    cues: list[Example] = []
    slots: list[Example] = []
    for gold in articles(options.data / "polnear/train"):
        if gold.name in annotations:
            more_cues, more_slots = collect(annotations[gold.name], gold)
            cues += more_cues
            slots += more_slots
    for name, examples in (("cue", cues), ("slot", slots)):
        weights = fit(examples, L2[name])
        (OUT / f"scorer_{name}.tsv").write_text(
            HEADER + "".join(f"{f}\t{w}\n" for f, w in sorted(weights.items())), encoding="utf-8"
        )
        print(f"{name}: {len(examples)} examples, {sum(y for _, y in examples)} right, {len(weights)} weights")


if __name__ == "__main__":
    main()
