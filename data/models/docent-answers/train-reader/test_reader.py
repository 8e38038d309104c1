"""Runs the whole recipe at toy size, on questions that it makes itself (seconds). The graph runs in onnxruntime-node.

    python3 test_reader.py
"""

import json
import random
import shutil
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

import torch

import train
from change_questions import QuestionChanger
from examples import Example, read_examples, write_examples
from export import INPUTS, OneQuestion, example_inputs, export
from make_examples import make_examples
from reader import Reader, load_reader, save_reader
from token_vectors import load_token_vectors, load_tokenizer

HERE = Path(__file__).parent
COLOURS = "red blue green yellow white black brown grey purple orange".split()
THINGS = "boat house horse bridge garden tower piano engine camera blanket".split()
TOWNS = "Paris London Madrid Vienna Oslo Dublin Athens Prague Lisbon Berlin".split()
SUPPORT_SET = "en-wikipedia"
LEFT_OUT_REPOSITORY = "someone/non-commercial"
SHAPES = ((1, 5, 1), (1, 300, 12), (4, 33, 3), (6, 120, 24))
WIDTH = 16


def made_row(number: int, source: str) -> dict:
    colour, thing, town = COLOURS[number % 10], THINGS[number // 10 % 10], TOWNS[(number + number // 10) % 10]
    passage = f"The {colour} {thing} was bought in {town} by a farmer. "
    return {
        "source": source,
        "question": f"Where was the {colour} {thing} bought?",
        "title": f"The {thing}",
        "passage": passage * (1 if source == "QAMR" else 25),
        "answer": town,
        "answer_start": passage.index(town),
    }


def write_lines(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def make_training(folder: Path) -> None:
    """Rows of two sources; the first stands in a set of the support model, another in a repository to be left out."""
    rows = [made_row(number, "SelQA") for number in range(90)]
    rows[1]["repo"] = LEFT_OUT_REPOSITORY
    others = [made_row(number, "QAMR") for number in range(10, 100)] + [made_row(7, "unknown source")]
    for name, part in (("questions-en", rows), ("questions-other", others)):
        write_lines(folder / f"{name}.jsonl", part)
        subprocess.run(["zstd", "-q", "--rm", str(folder / f"{name}.jsonl")], check=True)
    (folder / "leave-out.txt").write_text(f"{LEFT_OUT_REPOSITORY}\n", encoding="utf-8")
    support = folder / "sets" / SUPPORT_SET
    write_lines(support / "queries.jsonl", [{"_id": "q0", "text": rows[0]["question"]}])
    write_lines(support / "corpus.jsonl", [{"_id": "d0", "text": rows[0]["passage"]}])
    (support / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq0\td0\t1\n", encoding="utf-8")


def made_reader() -> Reader:
    """With random values, far enough from 0 that every part of the network matters."""
    torch.manual_seed(5)
    reader = Reader(WIDTH).eval()
    with torch.no_grad():
        for parameter in reader.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return reader


class ExamplesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if shutil.which("zstd") is None:
            raise unittest.SkipTest("the zstd command is missing")
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        make_training(cls.folder)
        cls.examples = make_examples(cls.folder, [cls.folder / "sets"])
        cls.tokenizer = load_tokenizer()

    def test_left_out_rows_and_unknown_sources_give_no_example(self):
        self.assertEqual(len(self.examples), 90 + 90 - 2)
        questions = {self.text(example.question) for example in self.examples}
        self.assertIn("where was the green boat bought ?", questions)
        self.assertNotIn("where was the red boat bought ?", questions)
        self.assertNotIn("where was the blue boat bought ?", questions)

    def test_spans_hold_the_answer_wherever_the_passage_was_cut(self):
        towns = {tuple(self.tokenizer.encode(town)) for town in TOWNS}
        spans = {tuple(e.passage[e.span[0] : e.span[1] + 1]) for e in self.examples}
        self.assertEqual(spans, towns)

    def test_wrong_passages_are_not_the_own_one(self):
        for example in self.examples:
            asked = self.text(example.question[2:5])
            self.assertIn(asked, self.text(example.passage))
            self.assertTrue(example.wrong)
            for passage, _ in example.wrong:
                self.assertNotIn(asked, self.text(passage))

    def text(self, ids: list[int]) -> str:
        return " ".join(self.tokenizer.vocabulary[token] for token in ids).replace(" ##", "")

    def test_a_changed_question_differs_in_one_word_that_its_passage_has(self):
        changer = QuestionChanger(self.examples, load_token_vectors(), self.tokenizer.vocabulary)
        chance, changed = random.Random(3), 0
        for example in self.examples:
            words, there = changer.words(example.question), changer.words(example.passage)
            other = changer.words(changer.change(example, example.passage, chance) or example.question)
            self.assertEqual(len(other), len(words))
            places = [at for at, word in enumerate(other) if word != words[at]]
            self.assertLessEqual(len(places), 1)
            self.assertTrue(all(words[at] in there for at in places))
            changed += len(places)
        self.assertGreater(changed, len(self.examples) / 4)

    def test_numbers_are_changed_to_numbers_and_names_to_names(self):
        changer = QuestionChanger(self.examples, load_token_vectors(), self.tokenizer.vocabulary)
        question, passage = "When did Zeiralov leave 1999?", "In 1999 Zeiralov left, Kalvenson stayed until 2004."
        asked, there = self.tokenizer.encode(question), self.tokenizer.encode(passage)
        example = Example("made", list(asked), [], list(there), None, [])
        changed = {self.text(changer.change(example, example.passage, random.Random(seed)) or []) for seed in range(30)}
        self.assertIn("when did kalvenson leave 1999 ?", changed)
        self.assertIn("when did zeiralov leave 2004 ?", changed)
        for text in changed - {"", "when did kalvenson leave 1999 ?"}:
            self.assertRegex(text, r"^when did zeiralov leave \d{4} \?$")

    def test_training_reads_what_was_written_and_the_reader_learns(self):
        path = str(self.folder / "examples.pkl")
        write_examples(self.examples, path)
        examples = read_examples(path)
        self.assertEqual(examples, self.examples)
        torch.manual_seed(1)
        reader = Reader(WIDTH)
        before = [parameter.clone() for parameter in reader.parameters()]
        vocabulary, epochs = self.tokenizer.vocabulary, 2.5 * train.BATCH / len(examples)
        steps = list(train.training_steps(reader, examples, load_token_vectors(), vocabulary, epochs, seed=1))
        self.assertEqual(len(steps), 2)
        self.assertTrue(all(torch.isfinite(losses.total()) for losses in steps))
        moved = [not torch.equal(old, new) for old, new in zip(before, reader.parameters())]
        self.assertTrue(all(moved))


class BatchTest(unittest.TestCase):
    def test_rows_of_a_question_form_one_list_with_its_own_passage_first(self):
        batch = train.Batch()
        for group, kind in ((0, train.OWN), (0, train.WRONG), (0, train.CHANGED), (1, train.OWN)):
            batch.add(group, kind, [5], [6], [7, 8], None)
        lists = train.passages_of_each_question(batch, torch.tensor([1.0, 2.0, 3.0, 4.0]))
        self.assertEqual(lists.tolist(), [[1, 2, -1e4], [4, -1e4, -1e4]])

    def test_a_title_moves_the_span(self):
        batch = train.Batch()
        batch.add(0, train.OWN, [5], [6, 6, 6], [7, 8], (1, 1))
        self.assertEqual((batch.spans, batch.in_title), ([(4, 4)], [[1, 1, 1, 0, 0]]))

    def test_a_cut_passage_keeps_its_answer(self):
        passage, chance = list(range(400)), random.Random(2)
        for first in range(0, 395):
            part, span = train.cropped(passage, (first, first + 4), chance)
            self.assertEqual(len(part), train.PASSAGE_TOKENS)
            self.assertEqual(part[span[0] : span[1] + 1], passage[first : first + 5])


class ReaderTest(unittest.TestCase):
    def test_padding_changes_no_score(self):
        reader, chance = made_reader(), torch.Generator().manual_seed(4)

        def padded(values: torch.Tensor, filler: torch.Tensor) -> torch.Tensor:
            return torch.cat([values, filler.expand(1, 7, *values.shape[2:])], 1)

        for _, tokens, question_tokens in SHAPES:
            vectors, mask, in_title, question, question_norms = example_inputs(1, tokens, question_tokens)
            text = [vectors, mask, in_title]
            asked = [question[None], question_norms[None], torch.ones(1, question_tokens)]
            # What stands in padding must not matter, so it is not zeros.
            noise, zero = torch.randn(1, 7, vectors.shape[2], generator=chance), torch.zeros(1, 1)
            fillers = [noise, zero, zero, noise, zero + 2, zero]
            longer = [padded(values, filler) for values, filler in zip(text + asked, fillers)]
            with torch.no_grad():
                for short, long in zip(reader(*text, *asked)[:2], reader(*longer)[:2]):
                    torch.testing.assert_close(long, short, atol=1e-5, rtol=1e-5)

    def test_a_stored_reader_gives_the_same_scores(self):
        reader, inputs = made_reader(), example_inputs(3, 20, 5)
        with tempfile.TemporaryDirectory() as folder, torch.no_grad():
            save_reader(reader, f"{folder}/reader.pt")
            again = load_reader(f"{folder}/reader.pt")
            self.assertTrue(torch.equal(OneQuestion(again)(*inputs), OneQuestion(reader)(*inputs)))

    @unittest.skipIf(shutil.which("node") is None, "node is missing")
    def test_the_exported_graph_gives_the_scores_of_torch(self):
        reader, samples = made_reader(), [example_inputs(*shape) for shape in SHAPES]
        with torch.no_grad():
            expected = [OneQuestion(reader)(*inputs) for inputs in samples]
        feeds = [
            {name: {"data": value.flatten().tolist(), "dims": list(value.shape)} for name, value in zip(INPUTS, inputs)}
            for inputs in samples
        ]
        with tempfile.TemporaryDirectory() as folder:
            graph, inputs_file = f"{folder}/reader.onnx", f"{folder}/inputs.json"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                export(reader, graph)
            Path(inputs_file).write_text(json.dumps(feeds), encoding="utf-8")
            command = ["node", str(HERE / "run_graph.mjs"), graph, inputs_file]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for scores, values in zip(expected, json.loads(printed)):
            torch.testing.assert_close(torch.tensor(values).view(-1, 2), scores, atol=1e-4, rtol=0)
        # Otherwise a graph of constants would pass.
        self.assertGreater(max(scores.std(0).max().item() for scores in expected if len(scores) > 1), 1e-3)


if __name__ == "__main__":
    unittest.main()
