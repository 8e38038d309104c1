"""Reads token pairs and deals them out in batches.

A batch may hold blocks of pairs from one repository and language, whose texts are harder negatives for each other
than texts from anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from make_pairs import QUESTION


@dataclass(frozen=True)
class BatchPlan:
    size: int = 2048
    block: int = 32  # pairs of one group that stand together in a batch
    question_repeats: int = 1  # how often an epoch holds each question; the other pairs are taken once


class Pairs:
    """Token pairs in flat arrays; see make_pairs.py."""

    def __init__(self, path: str):
        arrays = np.load(path)
        self.flat = {side: arrays[side] for side in ("query", "passage")}
        self.starts = {side: np.concatenate([[0], arrays[f"{side}_ends"]]) for side in ("query", "passage")}
        self.row, self.group, self.kind = arrays["row"], arrays["group"], arrays["kind"]

    def __len__(self) -> int:
        return len(self.kind)

    def epoch_size(self, plan: BatchPlan) -> int:
        return len(self) + (plan.question_repeats - 1) * int((self.kind == QUESTION).sum())

    def bags(self, side: str, chosen: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
        """Token ids of the chosen texts, one after the other, and the length of each."""
        starts = self.starts[side]
        lengths = np.minimum(starts[chosen + 1] - starts[chosen], limit)
        first = np.cumsum(lengths) - lengths
        positions = np.repeat(starts[chosen] - first, lengths) + np.arange(lengths.sum())
        return self.flat[side][positions].astype(np.int64), lengths


def epoch_order(pairs: Pairs, plan: BatchPlan, chance: np.random.Generator) -> np.ndarray:
    """All pairs in random order; with blocks, pairs of one group stand together `block` at a time."""
    repeats = np.where(pairs.kind == QUESTION, plan.question_repeats, 1)
    order = chance.permutation(np.repeat(np.arange(len(pairs)), repeats))
    if plan.block == 1:
        return order
    order = order[np.argsort(pairs.group[order], kind="stable")]
    whole = len(order) // plan.block * plan.block
    blocks = order[:whole].reshape(-1, plan.block)
    return np.concatenate([blocks[chance.permutation(len(blocks))].ravel(), order[whole:]])


def batches(pairs: Pairs, plan: BatchPlan, chance: np.random.Generator) -> Iterator[np.ndarray]:
    """Endless batches of pair numbers; a rest smaller than a batch is dropped at the end of an epoch."""
    if len(pairs) < plan.size:
        raise ValueError(f"{len(pairs)} pairs do not fill a batch of {plan.size}; give more text or a smaller --batch")
    while True:
        order = epoch_order(pairs, plan, chance)
        for start in range(0, len(order) - plan.size + 1, plan.size):
            yield order[start:start + plan.size]
