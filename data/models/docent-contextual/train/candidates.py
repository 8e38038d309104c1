"""Mined pairs as lists of candidates for a cross-encoder: question and passage in one sequence.

    [CLS] question [SEP] passage [SEP]

The first candidate of each list is the right passage. Title and headings stand before a passage as often as in the
contrastive training.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from inputs import load_mined
from pairs import QUESTION_KIND, PairSource
from records import BODY, QUERY
from stream import Stream, Texts

QUERY_ROOM = 64  # tokens of a query; what is longer is cut, so that the passage is seen
NOT_ASKED = -100  # cross_entropy's ignore_index


@dataclass(frozen=True)
class Lists:
    """Lists of candidates, flat: list i is rows [i * width, (i + 1) * width)."""

    texts: Texts
    width: int
    known: np.ndarray  # [lists, width], false where a list has no candidate at that place
    starts: np.ndarray  # [rows], first and last token of the answer; 0 for none, NOT_ASKED where it is not known
    ends: np.ndarray


class Candidates:
    def __init__(self, source: PairSource, mined: Path, stream: Stream, token_limit: int):
        self.source, self.stream, self.limit = source, stream, token_limit
        self.mined = load_mined(mined, source)
        self.is_question = source.kind[self.mined["pair"]] == QUESTION_KIND

    def __len__(self) -> int:
        return len(self.mined["pair"])

    def mixed_order(self, chance: np.random.Generator, question_share: float) -> np.ndarray:
        """Endless in spirit: list numbers of one round, questions making up the given share where there are enough."""
        questions, others = np.flatnonzero(self.is_question), np.flatnonzero(~self.is_question)
        if len(questions) and len(others):
            others = chance.permutation(others)[:max(1, int(len(questions) * (1 - question_share) / question_share))]
        return chance.permutation(np.concatenate([questions, others]))

    def draw(self, chosen: np.ndarray, negatives: int, chance: np.random.Generator) -> Lists:
        """Lists of the right passage and `negatives` mined ones each, in random choice."""
        drawn = self.source.draw(self.mined["pair"][chosen], chance)
        found = self.mined["negatives"][chosen]
        columns = np.argsort(chance.random(found.shape), axis=1)[:, :negatives]
        mined = np.take_along_axis(found, columns, axis=1)
        holds_answer = np.take_along_axis(self.mined["holds_answer"][chosen], columns, axis=1)
        return self._lists(drawn.queries, drawn.record, mined, holds_answer, chance)

    def all_of(self, chosen: np.ndarray, chance: np.random.Generator) -> Lists:
        """Lists of the right passage and all mined ones, in the order they were mined."""
        drawn = self.source.draw(self.mined["pair"][chosen], chance)
        return self._lists(
            drawn.queries, drawn.record, self.mined["negatives"][chosen], self.mined["holds_answer"][chosen], chance
        )

    def _lists(
        self, queries: np.ndarray, right: np.ndarray, mined: np.ndarray, holds_answer: np.ndarray,
        chance: np.random.Generator,
    ) -> Lists:
        width = 1 + mined.shape[1]
        record = np.concatenate([right[:, None], mined], axis=1)
        known = record >= 0
        record = np.where(known, record, right[:, None]).ravel()
        with_headings = chance.random(len(record)) < 0.5
        queries = np.minimum(queries, np.array([2**40, QUERY_ROOM]))
        repeated = np.repeat(queries, width, axis=0)
        texts = self.stream.texts(repeated, self.source.passages(record, with_headings), limit=self.limit)
        starts, ends = self._spans(record, with_headings, repeated, known, holds_answer)
        return Lists(texts, width, known, starts, ends)

    def _spans(
        self, record: np.ndarray, with_headings: np.ndarray, queries: np.ndarray, known: np.ndarray,
        holds_answer: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Where the answer stands in each row; questions without a marked answer are not asked at all."""
        records, (lists, width) = self.source.records, known.shape
        answers = records.answers[record].astype(np.int64).reshape(lists, width, 2)
        heads = np.where(with_headings, records.lengths[record, QUERY + 1:BODY].sum(axis=1), 0)
        offset = (2 + queries[:, :, 1].sum(axis=1) + heads).reshape(lists, width)
        starts, ends = np.zeros((2, lists, width), np.int64)
        starts[:, 0] = answers[:, 0, 0] + offset[:, 0]
        ends[:, 0] = answers[:, 0, 1] - 1 + offset[:, 0]
        is_marked = answers[:, 0, 1] > 0
        is_asked = is_marked[:, None] & known
        is_asked[:, 1:] &= ~holds_answer
        # An answer behind the cut is neither there nor absent.
        is_asked[:, 0] &= ends[:, 0] < self.limit - 1
        return np.where(is_asked, starts, NOT_ASKED).ravel(), np.where(is_asked, ends, NOT_ASKED).ravel()


def to_device(values: np.ndarray, device: torch.device) -> torch.Tensor:
    return torch.from_numpy(values).to(device)
