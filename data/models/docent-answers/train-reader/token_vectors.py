"""Token vectors and tokeniser of docent's static encoder (data/models/docent-static), as the reader takes them."""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from reader import DIMENSIONS

STATIC = Path(__file__).resolve().parents[2] / "docent-static"
# Last, because that recipe has an export.py and a train.py too.
sys.path.append(str(STATIC / "train"))
from tokenizer import WordPieceTokenizer  # noqa: E402

PAD_ID = 0
"""Of the [PAD] token; the tokeniser never gives it for a text."""


@dataclass(frozen=True)
class TokenVectors:
    units: np.ndarray
    """[V, 128] float32: the first half of each token's vector, as a unit vector. It was trained so that its vectors
    may be cut (Matryoshka representation learning), and half of them halves the work."""
    norms: np.ndarray
    """[V] float32: of the whole vectors; rare tokens have long ones."""


def load_token_vectors(folder: Path = STATIC) -> TokenVectors:
    """Of the int8 rows and their scales in the encoder's graph."""
    graph = onnx.load(str(folder / "onnx" / "model_int8.onnx")).graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    vectors = constants["token_vectors"].astype(np.float32) * constants["token_scales"][:, None]
    cut = vectors[:, :DIMENSIONS]
    units = cut / np.maximum(np.linalg.norm(cut, axis=1, keepdims=True), 1e-9)
    # Rounded to half precision, with which the bundled reader was trained; a cosine changes by less than 0.001.
    return TokenVectors(units.astype(np.float16).astype(np.float32), np.linalg.norm(vectors, axis=1))


def load_tokenizer(folder: Path = STATIC) -> WordPieceTokenizer:
    """Texts to ids of the tokens above; its `vocabulary` are the tokens in the order of their ids."""
    return WordPieceTokenizer.load(folder / "tokenizer.json")
