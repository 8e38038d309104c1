"""Runs the whole recipe at toy size, on text that it makes itself (about a minute on one core).

    python3 test_recipe.py
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import numpy as np

from make_pairs import SENTENCE, add_section, PairWriter
from tokenizer import WordPieceTokenizer, split_pieces, split_words

HERE = Path(__file__).parent
TOPICS, WORDS_PER_TOPIC = 30, 24
LEFT_OUT = "someone/non-commercial"
# The word occurs only in rows that must be left out.
FORBIDDEN = "xyzzyplugh"


def make_words(chance: random.Random) -> list[list[str]]:
    """A vocabulary of invented words for each topic."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ä", "ó")]
    return [["".join(chance.choices(syllables, k=3)) for _ in range(WORDS_PER_TOPIC)] for _ in range(TOPICS)]


def sentence(words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choices(words, k=9)).capitalize() + "."


def section(words: list[str], chance: random.Random, repo: str) -> dict:
    """A section whose heading shares its topic but, mostly, not its words."""
    text = " ".join(sentence(words[:16], chance) for _ in range(4))
    title = " ".join(chance.sample(words[12:], 3))
    return {"repo": repo, "path": "a.md", "doc_title": title, "headings": [], "text": text}


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def make_collection(folder: Path) -> None:
    """Shards to train on and a BEIR folder of the same topics to measure with."""
    chance = random.Random(1)
    topics = make_words(chance)
    for number in range(2):
        rows = [section(chance.choice(topics), chance, f"made/up-{number}") for _ in range(1500)]
        rows += [{**rows[0], "repo": LEFT_OUT, "text": f"{FORBIDDEN} " * 40} for _ in range(50)]
        write_lines(folder / f"sections-{number}.jsonl", rows)
    questions = [
        {"question": sentence(words[14:], chance), "passage": sentence(words[:16], chance) * 3, "source": "made"}
        for words in topics * 5
    ]
    questions += [{"question": FORBIDDEN, "passage": f"{FORBIDDEN} " * 40, "source": "openstax-glossary"}] * 50
    write_lines(folder / "questions.jsonl", questions)
    (folder / "leave-out.txt").write_text(LEFT_OUT + "\n", encoding="utf-8")

    beir = folder / "beir"
    beir.mkdir()
    passages = [section(words, chance, "")["text"] for words in topics]
    queries = [sentence(words[16:], chance) for words in topics]
    write_lines(beir / "corpus.jsonl", [{"_id": f"d{i}", "title": "", "text": text} for i, text in enumerate(passages)])
    write_lines(beir / "queries.jsonl", [{"_id": f"q{i}", "text": text} for i, text in enumerate(queries)])
    judgements = [f"q{i}\td{i}\t1" for i in range(TOPICS)]
    (beir / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judgements]) + "\n", encoding="utf-8")


def run(*arguments) -> str:
    command = [str(argument) for argument in arguments]
    return subprocess.run(command, check=True, cwd=HERE, capture_output=True, text=True).stdout


class RecipeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="docent-static-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        make_collection(cls.folder)
        cls.shards = sorted(cls.folder.glob("*.jsonl"))
        f, python = cls.folder, sys.executable
        run(
            python, "make_vocabulary.py", "--out", f / "vocab.txt", "--size", 600,
            "--leave-out", f / "leave-out.txt", *cls.shards,
        )
        cls.pairs_log = run(
            python, "make_pairs.py", "--out", f / "pairs.npz", "--vocabulary", f / "vocab.txt",
            "--leave-out", f / "leave-out.txt", "--counts", f / "counts.json", *cls.shards,
        )
        cls.vocabulary = WordPieceTokenizer.load(f / "vocab.txt").vocabulary
        for name in ("weights", "weights-again"):
            run(
                python, "train.py", "--out", f / f"{name}.npy", "--vocabulary-size", len(cls.vocabulary),
                "--dimensions", 32, "--small-dimensions", 8, "--batch", 128, "--block", 4, "--question-repeats", 2,
                "--epochs", 8, "--threads", 1, f / "pairs.npz",
            )
        cls.export_log = run(
            python, "export.py", "--weights", f / "weights.npy", "--vocabulary", f / "vocab.txt", "--out", f / "model"
        )

    def figures(self, weights: Path, *extra) -> dict[str, float]:
        """nDCG@10 of each system, read from the printed table."""
        table = run(
            sys.executable, "evaluate.py", "--tokenizer", self.folder / "model" / "tokenizer.json",
            "--weights", weights, *extra, self.folder / "beir",
        ).splitlines()
        names, cells = (row.strip("| ").split(" | ")[1:] for row in (table[0], table[2]))
        return {name: float(cell.split(" / ")[0]) for name, cell in zip(names, cells)}

    def test_rows_that_are_left_out_leave_no_trace(self):
        self.assertNotIn(LEFT_OUT, json.loads((self.folder / "counts.json").read_text()))
        self.assertFalse([token for token in self.vocabulary if "xyz" in token or "plugh" in token])

    def test_training_repeats_exactly_with_the_same_seed(self):
        first, again = (np.load(self.folder / f"{name}.npy") for name in ("weights", "weights-again"))
        np.testing.assert_array_equal(first, again)

    def test_the_shipped_weights_find_passages_that_share_no_word_with_the_query(self):
        shipped = self.figures(self.folder / "model" / "onnx" / "model_int8.onnx")
        self.assertLess(shipped["BM25"], 0.3)
        self.assertGreater(shipped["dense"], 0.8)

    def test_int8_and_cut_vectors_stay_close_to_the_float_ones(self):
        shipped = self.figures(self.folder / "model" / "onnx" / "model_int8.onnx")
        floats = self.figures(self.folder / "weights.npy")
        cut = self.figures(self.folder / "weights.npy", "--dimensions", 8)
        self.assertAlmostEqual(shipped["dense"], floats["dense"], delta=0.02)
        self.assertGreater(cut["dense"], 0.5)
        self.assertGreater(float(self.export_log.rsplit(" ", 1)[1]), 0.999)

    def test_the_model_folder_is_complete(self):
        model = self.folder / "model"
        files = {str(path.relative_to(model)) for path in model.rglob("*") if path.is_file()}
        self.assertEqual(files, {
            "config.json", "tokenizer.json", "tokenizer_config.json", "config_sentence_transformers.json",
            "modules.json", "1_Pooling/config.json", "onnx/model_int8.onnx",
        })

    def test_transformers_js_gives_the_same_ids_and_vectors(self):
        if shutil.which("node") is None or not self.finds_transformers():
            self.skipTest("node or @huggingface/transformers is not installed")
        f, model = self.folder, self.folder / "model"
        run(sys.executable, "check_tokenizer.py", "--tokenizer", model / "tokenizer.json", "--out", f / "ids.jsonl",
            *self.shards)
        run("node", "check_tokenizer.mjs", model, f / "ids.jsonl")
        run(sys.executable, "check_model.py", "--tokenizer", model / "tokenizer.json", "--weights", f / "weights.npy",
            "--out", f / "vectors.jsonl", *self.shards)
        run("node", "check_model.mjs", model, f / "vectors.jsonl")

    @staticmethod
    def finds_transformers() -> bool:
        found = subprocess.run(
            ["node", "-e", "require.resolve('@huggingface/transformers')"], cwd=HERE, capture_output=True
        )
        return found.returncode == 0


class TokenizerTest(unittest.TestCase):
    def test_words_are_lower_case_without_accents(self):
        self.assertEqual(split_words("Ärger-ÉTÉ"), ["arger", "-", "ete"])

    def test_symbols_kana_and_ideographs_stand_alone(self):
        self.assertEqual(split_words("a→b漢字カナ𠮷€5"), ["a", "→", "b", "漢", "字", "カ", "ナ", "𠮷", "€", "5"])

    def test_form_feeds_separate_and_soft_hyphens_vanish(self):
        self.assertEqual(split_pieces("one\ftwo\u00a0three"), ["one", "two", "three"])
        self.assertEqual(split_words("co\u00adoperate"), ["cooperate"])

    def test_a_text_is_the_sum_of_its_pieces(self):
        tokenizer = WordPieceTokenizer(["[PAD]", "[UNK]", "a", "##b", "[", "]", "pad"])
        text = "ab [PAD] a\u200bb ΟΔΟΣ 漢"
        self.assertEqual(tokenizer.encode(text), [i for piece in text.split(" ") for i in tokenizer.encode(piece)])
        self.assertEqual(tokenizer.encode("ab [PAD]"), [2, 3, 4, 6, 5])

    def test_a_word_that_cannot_be_spelt_is_unknown_as_a_whole(self):
        tokenizer = WordPieceTokenizer(["[PAD]", "[UNK]", "a", "##b"])
        self.assertEqual(tokenizer.encode("abc a"), [1, 2])


class PairsTest(unittest.TestCase):
    def test_a_sentence_is_asked_against_the_rest_of_its_section(self):
        alphabet = [chr(code) for code in range(97, 123)]
        tokenizer = WordPieceTokenizer(["[PAD]", "[UNK]", *alphabet, *("##" + c for c in alphabet), "."])
        writer = PairWriter(tokenizer)
        row = {"text": " ".join(f"{'abc'[i] * 60}." for i in range(3))}
        chance = random.Random(0)
        self.assertTrue(add_section(row, 0, writer, Counter(), chance))
        self.assertEqual(list(writer.kinds), [SENTENCE])
        asked = writer.query[0]
        self.assertNotIn(asked, list(writer.passage))


if __name__ == "__main__":
    unittest.main()
