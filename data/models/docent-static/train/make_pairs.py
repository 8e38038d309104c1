"""Turns shards into tokenised (query, passage) pairs for contrastive training.

Three kinds, no labels needed beyond what the text itself gives:

* heading -> section: the title and headings above a section, as a short query;
* sentence -> section: one sentence against the rest of its section, the inverse cloze task
  (Lee et al. 2019, arXiv 1906.00300), the sentence left in one time in ten;
* question -> passage: rows that hold a question.

    python3 make_pairs.py --out pairs.npz --vocabulary vocab.txt --leave-out leave-out.txt SHARD...
"""

import argparse
import json
import random
import re
from array import array
from collections import Counter
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from shards import read_leave_out, usable_rows
from tokenizer import WordPieceTokenizer

HEADING, SENTENCE, QUESTION = 0, 1, 2
KIND_NAMES = ("heading", "sentence", "question")
MAX_QUERY_TOKENS, MAX_PASSAGE_TOKENS = 48, 192
MIN_QUERY_TOKENS, MIN_PASSAGE_TOKENS = 2, 12
# Lengths in UTF-8 bytes: an ideograph, three bytes, says about as much as three letters.
MIN_SECTION_BYTES, MIN_QUERY_BYTES, MIN_SENTENCE_BYTES = 120, 9, 26
# A section is asked with one sentence, and one more for every six that it has.
MIN_SENTENCES, SENTENCES_PER_PAIR, MAX_SENTENCE_PAIRS = 3, 6, 3
SENTENCE_KEPT = 0.1  # Lee et al. 2019: so that word overlap stays worth learning
# A heading met more often than this in the shard ("Overview", "概要") says nothing without its title.
COMMON_HEADING = 8
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


class PairWriter:
    """Collects pairs as flat token arrays with end offsets."""

    def __init__(self, tokenizer: WordPieceTokenizer):
        self.tokenizer = tokenizer
        self.query, self.passage = array("H"), array("H")
        self.query_ends, self.passage_ends = array("q"), array("q")
        self.kinds, self.rows = array("B"), array("i")

    def add(self, query: str, passage: str, kind: int, row: int) -> bool:
        query_ids = self.tokenizer.encode(query, MAX_QUERY_TOKENS)
        passage_ids = self.tokenizer.encode(passage, MAX_PASSAGE_TOKENS)
        if len(query_ids) < MIN_QUERY_TOKENS or len(passage_ids) < MIN_PASSAGE_TOKENS:
            return False
        self.query.extend(query_ids)
        self.query_ends.append(len(self.query))
        self.passage.extend(passage_ids)
        self.passage_ends.append(len(self.passage))
        self.kinds.append(kind)
        self.rows.append(row)
        return True

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            "query": np.array(self.query, np.uint16),
            "query_ends": np.array(self.query_ends, np.int64),
            "passage": np.array(self.passage, np.uint16),
            "passage_ends": np.array(self.passage_ends, np.int64),
            "kind": np.array(self.kinds, np.uint8),
            "row": np.array(self.rows, np.int32),
        }


def byte_length(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def heading_query(parts: list[str], heading_counts: Counter, chance: random.Random) -> str:
    """The last heading, the last two, or the first and the last (document title and heading)."""
    draw = chance.random()
    heading_counts[parts[-1]] += 1
    if draw < 0.35 and heading_counts[parts[-1]] <= COMMON_HEADING:
        return parts[-1]
    if draw < 0.7:
        return " ".join(parts[-2:])
    return " ".join(dict.fromkeys([parts[0], parts[-1]]))


def add_section(row: dict, index: int, writer: PairWriter, heading_counts: Counter, chance: random.Random) -> bool:
    """Adds the pairs of one section; false when it gave none."""
    text = row["text"]
    if byte_length(text) < MIN_SECTION_BYTES:
        return False
    headings = [heading for heading in row.get("headings") or [] if heading]
    title = row.get("doc_title") or ""
    parts = ([title] if title and title not in headings else []) + headings
    added = False
    if parts:
        query = heading_query(parts, heading_counts, chance)
        if byte_length(query) >= MIN_QUERY_BYTES:
            added = writer.add(query, text, HEADING, index)
    sentences = [part for part in _SENTENCE_END.split(text) if byte_length(part) >= MIN_SENTENCE_BYTES]
    if len(sentences) >= MIN_SENTENCES:
        asked = min(MAX_SENTENCE_PAIRS, 1 + len(sentences) // SENTENCES_PER_PAIR)
        for chosen in chance.sample(range(len(sentences)), asked):
            rest = sentences if chance.random() < SENTENCE_KEPT else sentences[:chosen] + sentences[chosen + 1:]
            context = [parts[-1]] if parts and chance.random() < 0.5 else []
            added = writer.add(sentences[chosen], " ".join(context + rest), SENTENCE, index) or added
    return added


def pairs_of_shard(path: str, vocabulary: str, leave_out: set[str], seed: int) -> tuple[dict, list, Counter]:
    """Pair arrays of one shard, the origin of each of its used rows, and how many rows each origin gave."""
    writer = PairWriter(WordPieceTokenizer.load(vocabulary))
    chance = random.Random(f"{seed}:{Path(path).name}")
    heading_counts: Counter = Counter()
    origins, used = [], Counter()
    for row in usable_rows(path, leave_out):
        index = len(origins)
        if "question" in row:
            origin = f"questions:{row.get('source')}"
            added = writer.add(row["question"], row["passage"], QUESTION, index)
        else:
            origin = row.get("repo") or "unknown"
            added = add_section(row, index, writer, heading_counts, chance)
        origins.append(f"{origin}|{row.get('lang') or Path(path).name.split('.')[0]}")
        used[origin] += added
    return writer.arrays(), origins, used


def concatenate(parts: list[tuple[dict, list, Counter]]) -> dict[str, np.ndarray]:
    """The arrays of all shards as one set; rows and offsets shifted, origins numbered."""
    merged = {name: [] for name in parts[0][0]}
    row_base = query_base = passage_base = 0
    numbers: dict[str, int] = {}
    groups = []
    for arrays, origins, _ in parts:
        shifts = {"query_ends": query_base, "passage_ends": passage_base, "row": row_base}
        for name, values in arrays.items():
            merged[name].append(values + shifts[name] if name in shifts else values)
        origin_numbers = np.array([numbers.setdefault(origin, len(numbers)) for origin in origins], np.int32)
        groups.append(origin_numbers[arrays["row"]])
        query_base += len(arrays["query"])
        passage_base += len(arrays["passage"])
        row_base += len(origins)
    result = {name: np.concatenate(values) for name, values in merged.items()}
    result["group"] = np.concatenate(groups)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, help="pairs file to write (.npz)")
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--leave-out", help="file of repositories that must not be used")
    parser.add_argument("--counts", help="JSON file to write: rows used per repository or question file")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("shards", nargs="+")
    options = parser.parse_args()

    work = partial(
        pairs_of_shard, vocabulary=options.vocabulary, leave_out=read_leave_out(options.leave_out), seed=options.seed
    )
    # In the order of names, whatever order the shell gave; one shard at a time to each process.
    shards = sorted(options.shards, key=lambda path: Path(path).name)
    parts = []
    with Pool(options.processes) as pool:
        for part in pool.imap(work, shards, chunksize=1):
            parts.append(part)
            print(f"{sum(len(arrays['kind']) for arrays, _, _ in parts)} pairs", flush=True)
    pairs = concatenate(parts)
    np.savez(options.out, **pairs)
    used = sum((counts for _, _, counts in parts), Counter())
    if options.counts:
        Path(options.counts).write_text(json.dumps(dict(used.most_common()), indent=1), encoding="utf-8")
    kinds = dict(zip(KIND_NAMES, np.bincount(pairs["kind"], minlength=3).tolist()))
    print(f"{len(pairs['kind'])} pairs {kinds} from {sum(used.values())} rows, {len(pairs['passage'])} passage tokens")


if __name__ == "__main__":
    main()
