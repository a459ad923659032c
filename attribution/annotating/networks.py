"""Stage 2e: the layers that Stanza's models share, laid out for inference on a processor.

In single precision each is exact: the weights and the arithmetic are Stanza's, in another order. What makes them
faster is that sequences are padded and not packed (PyTorch runs the LSTM of its oneDNN library on padded ones only),
that layers over the same input are one product, and that what depends on a word's form alone is computed once for each
form. Where the processor multiplies bfloat16, the large products take it (`product_type`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from attribution.annotating.checkpoints import Checkpoint, UnknownShapeError, by_length

# Places (longest x sentences) of a batch: fewer leave the processor waiting, more are padding and memory.
PLACES = 1_500
# Forms whose vectors are remembered over batches: 200 numbers each are 16 MB.
FORMS = 20_000
# Set to "single" it keeps all arithmetic in single precision, which is Stanza's to the last tag, on any processor.
PRECISION = "ATTRIBUTION_PRECISION"


def product_type() -> torch.dtype:
    """Return what large products are computed in: bfloat16 where the processor has it, else single precision.

    ``$ATTRIBUTION_PRECISION`` set to ``single`` keeps single precision; benchmarks/README.md has what each costs.
    """
    if os.environ.get(PRECISION) == "single" or not _one_dnn():
        return torch.float32
    capable = torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.bfloat16 if capable else torch.float32


def _one_dnn() -> bool:
    return bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call] # PyTorch has no types for this


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences of one run, longest first: how long each is, and where each place stands when they are turned round.

    A place is (time, sequence), counted time first.
    """

    lengths: torch.Tensor
    turned: torch.Tensor

    @staticmethod
    def of(lengths: Sequence[int]) -> Batch:
        """Return the batch of sequences of these lengths, which fall."""
        sizes = torch.tensor(lengths)
        time = torch.arange(lengths[0]).unsqueeze(1)
        back = torch.where(time < sizes, sizes - 1 - time, time)
        return Batch(sizes, (back * len(lengths) + torch.arange(len(lengths))).flatten())

    @property
    def times(self) -> int:
        """The length of the longest sequence."""
        return int(self.lengths[0])

    @property
    def items(self) -> int:
        """The number of sequences."""
        return len(self.lengths)

    def turn(self, values: torch.Tensor) -> torch.Tensor:
        """Return values (time x sequence x width) with each sequence turned round and its padding where it was."""
        return values.flatten(0, 1).index_select(0, self.turned).view_as(values)


class Linear:
    """A linear layer, by oneDNN where PyTorch has it.

    PyTorch's own product of matrices is MKL's, which on processors that are not Intel's takes twice the time.
    """

    def __init__(
        self, weight: torch.Tensor, bias: torch.Tensor | None = None, *, kind: torch.dtype = torch.float32
    ) -> None:
        """Take a weight (outputs x inputs), a bias, and the type that the product takes and returns."""
        self._kind = kind
        # In bfloat16 PyTorch's own product is oneDNN's.
        self._one_dnn = kind == torch.float32 and _one_dnn()
        self._weight, self._bias = weight.to(kind), bias if bias is None else bias.to(kind)
        if self._one_dnn:
            self._weight = self._weight.contiguous().to_mkldnn()
            self._bias = bias.to_mkldnn() if bias is not None else None

    def __call__(self, values: torch.Tensor) -> torch.Tensor:
        """Return the outputs for values (... x inputs)."""
        values = values.to(self._kind)
        if not self._one_dnn:
            return functional.linear(values, self._weight, self._bias)
        outputs: torch.Tensor = torch.ops.aten.mkldnn_linear(values.to_mkldnn(), self._weight, self._bias)
        return outputs.to_dense()


class Recurrent:
    """A bidirectional LSTM of one layer over padded sequences."""

    def __init__(
        self,
        read: Callable[[str], torch.Tensor],
        *,
        start: tuple[torch.Tensor, ...] | None = None,
        kind: torch.dtype = torch.float32,
    ) -> None:
        """Take the weights that ``read`` returns by PyTorch's names, and the type that the arithmetic takes.

        ``start`` are states (2 x 1 x hidden).
        """
        self.width = read("weight_hh_l0").shape[1]
        self._kind = kind
        self._directions = [_one_way(read, suffix, kind) for suffix in ("", "_reverse")]
        self._start = start if start is None else tuple(state.to(kind) for state in start)

    def run(self, values: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return the outputs (time x sequence x 2 hidden) in that type; what stands in padding is not defined."""
        values = values.to(self._kind)
        forward = self._one(0, values, batch)
        backward = batch.turn(self._one(1, batch.turn(values), batch))
        return torch.cat((forward, backward), 2)

    def last(self, values: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return the last state of each direction (sequences x 2 hidden) in that type."""
        values = values.to(self._kind)
        places = (batch.lengths - 1) * batch.items + torch.arange(batch.items)
        ends = [
            self._one(number, turned, batch).flatten(0, 1).index_select(0, places)
            for number, turned in enumerate((values, batch.turn(values)))
        ]
        return torch.cat(ends, 1)

    def _one(self, direction: int, values: torch.Tensor, batch: Batch) -> torch.Tensor:
        state = None
        if self._start is not None:
            h, c = (x[direction : direction + 1].expand(1, batch.items, self.width).contiguous() for x in self._start)
            state = (h, c)
        outputs: torch.Tensor = self._directions[direction](values, state)[0]
        return outputs


def _one_way(read: Callable[[str], torch.Tensor], suffix: str, kind: torch.dtype) -> torch.nn.LSTM:
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights = {name: read(f"{name}{suffix}").to(kind) for name in names}
    hidden, width = weights["weight_ih_l0"].shape
    with torch.device("meta"):
        lstm = torch.nn.LSTM(width, hidden // 4)
    lstm.load_state_dict(weights, assign=True)
    return lstm.requires_grad_(requires_grad=False).eval()


class Highway:
    """Stanza's highway LSTM: each layer adds a gated linear view of its input to its output."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        name: str,
        *,
        arrange: Callable[[torch.Tensor], torch.Tensor] = lambda w: w,
        kind: torch.dtype = torch.float32,
    ) -> None:
        """Read the weights under ``name``, and take the type that the arithmetic takes.

        ``arrange`` lays the columns of the first layer's weights as the input is laid.
        """
        checkpoint.demand(rec_dropout=0)
        self._kind = kind
        self._layers = []
        h, c = checkpoint.weight(f"{name}_h_init"), checkpoint.weight(f"{name}_c_init")
        for layer in range(int(checkpoint.config["num_layers"])):

            def read(weight: str, layer: int = layer) -> torch.Tensor:
                value = checkpoint.weight(f"{name}.lstm.{layer}.lstm.{weight}")
                return arrange(value) if weight.startswith("weight_ih") and not layer else value

            both = slice(2 * layer, 2 * layer + 2)
            lstm = Recurrent(read, start=(h[both], c[both]), kind=kind)
            parts = [
                (checkpoint.weight(f"{name}.{part}.{layer}.weight"), checkpoint.weight(f"{name}.{part}.{layer}.bias"))
                for part in ("gate", "highway")
            ]
            weight = torch.cat([value for value, _ in parts])
            if not layer:
                weight = arrange(weight)
            self._layers.append((lstm, Linear(weight, torch.cat([bias for _, bias in parts]), kind=kind)))

    def run(self, values: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return the last layer's outputs (time x sequence x 2 hidden) in that type."""
        values = values.to(self._kind)
        for lstm, ways in self._layers:
            outputs = lstm.run(values, batch)
            gate, way = ways(values).chunk(2, 2)
            values = outputs.addcmul_(gate.sigmoid_(), way.tanh_())
        return values


class Characters:
    """Stanza's model of the characters of a word: a vector for each word, whatever stands around it."""

    def __init__(self, checkpoint: Checkpoint, *, both_ways: bool, kind: torch.dtype = torch.float32) -> None:
        """Read the weights; ``both_ways`` as in the recogniser of names, else one way with attention."""
        checkpoint.demand(char=True, charlm=None, char_num_layers=1, char_rec_dropout=0, char_bidirectional=None)
        checkpoint.demand(char_lowercase=None)
        self._vocabulary = checkpoint.vocabulary("char")
        self._table = checkpoint.weight("charmodel.char_emb.weight")
        states = ("charmodel.charlstm_h_init", "charmodel.charlstm_c_init")
        self._start = tuple(checkpoint.weight(state).to(kind) for state in states)

        def read(name: str) -> torch.Tensor:
            return checkpoint.weight(f"charmodel.charlstm.lstm.{name}")

        self._both = Recurrent(read, start=self._start, kind=kind) if both_ways else None
        self._one = None if both_ways else _one_way(read, "", kind)
        self._attention = None if both_ways else checkpoint.weight("charmodel.char_attn.weight")

    def read(self, words: Sequence[str]) -> torch.Tensor:
        """Return a vector for each word (words x width)."""
        return self.of([self._vocabulary.characters(word) for word in words])

    def of(self, words: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return a vector for each word, given as the numbers of its characters."""
        lengths = [len(word) for word in words]
        rows: torch.Tensor | None = None
        for numbers in by_length(lengths, 8 * PLACES):
            found = self._batch([words[i] for i in numbers], [lengths[i] for i in numbers])
            if rows is None:
                rows = torch.empty(len(words), found.shape[1])
            rows[torch.tensor(numbers)] = found
        if rows is None:
            raise UnknownShapeError("no words")
        return rows

    def _batch(self, words: Sequence[Sequence[int]], lengths: Sequence[int]) -> torch.Tensor:
        values = functional.embedding(pad_numbers(words), self._table)
        batch = Batch.of(lengths)
        if self._both is not None:
            return self._both.last(values, batch).float()
        assert self._one is not None
        assert self._attention is not None
        state = tuple(x.expand(1, batch.items, x.shape[2]).contiguous() for x in self._start)
        outputs = self._one(values.to(state[0].dtype), state)[0].float()
        weights = torch.sigmoid(functional.linear(outputs, self._attention))
        inside = torch.arange(batch.times).unsqueeze(1) < batch.lengths
        found: torch.Tensor = (outputs * (weights * inside.unsqueeze(2))).sum(0)
        return found


class Forms:
    """Vectors of word forms, computed once and remembered; forgotten all at once when there are too many."""

    def __init__(self, width: int, compute: Callable[[Sequence[str]], torch.Tensor], *, limit: int = FORMS) -> None:
        self._compute = compute
        self._limit = limit
        self._rows: dict[str, int] = {}
        self._table = torch.empty(limit, width)

    def rows(self, words: Sequence[str]) -> torch.Tensor:
        """Return the vectors of the words (words x width)."""
        known = self._rows
        missing = list(dict.fromkeys(word for word in words if word not in known))
        if len(known) + len(missing) > self._limit:
            known.clear()
            missing = list(dict.fromkeys(words))
            if len(missing) > self._limit:
                return self._compute(words)
        if missing:
            first = len(known)
            self._table[first : first + len(missing)] = self._compute(missing)
            known.update(zip(missing, range(first, first + len(missing)), strict=True))
        return self._table.index_select(0, torch.tensor([known[word] for word in words]))


def pad_numbers(sequences: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return the numbers (time x sequence), sequences longest first, padded with 0."""
    longest = len(sequences[0])
    rows = [[*sequence, *[0] * (longest - len(sequence))] for sequence in sequences]
    return torch.tensor(rows).t().contiguous()


def places_of(lengths: Sequence[int]) -> torch.Tensor:
    """Return where the elements of sequences laid end to end stand in their padded batch (time first)."""
    sizes = torch.tensor(lengths)
    items = torch.arange(len(lengths)).repeat_interleave(sizes)
    times = torch.arange(len(items)) - (sizes.cumsum(0) - sizes).repeat_interleave(sizes)
    return times * len(lengths) + items


def spread(rows: torch.Tensor, places: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return rows laid end to end as a padded batch (time x sequence x width)."""
    spread_out = rows.new_zeros(batch.times * batch.items, rows.shape[1])
    spread_out[places] = rows
    return spread_out.view(batch.times, batch.items, rows.shape[1])
