"""Tokenises folders in BEIR's format, so that checkpoints can be measured where nothing else is.

One file: the texts of all sets as records (a query's tokens or a passage's, in the body), and the judgements.

    python3 pack_sets.py --out sets.xz --vocabulary vocab.txt FOLDER...
"""

import argparse
import json
from array import array
from pathlib import Path

import numpy as np

import static_recipe  # noqa: F401  the imports below need it
from evaluate import MAX_QUERIES, read_lines, read_relevance
from records import write_arrays
from tokenizer import WordPieceTokenizer

QUERY_TOKENS, PASSAGE_TOKENS = 62, 510


def pack_set(folder: Path, tokenizer: WordPieceTokenizer) -> dict[str, np.ndarray]:
    """Arrays of one set: passages, then queries, and the relevance of passages for queries."""
    passages = read_lines(folder / "corpus.jsonl")
    numbers = {passage["_id"]: number for number, passage in enumerate(passages)}
    queries = {query["_id"]: query["text"] for query in read_lines(folder / "queries.jsonl")}
    relevance = read_relevance(folder / "qrels.tsv")
    asked = list(relevance)[:MAX_QUERIES]
    tokens, ends, judged = array("H"), [], []
    for passage in passages:
        tokens.extend(tokenizer.encode(f"{passage.get('title') or ''} {passage['text']}", PASSAGE_TOKENS))
        ends.append(len(tokens))
    for number, query in enumerate(asked):
        tokens.extend(tokenizer.encode(queries[query], QUERY_TOKENS))
        ends.append(len(tokens))
        known = [(numbers[passage], score) for passage, score in relevance[query].items() if passage in numbers]
        judged += [(number, passage, score) for passage, score in known]
    return {
        "tokens": np.array(tokens, np.uint16), "ends": np.array(ends, np.int64),
        "passages": np.array([len(passages)], np.int64), "judged": np.array(judged, np.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--vocabulary", required=True, help="vocabulary file or tokenizer.json")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    tokenizer = WordPieceTokenizer.load(options.vocabulary)
    arrays = {"names": np.frombuffer(json.dumps([folder.name for folder in options.folders]).encode(), np.uint8)}
    for number, folder in enumerate(options.folders):
        arrays.update({f"{number}.{name}": values for name, values in pack_set(folder, tokenizer).items()})
    write_arrays(options.out, arrays)
    print(f"{len(options.folders)} sets, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
