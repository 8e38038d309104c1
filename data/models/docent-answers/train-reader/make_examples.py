"""Makes the questions and passages that the reader is trained on.

    make_examples.py TRAINING SETS MULTIHOP OUT.pkl

TRAINING holds questions-en.jsonl.zst, questions-other.jsonl.zst and leave-out.txt, repositories not to be used. SETS
and MULTIHOP are folders of sets in the BEIR layout; what the support model learns from them is left out, see
training_rows.py.

Wrong passages are those of the same source that are most like the question, by the cosine of mean token vectors and by
the words that they share. The same input gives the same file. Needs numpy and onnx, and the `zstd` command.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from examples import Example, write_examples
from token_vectors import TokenVectors, WordPieceTokenizer, load_token_vectors, load_tokenizer
from training_rows import Row, rows_by_source, texts_of_support_model

MOST_QUESTIONS = {
    "JaQuAD": 14000,
    "DRCD": 6000,
    "QAMR": 16000,
    "SelQA": 2400,
    "COVID-QA": 1300,
    "PolicyQA": 7800,
    "CMRC2018": 1000,
    "SubjQA": 1500,
    "piaf-ml": 1230,
    "heading-question": 12000,
    "MedQuAD": 2500,
    "covid-faq": 900,
}
"""Of each source, so that none outweighs the others."""
SPARE = 1.8
"""So many times as many rows of a source are taken in, for wrong passages."""
SMALL_SOURCES = ("QAMR", "PolicyQA")
"""Their passages are short or few: all are taken in."""
SENTENCE_SOURCES = ("QAMR",)
"""Their passages are single sentences: they are set among others, else their length would tell."""

PASSAGE_TOKENS, QUESTION_TOKENS, TITLE_TOKENS, SPAN_TOKENS, DOCUMENT_TOKENS = 220, 40, 12, 26, 2000
CHUNK_STEP, LEAST_CHUNK = 180, 60
ROOM_AFTER_ANSWER = 5
CANDIDATES, LIKEST, WRONG_PASSAGES, WRONG_JOINED = 40, 12, 4, 3
COSINE_WEIGHT = 0.7
BLOCK = 256

def normalised(vectors: list[np.ndarray]) -> np.ndarray:
    stacked = np.array(vectors)
    return stacked / (np.linalg.norm(stacked, axis=1, keepdims=True) + 1e-9)


@dataclass(frozen=True)
class Encoder:
    """Texts to token ids, and token ids to the direction of their mean vector."""

    vectors: TokenVectors
    tokenizer: WordPieceTokenizer

    def ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text)

    def title(self, row: Row) -> list[int]:
        return self.ids(row.get("title") or "")[:TITLE_TOKENS]

    def sum(self, ids: list[int]) -> np.ndarray:
        """[128]; a token weighs by its norm, as in the encoder."""
        if not ids:
            return np.zeros(self.vectors.units.shape[1], np.float32)
        return (self.vectors.units[ids] * self.vectors.norms[ids][:, None]).sum(0)

    def answer_in_passage(self, row: Row) -> tuple[list[int], tuple[int, int] | None]:
        """The passage's tokens and the answer's first and last among them, where the row tells its place."""
        passage, start, answer = row["passage"], row.get("answer_start"), row.get("answer")
        if not isinstance(start, int) or not answer or passage[start : start + len(answer)] != answer:
            return self.ids(passage), None
        end = start + len(answer)
        before, within, after = self.ids(passage[:start]), self.ids(passage[start:end]), self.ids(passage[end:])
        last = min(len(before) + len(within) - 1, len(before) + SPAN_TOKENS - 1)
        return before + within + after, (len(before), last) if within else None


class Passages:
    """All passages of one source, cut into chunks that overlap, to look for wrong ones in."""

    def __init__(self, rows: list[Row], encoder: Encoder):
        self.encoder = encoder
        self.number: dict[str, int] = {}
        self.titles: list[list[int]] = []
        self.chunks: list[list[int]] = []
        owners = []
        for row in rows:
            if row["passage"] in self.number:
                continue
            owner = self.number[row["passage"]] = len(self.titles)
            self.titles.append(encoder.title(row))
            tokens = encoder.ids(row["passage"])[:DOCUMENT_TOKENS]
            for start in range(0, max(1, len(tokens)), CHUNK_STEP):
                chunk = tokens[start : start + PASSAGE_TOKENS]
                if start == 0 or len(chunk) >= LEAST_CHUNK:
                    self.chunks.append(chunk)
                    owners.append(owner)
        self.owners = np.array(owners)
        titled = [(chunk, self.titles[owner]) for chunk, owner in zip(self.chunks, owners)]
        self.vectors = normalised([encoder.sum(chunk + title) for chunk, title in titled])
        self.words = [set(chunk) | set(title) for chunk, title in titled]
        self.rarity = self.inverse_frequencies()

    def inverse_frequencies(self) -> np.ndarray:
        """Of each token [V], as in BM25 (Robertson and Zaragoza 2009)."""
        frequency = np.zeros(len(self.encoder.vectors.norms))
        for chunk in self.chunks:
            frequency[list(set(chunk))] += 1
        return np.log(1 + (len(self.chunks) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)

    def like(self, questions: list[list[int]], rows: list[Row]) -> Iterator[list[int]]:
        """For each question the chunks most like it that are not of its own passage, the likest first."""
        cosines = normalised([self.encoder.sum(question) for question in questions]) @ self.vectors.T
        last = min(CANDIDATES, cosines.shape[1] - 1)
        nearest = np.argpartition(-cosines, last, axis=1)[:, :CANDIDATES]
        for question, row, own_cosines, candidates in zip(questions, rows, cosines, nearest):
            gold = self.number[row["passage"]]
            rarity = {token: float(self.rarity[token]) for token in question}
            whole = sum(rarity.values()) + 1e-9
            scored = []
            for chunk in candidates:
                if self.owners[chunk] != gold:
                    shared = sum(value for token, value in rarity.items() if token in self.words[chunk])
                    scored.append((float(own_cosines[chunk]) * COSINE_WEIGHT + shared / whole, int(chunk)))
            yield [chunk for _, chunk in sorted(scored, reverse=True)[:LIKEST]]


def among_sentences(
    row: Row, question: list[int], like: list[int], passages: Passages, chance: random.Random
) -> Example | None:
    """The sentence among up to four others that are like the question; wrong passages are made of as many."""
    tokens, span = passages.encoder.answer_in_passage(row)
    others = like[: LIKEST - 1]
    chance.shuffle(others)
    count = chance.choice((0, 2, 3, 4))
    split = chance.randint(0, count) if count else 0

    def joined(chunks: list[int]) -> list[int]:
        return [token for chunk in chunks for token in passages.chunks[chunk]]

    before, after = joined(others[:split]), joined(others[split:count])
    if len(before) + len(tokens) > PASSAGE_TOKENS:
        before = []
    passage = (before + tokens + after)[:PASSAGE_TOKENS]
    if span:
        span = (span[0] + len(before), span[1] + len(before))
        if span[1] >= len(passage):
            return None
    rest = [chunk for chunk in like if chunk not in others[:count]]
    size = max(1, count)
    groups = [rest[at * size : (at + 1) * size] for at in range(WRONG_JOINED)]
    wrong = [(joined(group)[:PASSAGE_TOKENS], []) for group in groups if group]
    return Example(row["source"], question, passages.encoder.title(row), passage, span, wrong)


def with_part_of_passage(
    row: Row, question: list[int], like: list[int], passages: Passages, chance: random.Random
) -> Example | None:
    """The part of the passage that holds the answer, at any place within it; the beginning if its place is unknown."""
    tokens, span = passages.encoder.answer_in_passage(row)
    start = 0
    if span:
        if len(tokens) > PASSAGE_TOKENS:
            least = max(0, span[1] - PASSAGE_TOKENS + ROOM_AFTER_ANSWER)
            most = min(span[0], len(tokens) - PASSAGE_TOKENS)
            start = chance.randint(min(least, most), max(least, most))
        span = (span[0] - start, span[1] - start)
    passage = tokens[start : start + PASSAGE_TOKENS]
    if span and (span[0] < 0 or span[1] >= len(passage)):
        return None
    wrong = [(passages.chunks[chunk], passages.titles[passages.owners[chunk]]) for chunk in like[:WRONG_PASSAGES]]
    return Example(row["source"], question, passages.encoder.title(row), passage, span, wrong)


def examples_of(source: str, rows: list[Row], encoder: Encoder, chance: random.Random) -> Iterator[Example]:
    most = MOST_QUESTIONS[source]
    if len(rows) > most * SPARE and source not in SMALL_SOURCES:
        rows = chance.sample(rows, int(most * SPARE))
    passages = Passages(rows, encoder)
    chosen = rows if len(rows) <= most else chance.sample(rows, most)
    make = among_sentences if source in SENTENCE_SOURCES else with_part_of_passage
    for start in range(0, len(chosen), BLOCK):
        block = chosen[start : start + BLOCK]
        questions = [encoder.ids(row["question"])[:QUESTION_TOKENS] for row in block]
        for row, question, like in zip(block, questions, passages.like(questions, block)):
            example = make(row, question, like, passages, chance) if len(question) > 1 else None
            if example:
                yield example


def make_examples(training: Path, support_sets: Iterable[Path]) -> list[Example]:
    """In random order."""
    rows = rows_by_source(training, MOST_QUESTIONS, texts_of_support_model(support_sets))
    encoder, chance = Encoder(load_token_vectors(), load_tokenizer()), random.Random(1)
    examples = []
    for source in MOST_QUESTIONS:
        before = len(examples)
        if rows[source]:
            examples.extend(examples_of(source, rows[source], encoder, chance))
        print(f"{source:18} {len(rows[source]):7} rows {len(examples) - before:6} examples", flush=True)
    chance.shuffle(examples)
    return examples


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    training, sets, multi_hop, out = sys.argv[1:]
    write_examples(make_examples(Path(training), (Path(sets), Path(multi_hop))), out)


if __name__ == "__main__":
    main()
