"""Stage 2k: names: the recogniser of `stanza.models.ner`, an LSTM under a conditional random field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch.nn import functional

from attribution.annotating.checkpoints import (
    PAD,
    PREFIX,
    UNKNOWN,
    Checkpoint,
    UnknownShapeError,
    Vectors,
    Vocabulary,
    by_length,
)  # fmt: skip
from attribution.annotating.networks import PLACES, Batch, Characters, Forms, Recurrent, places_of, spread


class Recogniser:
    """Finds the names in sentences."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors | None, *, kind: torch.dtype = torch.float32) -> None:
        """Read the weights; LSTMs take the type ``kind``."""
        checkpoint.demand(bert_model=None, connect_output_layers=False, num_layers=1)
        vocabularies = checkpoint.data["vocab"]
        self._small = bool(checkpoint.config.get("lowercase", True))
        self._delta, self._delta_table = checkpoint.vocabulary("delta"), checkpoint.weight("delta_emb.weight")
        self._words = Vocabulary(vocabularies["word"]) if "word" in vocabularies else None
        self._word_table: torch.Tensor | None = None
        if self._words is not None:
            if checkpoint.has("word_emb.weight"):
                self._word_table = checkpoint.weight("word_emb.weight")
            elif vectors is None:
                raise UnknownShapeError("no pretrained vectors")
            else:
                self._word_table = vectors.table
        self._characters = Characters(checkpoint, both_ways=True, kind=kind)
        self._transform: tuple[torch.Tensor, torch.Tensor] | None = None
        if checkpoint.config.get("input_transform"):
            self._transform = (checkpoint.weight("input_transform.weight"), checkpoint.weight("input_transform.bias"))
        start = (checkpoint.weight("taggerlstm_h_init"), checkpoint.weight("taggerlstm_c_init"))
        self._lstm = Recurrent(lambda name: checkpoint.weight(f"taggerlstm.lstm.{name}"), start=start, kind=kind)
        self._scores = (checkpoint.weight("tag_clfs.0.weight"), checkpoint.weight("tag_clfs.0.bias"))
        self._moves = checkpoint.weight("crits.0._transitions")
        columns = vocabularies["tag"]["_id2unit"]
        if len(columns) != 1:
            raise UnknownShapeError("tags of several columns")
        self._tags: list[str] = next(iter(columns.values()))
        width = self._delta_table.shape[1] + 2 * int(checkpoint.config["char_hidden_dim"])
        self._forms = Forms(width, self._compute)
        checkpoint.finish()

    def find(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str]]]:
        """Return the names of each sentence: numbers of the first and the last word, and the kind."""
        found: list[list[tuple[int, int, str]]] = [[]] * len(sentences)
        lengths = [len(sentence) for sentence in sentences]
        for numbers in by_length(lengths, PLACES):
            sizes = [lengths[i] for i in numbers]
            paths = self._batch([word for i in numbers for word in sentences[i]], sizes)
            for number, path in zip(numbers, paths, strict=True):
                tags = [self._tags[max(tag, PREFIX)] for tag in path]
                found[number] = list(decode(single_tags(tags)))
        return found

    def _compute(self, words: Sequence[str]) -> torch.Tensor:
        """Return what the network reads of each form."""
        written = [word.lower() if self._small else word for word in words]
        delta = [self._delta.number(word) for word in written]
        if self._words is None or self._word_table is None:
            embedded = functional.embedding(torch.tensor(delta), self._delta_table)
        else:
            static = [self._words.number(word.replace(" ", "\xa0")) for word in written]
            # A word with a vector that the training did not show has the vector alone.
            delta = [PAD if d == UNKNOWN and s != UNKNOWN else d for d, s in zip(delta, static, strict=True)]
            embedded = self._word_table.index_select(0, torch.tensor(static)).float()
            embedded = embedded + functional.embedding(torch.tensor(delta), self._delta_table)
        rows = torch.cat((embedded, self._characters.read(words)), 1)
        return rows if self._transform is None else functional.linear(rows, *self._transform)

    def _batch(self, words: Sequence[str], lengths: Sequence[int]) -> list[list[int]]:
        batch = Batch.of(lengths)
        states = self._lstm.run(spread(self._forms.rows(words), places_of(lengths), batch), batch)
        return best_paths(functional.linear(states.float(), *self._scores), self._moves, lengths)


def best_paths(scores: torch.Tensor, moves: torch.Tensor, lengths: Sequence[int]) -> list[list[int]]:
    """Return the best path through each sequence (Viterbi).

    Args:
        scores: (time x sequence x tags).
        moves: (tags x tags), from the row's tag to the column's.
        lengths: of the sequences, which fall.
    """
    trellis = scores[0].clone()
    active = len(lengths)
    back = []
    for time in range(1, len(scores)):
        while lengths[active - 1] <= time:
            active -= 1
        best, came = (trellis[:active].unsqueeze(2) + moves).max(1)
        trellis[:active] = best + scores[time, :active]
        back.append(came.tolist())
    paths = []
    for number, (length, last) in enumerate(zip(lengths, trellis.argmax(1).tolist(), strict=True)):
        path = [last]
        for time in range(length - 2, -1, -1):
            path.append(back[time][number][path[-1]])
        paths.append(path[::-1])
    return paths


def single_tags(tags: Sequence[str]) -> list[str]:
    """Return the tags with stray ends mended, as `stanza.models.ner.trainer.fix_singleton_tags` does."""
    mended = list(tags)
    for index, tag in enumerate(mended):
        if tag == "O":
            continue
        after = mended[index + 1] if index + 1 < len(mended) else ""
        before = mended[index - 1] if index else ""
        kind = tag[2:]
        if tag.startswith("I-") and after not in (f"I-{kind}", f"E-{kind}"):
            mended[index] = f"E-{kind}"
        if tag.startswith("I-") and before not in (f"B-{kind}", f"I-{kind}"):
            mended[index] = f"B-{kind}"
    for index, tag in enumerate(mended):
        if tag == "O":
            continue
        after = mended[index + 1] if index + 1 < len(mended) else ""
        before = mended[index - 1] if index else ""
        kind = tag[2:]
        if (tag.startswith("B-") and after not in (f"I-{kind}", f"E-{kind}")) or (
            tag.startswith("E-") and before not in (f"B-{kind}", f"I-{kind}")
        ):
            mended[index] = f"S-{kind}"
    return mended


def decode(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield first word, last word and kind of each name under tags of the scheme BIOES."""
    first: int | None = None
    kind = ""
    last = 0
    for index, tag in enumerate(tags):
        mark, own = tag[:1], tag[2:]
        if mark in "OBS" and first is not None:
            yield first, last, kind
            first = None
        if mark == "O":
            continue
        if first is None:
            first = index
        last, kind = index, own
        if mark in "ES":
            yield first, last, kind
            first = None
    if first is not None:
        yield first, last, kind
