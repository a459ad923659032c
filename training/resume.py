"""Run Stanza's tagger or parser trainer from the weights of an earlier checkpoint, on other data.

    python -m training.resume tagger CHECKPOINT [arguments of stanza.models.tagger]
    python -m training.resume parser CHECKPOINT [arguments of stanza.models.parser]

Stanza's tagger cannot continue at all, and its parser's ``--continue_from`` (1.15) numbers the words of the new data
anew, so that the tables no longer fit them. Here the vocabulary is the checkpoint's.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import torch
from stanza.models import parser, tagger
from stanza.models.depparse.data import DataLoader
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.models.pos.vocab import MultiVocab


def resume(kind: str, checkpoint_path: str, arguments: list[str]) -> None:
    """Train with Stanza's own loop, starting from the checkpoint's vocabulary and weights."""
    checkpoint = torch.load(checkpoint_path, map_location="cpu", weights_only=True)
    vocab = MultiVocab.load_state_dict(checkpoint["vocab"])
    if kind == "parser":
        parser.DataLoader = partial(DataLoader, vocab=vocab)
        # the dev loader gives the vocabulary of the train loader, which is this one
        parser.main([*arguments, "--continue_from", checkpoint_path])
        return

    class Resumed(Trainer):
        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
            super().__init__(*args, **options)
            if options.get("model_file") is None:
                weights = {name: tensor.float() for name, tensor in checkpoint["model"].items()}
                self.model.load_state_dict(weights, strict=False)

    Dataset.init_vocab = staticmethod(lambda *_: vocab)
    tagger.Trainer = Resumed
    tagger.main(arguments)


if __name__ == "__main__":
    resume(sys.argv[1], sys.argv[2], sys.argv[3:])
