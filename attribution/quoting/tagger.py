"""Stage 3b: a small neural reader of a sentence and a cue: does it report, which words are content, which the source.

A two-layer bidirectional LSTM over words, tags, relations and where each word stands to the cue, in the manner of span-
free semantic role labelling (He et al. 2017, "Deep Semantic Role Labeling"), with the parse as features (Pareti 2015;
Newell et al. 2018, PolNeAR). Trained by ``training/tagger.py``; the weights lie in ``models/quotes``. It stands beside
the rules and the scorer of `attribution.quoting.scorer`; `attribution.quoting.quotes` says which of them decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from itertools import repeat
from typing import TYPE_CHECKING

from attribution.annotating.syntax import Tree, relation
from attribution.errors import ModelMissingError
from attribution.quoting.cues import Cue
from attribution.quoting.scorer import score_cue
from attribution.quoting.slots import Slot, find_slots, source_tokens

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

OUT, CONTENT, SOURCE = range(3)
# Word positions to the cue are told apart up to this distance, steps through the tree up to the next: beyond, one
# bucket.
FARTHEST, DEEPEST = 12, 7
# Sentences of more tokens than this are left to the scorer: less than one in a thousand, and memory grows with the
# longest.
LONGEST = 160
# Tokens of a batch, padding counted.
PLACES = 2_000
# A cue in a sentence without quoted words is not read where the scorer gives it less than this: verbs on no list, the
# others. Half of the tokens that would be read are theirs, and of 4,000 such cues of the development articles reading
# one made a quote.
HOPELESS_UNLISTED, HOPELESS = 0.3, 0.1
FEATURES = ("word", "suffix", "shape", "upos", "relation", "position", "quoted", "role", "slot", "depth", "cue")
POSITIONS = {distance: str(distance) for distance in range(-FARTHEST, FARTHEST + 1)}
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
        return {name: [*map(self.values[name].get, values, repeat(0))] for name, values in rows.items()}


def describe(tree: Tree, cue: Cue, slots: tuple[Slot, ...], quoted: frozenset[int]) -> dict[str, list[str]]:
    """Return the features of every token of a sentence as seen from a cue; each list is as long as the sentence."""
    return describe_tokens(tree) | describe_cue(tree, cue, slots, quoted)


def describe_tokens(tree: Tree) -> dict[str, list[str]]:
    """Return the features of every token of a sentence that are the same from every cue."""
    words = [token.text.lower() for token in tree.tokens]
    return {
        "word": words,
        "suffix": [word[-3:] for word in words],
        "shape": [_shape(token.text) for token in tree.tokens],
        "upos": [token.upos for token in tree.tokens],
        "relation": [relation(token) for token in tree.tokens],
    }


def describe_cue(tree: Tree, cue: Cue, slots: tuple[Slot, ...], quoted: frozenset[int]) -> dict[str, list[str]]:
    """Return the features of every token of a sentence that a cue gives it."""
    length = len(tree.tokens)
    first, last = min(cue.tokens), max(cue.tokens)
    roles = ["-"] * length
    for index in source_tokens(tree, cue.source) if cue.source is not None else ():
        roles[index] = "source"
    for index in cue.tokens:
        roles[index] = "cue"
    owners = ["-"] * length
    for slot in sorted(slots, key=lambda s: -len(s.tokens)):
        for index in slot.tokens:
            owners[index] = slot.name
    return {
        "position": [
            *(POSITIONS[max(-FARTHEST, index - first)] for index in range(first)),
            *(POSITIONS[0] for _ in range(first, last + 1)),
            *(POSITIONS[min(FARTHEST, index - last)] for index in range(last + 1, length)),
        ],
        "quoted": ["in" if index in quoted else "out" for index in range(length)],
        "role": roles,
        "slot": owners,
        "depth": _depths(tree, cue.head),
        "cue": [f"{cue.kind}:{cue.lemma}"] * length,
    }


def _shape(text: str) -> str:
    if text.isupper():
        return "upper"
    if text[:1].isupper():
        return "title"
    return "digit" if any(c.isdigit() for c in text) else "lower" if any(c.isalpha() for c in text) else "mark"


def _depths(tree: Tree, head: int) -> list[str]:
    """Return for each token how it is reached from the cue: steps below it, above it, or off its path."""
    path = [head, *tree.ancestors(head)]
    found = ["off"] * len(tree.tokens)
    for steps, index in enumerate(path):
        found[index] = f"up{min(steps, DEEPEST)}"
    on_path = set(path)
    for index in path:
        side = "below" if index == head else "side"
        level = [child for child in tree.children(index) if child not in on_path]
        steps = 1
        while level:
            name = f"{side}{min(steps, DEEPEST)}"
            for child in level:
                found[child] = name
            level = [below for child in level for below in tree.children(child)]
            steps += 1
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
        from attribution.annotating.networks import Recurrent, product_type  # noqa: PLC0415 - see make_network

        self.network = network.eval()
        self.vocabulary = vocabulary
        weights = network.state_dict()
        self._embeddings = [weights[f"embeddings.{name}.weight"] for name in FEATURES]
        self._layers = [
            Recurrent(partial(_lstm_weight, weights, layer), kind=product_type()) for layer in range(LAYERS)
        ]
        self._tags = (weights["tags.weight"], weights["tags.bias"])
        self._reports = (weights["reports.weight"], weights["reports.bias"])

    def read(self, items: Sequence[tuple[Tree, Cue, frozenset[int]]]) -> list[Reading | None]:
        """Read each cue in its sentence, given the tokens in quotation marks; None for a sentence that is too long.

        A cue that the scorer gives no hope is said to report nothing, and not read.
        """
        from attribution.annotating.checkpoints import by_length  # noqa: PLC0415 - see make_network

        readings: list[Reading | None] = [None] * len(items)
        short = []
        for number, (tree, cue, quoted) in enumerate(items):
            length = len(tree.tokens)
            if not quoted and is_hopeless(tree, cue):
                readings[number] = Reading(0.0, (0.0,) * length, (0.0,) * length)
            elif length <= LONGEST:
                short.append(number)
        numbers = self._encode([items[i] for i in short])
        lengths = [len(items[i][0].tokens) for i in short]
        for batch in by_length(lengths, PLACES):
            found = self._batch(
                [numbers[row] for row in batch],
                [lengths[row] for row in batch],
                [items[short[row]][1].head for row in batch],
            )
            for row, reading in zip(batch, found, strict=True):
                readings[short[row]] = reading
        return readings

    def _encode(self, items: Sequence[tuple[Tree, Cue, frozenset[int]]]) -> list[NDArray[np.int64]]:
        """Return the numbers of each item's features (features x tokens); a sentence's own are found once."""
        import numpy as np  # noqa: PLC0415 - see make_network

        own: dict[int, NDArray[np.int64]] = {}
        encoded = []
        for tree, cue, quoted in items:
            if id(tree) not in own:
                own[id(tree)] = self._numbers(describe_tokens(tree))
            seen = self._numbers(describe_cue(tree, cue, find_slots(tree, cue), quoted))
            encoded.append(np.concatenate((own[id(tree)], seen)))
        return encoded

    def _numbers(self, rows: dict[str, list[str]]) -> NDArray[np.int64]:
        import numpy as np  # noqa: PLC0415 - see make_network

        encoded = self.vocabulary.encode(rows)
        return np.array([encoded[name] for name in FEATURES if name in encoded], dtype=np.int64)

    def _batch(
        self, numbers: Sequence[NDArray[np.int64]], lengths: Sequence[int], heads: Sequence[int]
    ) -> Iterator[Reading]:
        """Yield the readings of items, the longest first; ``numbers`` has each item's features."""
        import numpy as np  # noqa: PLC0415 - see make_network
        import torch  # noqa: PLC0415

        from attribution.annotating.networks import Batch  # noqa: PLC0415

        padded = np.zeros((len(FEATURES), lengths[0], len(lengths)), dtype=np.int64)
        for row, own in enumerate(numbers):
            padded[:, : own.shape[1], row] = own
        with torch.inference_mode():
            batch = Batch.of(lengths)
            columns = torch.from_numpy(padded)
            states = torch.cat(
                [torch.nn.functional.embedding(*pair) for pair in zip(columns, self._embeddings, strict=True)], 2
            )
            for layer in self._layers:
                states = layer.run(states, batch)
            states = states.float()
            at_cue = states[torch.tensor(heads), torch.arange(len(heads))]
            chances = torch.sigmoid(torch.nn.functional.linear(at_cue, *self._reports)).squeeze(1).tolist()
            shares = torch.softmax(torch.nn.functional.linear(states, *self._tags), 2)
            content, source = (shares[:, :, tag].t().tolist() for tag in (CONTENT, SOURCE))
        for row, length in enumerate(lengths):
            yield Reading(chances[row], tuple(content[row][:length]), tuple(source[row][:length]))


def is_hopeless(tree: Tree, cue: Cue) -> bool:
    """Tell whether a cue in a sentence without quoted words reports nothing, whatever a reading would say."""
    return score_cue(tree, cue, quoted=False) < (HOPELESS if cue.listed else HOPELESS_UNLISTED)


def _lstm_weight(weights: dict[str, torch.Tensor], layer: int, name: str) -> torch.Tensor:
    """Return a weight of one layer of the network's LSTM, which PyTorch names by the number of the layer."""
    return weights[f"lstm.{name.replace('_l0', f'_l{layer}')}"]


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
