"""Reads the questions that the reader may be trained on.

The support model learns from the first questions of some sets (train-support/retrain.sh) and should see the reader as
it is on new questions, so these and their passages are left out.
"""

import collections
import json
import subprocess
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

SUPPORT_SETS = (
    "en-wikipedia",
    "en-single-sentences",
    "en-papers",
    "en-questions-software",
    "ja-wikipedia",
    "zh-wikipedia",
)
MULTI_HOP_MARK = "-mh-"
SUPPORT_QUESTIONS = 260
"""Of a set; more than retrain.sh takes."""
OPENING_CHARACTERS = 60
"""Passages that begin alike count as the same."""

Row = dict
"""`source`, `question`, `passage` and, where known, `title`, `answer`, `answer_start` and `repo`."""
Texts = tuple[set[str], set[str]]


def json_lines(path: Path, count: int | None = None) -> Iterator[Row]:
    """Rows of the first `count` lines, or of all."""
    with open(path, encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            if at == count:
                return
            yield json.loads(line)


def gold_passages(path: Path) -> dict[str, set[str]]:
    """Question -> ids of its passages, of qrels with three columns or TREC's four."""
    gold = collections.defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if columns[-1].strip() not in ("0", "score"):
            gold[columns[0]].add(columns[1] if len(columns) == 3 else columns[2])
    return gold


def texts_of_support_model(folders: Iterable[Path]) -> Texts:
    """Its questions in lower case, and how their passages begin."""
    questions, openings = set(), set()
    for folder in (path.parent for root in folders for path in root.glob("*/queries.jsonl")):
        if folder.name not in SUPPORT_SETS and MULTI_HOP_MARK not in folder.name:
            continue
        gold, asked = gold_passages(folder / "qrels.tsv"), set()
        for query in json_lines(folder / "queries.jsonl", SUPPORT_QUESTIONS):
            questions.add(query["text"].strip().lower())
            asked |= gold[query["_id"]]
        for passage in json_lines(folder / "corpus.jsonl"):
            if passage["_id"] in asked:
                openings.add(passage["text"][:OPENING_CHARACTERS])
    return questions, openings


def compressed_rows(path: Path) -> Iterator[Row]:
    with subprocess.Popen(["zstd", "-dc", str(path)], stdout=subprocess.PIPE) as process:
        yield from map(json.loads, process.stdout)
    if process.returncode != 0:
        raise RuntimeError(f"zstd could not read {path}; is the file whole?")


def rows_by_source(training: Path, sources: Collection[str], left_out: Texts) -> dict[str, list[Row]]:
    """The rows of these sources, without what is left out."""
    questions, openings = left_out
    repositories = {line.strip() for line in (training / "leave-out.txt").read_text(encoding="utf-8").splitlines()}
    rows = collections.defaultdict(list)
    for name in ("questions-en", "questions-other"):
        for row in compressed_rows(training / f"{name}.jsonl.zst"):
            if row["source"] not in sources or row.get("repo") in repositories:
                continue
            if row["question"].strip().lower() in questions or row["passage"][:OPENING_CHARACTERS] in openings:
                continue
            rows[row["source"]].append(row)
    return rows
