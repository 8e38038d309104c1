"""Writes texts with their float sentence vectors, for check_model.mjs to compare with the int8 model.

    python3 check_model.py --tokenizer tokenizer.json --weights weights.npy --out vectors.jsonl SHARD...
"""

import argparse
import json
from itertools import islice

import numpy as np

from check_tokenizer import texts_of_row
from shards import read_rows
from tokenizer import WordPieceTokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--weights", required=True, help="float weights of train.py (.npy)")
    parser.add_argument("--out", required=True)
    parser.add_argument("--rows-per-shard", type=int, default=100)
    parser.add_argument("shards", nargs="+")
    options = parser.parse_args()

    tokenizer, weights = WordPieceTokenizer.load(options.tokenizer), np.load(options.weights)
    with open(options.out, "w", encoding="utf-8") as out:
        for shard in options.shards:
            for row in islice(read_rows(shard), options.rows_per_shard):
                for text in texts_of_row(row):
                    ids = tokenizer.encode(text)
                    vector = weights[ids].mean(axis=0) if ids else np.zeros(weights.shape[1])
                    print(json.dumps({"text": text, "vector": [round(float(x), 6) for x in vector]}), file=out)


if __name__ == "__main__":
    main()
