"""A cross-encoder from the encoder's body, with two heads, trained within a given time.

* Relevance: the right passage against mined ones, cross-entropy over each list (Gao et al. 2021, arXiv 2101.08751).
* Answer span with "no answer": rows with a marked answer; a mined passage that does not hold the answer's words is a
  case of "no answer", as in SQuAD 2.0 (Rajpurkar et al. 2018, arXiv 1806.03822).

    python3 cross.py --parts FOLDER --start CHECKPOINT --mined mined.npz --out FOLDER --seconds 200
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import checkpoint
from candidates import Candidates, Lists, to_device
from inputs import add_data_arguments, load_source
from losses import listwise, span_loss
from model import CrossEncoder
from stream import Stream, Texts, chunks, padded
from training import Trainer, add_arguments, autocast, compile_layers, prepare, wait_for

SPAN_WEIGHT = 0.5


def score_rows(
    model: CrossEncoder, texts: Texts, rows: np.ndarray, width: int, chunk_tokens: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Relevance and span logits of some rows."""
    device = texts.stream.device
    ids, mask = texts.gather(padded(rows, width, chunk_tokens, device), width)
    with autocast(device):
        relevance, spans = model(ids, mask)
    return relevance[: len(rows)], spans[: len(rows)]


def score_texts(model: CrossEncoder, texts: Texts, chunk_tokens: int) -> torch.Tensor:
    """Relevance of all texts, in their order, without a gradient."""
    scores = torch.zeros(len(texts), device=texts.stream.device)
    with torch.no_grad():
        for rows, width in chunks(texts.lengths, chunk_tokens):
            relevance, _ = score_rows(model, texts, rows, width, chunk_tokens)
            scores[to_device(rows, scores.device)] = relevance
    return scores


def both_losses(model: CrossEncoder, lists: Lists, chunk_tokens: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Loss of the relevance head over the lists, and of the span head over the rows that are asked."""
    device, texts = lists.texts.stream.device, lists.texts
    starts, ends = to_device(lists.starts, device), to_device(lists.ends, device)
    order, relevances, span_parts = [], [], []
    for rows, width in chunks(texts.lengths, chunk_tokens):
        relevance, spans = score_rows(model, texts, rows, width, chunk_tokens)
        at = to_device(rows, device)
        order.append(rows)
        relevances.append(relevance)
        asked_here = int((lists.starts[rows] >= 0).sum())
        span_parts.append(span_loss(spans, starts[at], ends[at]) * asked_here if asked_here else spans.sum() * 0)
    back = to_device(np.argsort(np.concatenate(order)), device)
    scores = torch.cat(relevances)[back].reshape(-1, lists.width)
    asked = max(1.0, float((lists.starts >= 0).sum()))
    return listwise(scores, to_device(lists.known, device)), torch.stack(span_parts).sum() / asked


def train(options: argparse.Namespace) -> None:
    device = prepare(options)
    source = load_source(options.parts)
    stream = Stream(source.records, device)
    wait_for(options, options.start, options.mined)
    model = checkpoint.load(options.start, CrossEncoder).to(device)
    if options.compile:
        compile_layers(model.encoder)
    candidates = Candidates(source, options.mined, stream, options.tokens)
    chance = np.random.default_rng(options.seed)
    print(f"{len(candidates)} lists, {int(candidates.is_question.sum())} of them questions", flush=True)
    trainer, order = Trainer(model, options, "cross"), np.zeros(0, np.int64)
    while trainer.running():
        while len(order) < options.lists:
            order = np.concatenate([order, candidates.mixed_order(chance, options.question_share)])
        chosen, order = order[:options.lists], order[options.lists:]
        lists = candidates.draw(chosen, options.negatives, chance)
        relevance, span = both_losses(model, lists, options.chunk_tokens)
        loss = relevance + SPAN_WEIGHT * span
        loss.backward()
        trainer.step(loss)
        if trainer.step_number % 50 == 1:
            print(f"step {trainer.step_number}: relevance {relevance.item():.3f}, span {span.item():.3f}", flush=True)
    trainer.finish()


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_arguments(parser, learning_rate=1.5e-4)
    add_data_arguments(parser)
    parser.add_argument("--mined", type=Path, required=True)
    parser.add_argument("--tokens", type=int, default=256, help="of question and passage together")
    parser.add_argument("--lists", type=int, default=192, help="lists in a batch")
    parser.add_argument("--negatives", type=int, default=5, help="mined passages in a list")
    parser.add_argument("--question-share", type=float, default=0.7, help="of the lists; the others ask with headings")
    return parser


if __name__ == "__main__":
    train(arguments().parse_args())
