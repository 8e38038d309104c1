"""Reads shards of JSON lines (plain or zstd) and leaves out the rows whose licence does not fit."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Question files that are left out whole: definitions from textbooks, in part marked non-commercial.
LEFT_OUT_SOURCES = {"openstax-glossary"}


def read_rows(path: str | Path) -> Iterator[dict]:
    """Every row of one shard; `.zst` files need the `zstd` command."""
    if str(path).endswith(".zst"):
        with subprocess.Popen(["zstd", "-dc", str(path)], stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                yield json.loads(line)
        if process.returncode:
            raise RuntimeError(f"zstd could not read {path} (exit status {process.returncode})")
    else:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def read_leave_out(path: str | Path | None) -> set[str]:
    """Names of repositories (owner/name, one a line) whose rows must not be used."""
    return set(Path(path).read_text(encoding="utf-8").split()) if path else set()


def usable_rows(path: str | Path, leave_out: set[str]) -> Iterator[dict]:
    """Rows of one shard without the repositories and sources that are left out."""
    for row in read_rows(path):
        if row.get("repo") not in leave_out and row.get("source") not in LEFT_OUT_SOURCES:
            yield row
