"""Run Stanza's tagger, parser or recogniser trainer from the weights of an earlier checkpoint, on other data.

    python -m training.resume tagger CHECKPOINT [arguments of stanza.models.tagger]
    python -m training.resume parser CHECKPOINT [arguments of stanza.models.parser]
    python -m training.resume recogniser CHECKPOINT [arguments of stanza.models.ner_tagger]

Stanza's tagger cannot continue at all, and its parser's ``--continue_from`` (1.15) numbers the words of the new data
anew, so that the tables no longer fit them. Here the vocabulary is the checkpoint's. Its recogniser's ``--finetune``
keeps the checkpoint's learning rate whatever is asked for; here it is the one asked for.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import torch
from stanza.models import ner_tagger, parser, tagger
from stanza.models.depparse.data import DataLoader
from stanza.models.ner.trainer import Trainer as RecogniserTrainer
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.models.pos.vocab import MultiVocab


def resume(kind: str, checkpoint_path: str, arguments: list[str]) -> None:
    """Train with Stanza's own loop, starting from the checkpoint's vocabulary and weights."""
    checkpoint = torch.load(checkpoint_path, map_location="cpu", weights_only=True)
    vocab = MultiVocab.load_state_dict(checkpoint["vocab"])
    if kind == "recogniser":
        ner_tagger.Trainer = _at_rate(float(arguments[arguments.index("--lr") + 1]))
        ner_tagger.main([*arguments, "--finetune", "--finetune_load_name", checkpoint_path])
        return
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


def _at_rate(rate: float) -> type[RecogniserTrainer]:
    class Resumed(RecogniserTrainer):
        def load(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
            super().load(*args, **options)
            self.args["lr"] = rate  # the optimizer is made after

    return Resumed


if __name__ == "__main__":
    resume(sys.argv[1], sys.argv[2], sys.argv[3:])
