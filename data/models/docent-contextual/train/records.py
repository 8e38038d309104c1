"""Tokenised text on disk: records in compressed parts, each part small enough for one send.

A record is one section or one question with its passage. Its tokens stand one after the other in this order, and a
training pair is nothing but two views into them, so every token is sent once:

    query | title | parent heading | heading | body

* a section has no query; a question has no headings, and its passage is the body;
* `sentences` are the lengths of the sentences that make up a body (sections only);
* `answers` are start and end of the answer within the body, 0 0 where there is none;
* `groups` number the source and language of each record; the names stand in the manifest.
"""

import json
import lzma
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

QUERY, TITLE, PARENT, HEADING, BODY = range(5)
# In the order of a part.
ARRAYS = {
    "tokens": np.uint16, "lengths": np.uint16, "sentences": np.uint16, "sentence_counts": np.uint16,
    "answers": np.uint16, "groups": np.uint16,
}
MANIFEST = "manifest.json"
PIECE = 8 << 20  # bytes compressed on their own, so that a part is read by several threads
# Token ids are 16 bits wide: lp and pb of 1 tell LZMA to keep low and high bytes apart.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 3, "lp": 1, "pb": 1}]


def write_arrays(path: str | Path, arrays: dict[str, np.ndarray]) -> None:
    """One file: a line of JSON that says what follows, then xz pieces."""
    header, blobs = [], []
    for name, values in arrays.items():
        raw = np.ascontiguousarray(values).tobytes()
        pieces = [lzma.compress(raw[at:at + PIECE], filters=FILTERS) for at in range(0, max(1, len(raw)), PIECE)]
        sizes = [len(piece) for piece in pieces]
        header.append({"name": name, "dtype": str(values.dtype), "shape": values.shape, "pieces": sizes})
        blobs += pieces
    with open(path, "wb") as file:
        file.write(json.dumps(header).encode() + b"\n")
        for blob in blobs:
            file.write(blob)


def read_arrays(path: str | Path) -> dict[str, np.ndarray]:
    with open(path, "rb") as file:
        header = json.loads(file.readline())
        blobs = [file.read(size) for entry in header for size in entry["pieces"]]
    with ThreadPoolExecutor() as pool:
        pieces = list(pool.map(lzma.decompress, blobs))
    arrays, taken = {}, 0
    for entry in header:
        count = len(entry["pieces"])
        raw = b"".join(pieces[taken:taken + count])
        arrays[entry["name"]] = np.frombuffer(raw, entry["dtype"]).reshape(entry["shape"])
        taken += count
    return arrays


def spread(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The positions start, start + 1, ... of all runs, one run after the other."""
    lengths = lengths.astype(np.int64)
    first = np.cumsum(lengths) - lengths
    return np.repeat(starts - first, lengths) + np.arange(lengths.sum())


@dataclass(frozen=True)
class Records:
    tokens: np.ndarray
    lengths: np.ndarray  # [records, 5], one column a field
    sentences: np.ndarray
    sentence_counts: np.ndarray
    answers: np.ndarray  # [records, 2]
    groups: np.ndarray

    def __post_init__(self):
        sizes = self.lengths.astype(np.int64)
        ends = np.cumsum(sizes.sum(axis=1))
        starts = np.cumsum(sizes, axis=1) - sizes + (ends - sizes.sum(axis=1))[:, None]
        sentence_ends = np.cumsum(self.sentence_counts.astype(np.int64))
        object.__setattr__(self, "starts", starts)  # [records, 5], where each field begins in `tokens`
        object.__setattr__(self, "ends", ends)
        object.__setattr__(self, "sentence_starts", sentence_ends - self.sentence_counts)

    def __len__(self) -> int:
        return len(self.lengths)

    def arrays(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name in ARRAYS}

    def field(self, record: int, field: int) -> np.ndarray:
        start = self.starts[record, field]
        return self.tokens[start:start + int(self.lengths[record, field])]

    def take(self, chosen: np.ndarray) -> "Records":
        """The chosen records in that order."""
        whole = self.lengths[chosen].astype(np.int64).sum(axis=1)
        sentences = spread(self.sentence_starts[chosen], self.sentence_counts[chosen])
        return Records(
            self.tokens[spread(self.starts[chosen, QUERY], whole)], self.lengths[chosen], self.sentences[sentences],
            self.sentence_counts[chosen], self.answers[chosen], self.groups[chosen],
        )

    def fingerprints(self, field: int, first: int = 32) -> np.ndarray:
        """A number for each record's text in a field: equal texts get equal ones, also long ones of equal beginning."""
        lengths = np.minimum(self.lengths[:, field], first).astype(np.int64)
        values = self.tokens[spread(self.starts[:, field], lengths)].astype(np.uint64)
        places = np.arange(len(values)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        weights = np.random.default_rng(5).integers(1, 2**62, first, dtype=np.uint64) | np.uint64(1)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(values * weights[places], dtype=np.uint64)])
        ends = np.cumsum(lengths)
        return (sums[ends] - sums[ends - lengths]) * np.uint64(31) + self.lengths[:, field].astype(np.uint64)


def join(parts: Iterable[dict[str, np.ndarray]]) -> Records:
    """The records of several parts, one part after the other."""
    parts = list(parts)
    return Records(**{name: np.concatenate([part[name] for part in parts]) for name in ARRAYS})


def part_paths(folder: str | Path) -> list[Path]:
    """The parts that have arrived, without a gap: record numbers count from the first part on."""
    paths = []
    while (path := Path(folder) / f"part-{len(paths):02d}.xz").exists():
        paths.append(path)
    return paths


def load_records(folder: str | Path) -> Records:
    paths = part_paths(folder)
    if not paths:
        raise FileNotFoundError(f"no part-00.xz in {folder}; run pack.py, or send the parts first")
    return join(read_arrays(path) for path in paths)


def load_manifest(folder: str | Path) -> dict:
    return json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))
