"""Distils the cross-encoder into the encoder: its scores of mined candidates, margin-MSE, within a given time.

The teacher is trained on the same text; nothing comes from another model. It scores lists for a share of the time,
then the encoder learns their margins (Hofstätter et al. 2020, arXiv 2010.02666) beside its contrastive loss, which
keeps apart what was never a candidate. A learnt factor brings cosines to the teacher's scale.

    python3 distil.py --parts FOLDER --start ENCODER --teacher CROSS --mined mined.npz --out FOLDER --seconds 120
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import checkpoint
from candidates import Candidates, to_device
from contrast import backward_in_chunks, matryoshka_sizes, not_negatives
from cross import score_texts
from inputs import add_data_arguments, load_source
from losses import info_nce, margin_mse
from model import CrossEncoder, Encoder
from stream import Stream
from training import Trainer, add_arguments, compile_layers, prepare, wait_for

MARGIN_WEIGHT = 0.1  # margins are of the size of 5, squared errors of 10: about as much as the contrastive loss


def teach(model: CrossEncoder, candidates: Candidates, options: argparse.Namespace) -> tuple[np.ndarray, np.ndarray]:
    """List numbers and the teacher's scores [lists, candidates]; NaN where a list has no candidate."""
    chance, started = np.random.default_rng(options.seed), time.monotonic()
    order = candidates.mixed_order(chance, options.question_share)
    taught, scores = [], []
    for start in range(0, len(order), options.teach_lists):
        chosen = order[start:start + options.teach_lists]
        lists = candidates.all_of(chosen, chance)
        found = score_texts(model, lists.texts, options.chunk_tokens).cpu().numpy().reshape(len(chosen), -1)
        scores.append(np.where(lists.known, found, np.nan).astype(np.float32))
        taught.append(chosen)
        if time.monotonic() - started > options.seconds * options.teach_share:
            break
    print(f"{sum(map(len, taught))} lists scored in {time.monotonic() - started:.0f} s", flush=True)
    return np.concatenate(taught), np.concatenate(scores)


class Distillation:
    """One batch at a time: queries, right passages and mined ones, with the teacher's scores."""

    def __init__(self, candidates: Candidates, taught: np.ndarray, scores: np.ndarray, options: argparse.Namespace):
        self.candidates, self.taught, self.scores, self.options = candidates, taught, scores, options
        self.chance = np.random.default_rng(options.seed + 1)

    def step(self, encoder: Encoder, factor: torch.nn.Parameter, sizes: tuple[int, ...]) -> torch.Tensor:
        options, source, stream = self.options, self.candidates.source, self.candidates.stream
        rows = self.chance.integers(len(self.taught), size=options.batch)
        mined = self.candidates.mined
        chosen = self.taught[rows]
        drawn = source.draw(mined["pair"][chosen], self.chance)
        draw = self.chance.random((options.batch, self.scores.shape[1] - 1))
        columns = np.argsort(draw, axis=1)[:, :options.negatives]
        negatives = np.take_along_axis(mined["negatives"][chosen], columns, axis=1)
        teacher = np.take_along_axis(self.scores[rows], np.insert(columns + 1, 0, 0, axis=1), axis=1)
        flat = np.where(negatives >= 0, negatives, drawn.record[:, None]).ravel()
        passages = np.concatenate([drawn.passages, source.passages(flat)])
        same = not_negatives(drawn, source.passage_print[flat], stream.device)
        wanted = to_device(teacher, stream.device)

        def loss_of(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
            mined_ones = right[options.batch:].unflatten(0, negatives.shape)
            groups = torch.cat([right[:options.batch, None], mined_ones], dim=1)
            cosines = (F.normalize(left, dim=1)[:, None] * F.normalize(groups, dim=2)).sum(dim=2)
            margins = margin_mse(cosines * factor.exp(), wanted)
            return MARGIN_WEIGHT * margins + info_nce(left, right, same, options.temperature, sizes)

        sides = [
            stream.texts(drawn.queries, limit=options.query_tokens, is_query=True),
            stream.texts(passages, limit=options.passage_tokens),
        ]
        cached = sum(int(texts.lengths.sum()) for texts in sides) > options.cached_above
        return backward_in_chunks(encoder, sides, loss_of, options.chunk_tokens, cached)


def train(options: argparse.Namespace) -> None:
    device = prepare(options)
    source = load_source(options.parts)
    stream = Stream(source.records, device, options.query_prefix)
    wait_for(options, options.start, options.teacher, options.mined)
    started = time.monotonic()
    candidates = Candidates(source, options.mined, stream, options.cross_tokens)
    teacher = checkpoint.load(options.teacher, CrossEncoder).to(device).eval()
    encoder = checkpoint.load(options.start, Encoder).to(device)
    if options.compile:
        compile_layers(teacher.encoder)
        compile_layers(encoder)
    teaching = Distillation(candidates, *teach(teacher, candidates, options), options)
    options.seconds = max(1.0, options.seconds - (time.monotonic() - started))
    factor = torch.nn.Parameter(torch.tensor(3.0, device=device))  # e^3 = 20
    trainer = Trainer(encoder, options, "distil", extra=[factor])
    sizes = matryoshka_sizes(encoder.shape.dimensions)
    while trainer.running():
        trainer.step(teaching.step(encoder, factor, sizes))
    print(f"cosines times {factor.exp().item():.1f}", flush=True)
    trainer.finish()


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_arguments(parser, learning_rate=1e-4)
    add_data_arguments(parser)
    parser.add_argument("--teacher", type=Path, required=True, help="checkpoint of the cross-encoder")
    parser.add_argument("--mined", type=Path, required=True)
    parser.add_argument("--cross-tokens", type=int, default=256)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--negatives", type=int, default=4)
    parser.add_argument("--temperature", type=float, default=0.04)
    parser.add_argument("--cached-above", type=int, default=250_000)
    parser.add_argument("--teach-share", type=float, default=0.4, help="of the time, for the teacher's scores")
    parser.add_argument("--teach-lists", type=int, default=2048)
    parser.add_argument("--question-share", type=float, default=0.5)
    return parser


if __name__ == "__main__":
    train(arguments().parse_args())
