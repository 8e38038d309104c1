"""Trains the reader on the examples that make_examples.py wrote.

    train.py EXAMPLES.pkl READER.pt [--epochs 4] [--width 64] [--seed 1]

A question stands with its own passage, with two wrong ones and, mostly, once more with its own passage but one word
changed. Four losses are added up:

* answers: its own passage against the wrong ones, each for itself, so that the score is comparable between questions;
* list: the same among the passages of one question (ListNet, Cao et al. 2007), which is what ranking needs;
* holds: the question as it was asked against the changed one;
* span: first and last token of the answer, as in DrQA (Chen et al. 2017, arXiv 1704.00051), where the source tells.

Needs torch, numpy and onnx; about an hour on one core. On one machine, the same seed gives the same reader.
"""

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from change_questions import QuestionChanger
from examples import Example, read_examples
from reader import WIDTH, Reader, save_reader
from token_vectors import PAD_ID, TokenVectors, load_token_vectors, load_tokenizer

BATCH = 48
"""Questions; each comes with about three more rows."""
WRONG_PASSAGES = 2
PASSAGE_TOKENS, QUESTION_TOKENS = 150, 32
MOST_SKIPPED = 40
"""Tokens at the beginning of a passage without a known answer, so that it need not begin where the original does."""
TITLE_SHARE, CHANGED_SHARE = 0.7, 0.6
"""Of questions whose passages keep their titles, and of those that come changed, too."""
LEARNING_RATE, LEAST_RATE, WARM_UP_STEPS = 3e-3, 1e-5, 100
LIST_WEIGHT, HOLDS_WEIGHT, SPAN_WEIGHT = 0.3, 0.5, 0.15
HOLDS_POSITIVE_WEIGHT = 0.6
"""There are about so many changed questions for each that is as it was asked."""
OWN, WRONG, CHANGED = 0, 1, 2
REPORTED_STEPS, AVERAGED_STEPS = 50, 100

Span = tuple[int, int] | None


@dataclass
class Batch:
    """Rows of one question follow each other, its own passage first."""

    passages: list[list[int]] = field(default_factory=list)
    in_title: list[list[int]] = field(default_factory=list)
    questions: list[list[int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    """Number of the question within the batch."""

    def add(self, group: int, kind: int, question: list[int], title: list[int], passage: list[int], span: Span) -> None:
        self.passages.append(title + passage)
        self.in_title.append([1] * len(title) + [0] * len(passage))
        self.questions.append(question[:QUESTION_TOKENS])
        self.spans.append((span[0] + len(title), span[1] + len(title)) if span else None)
        self.kinds.append(kind)
        self.groups.append(group)


@dataclass(frozen=True)
class Losses:
    answers: Tensor
    holds: Tensor
    ranking: Tensor
    span: Tensor
    first: Tensor
    """Share of questions whose own passage scores highest; not a loss."""

    def total(self) -> Tensor:
        return self.answers + HOLDS_WEIGHT * self.holds + LIST_WEIGHT * self.ranking + SPAN_WEIGHT * self.span

    def values(self) -> list[float]:
        return [part.item() for part in (self.answers, self.holds, self.ranking, self.span, self.first)]


class Lookup:
    """Runs the reader on token ids: it takes vectors itself."""

    def __init__(self, vectors: TokenVectors):
        self.units, self.norms = torch.from_numpy(vectors.units), torch.from_numpy(vectors.norms)

    def read(self, reader: Reader, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        passages, questions = padded(batch.passages), padded(batch.questions)
        in_title = padded(batch.in_title).float()
        passage_mask, question_mask = ((ids != PAD_ID).float() for ids in (passages, questions))
        asked = self.units[questions], self.norms[questions], question_mask
        return reader(self.units[passages], passage_mask, in_title, *asked)


def padded(rows: list[list[int]]) -> Tensor:
    """[B, longest] int64."""
    ids = np.full((len(rows), max(map(len, rows))), PAD_ID, np.int64)
    for row, values in zip(ids, rows):
        row[: len(values)] = values
    return torch.from_numpy(ids)


def cropped(passage: list[int], span: Span, chance: random.Random) -> tuple[list[int], Span]:
    """A part of the passage with the answer anywhere in it; without a known answer mostly from the beginning."""
    spare = len(passage) - PASSAGE_TOKENS
    if spare <= 0:
        return passage, span
    if span is None:
        start = chance.randint(0, min(MOST_SKIPPED, spare)) if chance.random() < 0.5 else 0
        return passage[start : start + PASSAGE_TOKENS], None
    least, most = max(0, span[1] - PASSAGE_TOKENS + 1), min(span[0], spare)
    start = chance.randint(least, most) if least <= most else least
    first, last = span[0] - start, span[1] - start
    return passage[start : start + PASSAGE_TOKENS], (first, last) if first >= 0 else None


def make_batch(examples: list[Example], changer: QuestionChanger, chance: random.Random) -> Batch:
    batch = Batch()
    for group, example in enumerate(examples):
        has_titles = chance.random() < TITLE_SHARE
        title = example.title if has_titles else []
        passage, span = cropped(example.passage, example.span, chance)
        batch.add(group, OWN, example.question, title, passage, span)
        for wrong, wrong_title in chance.sample(example.wrong, min(WRONG_PASSAGES, len(example.wrong))):
            part, _ = cropped(wrong, None, chance)
            batch.add(group, WRONG, example.question, wrong_title if has_titles else [], part, None)
        if chance.random() < CHANGED_SHARE:
            changed = changer.change(example, passage, chance)
            if changed:
                batch.add(group, CHANGED, changed, title, passage, None)
    return batch


def losses_of(batch: Batch, answers: Tensor, holds: Tensor, start: Tensor, end: Tensor) -> Losses:
    kinds = torch.tensor(batch.kinds)
    own = (kinds == OWN).float()
    asked, same_passage = kinds != CHANGED, kinds != WRONG
    wrong_weight, changed_weight = torch.tensor(float(WRONG_PASSAGES)), torch.tensor(HOLDS_POSITIVE_WEIGHT)
    answers_loss = F.binary_cross_entropy_with_logits(answers[asked], own[asked], pos_weight=wrong_weight) / 2
    holds_loss = F.binary_cross_entropy_with_logits(
        holds[same_passage], own[same_passage], pos_weight=changed_weight
    )
    lists = passages_of_each_question(batch, answers)
    ranking = -lists.log_softmax(1)[:, 0].mean()
    first = (lists.argmax(1) == 0).float().mean()
    return Losses(answers_loss, holds_loss, ranking, span_loss(batch, start, end), first)


def passages_of_each_question(batch: Batch, answers: Tensor) -> Tensor:
    """Scores [questions, 1 + WRONG_PASSAGES], the own passage first; very low where there are fewer wrong ones."""
    width, used = 1 + WRONG_PASSAGES, [0] * (batch.groups[-1] + 1)
    rows, cells = [], []
    for row, (group, kind) in enumerate(zip(batch.groups, batch.kinds)):
        if kind != CHANGED:
            rows.append(row)
            cells.append(group * width + used[group])
            used[group] += 1
    lists = torch.full((len(used) * width,), -1e4)
    return lists.index_put((torch.tensor(cells),), answers[torch.tensor(rows)]).view(-1, width)


def span_loss(batch: Batch, start: Tensor, end: Tensor) -> Tensor:
    known = [row for row, span in enumerate(batch.spans) if span]
    if not known:
        return torch.zeros(())
    first, last = (torch.tensor([batch.spans[row][side] for row in known]) for side in (0, 1))
    return F.cross_entropy(start[known], first) + F.cross_entropy(end[known], last)


def batches(
    examples: list[Example], changer: QuestionChanger, steps: int, chance: random.Random
) -> Iterator[Batch]:
    """All examples in random order, again and again; the last batch of an epoch may be smaller."""
    order: list[int] = []
    for _ in range(steps):
        if not order:
            order = list(range(len(examples)))
            chance.shuffle(order)
        chosen = [order.pop() for _ in range(min(BATCH, len(order)))]
        yield make_batch([examples[number] for number in chosen], changer, chance)


def training_steps(
    reader: Reader, examples: list[Example], vectors: TokenVectors, vocabulary: list[str], epochs: float, seed: int
) -> Iterator[Losses]:
    """Trains the reader and gives the losses of each step."""
    lookup, chance = Lookup(vectors), random.Random(seed + 1)
    changer = QuestionChanger(examples, vectors, vocabulary)
    optimiser = torch.optim.Adam(reader.parameters(), lr=LEARNING_RATE)
    steps = max(1, int(epochs * len(examples) / BATCH))
    for step, batch in enumerate(batches(examples, changer, steps, chance)):
        rate = LEARNING_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (1 - step / steps) + LEAST_RATE
        for group in optimiser.param_groups:
            group["lr"] = rate
        losses = losses_of(batch, *lookup.read(reader, batch))
        optimiser.zero_grad()
        losses.total().backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        yield losses


def train(examples: list[Example], epochs: float, width: int, seed: int) -> Reader:
    torch.manual_seed(seed)
    reader = Reader(width)
    vectors, vocabulary = load_token_vectors(), load_tokenizer().vocabulary
    examples = [example for example in examples if example.wrong]
    print(f"{len(examples)} examples, {sum(map(torch.numel, reader.parameters()))} parameters", flush=True)
    started, values = time.time(), []
    for step, losses in enumerate(training_steps(reader, examples, vectors, vocabulary, epochs, seed), 1):
        values.append(losses.values())
        if step % REPORTED_STEPS == 0:
            answers, holds, ranking, span, first = np.mean(values[-AVERAGED_STEPS:], axis=0)
            print(
                f"step {step}, {time.time() - started:.0f} s, answers {answers:.3f}, holds {holds:.3f},"
                f" list {ranking:.3f}, span {span:.3f}, own passage first {first:.3f}",
                flush=True,
            )
    return reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("examples", help="file of make_examples.py")
    parser.add_argument("out", help="file to write the reader to")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # So small a network gains little from more, and sums stay in one order.
    torch.set_num_threads(1)
    save_reader(train(read_examples(options.examples), options.epochs, options.width, options.seed), options.out)


if __name__ == "__main__":
    main()
