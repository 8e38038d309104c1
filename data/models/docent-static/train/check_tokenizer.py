"""Writes texts with their token ids, for check_tokenizer.mjs to compare with transformers.js.

Takes rows from every shard, a sentence and a whole section each; --code-points adds every code point between two
letters and alone. Code points that Python's Unicode tables do not know are passed over: Node's are newer.

    python3 check_tokenizer.py --tokenizer tokenizer.json --out ids.jsonl --code-points SHARD...
"""

import argparse
import json
import unicodedata
from itertools import islice

from shards import read_rows
from tokenizer import WordPieceTokenizer

CODE_POINTS = 0x110000


def texts_of_row(row: dict) -> list[str]:
    text = row.get("text") or row.get("passage") or ""
    short = row.get("question") or text.split("\n")[0].split(". ")[0]
    return [short, text]


def code_point_texts() -> list[str]:
    """One text per 64 code points: each within a word and alone; unpaired surrogates (Cs) cannot be written as UTF-8."""
    texts = []
    for start in range(0, CODE_POINTS, 64):
        block = [chr(code) for code in range(start, start + 64) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
        if block:
            texts.append(" ".join(f"a{character}b {character}" for character in block))
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--rows-per-shard", type=int, default=800)
    parser.add_argument("--code-points", action="store_true")
    parser.add_argument("shards", nargs="*")
    options = parser.parse_args()

    tokenizer = WordPieceTokenizer.load(options.tokenizer)
    count = 0
    with open(options.out, "w", encoding="utf-8") as out:
        def write(origin: str, texts: list[str]) -> None:
            for text in texts:
                print(json.dumps({"origin": origin, "text": text, "ids": tokenizer.encode(text)}), file=out)

        for shard in options.shards:
            for row in islice(read_rows(shard), options.rows_per_shard):
                texts = texts_of_row(row)
                write(shard.rsplit("/", 1)[-1], texts)
                count += len(texts)
        if options.code_points:
            write("code points", code_point_texts())
    print(f"{count} texts")


if __name__ == "__main__":
    main()
