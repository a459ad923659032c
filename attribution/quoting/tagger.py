"""Stage 3b: a small neural reader of a sentence and a cue: does it report, which words are content, which the source.

A two-layer bidirectional LSTM over words, tags, relations and where each word stands to the cue, in the manner of span-
free semantic role labelling (He et al. 2017, "Deep Semantic Role Labeling"), with the parse as features (Pareti 2015;
Newell et al. 2018, PolNeAR). Trained by ``training/tagger.py``; the weights lie in ``models/quotes``. It stands beside
the rules and the scorer of `attribution.quoting.scorer`; `attribution.quoting.quotes` says which of them decided.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from attribution.annotating.syntax import Tree, relation
from attribution.errors import ModelMissingError
from attribution.quoting.cues import Cue
from attribution.quoting.slots import Slot, find_slots, source_tokens

if TYPE_CHECKING:
    import torch

OUT, CONTENT, SOURCE = range(3)
# Word positions to the cue are told apart up to this distance, steps through the tree up to the next: beyond, one
# bucket.
FARTHEST, DEEPEST = 12, 7
# Sentences of more tokens than this are left to the scorer: less than one in a thousand, and memory grows with the
# longest.
LONGEST = 160
BATCH = 64
FEATURES = ("word", "suffix", "shape", "upos", "relation", "position", "quoted", "role", "slot", "depth", "cue")
SIZES = {
    "word": 64,
    "suffix": 24,
    "shape": 6,
    "upos": 12,
    "relation": 20,
    "position": 16,
    "quoted": 4,
    "role": 6,
    "slot": 16,
    "depth": 8,
    "cue": 24,
}
HIDDEN, LAYERS = 112, 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tagger reads for a cue: probability that it reports, and for each token of content and of source."""

    reports: float
    content: tuple[float, ...]
    source: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of the values of each feature; 0 stands for a value not seen in training."""

    values: dict[str, dict[str, int]]

    def encode(self, rows: dict[str, list[str]]) -> dict[str, list[int]]:
        """Return the numbers of the values, feature by feature."""
        return {name: [self.values[name].get(value, 0) for value in rows[name]] for name in FEATURES}


def describe(tree: Tree, cue: Cue, slots: tuple[Slot, ...], quoted: frozenset[int]) -> dict[str, list[str]]:
    """Return the features of every token of a sentence as seen from a cue; each list is as long as the sentence."""
    tokens = tree.tokens
    first, last = min(cue.tokens), max(cue.tokens)
    source = set(source_tokens(tree, cue.source)) if cue.source is not None else set()
    owner: dict[int, str] = {}
    for slot in sorted(slots, key=lambda s: -len(s.tokens)):
        owner.update(dict.fromkeys(slot.tokens, slot.name))
    depths = _depths(tree, cue.head)
    rows: dict[str, list[str]] = {name: [] for name in FEATURES}
    for index, token in enumerate(tokens):
        lower = token.text.lower()
        distance = index - first if index < first else max(index - last, 0)
        rows["word"].append(lower)
        rows["suffix"].append(lower[-3:])
        rows["shape"].append(_shape(token.text))
        rows["upos"].append(token.upos)
        rows["relation"].append(relation(token))
        rows["position"].append(str(max(-FARTHEST, min(FARTHEST, distance))))
        rows["quoted"].append("in" if index in quoted else "out")
        rows["role"].append("cue" if index in cue.tokens else "source" if index in source else "-")
        rows["slot"].append(owner.get(index, "-"))
        rows["depth"].append(depths[index])
        rows["cue"].append(f"{cue.kind}:{cue.lemma}")
    return rows


def _shape(text: str) -> str:
    if text.isupper():
        return "upper"
    if text[:1].isupper():
        return "title"
    return "digit" if any(c.isdigit() for c in text) else "lower" if any(c.isalpha() for c in text) else "mark"


def _depths(tree: Tree, head: int) -> list[str]:
    """Return for each token how it is reached from the cue: steps below it, above it, or off its path."""
    up = {head: 0, **{index: n for n, index in enumerate(tree.ancestors(head), 1)}}
    found = []
    for index in range(len(tree.tokens)):
        if index in up:
            found.append(f"up{min(up[index], DEEPEST)}")
            continue
        steps = 0
        meeting = None
        for steps, above in enumerate(tree.ancestors(index), 1):  # noqa: B007 - the count is used below
            if above in up:
                meeting = above
                break
        if meeting is None:
            found.append("off")
        else:
            found.append(f"{'below' if meeting == head else 'side'}{min(steps, DEEPEST)}")
    return found


def make_network(sizes: dict[str, int]) -> torch.nn.Module:
    """Return the untrained network for vocabularies of the given sizes (without the unknown)."""
    import torch  # noqa: PLC0415 - torch takes a second to import and the rules alone do not need it
    from torch import nn  # noqa: PLC0415

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embeddings = nn.ModuleDict({name: nn.Embedding(sizes[name] + 1, SIZES[name]) for name in FEATURES})
            self.drop = nn.Dropout(0.35)
            self.lstm = nn.LSTM(sum(SIZES.values()), HIDDEN, LAYERS, bidirectional=True, batch_first=True, dropout=0.3)
            self.tags = nn.Linear(2 * HIDDEN, 3)
            self.reports = nn.Linear(2 * HIDDEN, 1)

        def forward(
            self, features: dict[str, torch.Tensor], lengths: torch.Tensor, heads: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            embedded = self.drop(torch.cat([self.embeddings[name](features[name]) for name in FEATURES], dim=2))
            packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
            states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
            states = self.drop(states)
            at_cue = states[torch.arange(len(heads)), heads]
            return self.tags(states), self.reports(at_cue).squeeze(1)

    return Network()


class Tagger:
    """The network with its vocabulary, ready to read."""

    def __init__(self, network: torch.nn.Module, vocabulary: Vocabulary) -> None:
        self.network = network.eval()
        self.vocabulary = vocabulary

    def read(self, items: Sequence[tuple[Tree, Cue, frozenset[int]]]) -> list[Reading | None]:
        """Read each cue in its sentence, given the tokens in quotation marks; None for a sentence that is too long."""
        import torch  # noqa: PLC0415 - see make_network

        readings: list[Reading | None] = [None] * len(items)
        order = sorted(
            (i for i, (tree, _, _) in enumerate(items) if len(tree.tokens) <= LONGEST),
            key=lambda i: len(items[i][0].tokens),
        )
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows = [
                self.vocabulary.encode(describe(tree, cue, find_slots(tree, cue), quoted))
                for tree, cue, quoted in (items[i] for i in batch)
            ]
            lengths = [len(row["word"]) for row in rows]
            with torch.inference_mode():
                tags, reports = self.network(
                    pad(rows, lengths), torch.tensor(lengths), torch.tensor([items[i][1].head for i in batch])
                )
                shares = torch.softmax(tags, dim=2)
                chances = torch.sigmoid(reports)
            for row, index in enumerate(batch):
                part = shares[row, : lengths[row]]
                readings[index] = Reading(
                    float(chances[row]), tuple(part[:, CONTENT].tolist()), tuple(part[:, SOURCE].tolist())
                )
        return readings


def pad(rows: list[dict[str, list[int]]], lengths: list[int]) -> dict[str, torch.Tensor]:
    """Return a tensor (items x longest) for each feature, padded with 0."""
    import torch  # noqa: PLC0415 - see make_network

    longest = max(lengths)
    return {name: torch.tensor([row[name] + [0] * (longest - len(row[name])) for row in rows]) for name in FEATURES}


@cache
def load_tagger() -> Tagger:
    """Load the embedded tagger; raises `ModelMissingError` where the package lacks its files."""
    import torch  # noqa: PLC0415 - see make_network

    folder = files("attribution") / "models" / "quotes"
    try:
        vocabulary = Vocabulary(json.loads((folder / "vocabulary.json").read_text(encoding="utf-8")))
        with as_file(folder / "tagger.pt") as path:
            state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise ModelMissingError(
            f"no quote tagger in {folder}: the installation is incomplete; nothing was downloaded. "
            "Install attribution-audit again, or use the rules alone (--rules-only)"
        ) from error
    network = make_network({name: len(values) for name, values in vocabulary.values.items()})
    network.load_state_dict(state)
    return Tagger(network, vocabulary)
