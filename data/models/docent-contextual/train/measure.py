"""nDCG@10 and Recall@5 of checkpoints on packed sets: the encoder alone, cut vectors, and reranked.

Metrics are those of docent-static's evaluate.py. A passage is read up to `--passage-tokens`.

    python3 measure.py --sets sets.xz --start CHECKPOINT [--cross CHECKPOINT] --out figures.json
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import checkpoint
import static_recipe  # noqa: F401  the imports below need it
from cross import score_texts
from evaluate import ndcg_at_10, recall_at_5
from mine import search, unit_vectors
from model import CrossEncoder, Encoder
from pairs import run_of
from records import Records, read_arrays
from stream import Stream
from training import compile_layers, prepare

DEPTH = 100


@dataclass(frozen=True)
class RetrievalSet:
    name: str
    tokens: np.ndarray
    runs: np.ndarray  # of passages, then of queries
    passages: int
    relevance: list[dict[int, float]]


def read_sets(path: Path) -> list[RetrievalSet]:
    arrays = read_arrays(path)
    sets = []
    for number, name in enumerate(json.loads(arrays["names"].tobytes())):
        part = {key: arrays[f"{number}.{key}"] for key in ("tokens", "ends", "passages", "judged")}
        starts = np.concatenate([[0], part["ends"][:-1]])
        passages = int(part["passages"][0])
        relevance: list[dict[int, float]] = [{} for _ in range(len(starts) - passages)]
        for query, passage, score in part["judged"].tolist():
            relevance[int(query)][int(passage)] = score
        sets.append(RetrievalSet(name, part["tokens"], run_of(starts, part["ends"] - starts), passages, relevance))
    return sets


def figures_of(rankings: np.ndarray, relevance: list[dict[int, float]]) -> tuple[float, float]:
    """Means of nDCG@10 and Recall@5 over the queries that have a judged passage."""
    asked = [(row, judged) for row, judged in zip(rankings.tolist(), relevance) if judged]
    found = [(ndcg_at_10(row, judged), recall_at_5(row, judged)) for row, judged in asked]
    return tuple(round(float(value), 4) for value in np.mean(found, axis=0))


def rerank(model: CrossEncoder, found: RetrievalSet, rankings: np.ndarray, stream: Stream, options) -> np.ndarray:
    """The first `--depth` passages of each query in the order of the cross-encoder."""
    depth = min(options.depth, rankings.shape[1])
    queries = np.repeat(found.runs[found.passages:], depth, axis=0)
    texts = stream.texts(queries, found.runs[rankings[:, :depth].ravel()], limit=options.cross_tokens)
    scores = score_texts(model, texts, options.chunk_tokens).cpu().numpy().reshape(-1, depth)
    return np.take_along_axis(rankings, np.argsort(-scores, axis=1, kind="stable"), axis=1)


def measure(found: RetrievalSet, encoder: Encoder, cross: CrossEncoder | None, options, device) -> dict:
    """Figures of one set, by system."""
    empty = np.zeros((0, 5), np.uint16)
    records = Records(found.tokens, empty, empty, np.zeros(0, np.uint16), empty, np.zeros(0, np.uint16))
    stream = Stream(records, device, options.query_prefix)
    texts = stream.texts(found.runs[:found.passages], limit=options.passage_tokens)
    passages = unit_vectors(encoder, texts, options.chunk_tokens)
    asked = stream.texts(found.runs[found.passages:], limit=options.query_tokens, is_query=True)
    queries = unit_vectors(encoder, asked, options.chunk_tokens)
    figures = {}
    whole = encoder.shape.dimensions
    for size in [whole, *sorted((size for size in options.cuts if size < whole), reverse=True)]:
        cut = [torch.nn.functional.normalize(vectors[:, :size], dim=1) for vectors in (queries, passages)]
        rankings, _ = search(*cut, DEPTH)
        figures[f"dense {size}"] = figures_of(rankings, found.relevance)
        if cross is not None and size == whole:
            figures["reranked"] = figures_of(rerank(cross, found, rankings, stream, options), found.relevance)
    return figures


def main() -> None:
    options = arguments().parse_args()
    device = prepare(options)
    encoder = checkpoint.load(options.start, Encoder).to(device).eval()
    cross = checkpoint.load(options.cross, CrossEncoder).to(device).eval() if options.cross else None
    if options.compile:
        compile_layers(encoder)
    table = {found.name: measure(found, encoder, cross, options, device) for found in read_sets(options.sets)}
    systems = list(next(iter(table.values())))
    rows = list(table.values())
    table["mean"] = {system: np.mean([row[system] for row in rows], axis=0).round(4).tolist() for system in systems}
    print(f"| set | {' | '.join(systems)} |\n|---|{'---|' * len(systems)}")
    for name, row in table.items():
        print(f"| {name} | {' | '.join(f'{row[system][0]:.3f} / {row[system][1]:.3f}' for system in systems)} |")
    if options.out:
        options.out.write_text(json.dumps(table, indent=1), encoding="utf-8")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sets", type=Path, required=True, help="file of pack_sets.py")
    parser.add_argument("--start", type=Path, required=True, help="checkpoint of the encoder")
    parser.add_argument("--cross", type=Path, help="checkpoint of a cross-encoder to rerank with")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    parser.add_argument("--cuts", type=int, nargs="*", default=[64, 128, 256])
    parser.add_argument("--query-tokens", type=int, default=64)
    parser.add_argument("--passage-tokens", type=int, default=256)
    parser.add_argument("--cross-tokens", type=int, default=320)
    parser.add_argument("--depth", type=int, default=20, help="passages that are reranked")
    parser.add_argument("--chunk-tokens", type=int, default=32_768)
    parser.add_argument("--query-prefix", type=int, nargs="*")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    main()
