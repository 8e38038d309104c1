"""Compiles the encoder's layer for the shapes of the contrastive stages and the cross-encoder, into torch's cache.

Run while pre-training, it saves each later stage the compilation. Where the cache is not shared, nothing is lost.

    python3 warm_up.py --vocabulary-size 28000
"""

import argparse
import time

import torch

from model import Encoder, Shape
from pretrain import add_shape_arguments
from stream import LENGTHS
from training import autocast, compile_layers, prepare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_shape_arguments(parser)
    parser.add_argument("--vocabulary-size", type=int, required=True)
    parser.add_argument("--chunk-tokens", type=int, default=32_768)
    parser.add_argument("--widest", type=int, default=256)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    device, started = prepare(options), time.monotonic()
    shape = Shape(options.vocabulary_size, options.layers, options.dimensions, options.heads, options.feed_forward,
                  options.positions)
    encoder = Encoder(shape).to(device)
    compile_layers(encoder)
    for width in (width for width in LENGTHS if width <= options.widest):
        ids = torch.randint(5, options.vocabulary_size, (max(1, options.chunk_tokens // width), width), device=device)
        mask = torch.ones_like(ids, dtype=torch.bool)
        with torch.no_grad(), autocast(device):
            encoder.embed(ids, mask)
        with autocast(device):
            embeddings = encoder.embed(ids, mask)
        embeddings.square().sum().backward()
        print(f"width {width}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
