"""nDCG@10 and Recall@5 of BM25, of the encoder alone and of their sum, on folders in BEIR's format.

The sum adds z-scores over the pooled best 100 of each: BM25 + 0.5 x encoder. nDCG with gain 2^relevance - 1
(Burges et al. 2005). Give the exported .onnx to measure the int8 weights that ship, or a .npy to measure floats.

    python3 evaluate.py --tokenizer tokenizer.json --weights onnx/model_int8.onnx FOLDER...
"""

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np

from bm25 import Bm25
from tokenizer import WordPieceTokenizer

POOL = 100
MAX_QUERIES = 400
DENSE_WEIGHT = 0.5
QUERY_TOKENS, PASSAGE_TOKENS = 64, 512
SYSTEMS = ("BM25", "dense", "BM25 + 0.5 dense")


def load_weights(path: str) -> np.ndarray:
    """Token vectors as float32, from a .npy or out of the exported graph."""
    if not path.endswith(".onnx"):
        return np.load(path)
    import onnx  # only this branch needs it
    from onnx import numpy_helper

    tables = {table.name: numpy_helper.to_array(table) for table in onnx.load(path).graph.initializer}
    return tables["token_vectors"].astype(np.float32) * tables["token_scales"].astype(np.float32).reshape(-1, 1)


class Encoder:
    def __init__(self, tokenizer: WordPieceTokenizer, weights: np.ndarray, dimensions: int):
        self.tokenizer, self.weights = tokenizer, weights[:, :dimensions]

    def encode(self, text: str, limit: int) -> np.ndarray:
        """The unit vector of a text; zeros for a text without tokens."""
        ids = self.tokenizer.encode(text, limit)
        vector = self.weights[ids].mean(axis=0) if ids else np.zeros(self.weights.shape[1], np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


def read_lines(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_relevance(path: Path) -> dict[str, dict[str, float]]:
    relevance = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, score = line.split("\t")
        if float(score) > 0:
            relevance[query][passage] = float(score)
    return relevance


def ndcg_at_10(ranking: list[str], relevant: dict[str, float]) -> float:
    def discounted(gains):
        return sum((2**gain - 1) / math.log2(position + 2) for position, gain in enumerate(gains))

    best = discounted(sorted(relevant.values(), reverse=True)[:10])
    return discounted(relevant.get(passage, 0) for passage in ranking[:10]) / best


def recall_at_5(ranking: list[str], relevant: dict[str, float]) -> float:
    return len(set(ranking[:5]) & set(relevant)) / len(relevant)


def standardise(scores: np.ndarray) -> np.ndarray:
    return (scores - scores.mean()) / (scores.std() + 1e-9)


def evaluate(folder: Path, encoder: Encoder) -> dict[str, tuple[float, float]]:
    """nDCG@10 and Recall@5 of each system on one folder."""
    passages = read_lines(folder / "corpus.jsonl")
    names = [passage["_id"] for passage in passages]
    texts = [f"{passage.get('title') or ''} {passage['text']}".strip() for passage in passages]
    queries = {query["_id"]: query["text"] for query in read_lines(folder / "queries.jsonl")}
    relevance = read_relevance(folder / "qrels.tsv")
    bm25 = Bm25(texts)
    vectors = np.stack([encoder.encode(text, PASSAGE_TOKENS) for text in texts])

    figures = defaultdict(list)
    for query in list(relevance)[:MAX_QUERIES]:
        lexical = bm25.scores(queries[query])
        dense = vectors @ encoder.encode(queries[query], QUERY_TOKENS)
        pool = np.union1d(np.argsort(-lexical)[:POOL], np.argsort(-dense)[:POOL])
        lexical, dense = lexical[pool], dense[pool]
        summed = standardise(lexical) + DENSE_WEIGHT * standardise(dense)
        for system, scores in zip(SYSTEMS, (lexical, dense, summed)):
            ranking = [names[i] for i in pool[np.argsort(-scores, kind="stable")]]
            figures[system].append((ndcg_at_10(ranking, relevance[query]), recall_at_5(ranking, relevance[query])))
    return {system: tuple(np.mean(values, axis=0)) for system, values in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tokenizer", required=True, help="tokenizer.json or vocabulary file")
    parser.add_argument("--weights", required=True, help=".onnx or .npy")
    parser.add_argument("--dimensions", type=int, default=256, help="use only the first so many")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()

    encoder = Encoder(WordPieceTokenizer.load(options.tokenizer), load_weights(options.weights), options.dimensions)
    print(f"| set | {' | '.join(SYSTEMS)} |\n|---|{'---|' * len(SYSTEMS)}", flush=True)
    totals = []
    for folder in options.folders:
        figures = evaluate(folder, encoder)
        totals.append([figures[system] for system in SYSTEMS])
        cells = [f"{ndcg:.3f} / {recall:.3f}" for ndcg, recall in totals[-1]]
        print(f"| {folder.name} | {' | '.join(cells)} |", flush=True)
    means = [f"{ndcg:.3f} / {recall:.3f}" for ndcg, recall in np.mean(totals, axis=0)]
    print(f"| mean | {' | '.join(means)} |")


if __name__ == "__main__":
    main()
