"""Runs the whole recipe at toy size, on text that it makes itself (one to two minutes of one core).

Stages end after a number of steps here, not by the clock, so that a busy machine gives the same weights.

    python3 test_recipe.py
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import checkpoint
import static_recipe  # noqa: F401  the imports below need it
import toy_text
from model import CrossEncoder
from pairs import PairSource
from records import BODY, QUERY, load_manifest, load_records, read_arrays
from stream import Stream
from tokenizer import WordPieceTokenizer

HERE = Path(__file__).resolve().parent
TINY = ["--layers", 2, "--dimensions", 48, "--heads", 4, "--feed-forward", 96, "--positions", 128]
TEXTS = ["--query-tokens", 24, "--passage-tokens", 48, "--chunk-tokens", 4096]
LONG = ["--seconds", 600]  # the steps end it


def run(script: str, *arguments: object) -> str:
    """What a script prints; its errors are part of the failure."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{script} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


class RecipeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="docent-contextual-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        f = cls.folder
        cls.shards = toy_text.make_collection(f / "text", sections=1200)
        leave_out = ["--leave-out", f / "text" / "leave-out.txt"]
        static = HERE.parent.parent / "docent-static" / "train" / "make_vocabulary.py"
        run(static, "--out", f / "vocab.txt", "--size", 700, "--processes", 1, *leave_out, *cls.shards)
        run("pack.py", "--out", f / "parts", "--vocabulary", f / "vocab.txt", "--processes", 1,
            "--tokens-per-part", 100_000, *leave_out, *cls.shards)
        run("pack_sets.py", "--out", f / "sets.xz", "--vocabulary", f / "vocab.txt", f / "text" / "toy")
        parts = ["--parts", f / "parts"]
        run("pretrain.py", *parts, *TINY, *LONG, "--out", f / "pretrain", "--steps", 160, "--batch-tokens", 2048,
            "--width", 32, "--long-width", 128, "--learning-rate", 0.003)
        run("contrast.py", *parts, *LONG, *TEXTS, "--start", f / "pretrain", "--out", f / "contrast", "--steps", 140,
            "--batch", 96, "--block", 4, "--learning-rate", 0.002)
        mined = ["--mined", f / "mined.npz"]
        run("mine.py", *parts, *TEXTS, "--start", f / "contrast", "--out", f / "mined.npz", "--queries", 700,
            "--pool", 1200, "--depth", 300)
        run("contrast.py", *parts, *mined, *LONG, *TEXTS, "--start", f / "contrast", "--out", f / "hard", "--steps", 12,
            "--batch", 64, "--block", 4, "--learning-rate", 0.0003)
        run("cross.py", *parts, *mined, *LONG, *TEXTS, "--start", f / "hard", "--out", f / "cross", "--steps", 300,
            "--lists", 12, "--negatives", 2, "--tokens", 64, "--learning-rate", 0.003)
        cls.distil_log = run("distil.py", *parts, *mined, *TEXTS, "--start", f / "hard", "--teacher", f / "cross",
                             "--out", f / "distil", "--seconds", 60, "--steps", 15, "--batch", 32, "--teach-lists", 64,
                             "--teach-share", 0.03, "--cross-tokens", 64)

    def figures(self, stage: str, *extra: object) -> dict:
        out = self.folder / f"{stage}.json"
        run("measure.py", "--sets", self.folder / "sets.xz", "--start", self.folder / stage, "--out", out,
            "--passage-tokens", 48, "--cuts", 16, *extra)
        return json.loads(out.read_text())["toy"]

    def history(self, stage: str) -> list[float]:
        return [loss for _, _, loss in checkpoint.read_json(self.folder / stage, "state")["history"]]

    def test_rows_that_are_left_out_leave_no_trace(self):
        manifest = load_manifest(self.folder / "parts")
        self.assertNotIn(toy_text.LEFT_OUT, manifest["used"])
        self.assertNotIn("questions:openstax-glossary", manifest["used"])
        vocabulary = WordPieceTokenizer.load(self.folder / "vocab.txt").vocabulary
        self.assertFalse([token for token in vocabulary if "xyz" in token or "plugh" in token])

    def test_every_row_is_in_exactly_one_part(self):
        manifest = load_manifest(self.folder / "parts")
        self.assertGreater(len(manifest["parts"]), 1)
        self.assertEqual(sum(part["records"] for part in manifest["parts"]), 1200 + 600 + 600)
        self.assertEqual(len(load_records(self.folder / "parts")), 2400)

    def test_links_join_the_same_section_in_two_languages(self):
        records, vocabulary = load_records(self.folder / "parts"), self.vocabulary()
        links = read_arrays(self.folder / "parts" / "links.xz")["links"]
        self.assertGreater(len(links), 250)

        def numbers(record: int) -> list[str]:
            text = " ".join(vocabulary[token] for token in records.field(record, BODY)).replace(" ##", "")
            return sorted(re.findall(r"\d{4}", text))

        same = [numbers(left) == numbers(right) for left, right in links]
        self.assertGreater(np.mean(same), 0.98)
        self.assertNotEqual(*(records.groups[record] for record in links[0]))

    def vocabulary(self) -> list[str]:
        return WordPieceTokenizer.load(self.folder / "vocab.txt").vocabulary

    def test_the_loss_of_pretraining_falls(self):
        history = self.history("pretrain")
        self.assertLess(history[-1], history[0] - 0.7)

    def test_contrastive_training_finds_held_out_passages(self):
        before, after = self.figures("pretrain"), self.figures("contrast")
        self.assertLess(before["dense 48"][0], 0.6)
        self.assertGreater(after["dense 48"][0], 0.8)
        self.assertGreater(after["dense 16"][0], 0.6)

    def test_hard_negatives_and_distillation_keep_what_was_learnt(self):
        for stage in ("hard", "distil"):
            self.assertGreater(self.figures(stage)["dense 48"][0], 0.75, stage)
        self.assertIn("lists scored", self.distil_log)

    def test_mined_negatives_are_not_the_passage_itself(self):
        records, mined = load_records(self.folder / "parts"), np.load(self.folder / "mined.npz")
        prints = records.fingerprints(BODY)
        own, negatives = mined["record"], mined["negatives"]
        self.assertTrue(((negatives < 0) | (prints[negatives] != prints[own][:, None])).all())

    def test_both_heads_of_the_cross_encoder_learn(self):
        state = self.history("cross")
        self.assertLess(np.mean(state[-2:]), 0.6 * state[0])
        model = checkpoint.load(self.folder / "cross", CrossEncoder).eval()
        right, found = self.answers_found(model)
        self.assertGreater(found / right, 0.5)

    def answers_found(self, model: CrossEncoder) -> tuple[int, int]:
        """Of the marked answers, how many the span head points at."""
        source = PairSource(load_records(self.folder / "parts"))
        stream = Stream(source.records, torch.device("cpu"))
        asked = np.flatnonzero(source.records.answers[:, 1] > 0)[:200]
        texts = stream.texts(source.questions(asked), source.passages(asked), limit=64)
        ids, mask = texts.gather(np.arange(len(asked)), 64)
        with torch.no_grad():
            # "No answer" is left out: the passages that share a topic here do not tell which of them is asked for.
            starts = model(ids, mask)[1][:, 0, 1:].argmax(dim=1).numpy() + 1
        wanted = 2 + source.records.lengths[asked, QUERY] + source.records.answers[asked, 0]
        return len(asked), int((starts == wanted).sum())

    def test_training_goes_on_from_a_checkpoint(self):
        out = self.folder / "resumed"
        run("pretrain.py", "--parts", self.folder / "parts", *LONG, "--out", out, "--resume", self.folder / "pretrain",
            "--begun-at", 0.5, "--steps", 20, "--batch-tokens", 2048, "--width", 32, "--long-width", 128)
        state = checkpoint.read_json(out, "state")
        self.assertLess(state["loss"], self.history("pretrain")[0] - 0.7)
        self.assertEqual(state["fraction"], 1.0)

    def test_joined_weights_have_the_names_the_export_reads(self):
        out = self.folder / "joined.npz"
        run("checkpoint.py", "--join", self.folder / "cross", "--out", out)
        names = set(np.load(out))
        self.assertLessEqual({
            "embeddings.word", "embeddings.position", "embeddings.norm.weight", "layers.1.attention.query.weight",
            "layers.0.attention.norm.bias", "layers.0.feed_forward.in.weight", "layers.1.norm.bias",
            "relevance.weight", "span.bias",
        }, names)
        self.assertEqual(json.loads(out.with_suffix(".json").read_text())["heads"], 4)


if __name__ == "__main__":
    unittest.main()
