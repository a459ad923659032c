"""Stage 2j: lemmas: a dictionary of (word, part of speech), and the network of `stanza.models.lemma` for other words.

The network says whether the lemma is the word, or the word in small letters; only where it is neither are letters
written one by one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from itertools import islice

import torch
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from attribution.annotating.checkpoints import Checkpoint, UnknownShapeError, Vocabulary

ANY_TAG = "*"
BEGIN, END = 2, 3
UNKNOWN_CHARACTER = 1
WRITTEN, SAME, SMALL = range(3)
# Words with their lemmas that the network found, remembered over articles.
REMEMBERED = 50_000
BATCH = 500


class Lemmatizer:
    """Finds the lemma of each word with its universal part of speech."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        checkpoint.demand(
            edit=True, num_edit=3, copy=True, pos=True, attn_type="soft", num_layers=1, dict_only=False,
            ensemble_dict=True, caseless=False, beam_size=1, charlm=None,
        )  # fmt: skip
        data = checkpoint.data
        if data.get("dicts_version") != 3 or data.get("contextual"):  # noqa: PLR2004 - the third form: compressed JSON
            raise UnknownShapeError("the lemmatizer's dictionary")
        self._dictionary: dict[str, dict[str, str]] = json.loads(gzip.decompress(data["dicts"]))
        self._found: dict[tuple[str, str], str] = {}
        self._characters = Vocabulary(data["vocab"]["char"])
        self._tags = Vocabulary(data["vocab"]["pos"])
        self._longest = int(checkpoint.config["max_dec_len"])
        self._table = checkpoint.weight("embedding.weight")
        self._tag_table = checkpoint.weight("pos_embedding.weight")
        hidden = int(checkpoint.config["hidden_dim"])
        with torch.device("meta"):
            encoder = torch.nn.LSTM(self._table.shape[1], hidden // 2, batch_first=True, bidirectional=True)
            cell = torch.nn.LSTMCell(self._table.shape[1], hidden)
        encoder.load_state_dict(
            {name: checkpoint.weight(f"encoder.{name}") for name in encoder.state_dict()}, assign=True
        )
        cell.load_state_dict(
            {name: checkpoint.weight(f"decoder.lstm_cell.{name}") for name in cell.state_dict()}, assign=True
        )
        self._encoder, self._cell = encoder.eval(), cell.eval()
        self._attend = checkpoint.weight("decoder.attention_layer.linear_in.weight")
        self._join = checkpoint.weight("decoder.attention_layer.linear_out.weight")
        self._write, self._copy, *self._edit = (
            (checkpoint.weight(f"{name}.weight"), checkpoint.weight(f"{name}.bias"))
            for name in ("dec2vocab", "copy_gate", "edit_clf.0", "edit_clf.2")
        )
        checkpoint.leave("SOS_tensor")
        checkpoint.finish()

    def lemmatize(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Return the lemma of each (word, part of speech)."""
        missing = [pair for pair in dict.fromkeys(words) if self._look_up(pair) is None]
        if len(self._found) + len(missing) > REMEMBERED:
            self._found.clear()
            missing = [pair for pair in dict.fromkeys(words) if self._look_up(pair) is None]
        waiting = iter(sorted(missing, key=lambda pair: -len(pair[0])))
        while batch := list(islice(waiting, BATCH)):
            self._found.update(zip(batch, self._guess(batch), strict=True))
        return [self._look_up(pair) or "_" for pair in words]

    def _look_up(self, pair: tuple[str, str]) -> str | None:
        word, tag = pair
        found = self._dictionary.get(tag, {}).get(word)
        if found is None:
            found = self._dictionary.get(ANY_TAG, {}).get(word)
        return self._found.get(pair) if found is None else found

    def _guess(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Return the network's lemmas of words, longest word first."""
        # Letters that the network has never seen can still be copied: they have numbers after those it knows.
        unseen = sorted({c for word, _ in pairs for c in word} - self._characters.numbers.keys())
        numbers = self._characters.numbers | {c: len(self._characters) + n for n, c in enumerate(unseen)}
        letters = [*self._characters.units, *unseen]
        lengths = [len(word) + 2 for word, _ in pairs]
        source = torch.zeros(len(pairs), lengths[0], dtype=torch.long)
        for row, (word, _) in enumerate(pairs):
            source[row, : lengths[row]] = torch.tensor([BEGIN, *(numbers[c] for c in word), END])
        tags = torch.tensor([self._tags.number(tag) for _, tag in pairs])
        known = torch.where(source < len(self._characters), source, UNKNOWN_CHARACTER)
        inputs = torch.cat(
            (functional.embedding(tags, self._tag_table).unsqueeze(1), functional.embedding(known, self._table)), 1
        )
        packed = pack_padded_sequence(inputs, [length + 1 for length in lengths], batch_first=True)
        outputs, (h, c) = self._encoder(packed)
        context, _ = pad_packed_sequence(outputs, batch_first=True)
        h, c = torch.cat((h[-1], h[-2]), 1), torch.cat((c[-1], c[-2]), 1)
        edits = functional.linear(functional.linear(h, *self._edit[0]).relu(), *self._edit[1]).argmax(1)
        lemmas = [
            word.lower() if edit == SMALL else word for (word, _), edit in zip(pairs, edits.tolist(), strict=True)
        ]
        rows = (edits == WRITTEN).nonzero().flatten()
        if len(rows):
            written = self._spell(source[rows], context[rows], h[rows], c[rows], len(letters))
            for row, spelled in zip(rows.tolist(), written, strict=True):
                lemma = "".join(letters[number] for number in spelled)
                if lemma and UNKNOWN_CHARACTER not in spelled:
                    lemmas[row] = lemma
        return lemmas

    def _spell(
        self, source: torch.Tensor, context: torch.Tensor, h: torch.Tensor, c: torch.Tensor, letters: int
    ) -> list[list[int]]:
        """Write lemmas letter by letter, each the likeliest of writing one anew and copying one of the word."""
        padding = functional.pad(source == 0, (1, 0), value=False)
        written: list[list[int]] = [[] for _ in source]
        done = torch.zeros(len(source), dtype=torch.bool)
        last = torch.full((len(source),), BEGIN)
        for _ in range(self._longest):
            known = torch.where(last < len(self._characters), last, UNKNOWN_CHARACTER)
            h, c = self._cell(functional.embedding(known, self._table), (h, c))
            attention = (context @ functional.linear(h, self._attend).unsqueeze(2)).squeeze(2)
            attention = attention.masked_fill(padding, -torch.inf)
            seen = (attention.softmax(1).unsqueeze(1) @ context).squeeze(1)
            state = functional.linear(torch.cat((seen, h), 1), self._join).tanh()
            copied = torch.sigmoid(functional.linear(state, *self._copy))
            chances = functional.linear(state, *self._write).softmax(1) * (1 - copied)
            new = chances[:, UNKNOWN_CHARACTER : UNKNOWN_CHARACTER + 1].expand(-1, letters - len(self._characters))
            chances = torch.cat((chances, new), 1).scatter_add(1, source, attention[:, 1:].softmax(1) * copied)
            last = chances.argmax(1)
            done |= last == END
            if bool(done.all()):
                break
            for row in (~done).nonzero().flatten().tolist():
                written[row].append(int(last[row]))
        return written
