"""Turns shards of text into tokenised records in parts (see records.py).

Every part is a random sample of the whole, so training may begin with the first. Nothing is repeated: pairs are made
from the records while training. Sections in two languages are linked by align.py, whose file goes beside the parts.

    python3 pack.py --out FOLDER --vocabulary vocab.txt --leave-out leave-out.txt SHARD...
"""

import argparse
import json
import re
from array import array
from collections import Counter
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import static_recipe  # noqa: F401  the imports below need it
from align import links_between, place_of
from records import ARRAYS, MANIFEST, Records, join, write_arrays
from shards import read_leave_out, usable_rows
from tokenizer import SPECIAL_TOKENS, WordPieceTokenizer

MAX_QUERY, MAX_TITLE, MAX_HEADING, MAX_BODY = 64, 24, 24, 510
MIN_BODY = 8
# As in docent-static's make_pairs.py: sentences end at their mark, at the ideographic marks also without a blank.
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")


class RecordWriter:
    """Collects records as flat arrays."""

    def __init__(self, tokenizer: WordPieceTokenizer):
        self.tokenizer = tokenizer
        self.flat = {name: array("H") for name in ARRAYS if name != "groups"}
        self.origins: list[str] = []
        self.places: list[tuple[str, str] | None] = []

    def add(self, fields: list[list[int]], sentences: list[int], answer: tuple[int, int], row: dict, name: str) -> bool:
        if len(fields[-1]) < MIN_BODY:
            return False
        for field in fields:
            self.flat["tokens"].extend(field)
        self.flat["lengths"].extend(len(field) for field in fields)
        self.flat["sentences"].extend(sentences)
        self.flat["sentence_counts"].append(len(sentences))
        self.flat["answers"].extend(answer)
        source = f"questions:{row.get('source')}" if "question" in row else row.get("repo") or "unknown"
        self.places.append(place_of(row, name))
        self.origins.append(f"{source}|{row.get('lang') or (self.places[-1] or ('', name))[1]}")
        return True

    def add_section(self, row: dict, name: str) -> bool:
        encode = self.tokenizer.encode
        headings = [heading for heading in row.get("headings") or [] if heading]
        title = row.get("doc_title") or ""
        if title in headings:
            title = ""
        parent, heading = ([""] * 2 + headings)[-2:]
        if not title and parent:
            title, parent = parent, ""
        fields = [[], encode(title, MAX_TITLE), encode(parent, MAX_HEADING), encode(heading, MAX_HEADING)]
        body, sentences = [], []
        for sentence in SENTENCE_END.split(row["text"]):
            ids = encode(sentence, MAX_BODY - len(body))
            if ids:
                body += ids
                sentences.append(len(ids))
            if len(body) == MAX_BODY:
                break
        return self.add([*fields, body], sentences, (0, 0), row, name)

    def add_question(self, row: dict, name: str) -> bool:
        passage = self.tokenizer.encode(row["passage"], MAX_BODY)
        question = self.tokenizer.encode(row["question"], MAX_QUERY)
        title = row.get("title") or ""
        # A heading that is itself the question would give the answer away.
        fields = [question, [] if title == row["question"] else self.tokenizer.encode(title, MAX_TITLE), [], []]
        return bool(question) and self.add([*fields, passage], [], answer_span(row, passage, self.tokenizer), row, name)

    def records(self) -> Records:
        arrays = {name: np.array(values, np.uint16) for name, values in self.flat.items()}
        arrays["lengths"] = arrays["lengths"].reshape(-1, 5)
        arrays["answers"] = arrays["answers"].reshape(-1, 2)
        return Records(**arrays, groups=np.zeros(len(self.origins), np.uint16))


def answer_span(row: dict, passage: list[int], tokenizer: WordPieceTokenizer) -> tuple[int, int]:
    """First token of the answer and the one after its last, widened to whole words; 0 0 where there is none."""
    if row.get("answer_start") is None or not row.get("answer"):
        return (0, 0)
    text, start = row["passage"], row["answer_start"]
    end = start + len(row["answer"])
    if text[start:end] != row["answer"]:
        return (0, 0)
    whole = tokenizer.encode(text)
    first = shared_length(whole, tokenizer.encode(text[:start]))
    last = len(whole) - shared_length(whole[::-1], tokenizer.encode(text[end:])[::-1])
    return (first, last) if first < last <= len(passage) else (0, 0)


def shared_length(left: list[int], right: list[int]) -> int:
    """How many tokens two lists have in common from their beginning."""
    for place, (a, b) in enumerate(zip(left, right)):
        if a != b:
            return place
    return min(len(left), len(right))


def pack_shard(path: str, vocabulary: str, leave_out: set[str]) -> tuple[Records, list[str], list, Counter]:
    """Records of one shard, the origin (source|language) and place of each, and rows used per source."""
    writer = RecordWriter(WordPieceTokenizer.load(vocabulary))
    name, used = Path(path).name.split(".")[0], Counter()
    for row in usable_rows(path, leave_out):
        if "question" in row:
            used[f"questions:{row.get('source')}"] += writer.add_question(row, name)
        else:
            used[row.get("repo") or "unknown"] += writer.add_section(row, name)
    return writer.records(), writer.origins, writer.places, used


def deal(records: Records, tokens_per_part: int, seed: int) -> tuple[np.ndarray, list[int]]:
    """A random order of the records and where in it each part ends."""
    order = np.random.default_rng(seed).permutation(len(records))
    sizes = np.cumsum(records.lengths[order].astype(np.int64).sum(axis=1))
    parts = max(1, -(-int(sizes[-1]) // tokens_per_part))
    bounds = np.searchsorted(sizes, np.arange(1, parts + 1) * (sizes[-1] / parts))
    return order, [min(len(records), int(bound) + 1) for bound in bounds]


def write_parts(folder: Path, records: Records, order: np.ndarray, ends: list[int]) -> list[dict]:
    """Writes the parts; a line of the manifest for each."""
    described, start = [], 0
    for number, end in enumerate(ends):
        part = records.take(order[start:end])
        path = folder / f"part-{number:02d}.xz"
        write_arrays(path, part.arrays())
        described.append({"records": len(part), "tokens": len(part.tokens), "bytes": path.stat().st_size})
        print(f"{path.name}: {described[-1]}", flush=True)
        start = end
    return described


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, type=Path, help="folder for part-NN.xz, links.xz and manifest.json")
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--leave-out", help="file of repositories that must not be used")
    parser.add_argument("--tokens-per-part", type=int, default=30_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("shards", nargs="+")
    options = parser.parse_args()

    work = partial(pack_shard, vocabulary=options.vocabulary, leave_out=read_leave_out(options.leave_out))
    shards = sorted(options.shards, key=lambda path: Path(path).name)
    packed, origins, places, used = [], [], [], Counter()
    with Pool(options.processes) as pool:
        for records, some_origins, some_places, counts in pool.imap(work, shards, chunksize=1):
            packed.append(records.arrays())
            origins += some_origins
            places += some_places
            used.update(counts)
            print(f"{len(origins)} records", flush=True)
    names = sorted(set(origins))
    numbers = {name: number for number, name in enumerate(names)}
    records = join(packed)
    records.groups[:] = [numbers[origin] for origin in origins]

    order, ends = deal(records, options.tokens_per_part, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    links = np.argsort(order).astype(np.int32)[links_between(records, places, options.seed)]
    write_arrays(options.out / "links.xz", {"links": links})
    manifest = {
        "vocabulary": len(WordPieceTokenizer.load(options.vocabulary).vocabulary), "special": SPECIAL_TOKENS,
        "parts": write_parts(options.out, records, order, ends), "links": len(links), "groups": names,
        "used": dict(used.most_common()),
    }
    (options.out / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    print(f"{len(records)} records, {len(records.tokens)} tokens, {len(links)} links, "
          f"{int((records.answers[:, 1] > 0).sum())} answers, {len(ends)} parts")


if __name__ == "__main__":
    main()
