"""Stage 2g: parts of speech: the network of `stanza.models.pos`, of which the two tags that later stages read."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from attribution.annotating.checkpoints import Checkpoint, UnknownShapeError, Vectors, by_length, simplify
from attribution.annotating.networks import PLACES, Batch, Characters, Forms, Highway, Linear, places_of, spread


class WordInput:
    """What a network reads of a word's form: its embedding, its pretrained vector, its characters."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors | None, *, kind: torch.dtype) -> None:
        """Read the weights that the tagger and the parser share; the LSTM of characters takes the type ``kind``."""
        checkpoint.demand(bert_model=None)
        self._vocabulary = checkpoint.vocabulary("word")
        self._table = checkpoint.weight("word_emb.weight")
        self._characters = Characters(checkpoint, both_ways=False, kind=kind)
        self._from_characters = checkpoint.weight("trans_char.weight")
        self._vectors = vectors
        self._from_vectors: torch.Tensor | None = None
        if checkpoint.config.get("pretrain"):
            if vectors is None:
                raise UnknownShapeError("no pretrained vectors")
            self._from_vectors = checkpoint.weight("trans_pretrained.weight")
        self.widths = (
            self._table.shape[1],
            0 if self._from_vectors is None else self._from_vectors.shape[0],
            self._from_characters.shape[0],
        )
        self._forms = Forms(sum(self.widths), self._compute)

    def rows(self, words: Sequence[str]) -> torch.Tensor:
        """Return embedding, pretrained and characters' part of each word (words x the sum of ``widths``)."""
        return self._forms.rows(words)

    def _compute(self, words: Sequence[str]) -> torch.Tensor:
        parts = [functional.embedding(torch.tensor([self._vocabulary.number(w) for w in words]), self._table)]
        if self._from_vectors is not None and self._vectors is not None:
            numbers = [self._vectors.number(word) for word in words]
            parts.append(functional.linear(self._vectors.of(numbers), self._from_vectors))
        parts.append(functional.linear(self._characters.read(words), self._from_characters))
        return torch.cat(parts, 1)


class Tagger:
    """Tags the words of sentences with universal and Penn parts of speech."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors | None, *, kind: torch.dtype = torch.float32) -> None:
        """Read the weights; LSTMs take the type ``kind``."""
        self._input = WordInput(checkpoint, vectors, kind=kind)
        self._network = Highway(checkpoint, "taggerlstm", kind=kind)
        self.upos = checkpoint.vocabulary("upos").shown()
        self.xpos = checkpoint.vocabulary("xpos").shown()
        self._hidden = [_linear(checkpoint, "upos_hid")]
        self._upos = _linear(checkpoint, "upos_clf")
        self._shared = not checkpoint.has("tag_clf.xpos.W_bilin.weight")
        if self._shared:
            self._xpos = _linear(checkpoint, "tag_clf.xpos")
        else:
            self._hidden.append(_linear(checkpoint, "tag_hid.xpos"))
            self._xpos = _by_parent(checkpoint, "xpos")
        # Features are not read: Stanza's parser takes the tags in their place, and no stage after it asks for them.
        checkpoint.leave("tag_hid.feats.", "tag_clf.feats.")
        checkpoint.finish()

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[tuple[list[int], list[int]]]:
        """Return for each sentence the numbers of its words' tags in ``upos`` and in ``xpos``."""
        found: list[tuple[list[int], list[int]]] = [([], [])] * len(sentences)
        lengths = [len(sentence) for sentence in sentences]
        for numbers in by_length(lengths, PLACES):
            sizes = [lengths[i] for i in numbers]
            upos, xpos = self._batch([simplify(word) for i in numbers for word in sentences[i]], sizes)
            start = 0
            for number, size in zip(numbers, sizes, strict=True):
                found[number] = (upos[start : start + size], xpos[start : start + size])
                start += size
        return found

    def _batch(self, words: Sequence[str], lengths: Sequence[int]) -> tuple[list[int], list[int]]:
        places, batch = places_of(lengths), Batch.of(lengths)
        states = self._network.run(spread(self._input.rows(words), places, batch), batch)
        states = states.flatten(0, 1).index_select(0, places).float()
        hidden = [layer(states).relu_() for layer in self._hidden]
        upos = self._upos(hidden[0]).argmax(1)
        scores = self._xpos(hidden[-1])
        if not self._shared:
            scores = scores.view(len(upos), -1, len(self.xpos))[torch.arange(len(upos)), upos]
        return upos.tolist(), scores.argmax(1).tolist()


def _linear(checkpoint: Checkpoint, name: str) -> Linear:
    return Linear(checkpoint.weight(f"{name}.weight"), checkpoint.weight(f"{name}.bias"))


def _by_parent(checkpoint: Checkpoint, name: str) -> Linear:
    """Return one linear layer that has the scores of ``name`` for every universal tag, of the layer over both.

    The tag enters the bilinear layer by its embedding, of which there are few: each makes a linear layer of its own.
    """
    columns = {column[0]: column[-1] for column in checkpoint.config.get("tag_columns") or ()}
    if list(columns.get(name, ["upos"])) != ["upos"]:
        raise UnknownShapeError(f"{name} hangs on {columns[name]}")
    checkpoint.demand(tag_column_link="tag_emb")
    weight = checkpoint.weight(f"tag_clf.{name}.W_bilin.weight")
    bias = checkpoint.weight(f"tag_clf.{name}.W_bilin.bias")
    parents = functional.pad(checkpoint.weight("upos_emb.weight"), (0, 1), value=1.0)
    layers = torch.einsum("oij,uj->uoi", weight, parents)
    return Linear(layers[:, :, :-1].flatten(0, 1), (layers[:, :, -1] + bias).flatten())
