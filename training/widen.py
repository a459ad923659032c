"""Give a parser's checkpoint without word vectors the inputs for them, so that training goes on from what it knows.

    python -m training.widen CHECKPOINT VECTORS OUT

The new inputs start near zero: at first the widened parser decides as the old one did. Stanza puts the vectors' inputs
first.
"""

from __future__ import annotations

import sys
from typing import Any

import torch

# The width to which Stanza's parser brings the vectors (its own option ``transformed_dim``).
PARSER_WIDTH = 125
SMALL = 0.02
# The first layer of the parser's LSTM and its two side ways; all take the word's inputs as their columns.
WIDENED = (
    "parserlstm.lstm.0.lstm.weight_ih_l0",
    "parserlstm.lstm.0.lstm.weight_ih_l0_reverse",
    "parserlstm.highway.0.weight",
    "parserlstm.gate.0.weight",
)


def widen_parser(checkpoint: dict[str, Any], vector_size: int) -> dict[str, Any]:
    """Return the parser's checkpoint with inputs for vectors of that size, in single precision."""
    torch.manual_seed(1234)
    model = {name: tensor.float() for name, tensor in checkpoint["model"].items()}
    for name in WIDENED:
        old = model[name]
        model[name] = torch.cat([torch.randn(old.shape[0], PARSER_WIDTH) * SMALL, old], dim=1)
    model["drop_replacement"] = torch.cat([torch.zeros(PARSER_WIDTH), model["drop_replacement"]])
    model["trans_pretrained.weight"] = torch.randn(PARSER_WIDTH, vector_size) / vector_size**0.5
    return {**checkpoint, "model": model, "config": {**checkpoint["config"], "pretrain": True}}


def main(arguments: list[str]) -> None:
    """Widen the checkpoint named on the command line."""
    source, vectors, out = arguments
    size = torch.load(vectors, map_location="cpu", weights_only=True)["emb"].shape[1]
    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    torch.save(widen_parser(checkpoint, size), out, _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main(sys.argv[1:])
