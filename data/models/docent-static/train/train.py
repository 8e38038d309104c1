"""Trains a static encoder: one vector per token, a text is the mean of its token vectors.

* Static sentence embeddings trained end to end, as sentence-transformers' StaticEmbedding
  (Aarsen 2025, "Train 400x faster static embedding models", huggingface.co/blog/static-embeddings) and in the
  spirit of model2vec (Tulkens and van Dongen 2024); here from random vectors, with no teacher.
* InfoNCE (van den Oord et al. 2018, arXiv 1807.03748) over in-batch negatives, in both directions. Texts of the
  same section are not counted as each other's negatives.
* Matryoshka representation learning (Kusupati et al. 2022, arXiv 2205.13147): the loss is also taken over the
  first 64 dimensions, so that vectors may be cut.

    python3 train.py --out weights.npy --vocabulary-size 48000 PAIRS.npz
"""

import argparse
import time
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from batches import BatchPlan, Pairs, batches
from row_adam import RowAdam

QUERY_TOKENS, PASSAGE_TOKENS = 48, 160
NORM_SMOOTHING = 50.0
SMALL_LOSS_WEIGHT = 0.3
WARM_UP = 0.05


@dataclass(frozen=True)
class Settings:
    vocabulary_size: int
    dimensions: int = 256
    small_dimensions: int = 64
    epochs: float = 2.2
    learning_rate: float = 0.012
    scale: float = 20.0  # the inverse temperature of InfoNCE, as in sentence-transformers
    rarity_power: float = 0.5  # see emphasise_rare
    seed: int = 0


def rarity(passages: np.ndarray, vocabulary_size: int) -> torch.Tensor:
    """Inverse frequency of each token on a log scale, 1 on average over the vocabulary."""
    frequency = np.bincount(passages, minlength=vocabulary_size) + 1
    weight = np.log(1 + passages.size / frequency / NORM_SMOOTHING)
    return torch.tensor(weight / weight.mean(), dtype=torch.float32)


def initial_weights(rarities: torch.Tensor, settings: Settings) -> torch.Tensor:
    """Random directions whose norms are the rarities of the tokens."""
    generator = torch.Generator().manual_seed(settings.seed)
    shape = (settings.vocabulary_size, settings.dimensions)
    return torch.randn(shape, generator=generator) / settings.dimensions**0.5 * rarities[:, None]


def emphasise_rare(weights: torch.Tensor, rarities: torch.Tensor, power: float) -> torch.Tensor:
    """Multiplies each vector by a power of its rarity, as model2vec weighs tokens after distillation.

    The power 0.5 was a little better than 0 and 1 on the development sets.
    """
    return weights * rarities[:, None] ** power


def contrastive_loss(
    queries: torch.Tensor, passages: torch.Tensor, same: torch.Tensor, settings: Settings
) -> torch.Tensor:
    """InfoNCE in both directions over all dimensions and, with less weight, over the first few.

    `same[i, j]` marks query i and passage j of the same row, which are no negatives of each other.
    """
    target = torch.arange(len(queries))
    loss = queries.new_zeros(())
    for dimensions, weight in ((settings.dimensions, 1.0), (settings.small_dimensions, SMALL_LOSS_WEIGHT)):
        left = F.normalize(queries[:, :dimensions], dim=1)
        right = F.normalize(passages[:, :dimensions], dim=1)
        scores = (left @ right.T * settings.scale).masked_fill(same, -1e4)
        loss = loss + weight * (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target)) / 2
    return loss


def train(pairs: Pairs, plan: BatchPlan, settings: Settings) -> np.ndarray:
    """Weights [vocabulary, dimensions] as float32."""
    chance = np.random.default_rng(settings.seed)
    rarities = rarity(pairs.flat["passage"], settings.vocabulary_size)
    weights = initial_weights(rarities, settings)
    optimiser = RowAdam(weights)
    steps = max(1, int(pairs.epoch_size(plan) * settings.epochs / plan.size))
    started, running = time.time(), None
    for step, chosen in zip(range(steps), batches(pairs, plan, chance)):
        query_ids, query_lengths = pairs.bags("query", chosen, QUERY_TOKENS)
        passage_ids, passage_lengths = pairs.bags("passage", chosen, PASSAGE_TOKENS)
        ids = torch.from_numpy(np.concatenate([query_ids, passage_ids]))
        lengths = torch.from_numpy(np.concatenate([query_lengths, passage_lengths]))
        bags = F.embedding_bag(ids, weights, lengths.cumsum(0) - lengths, mode="mean").requires_grad_()

        rows = torch.from_numpy(pairs.row[chosen])
        same = (rows[:, None] == rows[None, :]).fill_diagonal_(False)
        loss = contrastive_loss(bags[:len(chosen)], bags[len(chosen):], same, settings)
        loss.backward()

        rate = settings.learning_rate * min(1, (step + 1) / (steps * WARM_UP)) * max(0.02, 1 - step / steps)
        bag_of_token = torch.repeat_interleave(torch.arange(len(lengths)), lengths)
        optimiser.step(ids, bag_of_token, bags.grad / lengths[:, None], rate)

        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0 or step == steps - 1:
            print(f"step {step} of {steps}, loss {running:.3f}, {time.time() - started:.0f} s", flush=True)
    return emphasise_rare(weights, rarities, settings.rarity_power).numpy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, help="weights to write (.npy)")
    parser.add_argument("--vocabulary-size", type=int, required=True)
    parser.add_argument("--batch", type=int, default=BatchPlan.size)
    parser.add_argument("--block", type=int, default=BatchPlan.block)
    parser.add_argument("--question-repeats", type=int, default=BatchPlan.question_repeats)
    for name in ("dimensions", "small_dimensions", "epochs", "learning_rate", "scale", "rarity_power", "seed"):
        default = getattr(Settings, name)
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("pairs", help="pairs file of make_pairs.py")
    options = vars(parser.parse_args())

    torch.set_num_threads(options.pop("threads"))
    out, pairs = options.pop("out"), Pairs(options.pop("pairs"))
    plan = BatchPlan(options.pop("batch"), options.pop("block"), options.pop("question_repeats"))
    print(f"{len(pairs)} pairs", flush=True)
    np.save(out, train(pairs, plan, Settings(**options)))


if __name__ == "__main__":
    main()
