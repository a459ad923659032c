"""Stage 2i: dependency trees: the graph parser of `stanza.models.depparse` (Dozat and Manning 2017).

Relations are scored for the arcs of the tree alone, not for every pair of words, which were most of the work.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from attribution.annotating.checkpoints import PREFIX, ROOT, Checkpoint, UnknownShapeError, Vectors, by_length, simplify
from attribution.annotating.networks import PLACES, Batch, Highway, Linear, places_of, spread
from attribution.annotating.tagging import WordInput
from attribution.annotating.trees import are_trees, best_tree

SCORERS = ("unlabeled", "linearization", "distance", "deprel")
# Heads whose arcs' relations are scored at once: 54 relations x 151 numbers each are 2 MB.
HEADS = 64
# The root's form is no word; this stands for it among the forms.
ROOT_FORM = "\x00"


class Parser:
    """Finds the head of each word and its relation to it."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        vectors: Vectors | None,
        *,
        upos: Sequence[str],
        xpos: Sequence[str],
        kind: torch.dtype = torch.float32,
    ) -> None:
        """Read the weights; large products take the type ``kind``.

        ``upos`` and ``xpos`` are the tagger's tags by their numbers.
        """
        checkpoint.demand(
            model_type="graph", use_upos=True, use_xpos=True, use_ufeats=True, use_arc_embedding=False, reversed=False,
            linearization=True, distance=True, resolve_head_constraints=False,
        )  # fmt: skip
        if checkpoint.data.get("model_type", "graph") != "graph":
            raise UnknownShapeError("not a graph parser")
        self._input = _RootedInput(checkpoint, vectors, kind=kind)
        self._lemmas = checkpoint.vocabulary("lemma")
        self._lemma_table = checkpoint.weight("lemma_emb.weight")
        self._upos = _tag_rows(checkpoint, "upos", upos)
        self._xpos = _tag_rows(checkpoint, "xpos", xpos)
        # Stanza embeds the features and then takes the tags' embedding once more instead (`EmbeddingParser.embed`).
        checkpoint.leave("ufeats_emb.")
        word, pretrained, characters = self._input.widths
        lemma, tag = self._lemma_table.shape[1], self._upos.shape[1]

        def arrange(weight: torch.Tensor) -> torch.Tensor:
            sizes = [pretrained, word, lemma, tag, tag, characters]
            if weight.shape[1] != sum(sizes):
                raise UnknownShapeError("the parser's input")
            of_vectors, of_word, of_lemma, of_tag, of_tag_again, of_characters = torch.split(weight, sizes, 1)
            return torch.cat((of_word, of_vectors, of_characters, of_lemma, of_tag + of_tag_again), 1)

        self._network = Highway(checkpoint, "parserlstm", arrange=arrange, kind=kind)
        self._relations = checkpoint.vocabulary("deprel").shown()[PREFIX:]
        # The two views of a word that each scorer takes, all in one product.
        views = [f"{name}.{part}" for part in ("W1", "W2") for name in SCORERS]
        self._views = Linear(
            torch.cat([checkpoint.weight(f"{view}.weight") for view in views]),
            torch.cat([checkpoint.weight(f"{view}.bias") for view in views]),
            kind=kind,
        )
        self._bilinear = [checkpoint.weight(f"{name}.scorer.W_bilin.weight") for name in SCORERS]
        self._bias = [checkpoint.weight(f"{name}.scorer.W_bilin.bias") for name in SCORERS]
        # From a head's view to what each entry of a dependent's view adds to each relation.
        self._labels = Linear(self._bilinear.pop().permute(0, 2, 1).flatten(0, 1), kind=kind)
        checkpoint.finish()

    def parse(
        self,
        sentences: Sequence[Sequence[str]],
        tags: Sequence[tuple[list[int], list[int]]],
        lemmas: Sequence[list[str]],
    ) -> list[tuple[list[int], list[str]]]:
        """Return for each sentence the heads of its words, -1 for the root, and the relations to them."""
        found: list[tuple[list[int], list[str]]] = [([], [])] * len(sentences)
        lengths = [len(sentence) + 1 for sentence in sentences]
        for numbers in by_length(lengths, PLACES):
            sizes = [lengths[i] for i in numbers]
            words, own_lemmas, upos, xpos = [], [], [], []
            for i in numbers:
                words += [ROOT_FORM, *map(simplify, sentences[i])]
                own_lemmas += [ROOT, *map(self._lemmas.number, lemmas[i])]
                upos += [len(self._upos) - 1, *tags[i][0]]
                xpos += [len(self._xpos) - 1, *tags[i][1]]
            tagged = self._upos.index_select(0, torch.tensor(upos)) + self._xpos.index_select(0, torch.tensor(xpos))
            lemma_rows = functional.embedding(torch.tensor(own_lemmas), self._lemma_table)
            heads, relations = self._batch(torch.cat((self._input.rows(words), lemma_rows, tagged), 1), sizes)
            start = 0
            for number, size in zip(numbers, sizes, strict=True):
                found[number] = (
                    [head - 1 for head in heads[start + 1 : start + size]],
                    [self._relations[label] for label in relations[start + 1 : start + size]],
                )
                start += size
        return found

    def _batch(self, rows: torch.Tensor, lengths: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return head and relation of each place, sentences end to end; those of place 0 mean nothing."""
        places, batch = places_of(lengths), Batch.of(lengths)
        states = self._network.run(spread(rows, places, batch), batch)
        views = self._views(states).float().relu_()
        views = functional.pad(views.view(batch.times, batch.items, 2 * len(SCORERS), -1), (0, 1), value=1.0)
        scores = self._arcs(views.transpose(0, 1), batch)
        heads = _heads(scores, lengths)
        flat = views.flatten(0, 1)
        own = flat[:, len(SCORERS) - 1].index_select(0, places)
        sizes = torch.tensor(lengths)
        sentence = torch.arange(len(lengths)).repeat_interleave(sizes)
        above, which = np.unique(np.array(heads) * batch.items + sentence.numpy(), return_inverse=True)
        return heads, self._label(own, flat[:, -1].index_select(0, torch.from_numpy(above)), torch.from_numpy(which))

    def _arcs(self, views: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return how likely each place is the head of each (sentences x dependents x heads)."""
        plain, order, distance = (
            (views[:, :, number] @ weight.squeeze(2)) @ views[:, :, len(SCORERS) + number].transpose(1, 2) + bias
            for number, (weight, bias) in enumerate(zip(self._bilinear, self._bias, strict=False))
        )
        place = torch.arange(batch.times)
        offset = (place.unsqueeze(0) - place.unsqueeze(1)).float()
        scores = plain + functional.logsigmoid(order * torch.sign(offset))
        scores -= torch.log((offset.abs() - 1 - functional.softplus(distance)).square() / 2 + 1)
        scores.masked_fill_(torch.eye(batch.times, dtype=torch.bool), -torch.inf)
        scores.masked_fill_((place >= batch.lengths.unsqueeze(1)).unsqueeze(1), -torch.inf)
        return scores.log_softmax(2)

    def _label(self, own: torch.Tensor, above: torch.Tensor, which: torch.Tensor) -> list[int]:
        """Return the relation of each arc.

        Args:
            own: the dependents' views (arcs x width).
            above: the heads' views, each once (heads x width).
            which: the number in ``above`` of each arc's head.
        """
        counts = which.bincount(minlength=len(above))
        # Heads with as many dependents stand together, so that their arcs are one product with little padding.
        heads = counts.argsort(descending=True)
        rank = torch.empty_like(heads)
        rank[heads] = torch.arange(len(heads))
        arcs = rank[which].argsort()
        ends = counts[heads].cumsum(0)
        labels = torch.empty(len(own), dtype=torch.long)
        for first in range(0, len(heads), HEADS):
            some = heads[first : first + HEADS]
            start = int(ends[first - 1]) if first else 0
            sizes = counts[some]
            part = arcs[start : start + int(sizes.sum())]
            items = torch.arange(len(some)).repeat_interleave(sizes)
            column = torch.arange(len(part)) - (sizes.cumsum(0) - sizes).repeat_interleave(sizes)
            grouped = own.new_zeros(len(some), int(sizes[0]), own.shape[1])
            grouped[items, column] = own[part]
            views = self._labels(above[some]).float().view(len(some), own.shape[1], len(self._relations))
            labels[part] = (torch.bmm(grouped, views)[items, column] + self._bias[-1]).argmax(1)
        found: list[int] = labels.tolist()
        return found


class _RootedInput(WordInput):
    """A word's input, where the root stands among the words."""

    def _compute(self, words: Sequence[str]) -> torch.Tensor:
        rows = super()._compute([word if word != ROOT_FORM else "." for word in words])
        if ROOT_FORM in words:
            rows[words.index(ROOT_FORM)] = self._compute_root()
        return rows

    def _compute_root(self) -> torch.Tensor:
        parts = [self._table[ROOT]]
        if self._from_vectors is not None and self._vectors is not None:
            parts.append(functional.linear(self._vectors.of([ROOT]), self._from_vectors)[0])
        parts.append(functional.linear(self._characters.of([[ROOT]]), self._from_characters)[0])
        return torch.cat(parts)


def _tag_rows(checkpoint: Checkpoint, name: str, tags: Sequence[str]) -> torch.Tensor:
    """Return the parser's embedding of each of the tagger's tags, and of the root after them."""
    vocabulary = checkpoint.vocabulary(name)
    table = checkpoint.weight(f"{name}_emb.weight")
    return table.index_select(0, torch.tensor([*map(vocabulary.number, tags), ROOT]))


def _heads(scores: torch.Tensor, lengths: Sequence[int]) -> list[int]:
    """Return the head of each place, sentences end to end."""
    array = scores.numpy()
    best = array.argmax(2)
    place = np.arange(best.shape[1])
    best = np.where((place >= np.array(lengths)[:, None]) | (place == 0), place, best)
    heads: list[int] = []
    for number, (length, whole) in enumerate(zip(lengths, are_trees(best), strict=True)):
        heads += best[number, :length].tolist() if whole else best_tree(array[number, :length, :length])
    return heads
