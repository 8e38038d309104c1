"""Weights on disk: one uncompressed .npz in half precision, cut into files that may be sent.

    FOLDER/shape.json                  sizes of the encoder
    FOLDER/state.json                  stage, step, loss, seconds: what the run had reached
    FOLDER/weights.npz.00, .01, ...    the .npz in pieces of at most 16 MiB

Names inside: embeddings.word, embeddings.position, embeddings.norm.{weight,bias}, then for each layer i
layers.{i}.attention.{query,key,value,output}.{weight,bias}, layers.{i}.attention.norm.{weight,bias},
layers.{i}.feed_forward.{in,out}.{weight,bias}, layers.{i}.norm.{weight,bias}; weights of projections are [out, in].
A masked language model also has head.*, a cross-encoder relevance.* and span.*.

    python3 checkpoint.py --join FOLDER --out weights.npz
"""

import argparse
import io
import json
import shutil
from pathlib import Path

import numpy as np
import torch

from model import CrossEncoder, Encoder, MaskedLanguageModel, Shape

PIECE = 16 << 20
_HEAD = {"transform.weight", "transform.bias", "norm.weight", "norm.bias", "bias"}


def saved_name(name: str) -> str:
    """The name of a parameter in the file."""
    if name in _HEAD:
        return f"head.{name}"
    name = name.removeprefix("encoder.")
    for table in ("word", "position"):
        name = name.replace(f"embeddings.{table}.weight", f"embeddings.{table}")
    return name


def arrays_of(model: torch.nn.Module) -> dict[str, np.ndarray]:
    return {
        saved_name(name): value.detach().to("cpu", torch.float16).numpy() for name, value in model.state_dict().items()
    }


def save(model: Encoder | MaskedLanguageModel | CrossEncoder, folder: str | Path, state: dict) -> None:
    """Writes a checkpoint; a reader sees the old one or the new one, never half of it."""
    folder, fresh = Path(folder), Path(f"{folder}.writing")
    encoder = model if isinstance(model, Encoder) else model.encoder
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays_of(model))
    raw = buffer.getvalue()
    for number, start in enumerate(range(0, len(raw), PIECE)):
        (fresh / f"weights.npz.{number:02d}").write_bytes(raw[start:start + PIECE])
    (fresh / "shape.json").write_text(json.dumps(encoder.shape.as_json()), encoding="utf-8")
    (fresh / "state.json").write_text(json.dumps(state), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def read_arrays(folder: str | Path) -> dict[str, np.ndarray]:
    """All arrays of a checkpoint, as float16."""
    pieces = sorted(Path(folder).glob("weights.npz.[0-9][0-9]"))
    if not pieces:
        raise FileNotFoundError(f"no weights.npz.00 in {folder}; is it the folder of a checkpoint?")
    with np.load(io.BytesIO(b"".join(piece.read_bytes() for piece in pieces))) as archive:
        return dict(archive)


def read_json(folder: str | Path, name: str) -> dict:
    return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))


def load(folder: str | Path, kind: type = Encoder) -> torch.nn.Module:
    """The encoder, masked language model or cross-encoder of a checkpoint.

    Heads that the file does not hold keep their first random weights: that is how one model is built on another.
    """
    torch.manual_seed(0)
    encoder = Encoder(Shape(**read_json(folder, "shape")))
    model = encoder if kind is Encoder else kind(encoder)
    arrays, missing = read_arrays(folder), []
    with torch.no_grad():
        for name, value in model.state_dict().items():
            stored = arrays.get(saved_name(name))
            if stored is None:
                missing.append(saved_name(name))
            else:
                value.copy_(torch.from_numpy(stored.astype(np.float32)))
    lost = [name for name in missing if name.startswith(("embeddings.", "layers."))]
    if lost:
        raise ValueError(f"{folder} lacks {', '.join(lost[:3])}; it is damaged or of another recipe")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--join", required=True, type=Path, help="folder of a checkpoint")
    parser.add_argument("--out", required=True, type=Path, help=".npz to write, float32; its shape goes beside it")
    options = parser.parse_args()
    np.savez(options.out, **{name: values.astype(np.float32) for name, values in read_arrays(options.join).items()})
    shutil.copy(options.join / "shape.json", options.out.with_suffix(".json"))
    print(f"{options.out} and {options.out.with_suffix('.json')} written")


if __name__ == "__main__":
    main()
