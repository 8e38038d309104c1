"""Training pairs as views into the records: nothing is stored, every batch cuts its own.

* heading: title and headings ask for the section under them;
* sentence: one sentence asks for the rest of its section, the inverse cloze task (Lee et al. 2019, arXiv 1906.00300),
  the sentence left in one time in ten;
* question: a question asks for its passage;
* translation: headings or the beginning of a section ask for the same section in another language.

In every second sentence and question pair the passage begins with its title and headings, as docent embeds its chunks.
"""

from dataclasses import dataclass

import numpy as np

import static_recipe  # noqa: F401  the imports below need it
from make_pairs import HEADING as HEADING_KIND
from make_pairs import QUESTION as QUESTION_KIND
from make_pairs import SENTENCE as SENTENCE_KIND
from records import BODY, HEADING, PARENT, QUERY, TITLE, Records

TRANSLATION_KIND = 3
KIND_NAMES = ("heading", "sentence", "question", "translation")
MIN_PASSAGE, MIN_HEADING, MIN_SENTENCE = 24, 2, 6  # tokens
MIN_SENTENCES, SENTENCES_PER_PAIR, MAX_SENTENCE_PAIRS = 3, 6, 3
SENTENCE_KEPT = 0.1
COMMON_HEADING = 60  # a heading met more often ("Overview") is never asked without its title
RUNS = 2  # of a part of a text: enough for a section with one sentence out


def run_of(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """[texts, RUNS, 2] of one run each, the second run empty."""
    runs = np.zeros((len(starts), RUNS, 2), np.int64)
    runs[:, 0, 0], runs[:, 0, 1] = starts, lengths
    return runs


@dataclass(frozen=True)
class Drawn:
    """A batch of pairs: the runs of both sides, and numbers that are equal where texts must not be negatives."""

    queries: np.ndarray
    passages: np.ndarray
    record: np.ndarray  # of the passage
    identity: np.ndarray  # equal for pairs of one passage text
    query_identity: np.ndarray


class PairSource:
    """All pairs of the records; `kind`, `group` and len() are what docent-static's batches.py deals out."""

    def __init__(self, records: Records, links: np.ndarray | None = None):
        self.records = records
        self.passage_print = records.fingerprints(BODY)
        headings = records.fingerprints(HEADING, 8)
        _, inverse, counts = np.unique(headings, return_inverse=True, return_counts=True)
        self.is_common = counts[inverse] > COMMON_HEADING
        self.heading_print = headings ^ (records.fingerprints(TITLE, 8) << np.uint64(1))
        self.record, self.kind, self.other = self._list_pairs(links)
        self.group = records.groups[self.record].astype(np.int64)

    def __len__(self) -> int:
        return len(self.kind)

    def _list_pairs(self, links: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        lengths = self.records.lengths
        is_question = lengths[:, QUERY] > 0
        fits = lengths[:, BODY] >= MIN_PASSAGE
        headed = lengths[:, TITLE].astype(int) + lengths[:, PARENT] + lengths[:, HEADING] >= MIN_HEADING
        heading = np.flatnonzero(~is_question & fits & headed)
        sentences = self.records.sentence_counts.astype(np.int64)
        asked = np.minimum(MAX_SENTENCE_PAIRS, 1 + sentences // SENTENCES_PER_PAIR)
        sentence = np.repeat(np.arange(len(asked)), asked * (fits & (sentences >= MIN_SENTENCES)))
        question = np.flatnonzero(is_question)
        links = np.zeros((0, 2), np.int64) if links is None else links.astype(np.int64)
        links = links[(links < len(asked)).all(axis=1)]  # both ends have arrived
        both_ways = np.concatenate([links, links[:, ::-1]])
        record = np.concatenate([heading, sentence, question, both_ways[:, 1]])
        other = np.concatenate([heading, sentence, question, both_ways[:, 0]])
        sizes = [len(heading), len(sentence), len(question), len(both_ways)]
        kinds = [HEADING_KIND, SENTENCE_KIND, QUESTION_KIND, TRANSLATION_KIND]
        return record, np.repeat(kinds, sizes), other

    def counts(self) -> dict[str, int]:
        return dict(zip(KIND_NAMES, np.bincount(self.kind, minlength=4).tolist()))

    def draw(self, chosen: np.ndarray, chance: np.random.Generator) -> Drawn:
        """The texts of some pairs."""
        record, kind, other = self.record[chosen], self.kind[chosen], self.other[chosen]
        queries, passages = np.zeros((2, len(chosen), RUNS, 2), np.int64)
        query_print = self.heading_print[record].copy()
        for number in range(len(KIND_NAMES)):
            at = np.flatnonzero(kind == number)
            if len(at) == 0:
                continue
            if number == HEADING_KIND:
                queries[at], passages[at] = self.headings(record[at], chance), self.passages(record[at])
            elif number == SENTENCE_KIND:
                queries[at], passages[at] = self._sentences(record[at], chance)
            elif number == QUESTION_KIND:
                queries[at] = self.questions(record[at])
                passages[at] = self.passages(record[at], chance.random(len(at)) < 0.5)
            else:
                queries[at], passages[at] = self._translations(other[at], chance), self.passages(record[at])
            if number != HEADING_KIND:
                query_print[at] = chance.integers(2**63, size=len(at), dtype=np.uint64)
        return Drawn(queries, passages, record, self.passage_print[record], query_print)

    def questions(self, record: np.ndarray) -> np.ndarray:
        return run_of(self.records.starts[record, QUERY], self.records.lengths[record, QUERY])

    def passages(self, record: np.ndarray, with_headings: np.ndarray | bool = False) -> np.ndarray:
        first = np.where(with_headings, TITLE, BODY)
        starts = self.records.starts[record, first]
        return run_of(starts, self.records.ends[record] - starts)

    def headings(self, record: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """The last heading, the last two, or all with the title."""
        lengths, draw = self.records.lengths[record], chance.random(len(record))
        first = np.where((draw < 0.35) & ~self.is_common[record], HEADING, np.where(draw < 0.7, PARENT, TITLE))
        first = np.where((first > TITLE) & (lengths[:, HEADING] < MIN_HEADING), TITLE, first)
        starts = self.records.starts[record, first]
        return run_of(starts, self.records.starts[record, BODY] - starts)

    def _sentences(self, record: np.ndarray, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One sentence of each section and the section without it, mostly."""
        records = self.records
        counts, first = records.sentence_counts[record].astype(np.int64), records.sentence_starts[record]
        pick = (chance.random(len(record)) * counts).astype(np.int64)
        # A short sentence ("Yes.") gives way to the longer of itself and the next.
        following = (pick + 1) % counts
        longer = records.sentences[first + following] > records.sentences[first + pick]
        pick = np.where((records.sentences[first + pick] < MIN_SENTENCE) & longer, following, pick)
        sums = np.concatenate([[0], np.cumsum(records.sentences, dtype=np.int64)])
        before = sums[first + pick] - sums[first]
        length = records.sentences[first + pick].astype(np.int64)
        body, end = records.starts[record, BODY], records.ends[record]
        queries = run_of(body + before, length)
        begin = np.where(chance.random(len(record)) < 0.5, records.starts[record, TITLE], body)
        passages = run_of(begin, body + before - begin)
        passages[:, 1, 0] = body + before + length
        passages[:, 1, 1] = end - passages[:, 1, 0]
        kept = chance.random(len(record)) < SENTENCE_KEPT
        passages[kept] = run_of(begin, end - begin)[kept]
        return queries, passages

    def _translations(self, record: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """Title and headings of the section in the other language, or how it begins."""
        starts = self.records.starts[record]
        headed = self.records.lengths[record, TITLE:BODY].sum(axis=1) >= MIN_HEADING
        by_heading = run_of(starts[:, TITLE], starts[:, BODY] - starts[:, TITLE])
        beginning = run_of(starts[:, BODY], self.records.lengths[record, BODY])
        return np.where(((chance.random(len(record)) < 0.5) & headed)[:, None, None], by_heading, beginning)
