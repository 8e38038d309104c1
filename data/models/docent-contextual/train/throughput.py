"""Measures what the machine can do, in about a minute, and writes down what the stages should use.

Milliseconds a step and tokens a second of pre-training and of contrastive encoding, with and without compiled layers,
and memory a token. Each figure is the median of several steps after warm-up, on random tokens (never zeros).

    python3 throughput.py --out machine.json --vocabulary-size 28000
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch

from model import Encoder, MaskedLanguageModel, Shape
from pretrain import add_shape_arguments, masked_loss
from stream import SEP
from training import autocast, compile_layers, prepare

MEMORY_SHARE = 0.45  # of the device, for the activations of one batch that is encoded once, without its padding


def wait_for_device(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def time_steps(step: Callable[[], None], device: torch.device, seconds: float) -> tuple[float, float]:
    """Seconds of the first step (compilation included) and the median of the rest."""
    begun = time.monotonic()
    step()
    wait_for_device(device)
    first, times = time.monotonic() - begun, []
    for _ in range(2):
        step()
    wait_for_device(device)
    until = time.monotonic() + seconds
    while len(times) < 3 or time.monotonic() < until:
        started = time.monotonic()
        step()
        wait_for_device(device)
        times.append(time.monotonic() - started)
    return first, sorted(times)[len(times) // 2]


def random_ids(rows: int, width: int, vocabulary: int, device: torch.device) -> torch.Tensor:
    ids = torch.randint(5, vocabulary, (rows, width), device=device)
    ids[:, -1] = SEP
    return ids


def pretraining(shape: Shape, options: argparse.Namespace, device: torch.device, compiled: bool, width: int) -> dict:
    """One optimiser step of masked-language modelling."""
    model = MaskedLanguageModel(Encoder(shape)).to(device)
    if compiled:
        compile_layers(model.encoder)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4)
    chance = torch.Generator(device=device).manual_seed(0)
    rows = max(1, options.batch_tokens // width)

    def step() -> None:
        masked_loss(model, random_ids(rows, width, shape.vocabulary, device), 0.25, chance).backward()
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)

    first, median = time_steps(step, device, options.seconds)
    return {
        "first_s": round(first, 1), "step_ms": round(1000 * median, 2), "tokens_per_s": round(rows * width / median),
    }


def encoding(shape: Shape, options: argparse.Namespace, device: torch.device, compiled: bool, width: int) -> dict:
    """Forward and backward of one chunk of padded passages, as in contrastive training."""
    encoder = Encoder(shape).to(device)
    if compiled:
        compile_layers(encoder)
    rows = max(1, options.chunk_tokens // width)
    mask = torch.arange(width, device=device)[None, :] < torch.randint(width // 2, width + 1, (rows, 1), device=device)

    def step() -> None:
        with autocast(device):
            embeddings = encoder.embed(random_ids(rows, width, shape.vocabulary, device), mask)
        embeddings.square().sum().backward()

    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
    first, median = time_steps(step, device, options.seconds)
    peak = torch.cuda.max_memory_allocated() - before if device.type == "cuda" else 0
    return {
        "first_s": round(first, 1), "step_ms": round(1000 * median, 2), "tokens_per_s": round(rows * width / median),
        "bytes_per_token": round(peak / (rows * width)),
    }


def measure(options: argparse.Namespace, device: torch.device) -> dict:
    """All figures; compiled ones only where there is a GPU, and only if compiling works."""
    shape = Shape(options.vocabulary_size, options.layers, options.dimensions, options.heads, options.feed_forward,
                  options.positions)
    figures: dict = {}
    for compiled in (False, True) if device.type == "cuda" else (False,):
        label = "compiled" if compiled else "plain"
        for name, run, width in (
            ("pretrain 128", pretraining, options.width), ("passages 128", encoding, options.width),
            ("pretrain 512", pretraining, options.positions),
        ):
            if compiled and name == "pretrain 512":
                continue  # another compilation; the plain figure is enough to plan with
            try:
                figures[f"{name} {label}"] = run(shape, options, device, compiled, width)
            except Exception as failure:  # a figure that fails must not end the only session with a GPU
                figures[f"{name} {label}"] = {"failed": repr(failure)[:300]}
            print(f"{name} {label}: {figures[f'{name} {label}']}", flush=True)
            write_down(options.out, figures, device)  # so that running out of time costs the rest only
            if device.type == "cuda":
                torch.cuda.empty_cache()
    return figures


def write_down(out: Path, figures: dict, device: torch.device) -> dict:
    name = torch.cuda.get_device_name() if device.type == "cuda" else "CPU"
    result = {"device": name, "torch": torch.__version__, "figures": figures, **decide(figures, device)}
    out.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def decide(figures: dict, device: torch.device) -> dict:
    """Whether to compile, and above how many tokens a contrastive batch is encoded twice."""
    plain, compiled = (figures.get(f"pretrain 128 {label}", {}) for label in ("plain", "compiled"))
    gain = compiled.get("tokens_per_s", 0) / max(1, plain.get("tokens_per_s", 0))
    decided = {"compile": gain > 1.1, "compile_gain": round(gain, 2)}
    label = "compiled" if decided["compile"] else "plain"
    per_token = figures.get(f"passages 128 {label}", {}).get("bytes_per_token", 0)
    if device.type == "cuda" and per_token:
        memory = torch.cuda.get_device_properties(0).total_memory
        decided["cached_above"] = int(MEMORY_SHARE * memory / per_token)
    return decided


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_shape_arguments(parser)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--vocabulary-size", type=int, required=True)
    parser.add_argument("--batch-tokens", type=int, default=131_072)
    parser.add_argument("--chunk-tokens", type=int, default=32_768)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each figure, its first step not counted")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    device = prepare(options)
    result = write_down(options.out, measure(options, device), device)
    print(f"{result['device']}, torch {torch.__version__}, compile: {result['compile']} "
          f"(times {result['compile_gain']}), encode twice above {result.get('cached_above', 'the default')} tokens")


if __name__ == "__main__":
    main()
