"""Stage 2h: the highest-scoring tree with one root over a sentence's words (Chu and Liu 1965, Edmonds 1967).

Mostly every word's best head makes such a tree already, and then nothing else is to be done. Where it does not, cycles
are contracted; that one word alone hangs on the root is had as by Stanojević and Cohen (2021, "A Root of a Problem").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]


def are_trees(heads: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell for each row of ``heads`` (sentences x places) whether it is a tree with one word on the root.

    Place 0 is the root, whose head is itself; so are the places after a sentence's end, which count for nothing.
    """
    places = np.arange(heads.shape[1])
    one_root = ((heads == 0) & (places > 0)).sum(1) == 1
    above = np.where(heads == places, 0, heads)
    steps = 1
    while steps < heads.shape[1]:
        above = np.take_along_axis(above, above, 1)
        steps *= 2
    found: NDArray[np.bool_] = one_root & (above == 0).all(1)
    return found


def best_tree(scores: NDArray[np.float32]) -> list[int]:
    """Return each place's head in the highest-scoring tree with one root.

    Args:
        scores: (places x places), how likely the column's place is the head of the row's; place 0 is the root.
    """
    weights = scores.astype(np.float64)
    finite = weights[np.isfinite(weights)]
    # So dear that a second word on the root is never worth it.
    weights[:, 0] += min(float(finite.min()), 0.0) * len(weights)
    return [int(head) for head in _contract(weights)]


def _contract(weights: Scores) -> Heads:
    """Return the heads of the best arborescence from place 0; iterative, as a sentence may have many cycles."""
    stack: list[tuple[Heads, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    while True:
        np.fill_diagonal(weights, -np.inf)
        weights[0] = -np.inf
        weights[0, 0] = 0.0
        heads = weights.argmax(1)
        cycle = _find_cycle(heads)
        if cycle is None:
            break
        inside = np.zeros(len(heads), bool)
        inside[cycle] = True
        ring, rest = np.flatnonzero(inside), np.flatnonzero(~inside)
        kept = weights[ring, heads[ring]]
        # What the cycle gains or loses where one of its places takes a head outside, and its best place for each.
        entering = weights[np.ix_(ring, rest)] - kept[:, None] + kept.sum()
        leaving = weights[np.ix_(rest, ring)]
        enters, leaves = entering.argmax(0), leaving.argmax(1)
        smaller = np.zeros((len(rest) + 1, len(rest) + 1))
        smaller[:-1, :-1] = weights[np.ix_(rest, rest)]
        smaller[-1, :-1] = entering[enters, np.arange(len(rest))]
        smaller[:-1, -1] = leaving[np.arange(len(rest)), leaves]
        stack.append((heads, ring, rest, enters, leaves))
        weights = smaller
    while stack:
        whole, ring, rest, enters, leaves = stack.pop()
        contracted, cycle_head = heads[:-1], int(heads[-1])
        outside = contracted < len(rest)
        tree = np.full(len(whole), -1, np.int64)
        tree[rest[outside]] = rest[contracted[outside]]
        tree[rest[~outside]] = ring[leaves[~outside]]
        tree[ring] = whole[ring]
        tree[ring[enters[cycle_head]]] = rest[cycle_head]
        heads = tree
    best: Heads = heads
    return best


def _find_cycle(heads: Heads) -> list[int] | None:
    """Return the places of one cycle, or None; place 0 is its own head and no cycle."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        place = start
        while place and not seen[place]:
            seen[place] = start
            place = int(heads[place])
        if place and seen[place] == start:
            cycle = [place]
            while (place := int(heads[place])) != cycle[0]:
                cycle.append(place)
            return cycle
    return None
