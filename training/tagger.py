"""Train the quote tagger: ``python -m training.tagger DATA --annotations CACHE [--epochs 8]``.

Gold is PolNeAR's training split; its text stays where it is, the weights are kept. Every candidate cue outside
quotation marks is an item: does it head a marked cue, and if so which tokens are content and source. The last tenth of
the articles chooses the epoch. Deterministic by seed on one thread.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
import time
from collections import Counter
from pathlib import Path

import torch

import attribution
from attribution.annotating.syntax import Forest
from attribution.model import Annotated
from attribution.quoting.cues import find_cues
from attribution.quoting.marks import find_regions
from attribution.quoting.slots import find_slots
from attribution.quoting.tagger import CONTENT, FEATURES, LONGEST, OUT, SOURCE, Vocabulary, describe, make_network, pad
from training.polnear import Gold, articles
from training.scorer import letters, owner_of, quoted_tokens

OUT_FOLDER = Path(__file__).parent.parent / "attribution" / "models" / "quotes"
LEAST_COUNT = {"word": 4, "suffix": 6}
IGNORED = -100
# Share of known words hidden in training, so that unknown ones are read by their tags and places.
WORD_DROP = 0.08
SCORES = ("cue F", "content tokens F", "source tokens F")
Item = tuple[dict[str, list[str]], int, int, list[int]]


def collect(annotated: Annotated, gold: Gold) -> list[Item]:
    """Return the items of an article: features, index of the cue's head, whether it reports, a label for each token."""
    outer = tuple(region.span for region in find_regions(annotated.article).regions if region.depth == 0)
    forest = Forest(annotated)
    quoted = quoted_tokens(forest, list(outer))
    items: list[Item] = []
    for cue in find_cues(forest, outer):
        tree = forest.trees[cue.sentence]
        inside = quoted[cue.sentence]
        if cue.head in inside or len(tree.tokens) > LONGEST:
            continue
        slots = find_slots(tree, cue)
        if not cue.listed and not any(set(s.tokens) & inside for s in slots):
            continue
        attribution = owner_of(tree, cue, gold)
        labels = [OUT] * len(tree.tokens)
        if attribution is not None:
            content, source = letters(gold.text, attribution.content), letters(gold.text, attribution.source)
            for index, token in enumerate(tree.tokens):
                own = letters(gold.text, ((token.span.start, token.span.end),))
                if not own:
                    labels[index] = IGNORED
                elif own & content:
                    labels[index] = CONTENT
                elif own & source:
                    labels[index] = SOURCE
        items.append((describe(tree, cue, slots, frozenset(inside)), cue.head, int(attribution is not None), labels))
    return items


def make_vocabulary(items: list[Item]) -> Vocabulary:
    """Number the values of each feature that are frequent enough."""
    values = {}
    for name in FEATURES:
        counts = Counter(value for rows, *_ in items for value in rows[name])
        frequent = sorted(v for v, n in counts.items() if n >= LEAST_COUNT.get(name, 2))
        values[name] = {value: number for number, value in enumerate(frequent, 1)}
    return Vocabulary(values)


def batches(
    items: list[tuple[dict[str, list[int]], int, int, list[int]]], size: int, rng: random.Random
) -> list[list[int]]:
    """Return shuffled batches of items of like length."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i][3]), rng.random()))
    found = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(found)
    return found


def main() -> None:
    """Train, keep the best epoch, write the weights in half precision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--annotations", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=OUT_FOLDER, help="where the weights go; the package's own folder")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    annotations: dict[str, Annotated] = pickle.loads(options.annotations.read_bytes())  # noqa: S301 - our own file
    by_article = [
        collect(annotations[gold.name], gold)
        for gold in articles(options.data / "polnear/train")
        if gold.name in annotations
    ]
    held_out = max(len(by_article) // 10, 1)
    train = [item for items in by_article[:-held_out] for item in items]
    check = [item for items in by_article[-held_out:] for item in items]
    vocabulary = make_vocabulary(train)
    encoded = [(vocabulary.encode(rows), head, label, labels) for rows, head, label, labels in train]
    encoded_check = [(vocabulary.encode(rows), head, label, labels) for rows, head, label, labels in check]
    network = make_network({name: len(values) for name, values in vocabulary.values.items()})
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, options.epochs, eta_min=2e-4)
    best = 0.0
    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(1, options.epochs + 1):
        network.train()
        start, total = time.time(), 0.0
        for batch in batches(encoded, 48, rng):
            loss = losses(network, [encoded[i] for i in batch], word_drop=WORD_DROP)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            total += float(loss)
        schedule.step()
        score = evaluate(network, encoded_check)
        print(
            f"epoch {epoch}: loss {total:.0f}, F of cues {score[0]:.4f}, content {score[1]:.4f}, "
            f"source {score[2]:.4f}, {time.time() - start:.0f} s",
            flush=True,
        )
        if sum(score) > best:
            best = sum(score)
            save(options.out, network, vocabulary, describe_training(options, epoch, score, len(by_article) - held_out))


def describe_training(
    options: argparse.Namespace, epoch: int, score: tuple[float, float, float], count: int
) -> dict[str, object]:
    """Return what the manifest tells of a training."""
    return {
        "name": "quotes",
        "version": attribution.__version__,
        "licence": "Apache-2.0 for the weights; the corpus states none: of its text only frequent words are kept",
        "data": f"PolNeAR, train: annotations of {count} articles, annotated by the embedded news-en",
        "settings": {"seed": options.seed, "epochs": options.epochs, "best epoch": epoch},
        "scores": {name: round(value, 4) for name, value in zip(SCORES, score, strict=True)},
        "scored on": "the last tenth of the training articles, cues given for content and source",
    }


def save(folder: Path, network: torch.nn.Module, vocabulary: Vocabulary, manifest: dict[str, object]) -> None:
    """Write weights (half precision), vocabulary and manifest with the SHA-256 of both."""
    torch.save({k: v.half() for k, v in network.state_dict().items()}, folder / "tagger.pt")
    words = json.dumps(vocabulary.values, ensure_ascii=False, indent=0)
    (folder / "vocabulary.json").write_text(words, encoding="utf-8")
    files = {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in ("tagger.pt", "vocabulary.json")}
    (folder / "manifest.json").write_text(json.dumps({**manifest, "files": files}, indent=1) + "\n", encoding="utf-8")


def losses(
    network: torch.nn.Module, batch: list[tuple[dict[str, list[int]], int, int, list[int]]], *, word_drop: float
) -> torch.Tensor:
    """Return the loss of a batch: of the cue, and of the tokens of cues that report."""
    lengths = [len(labels) for *_, labels in batch]
    features = pad([rows for rows, *_ in batch], lengths)
    if word_drop:
        for name in ("word", "cue"):
            features[name] = features[name] * (torch.rand(features[name].shape) >= word_drop)
    tags, reports = network(features, torch.tensor(lengths), torch.tensor([head for _, head, *_ in batch]))
    longest = max(lengths)
    wanted = torch.tensor(
        [
            labels + [IGNORED] * (longest - len(labels)) if label else [IGNORED] * longest
            for _, _, label, labels in batch
        ]
    )
    cue_loss = torch.nn.functional.binary_cross_entropy_with_logits(
        reports, torch.tensor([float(label) for _, _, label, _ in batch])
    )
    if bool((wanted != IGNORED).any()):
        cue_loss = cue_loss + torch.nn.functional.cross_entropy(
            tags.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED
        )
    return cue_loss


def evaluate(
    network: torch.nn.Module, items: list[tuple[dict[str, list[int]], int, int, list[int]]]
) -> tuple[float, float, float]:
    """Return the F of cues, of content tokens and of source tokens."""
    network.eval()
    hits = {kind: [0, 0, 0] for kind in ("cue", "content", "source")}
    order = sorted(range(len(items)), key=lambda i: len(items[i][3]))
    for start in range(0, len(order), 128):
        batch = [items[i] for i in order[start : start + 128]]
        lengths = [len(labels) for *_, labels in batch]
        with torch.inference_mode():
            tags, reports = network(
                pad([rows for rows, *_ in batch], lengths),
                torch.tensor(lengths),
                torch.tensor([head for _, head, *_ in batch]),
            )
        chosen = tags.argmax(dim=2).tolist()
        for row, (_, _, label, labels) in enumerate(batch):
            yes = float(reports[row]) > 0
            count(hits["cue"], gold=bool(label), predicted=yes)
            if label:
                for wanted, got in zip(labels, chosen[row], strict=False):
                    if wanted != IGNORED:
                        count(hits["content"], gold=wanted == CONTENT, predicted=got == CONTENT)
                        count(hits["source"], gold=wanted == SOURCE, predicted=got == SOURCE)
    return tuple(2 * tp / max(gold + predicted, 1) for tp, gold, predicted in hits.values())  # type: ignore[return-value]


def count(hits: list[int], *, gold: bool, predicted: bool) -> None:
    """Count a decision into [both, gold, predicted]."""
    hits[0] += gold and predicted
    hits[1] += gold
    hits[2] += predicted


if __name__ == "__main__":
    main()
