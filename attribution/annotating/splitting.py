"""Stage 2f: the tokenizer: characters -> tokens and sentences, each paragraph by itself.

The network is Stanza's (`stanza.models.tokenization`): two bidirectional LSTMs over characters tell after each whether
a token or a sentence ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import torch
from torch.nn import functional

from attribution.annotating.checkpoints import PAD, Checkpoint, UnknownShapeError, Vocabulary, by_length
from attribution.annotating.networks import Batch, Recurrent, pad_numbers
from attribution.annotating.shaping import Draft

INSIDE, TOKEN_END, SENTENCE_END = range(3)
# A paragraph is read in windows of this many characters, each beginning where a sentence ended, as Stanza does.
WINDOW = 1_000
# Places (characters x paragraphs) of a batch: more do not stay in the processor's own memory.
PLACES = 8_000
FEATURES = ["space_before", "capitalized", "numeric", "end_of_para", "start_of_para"]

# Addresses of mail and pages stay in one piece: the expressions of `stanza.models.tokenization.utils` (Apache-2.0).
MAIL = (
    r"(?:[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r'|"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*")'
    r"@(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    r"|\[(?:(?:(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9]))\.){3}"
    r"(?:(?:2(?:5[0-5]|[0-4][0-9])|1[0-9][0-9]|[1-9]?[0-9])|[a-z0-9-]*[a-z0-9]:"
    r"(?:[\x01-\x08\x0b\x0c\x0e-\x1f\x21-\x5a\x53-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])+)\])"
)
PAGE = (
    r"(?:https?:\/\/(?:www\.|(?!www))[a-zA-Z0-9][a-zA-Z0-9-]+[a-zA-Z0-9]\.[^\s\"]{2,}"
    r"|www\.[a-zA-Z0-9][a-zA-Z0-9-]+[a-zA-Z0-9]\.[^\s\"]{2,}"
    r"|https?:\/\/(?:www\.|(?!www))[a-zA-Z0-9]+\.[^\s\"]{2,}|www\.[a-zA-Z0-9]+\.[^\s\"]{2,})"
    r"|[a-zA-Z0-9]+\.(?:gov|org|edu|net|com|co)(?:\.[^\s\"]{2,})"
)
ADDRESS = re.compile(f"(?:{MAIL}|{PAGE})")
# No address is without one of these.
MAY_BE_ADDRESS = re.compile(r"@|www\.|://|\.(?:gov|org|edu|net|com|co)\.")


class Splitter:
    """Splits paragraphs into sentences of tokens."""

    def __init__(self, checkpoint: Checkpoint, *, kind: torch.dtype = torch.float32) -> None:
        """Read the weights; LSTMs take the type ``kind``."""
        checkpoint.demand(
            feat_funcs=FEATURES, hierarchical=True, rnn_layers=1, use_mwt=False, use_dictionary=False, conv_res=None,
            charlm_forward_file=None, skip_newline=False,
        )  # fmt: skip
        self._vocabulary = Vocabulary(checkpoint.data["vocab"])
        self._table = checkpoint.weight("embeddings.weight")
        self._first = Recurrent(lambda name: checkpoint.weight(f"rnn.{name}"), kind=kind)
        self._second = Recurrent(lambda name: checkpoint.weight(f"rnn2.{name}"), kind=kind)
        ends = ("tok_clf", "sent_clf")
        self._ends = torch.cat([checkpoint.weight(f"{name}.weight") for name in ends])
        self._bias = torch.cat([checkpoint.weight(f"{name}.bias") for name in ends])
        self._ends2 = torch.cat([checkpoint.weight(f"{name}2.weight") for name in ends])
        self._temperature = float(checkpoint.config["hier_invtemp"])
        if self._temperature <= 0:
            raise UnknownShapeError("hier_invtemp")
        checkpoint.finish()

    def split(self, paragraphs: Sequence[str]) -> list[list[list[Draft]]]:
        """Return the sentences of each paragraph, tokens by their places in it.

        A paragraph has single spaces for all its white space, and more than white space.
        """
        texts = [paragraph.rstrip() for paragraph in paragraphs]
        labels = self._label(texts)
        for text, ends in zip(texts, labels, strict=True):
            ends[-1] = SENTENCE_END
            if MAY_BE_ADDRESS.search(text) is not None:
                _keep_addresses(text, ends)
        return [list(_sentences(text, ends)) for text, ends in zip(texts, labels, strict=True)]

    def _label(self, texts: Sequence[str]) -> list[list[int]]:
        """Return for each character whether a token or a sentence ends with it."""
        labels: list[list[int]] = [[] for _ in texts]
        waiting = list(range(len(texts)))
        while waiting:
            windows = [texts[i][len(labels[i]) : len(labels[i]) + WINDOW] for i in waiting]
            last = [len(labels[i]) + WINDOW >= len(texts[i]) for i in waiting]
            again = []
            for numbers in by_length([len(window) for window in windows], PLACES):
                found = self._batch(
                    [windows[n] for n in numbers], [self._edges(labels, waiting[n], last[n]) for n in numbers]
                )
                for number, ends in zip(numbers, found, strict=True):
                    own = labels[waiting[number]]
                    if last[number]:
                        own += ends
                        continue
                    cut = max((at for at, end in enumerate(ends) if end == SENTENCE_END), default=len(ends) - 1) + 1
                    own += ends[:cut]
                    again.append(waiting[number])
            waiting = again
        return labels

    @staticmethod
    def _edges(labels: list[list[int]], number: int, last: bool) -> tuple[bool, bool]:  # noqa: FBT001 - of a pair
        """Tell whether a window holds the first and the last character of its paragraph."""
        return not labels[number], last

    def _batch(self, windows: Sequence[str], edges: Sequence[tuple[bool, bool]]) -> list[list[int]]:
        # A window that ends its paragraph has a place of padding after it, as in training.
        numbers = [
            [*self._vocabulary.characters(window), PAD] if last else self._vocabulary.characters(window)
            for window, (_, last) in zip(windows, edges, strict=True)
        ]
        order = sorted(range(len(numbers)), key=lambda i: -len(numbers[i]))
        lengths = [len(numbers[i]) for i in order]
        batch = Batch.of(lengths)
        features = torch.zeros(batch.items, batch.times, len(FEATURES))
        for row, number in enumerate(order):
            window, (first, last) = windows[number], edges[number]
            self._describe(window, features[row])
            if last:
                features[row, len(window) - 1, 3] = 1
            if first:
                features[row, 0, 4] = 1
        values = functional.embedding(pad_numbers([numbers[i] for i in order]), self._table)
        values = torch.cat((values, features.transpose(0, 1)), 2)
        states = self._first.run(values, batch).float()
        ends = functional.linear(states, self._ends, self._bias)
        doubt = 1 - torch.sigmoid(ends[:, :, :1] * -self._temperature)
        ends = ends + functional.linear(self._second.run(states.mul_(doubt), batch).float(), self._ends2)
        token, sentence = functional.logsigmoid(ends).unbind(2)
        no_token, no_sentence = functional.logsigmoid(-ends).unbind(2)
        labels = torch.stack((no_token, token + no_sentence, token + sentence)).argmax(0).t().tolist()
        found: list[list[int]] = [[]] * len(windows)
        for row, number in enumerate(order):
            found[number] = labels[row][: len(windows[number])]
        return found

    @staticmethod
    def _describe(window: str, row: torch.Tensor) -> None:
        """Set what is known of each character by itself: a space, a capital, a digit."""
        for column, places in enumerate(
            (
                [i for i, character in enumerate(window) if character == " "],
                [i for i, character in enumerate(window) if character.isupper()],
                [i for i, character in enumerate(window) if character.isdecimal()],
            )
        ):
            if places:
                row[places, column] = 1


def _keep_addresses(text: str, ends: list[int]) -> None:
    for match in ADDRESS.finditer(text):
        start, end = match.span()
        ends[start : end - 1] = [INSIDE] * (end - 1 - start)
        if ends[end - 1] == INSIDE:
            ends[end - 1] = TOKEN_END


def _sentences(text: str, ends: Sequence[int]) -> Iterator[list[Draft]]:
    sentence: list[Draft] = []
    start = 0
    for index, end in enumerate(ends):
        if end == INSIDE:
            continue
        while start <= index and text[start] == " ":
            start += 1
        if start <= index:
            sentence.append(Draft(start, index + 1))
            if end == SENTENCE_END:
                yield sentence
                sentence = []
        start = index + 1
    if sentence:
        yield sentence
