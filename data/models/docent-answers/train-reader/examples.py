"""What the reader learns from, in the form that make_examples.py writes and train.py reads."""

import pickle
from typing import NamedTuple


class Example(NamedTuple):
    """One question; all texts are lists of token ids."""

    source: str
    question: list[int]
    title: list[int]
    passage: list[int]
    span: tuple[int, int] | None
    """First and last token of the answer in the passage, where the source tells."""
    wrong: list[tuple[list[int], list[int]]]
    """Passages that are like the question but not its own, the likest first, and their titles."""


def write_examples(examples: list[Example], path: str) -> None:
    """As plain tuples, so that the file does not depend on this module."""
    with open(path, "wb") as out:
        pickle.dump([tuple(example) for example in examples], out, protocol=4)


def read_examples(path: str) -> list[Example]:
    """Only of files that you made yourself: unpickling can run code."""
    with open(path, "rb") as stored:
        return [Example(*row) for row in pickle.load(stored)]
