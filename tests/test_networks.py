"""Layers: each gives what PyTorch's and Stanza's own give; forms are computed once, and their memory is bounded."""

from __future__ import annotations

import random

import pytest

torch = pytest.importorskip("torch")

from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence  # noqa: E402

from attribution.annotating.checkpoints import by_length  # noqa: E402
from attribution.annotating.networks import (  # noqa: E402
    Batch,
    Forms,
    Highway,
    Linear,
    Recurrent,
    places_of,
    product_type,
    spread,
)

LENGTHS = [9, 7, 7, 4, 1]


class Weights:
    """A checkpoint of given weights."""

    def __init__(self, weights: dict[str, torch.Tensor], **config: object) -> None:
        self.weights, self.config = weights, config

    def weight(self, name):
        return self.weights[name]

    def demand(self, **settings: object):
        assert all(not self.config.get(name) for name in settings)


def valid(outputs, lengths):
    """Return the rows of a padded batch (time first) that are no padding."""
    return outputs.flatten(0, 1).index_select(0, places_of(lengths))


@torch.inference_mode()
def test_a_recurrent_layer_is_pytorchs_over_packed_sequences():
    torch.manual_seed(3)
    lstm = torch.nn.LSTM(6, 5, bidirectional=True)
    start = (torch.randn(2, 1, 5), torch.randn(2, 1, 5))
    values = torch.randn(9, len(LENGTHS), 6)
    states = tuple(x.expand(2, len(LENGTHS), 5).contiguous() for x in start)
    theirs, (h, _) = lstm(pack_padded_sequence(values, LENGTHS), states)
    layer = Recurrent(lambda name: getattr(lstm, name).detach(), start=start)
    batch = Batch.of(LENGTHS)
    expected = valid(pad_packed_sequence(theirs)[0], LENGTHS)
    assert torch.allclose(valid(layer.run(values, batch), LENGTHS), expected, atol=1e-5)
    assert torch.allclose(layer.last(values, batch), torch.cat((h[0], h[1]), 1), atol=1e-5)


@torch.inference_mode()
@pytest.mark.skipif(not torch.cpu.get_capabilities().get("avx512_bf16"), reason="the processor has no bfloat16")
def test_layers_in_bfloat16_are_near_those_in_single_precision():
    torch.manual_seed(3)
    lstm, linear = torch.nn.LSTM(6, 5, bidirectional=True), torch.nn.Linear(6, 5)
    values, batch = torch.randn(9, len(LENGTHS), 6), Batch.of(LENGTHS)
    for run in (
        lambda kind: valid(Recurrent(lambda name: getattr(lstm, name).detach(), kind=kind).run(values, batch), LENGTHS),
        lambda kind: Linear(linear.weight.detach(), linear.bias.detach(), kind=kind)(values),
    ):
        half = run(torch.bfloat16)
        assert half.dtype == torch.bfloat16
        assert torch.allclose(half.float(), run(torch.float32), atol=0.05)


@pytest.mark.parametrize(
    ("there", "capable", "setting", "kind"),
    [
        (True, True, None, torch.bfloat16),
        (True, True, "single", torch.float32),
        (True, False, None, torch.float32),
        (False, True, None, torch.float32),
    ],
)
def test_large_products_are_bfloat16_where_the_processor_has_it(there, capable, setting, kind, monkeypatch):
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: there)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True} if capable else {})
    monkeypatch.delenv("ATTRIBUTION_PRECISION", raising=False)
    if setting is not None:
        monkeypatch.setenv("ATTRIBUTION_PRECISION", setting)
    assert product_type() == kind


@torch.inference_mode()
def test_a_highway_lstm_is_stanzas():
    from stanza.models.common.hlstm import HighwayLSTM  # noqa: PLC0415 - two seconds

    torch.manual_seed(4)
    theirs = HighwayLSTM(6, 5, 2, batch_first=True, bidirectional=True, highway_func=torch.tanh).eval()
    h, c = torch.randn(4, 1, 5), torch.randn(4, 1, 5)
    weights = {f"tagger.{name}": value for name, value in theirs.state_dict().items()}
    layer = Highway(Weights(weights | {"tagger_h_init": h, "tagger_c_init": c}, num_layers=2), "tagger")
    values = torch.randn(9, len(LENGTHS), 6)
    packed = pack_padded_sequence(values, LENGTHS)
    states = tuple(x.expand(4, len(LENGTHS), 5).contiguous() for x in (h, c))
    expected = theirs(packed, LENGTHS, hx=states)[0]
    outputs = layer.run(values, Batch.of(LENGTHS))
    assert torch.allclose(valid(outputs, LENGTHS), valid(pad_packed_sequence(expected)[0], LENGTHS), atol=1e-5)


@torch.inference_mode()
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("here", [True, False])
def test_a_linear_layer_with_onednn_and_without(bias, here, monkeypatch):
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: here)
    layer = torch.nn.Linear(7, 4, bias=bias)
    values = torch.randn(3, 2, 7)
    mine = Linear(layer.weight.detach(), layer.bias.detach() if bias else None)
    assert torch.allclose(mine(values), layer(values), atol=1e-5)


def test_rows_laid_end_to_end_find_their_places():
    rows = torch.arange(sum(LENGTHS)).float().unsqueeze(1)
    padded = spread(rows, places_of(LENGTHS), Batch.of(LENGTHS))
    assert padded[:, 1, 0].tolist() == [*range(9, 16), 0, 0]
    assert valid(padded, LENGTHS).flatten().tolist() == list(range(sum(LENGTHS)))
    assert Batch.of(LENGTHS).turn(padded)[:, 1, 0].tolist() == [*range(15, 8, -1), 0, 0]


def test_batches_hold_every_item_once_and_are_not_too_large():
    lengths = [random.Random(1).randint(1, 90) for _ in range(400)]
    batches = list(by_length(lengths, 500))
    assert sorted(number for batch in batches for number in batch) == list(range(400))
    assert all(max(lengths[i] for i in batch) * len(batch) <= 500 or len(batch) == 1 for batch in batches)
    assert all([lengths[i] for i in batch] == sorted((lengths[i] for i in batch), reverse=True) for batch in batches)


def test_forms_are_computed_once_and_their_memory_is_bounded():
    asked = []

    def compute(words: list[str]) -> torch.Tensor:
        asked.extend(words)
        return torch.tensor([[float(word)] for word in words])

    forms = Forms(1, compute, limit=4)
    assert forms.rows(["1", "2", "1"]).flatten().tolist() == [1, 2, 1]
    assert forms.rows(["2", "3"]).flatten().tolist() == [2, 3]
    assert asked == ["1", "2", "3"]
    assert forms.rows(["4", "5", "1"]).flatten().tolist() == [4, 5, 1]
    assert len(forms._rows) == 3
    assert forms.rows(list("123456")).flatten().tolist() == [1, 2, 3, 4, 5, 6]
    assert len(forms._rows) <= 4
