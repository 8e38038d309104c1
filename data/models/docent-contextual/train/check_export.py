"""Writes texts with what the float model makes of them, for check_export.mjs to compare with the exported folder.

    python3 check_export.py --weights weights.npz --vocabulary vocab.txt --out samples.jsonl SHARD...
    node check_export.mjs FOLDER samples.jsonl

Of an encoder: text, token ids, vector. Of a cross-encoder: the pair's token ids, relevance, start and end logits; the
pairs are the questions of the shards with their passages.
"""

import argparse
import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Iterable, Iterator

import numpy as np
import torch

import static_recipe  # noqa: F401  makes the modules below importable
from check_tokenizer import texts_of_row
from checkpoint import saved_name
from export import read_weights
from model import CrossEncoder, Encoder, Shape
from onnx_graph import Sizes
from shards import read_rows
from tokenizer import SPECIAL_TOKENS, WordPieceTokenizer

CLS, SEP = SPECIAL_TOKENS.index("[CLS]"), SPECIAL_TOKENS.index("[SEP]")


def float_model(weights: dict[str, np.ndarray], sizes: Sizes) -> Encoder | CrossEncoder:
    """The model of the recipe with these weights; a cross-encoder where they have its heads."""
    encoder = Encoder(Shape(**asdict(sizes)))
    model = CrossEncoder(encoder) if "relevance.weight" in weights else encoder
    with torch.no_grad():
        for name, value in model.state_dict().items():
            value.copy_(torch.from_numpy(weights[saved_name(name)]))
    return model.eval()


def ids_of_text(text: str, tokenizer: WordPieceTokenizer, limit: int) -> list[int]:
    return [CLS, *tokenizer.encode(text, limit - 2), SEP]


def ids_of_pair(first: str, second: str, tokenizer: WordPieceTokenizer, limit: int) -> list[int]:
    """The second text is cut where both do not fit."""
    head = [CLS, *tokenizer.encode(first, limit // 2), SEP]
    return [*head, *tokenizer.encode(second, limit - len(head) - 1), SEP]


def rounded(values: torch.Tensor) -> list[float]:
    return [round(float(value), 6) for value in values.flatten()]


def text_samples(model: Encoder, texts: Iterable[str], tokenizer: WordPieceTokenizer) -> Iterator[dict]:
    for text in texts:
        ids = ids_of_text(text, tokenizer, model.shape.positions)
        with torch.no_grad():
            vector = model.embed(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.bool))
        yield {"text": text, "ids": ids, "vector": rounded(vector)}


def pair_samples(
    model: CrossEncoder, pairs: Iterable[tuple[str, str]], tokenizer: WordPieceTokenizer
) -> Iterator[dict]:
    for first, second in pairs:
        ids = ids_of_pair(first, second, tokenizer, model.encoder.shape.positions)
        with torch.no_grad():
            relevance, spans = model(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.bool))
        spans = {"start": rounded(spans[0, 0]), "end": rounded(spans[0, 1])}
        yield {"text": first, "pair": second, "ids": ids, "relevance": float(relevance), **spans}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", required=True, type=Path, help=".npz of `checkpoint.py --join`")
    parser.add_argument("--vocabulary", required=True, help="one token a line, or tokenizer.json")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--rows-per-shard", type=int, default=20)
    parser.add_argument("shards", nargs="+")
    options = parser.parse_args()

    torch.set_num_threads(1)
    weights, sizes = read_weights(options.weights)
    model, tokenizer = float_model(weights, sizes), WordPieceTokenizer.load(options.vocabulary)
    rows = [row for shard in options.shards for row in islice(read_rows(shard), options.rows_per_shard)]
    if isinstance(model, CrossEncoder):
        pairs = [(row["question"], row["passage"]) for row in rows if "question" in row]
        samples = pair_samples(model, pairs, tokenizer)
    else:
        samples = text_samples(model, [text for row in rows for text in texts_of_row(row)], tokenizer)
    with open(options.out, "w", encoding="utf-8") as out:
        for sample in samples:
            print(json.dumps(sample, ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
