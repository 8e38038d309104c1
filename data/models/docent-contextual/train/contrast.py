"""Contrastive training: InfoNCE over large batches, in the end with mined hard negatives, within a given time.

* Negatives are the other passages of the batch; blocks of pairs from one source and language stand together, which
  makes them harder (docent-static's batches.py; 0.009 better there). Equal passages and headings are no negatives.
* A batch too big for memory is encoded twice, with GradCache (Gao et al. 2021, arXiv 2101.06983): once for the loss,
  once in chunks for the gradient.
* `--mined` (see mine.py): half of each batch are mined pairs, and each brings hard negatives for all.
* Vectors may be cut to any of the Matryoshka sizes. No instruction; `--query-prefix` puts token ids before queries.

    python3 contrast.py --parts FOLDER --start CHECKPOINT --out FOLDER --seconds 400
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

import checkpoint
import static_recipe  # noqa: F401  the imports below need it
from batches import BatchPlan, batches
from inputs import add_data_arguments, load_mined, load_source
from losses import info_nce
from model import Encoder
from pairs import Drawn
from stream import Stream, Texts, chunks, encode, encode_chunk
from training import Trainer, add_arguments, compile_layers, prepare, wait_for

MATRYOSHKA = (64, 128, 256)  # and the whole vector


def matryoshka_sizes(dimensions: int) -> tuple[int, ...]:
    return (*[size for size in MATRYOSHKA if size < dimensions], dimensions)


def backward_in_chunks(
    encoder: Encoder, sides: list[Texts], loss_of: Callable[..., torch.Tensor], chunk_tokens: int, cached: bool
) -> torch.Tensor:
    """Computes the gradient of a loss over the embeddings of several lists of texts; the loss itself comes back."""
    if not cached:
        loss = loss_of(*(encode(encoder, texts, chunk_tokens) for texts in sides))
        loss.backward()
        return loss
    with torch.no_grad():
        embeddings = [encode(encoder, texts, chunk_tokens) for texts in sides]
    leaves = [embedding.requires_grad_() for embedding in embeddings]
    loss = loss_of(*leaves)
    loss.backward()
    for texts, leaf in zip(sides, leaves):
        for rows, width in chunks(texts.lengths, chunk_tokens):
            gradient = leaf.grad[torch.from_numpy(rows).to(leaf.device)]
            (encode_chunk(encoder, texts, rows, width, chunk_tokens) * gradient).sum().backward()
    return loss


def not_negatives(drawn: Drawn, extra: np.ndarray, device: torch.device) -> torch.Tensor:
    """[queries, passages + extra]: true where a passage must not count as a negative of a query."""
    passages, queries = (
        torch.from_numpy(numbers.view(np.int64)).to(device)
        for numbers in (np.concatenate([drawn.identity, extra]), drawn.query_identity)
    )
    count = len(queries)
    same = passages[:count, None] == passages[None, :]
    same[:, :count] |= queries[:, None] == queries[None, :]
    same[:, :count].fill_diagonal_(False)
    return same


class Mined:
    """Hard negatives of some pairs; see mine.py."""

    def __init__(self, arrays: dict[str, np.ndarray], chance: np.random.Generator):
        self.pair, self.negatives, self.chance = arrays["pair"], arrays["negatives"], chance

    def draw(self, count: int, negatives: int) -> tuple[np.ndarray, np.ndarray]:
        """Pair numbers and the records of their negatives, flat; places without one are dropped."""
        rows = self.chance.integers(len(self.pair), size=count)
        columns = self.chance.integers(self.negatives.shape[1], size=(count, negatives))
        found = self.negatives[rows[:, None], columns].ravel()
        return self.pair[rows], np.unique(found[found >= 0])


def train(options: argparse.Namespace) -> None:
    device = prepare(options)
    source = load_source(options.parts)
    stream = Stream(source.records, device, options.query_prefix)
    wait_for(options, options.start, options.mined)
    encoder = checkpoint.load(options.start, Encoder).to(device)
    if options.compile:
        compile_layers(encoder)
    chance = np.random.default_rng(options.seed)
    mined = Mined(load_mined(options.mined, source), chance) if options.mined else None
    plain = options.batch // 2 if mined else options.batch
    dealt = batches(source, BatchPlan(plain, options.block, options.question_repeats), chance)
    sizes = matryoshka_sizes(encoder.shape.dimensions)
    print(f"{len(source)} pairs {source.counts()}, batch {options.batch}, cuts {sizes}", flush=True)
    trainer = Trainer(encoder, options, "hard" if mined else "contrast")
    while trainer.running():
        chosen, negatives = next(dealt), np.zeros(0, np.int64)
        if mined:
            hard, negatives = mined.draw(options.batch - plain, options.negatives)
            chosen = np.concatenate([chosen, hard])
        drawn = source.draw(chosen, chance)
        passages = drawn.passages
        if len(negatives):
            passages = np.concatenate([passages, source.passages(negatives, chance.random(len(negatives)) < 0.25)])
        same = not_negatives(drawn, source.passage_print[negatives], device)
        sides = [
            stream.texts(drawn.queries, limit=options.query_tokens, is_query=True),
            stream.texts(passages, limit=options.passage_tokens),
        ]
        tokens = sum(int(texts.lengths.sum()) for texts in sides)
        loss = backward_in_chunks(
            encoder, sides, lambda left, right: info_nce(left, right, same, options.temperature, sizes),
            options.chunk_tokens, cached=tokens > options.cached_above,
        )
        trainer.step(loss)
    trainer.finish()


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_arguments(parser, learning_rate=4e-4)
    add_data_arguments(parser)
    parser.add_argument("--batch", type=int, default=4096)
    parser.add_argument("--block", type=int, default=64, help="pairs of one source and language that stand together")
    parser.add_argument("--question-repeats", type=int, default=2, help="how often an epoch holds each question")
    parser.add_argument("--temperature", type=float, default=0.04)
    parser.add_argument("--cached-above", type=int, default=250_000, help="tokens above which GradCache is used")
    parser.add_argument("--mined", type=Path, help="mined.npz: go on with hard negatives")
    parser.add_argument("--negatives", type=int, default=1, help="hard negatives of each mined pair")
    return parser


if __name__ == "__main__":
    train(arguments().parse_args())
