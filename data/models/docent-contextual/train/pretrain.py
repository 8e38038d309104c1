"""Masked-language-model pre-training (Devlin et al. 2018, arXiv 1810.04805) within a given time.

* Sequences are cut from the running text without padding, as RoBERTa's full sentences (Liu et al. 2019,
  arXiv 1907.11692); first of 128 tokens, in the last part of the time of 512, so that all positions are learnt.
* A fixed share of each sequence is asked (more than BERT's 15 %: Wettig et al. 2022, arXiv 2202.08005);
  only those places are decoded.
* The batch order is random with a fixed seed, the rate follows the clock, and parts of the text that arrive while
  it trains are taken in.

    python3 pretrain.py --parts FOLDER --out FOLDER --seconds 500
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import checkpoint
from model import Encoder, MaskedLanguageModel, Shape
from records import MANIFEST, Records, join, load_manifest, part_paths, read_arrays
from stream import CLS, MASK, SEP
from training import Trainer, add_arguments, autocast, compile_layers, prepare

FIRST_ORDINARY = 5  # ids below are special
KEPT, RANDOM = 0.1, 0.1  # of the asked places: left as they are, replaced by any token


def running_text(records: Records) -> np.ndarray:
    """All records one after the other with [SEP] between them."""
    return np.insert(records.tokens, records.ends, SEP)


class Windows:
    """Random windows of the running text, each position of the text once per round."""

    def __init__(self, text: np.ndarray, device: torch.device, seed: int):
        self.text = torch.from_numpy(text.astype(np.int32)).to(device)
        self.chance = torch.Generator(device=device).manual_seed(seed)
        self.device, self.left, self.rounds = device, None, 0

    def batch(self, rows: int, width: int) -> torch.Tensor:
        """Ids [rows, width]: [CLS], width - 2 tokens, [SEP]."""
        inner = width - 2
        if len(self.text) < inner:
            raise ValueError(f"{len(self.text)} tokens do not fill a window of {width}; give more text or less --width")
        if self.left is None or self.left[0] != width or len(self.left[1]) < rows:
            count = max(1, (len(self.text) - inner) // inner)
            order = torch.randperm(count, generator=self.chance, device=self.device)
            while len(order) < rows:  # less text than one batch
                order = torch.cat([order, order])
            shift = int(torch.randint(inner, (1,), generator=self.chance, device=self.device))
            self.left = (width, order * inner + min(shift, len(self.text) - inner * count))
            self.rounds += 1
        starts, rest = self.left[1][:rows], self.left[1][rows:]
        self.left = (width, rest)
        ids = torch.full((rows, width), SEP, dtype=torch.long, device=self.device)
        ids[:, 0] = CLS
        ids[:, 1:-1] = self.text[starts[:, None] + torch.arange(inner, device=self.device)].long()
        return ids


def mask_tokens(
    ids: torch.Tensor, share: float, vocabulary: int, chance: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Disguised ids, the places [rows, K] that are asked, and the right tokens there."""
    draw = torch.rand(ids.shape, generator=chance, device=ids.device).masked_fill(ids < FIRST_ORDINARY, 2.0)
    asked = max(1, round(ids.shape[1] * share))
    places = draw.topk(asked, dim=1, largest=False).indices
    answers = ids.gather(1, places)
    fate = torch.rand(places.shape, generator=chance, device=ids.device)
    any_token = torch.randint(FIRST_ORDINARY, vocabulary, places.shape, generator=chance, device=ids.device)
    disguise = torch.where(fate < KEPT, answers, torch.where(fate < KEPT + RANDOM, any_token, MASK))
    # A row of few ordinary tokens also has special ones drawn: those stay, and count for nothing.
    disguise = torch.where(answers < FIRST_ORDINARY, answers, disguise)
    answers = answers.masked_fill(answers < FIRST_ORDINARY, -100)
    return ids.scatter(1, places, disguise), places, answers


def masked_loss(model: MaskedLanguageModel, ids: torch.Tensor, share: float, chance: torch.Generator) -> torch.Tensor:
    disguised, places, answers = mask_tokens(ids, share, model.encoder.shape.vocabulary, chance)
    with autocast(ids.device):
        logits = model(disguised, places)
    return F.cross_entropy(logits.flatten(0, 1).float(), answers.flatten(), ignore_index=-100)


def new_model(parts: Path, options: argparse.Namespace) -> MaskedLanguageModel:
    """A model of random weights, or the one of an earlier checkpoint."""
    if options.resume:
        return checkpoint.load(options.resume, MaskedLanguageModel)
    vocabulary = load_manifest(parts)["vocabulary"]
    sizes = (options.layers, options.dimensions, options.heads, options.feed_forward, options.positions)
    return MaskedLanguageModel(Encoder(Shape(vocabulary, *sizes)))


def train(options: argparse.Namespace) -> None:
    device = prepare(options)
    model = new_model(options.parts, options).to(device)
    if options.compile:
        compile_layers(model.encoder)
    trainer = Trainer(model, options, "pretrain")
    chance = torch.Generator(device=device).manual_seed(options.seed)
    loaded, windows, looked_at = [], None, 0.0
    while trainer.running():
        if windows is None or time.monotonic() - looked_at > options.look_every:
            looked_at = time.monotonic()
            fresh = [read_arrays(path) for path in part_paths(options.parts)[len(loaded):]]
            if fresh:
                loaded += fresh
                text = running_text(join(loaded))
                windows = Windows(text, device, options.seed + len(loaded))
                print(f"{len(loaded)} parts, {len(text)} tokens, {trainer.budget.elapsed():.0f} s", flush=True)
            elif windows is None:
                raise FileNotFoundError(f"no part-00.xz in {options.parts}; run pack.py, or send the parts first")
        is_long = trainer.budget.fraction() > 1 - options.long_share
        width = options.long_width if is_long else options.width
        ids = windows.batch(max(1, options.batch_tokens // width), width)
        loss = masked_loss(model, ids, options.mask_share, chance)
        loss.backward()
        trainer.step(loss)
    trainer.finish()


def add_shape_arguments(parser: argparse.ArgumentParser) -> None:
    for name in ("layers", "dimensions", "heads", "feed_forward", "positions"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=getattr(Shape, name))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_arguments(parser, learning_rate=1e-3)
    add_shape_arguments(parser)
    parser.add_argument("--parts", required=True, type=Path, help=f"folder of part-NN.xz and {MANIFEST}")
    parser.add_argument("--resume", type=Path, help="checkpoint to go on from")
    parser.add_argument("--batch-tokens", type=int, default=131_072)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--long-width", type=int, default=512)
    parser.add_argument("--long-share", type=float, default=0.12, help="share of the time, at the end, of long ones")
    parser.add_argument("--mask-share", type=float, default=0.25)
    parser.add_argument("--look-every", type=float, default=5.0, help="seconds between looks for parts that arrived")
    return parser


if __name__ == "__main__":
    train(arguments().parse_args())
