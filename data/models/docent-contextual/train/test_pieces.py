"""Tests of the single pieces of the recipe; seconds. The whole recipe is run by test_recipe.py.

    python3 test_pieces.py
"""

import argparse
import random
import shutil
import tempfile
import time
import unittest
from pathlib import Path

import numpy as np
import torch

import checkpoint
import session
import toy_text
from align import language_code, place_of
from contrast import backward_in_chunks
from losses import info_nce, margin_mse
from mine import keep_hard
from model import Encoder, MaskedLanguageModel, Shape
from pack import RecordWriter, answer_span
from pairs import PairSource, run_of
from pretrain import Windows, mask_tokens
from records import BODY, TITLE
from stream import CLS, MASK, PAD, SEP, Stream, chunks, padded
from tokenizer import SPECIAL_TOKENS, WordPieceTokenizer
from training import Budget, Trainer

HERE = Path(__file__).resolve().parent


class BudgetTest(unittest.TestCase):
    def trainer(self, seconds: float, folder: str) -> Trainer:
        options = argparse.Namespace(seconds=seconds, steps=None, begun_at=0.0, learning_rate=0.1, save_every=100.0,
                                     out=Path(folder) / "out")
        return Trainer(Encoder(Shape(10, 1, 8, 1, 8, 8)), options, "test")

    def test_the_rate_rises_then_falls_with_the_clock(self):
        budget = Budget(100.0)
        rates = []
        for elapsed in (0, 3, 6, 50, 100):
            budget.started = time.monotonic() - elapsed
            rates.append(budget.rate())
        self.assertLess(rates[0], rates[1])
        self.assertEqual(max(rates), rates[2])
        self.assertLess(rates[4], 0.03)

    def test_training_ends_with_its_time(self):
        with tempfile.TemporaryDirectory() as folder:
            trainer, started = self.trainer(0.5, folder), time.monotonic()
            while trainer.running():
                loss = trainer.model(torch.ones(1, 4, dtype=torch.long)).square().sum()
                loss.backward()
                trainer.step(loss)
            trainer.finish()
            self.assertLess(time.monotonic() - started, 3.0)
            self.assertTrue((Path(folder) / "out" / "done.json").exists())

    def test_a_diverged_loss_leads_back_to_the_snapshot(self):
        with tempfile.TemporaryDirectory() as folder:
            trainer = self.trainer(60.0, folder)
            before = trainer.model.embeddings.word.weight.detach().clone()
            loss = trainer.model(torch.ones(1, 4, dtype=torch.long)).sum()
            loss.backward()
            trainer.step(loss * float("nan"))
            self.assertEqual(trainer.halved, 0.5)
            self.assertTrue(torch.equal(trainer.model.embeddings.word.weight, before))


class PiecesTest(unittest.TestCase):
    def test_special_tokens_have_the_numbers_of_the_vocabulary(self):
        self.assertEqual([SPECIAL_TOKENS[number] for number in (PAD, CLS, SEP, MASK)],
                         ["[PAD]", "[CLS]", "[SEP]", "[MASK]"])

    def test_a_batch_encoded_in_chunks_has_the_same_gradient(self):
        text = np.random.default_rng(0).integers(5, 50, 400).astype(np.uint16)
        encoder = Encoder(Shape(50, 1, 16, 2, 32, 64))
        stream = fake_stream(text)
        sides = [stream.texts(run_of(np.arange(8) * 9, np.arange(8) + 3), limit=32) for _ in range(2)]
        same = torch.zeros(8, 8, dtype=torch.bool)
        gradients = []
        for cached in (False, True):
            encoder.zero_grad()
            backward_in_chunks(encoder, sides, lambda a, b: info_nce(a, b, same, 0.1, (8, 16)), 64, cached)
            gradients.append(encoder.layers[0].attention.query.weight.grad.clone())
        torch.testing.assert_close(*gradients, rtol=1e-4, atol=1e-6)

    def test_a_text_is_put_together_from_its_runs(self):
        stream = fake_stream(np.arange(10, 30, dtype=np.uint16))
        runs = np.array([[[2, 2], [8, 1]]])
        ids, mask = stream.texts(runs, run_of(np.array([15]), np.array([3])), limit=9).gather(np.array([0]), 10)
        self.assertEqual(ids[0].tolist(), [CLS, 12, 13, 18, SEP, 25, 26, 27, SEP, 0])
        self.assertEqual(int(mask.sum()), 9)

    def test_asked_places_are_ordinary_tokens(self):
        ids = torch.cat([torch.full((4, 1), CLS), torch.randint(5, 40, (4, 20)), torch.full((4, 1), SEP)], dim=1)
        disguised, places, answers = mask_tokens(ids, 0.3, 40, torch.Generator().manual_seed(0))
        self.assertTrue((answers >= 5).all())
        self.assertTrue((disguised[:, 0] == CLS).all())
        self.assertGreater((disguised != ids).float().mean(), 0.15)

    def test_a_sentence_asks_for_its_section_without_it(self):
        writer_rows = toy_text.section([f"w{i}" for i in range(20)], random.Random(0), 0)
        source, tokens = one_record(writer_rows)
        drawn = source.draw(np.flatnonzero(source.kind == 1)[:1], np.random.default_rng(3))
        asked = tokens[slice(drawn.queries[0, 0, 0], drawn.queries[0, 0].sum())]
        rest = np.concatenate([tokens[start:start + length] for start, length in drawn.passages[0]])
        whole = source.records.field(0, BODY)
        self.assertIn(len(rest) - len(whole) + len(asked), (0, *source.records.lengths[0, TITLE:BODY].cumsum()))

    def test_chunks_on_a_gpu_have_one_shape_for_each_width(self):
        shapes = set()
        for rows, width in chunks(np.array([5, 30, 40, 60, 61, 62, 63, 64]), 128):
            shapes.add((len(padded(rows, width, 128, torch.device("cuda"))), width))
        self.assertEqual(shapes, {(4, 32), (2, 64)})

    def test_windows_cover_the_text_in_each_round(self):
        windows = Windows(np.arange(100, 700), torch.device("cpu"), 0)
        seen = torch.cat([windows.batch(5, 32)[:, 1:-1].flatten() for _ in range(3)])
        self.assertEqual(len(set(seen.tolist())), 450)

    def test_candidates_too_close_to_the_right_passage_are_dropped(self):
        kept = keep_hard(np.array([[4, 5, 6, 7]]), np.array([[0.9, 0.79, 0.7, 0.6]]), np.array([0.8]), np.array([1]),
                         np.array([[2, 3, 1, 2]]), 0.95, 2)
        self.assertEqual(kept.tolist(), [[7, -1]])

    def test_margins_count_only_where_there_is_a_candidate(self):
        teacher = torch.tensor([[5.0, 1.0, float("nan")]])
        self.assertEqual(float(margin_mse(torch.tensor([[4.0, 0.0, 99.0]]), teacher)), 0.0)

    def test_places_of_translations_agree(self):
        rows = [({"repo": "php/doc-fr", "path": "a/b.xml"}, "fr"), ({"repo": "php/doc-en", "path": "a/b.xml"}, "en")]
        places = [place_of(row, "sections-other") for row, _ in rows]
        self.assertEqual(places[0][0], places[1][0])
        self.assertEqual([language for _, language in places], ["fr", "en"])
        self.assertEqual(place_of({"repo": "x/y", "path": "content/zh-cn/pod.md"}, "sections-zh"),
                         ("x/y:content/pod.md", "zh"))
        self.assertIsNone(language_code("go"))

    def test_an_answer_is_found_among_the_tokens(self):
        tokenizer = WordPieceTokenizer(["[PAD]", "[UNK]", "the", "old", "bridge", "##s", "fell", "."])
        row = {"passage": "The old bridges fell.", "answer": "bridges", "answer_start": 8}
        self.assertEqual(answer_span(row, tokenizer.encode(row["passage"]), tokenizer), (2, 4))
        self.assertEqual(answer_span({**row, "answer_start": 3}, [], tokenizer), (0, 0))

    def test_a_checkpoint_gives_the_model_back(self):
        model = MaskedLanguageModel(Encoder(Shape(30, 2, 16, 2, 32, 16)))
        with tempfile.TemporaryDirectory() as folder:
            checkpoint.save(model, Path(folder) / "c", {})
            again = checkpoint.load(Path(folder) / "c", MaskedLanguageModel)
        for name, value in model.state_dict().items():
            torch.testing.assert_close(again.state_dict()[name], value.half().float(), msg=name)


class SessionTest(unittest.TestCase):
    def test_every_command_is_short_enough_and_all_parts_are_sent(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copy(HERE / "session_plan.json", folder)
            for file in ("manifest.json", "links.xz", "sets.xz", "part-00.xz", "part-01.xz"):
                (folder / file).write_bytes(b"x")
            calls = session.plan_calls(folder)
            self.assertEqual([call.purpose for call in calls[:3]],
                             ["first part: measure, start", "a further part", "links and sets; the body"])
            self.assertTrue(all("bring" in call.command for call in calls))
            resumed = session.plan_calls(folder, folder / "contrast")
            self.assertIn("--first mine", resumed[3].command)
            self.assertFalse([call for call in resumed[:3] if "start" in call.command])

    def test_too_much_to_bring_back_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            for number in range(9):
                (Path(name) / f"{number}").write_bytes(b"x")
            with self.assertRaises(ValueError):
                session.check_back(Path(name))


def fake_stream(tokens: np.ndarray) -> Stream:
    """A stream over bare tokens."""
    return Stream(argparse.Namespace(tokens=tokens), torch.device("cpu"))


def one_record(row: dict) -> tuple[PairSource, np.ndarray]:
    """The pairs of a single section."""
    characters = [chr(code) for code in [*range(48, 58), *range(97, 123)]]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *characters, *("##" + c for c in characters)]
    writer = RecordWriter(WordPieceTokenizer(vocabulary))
    writer.add_section(row, "sections-en")
    records = writer.records()
    return PairSource(records), records.tokens


if __name__ == "__main__":
    unittest.main()
