"""Tests of the export, in seconds: `python3 -m unittest test_export` (numpy, onnx, torch; node for the last ones).

Random weights will do: what counts is that the graphs compute what model.py computes. They are run where they will be,
in transformers.js, so those tests are skipped where node or the package's node_modules are missing.
"""

import json
import shutil
import string
import subprocess
import tempfile
import unittest
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import onnx
import torch

from check_export import float_model, ids_of_pair, pair_samples, text_samples
from checkpoint import saved_name
from export import SPECIAL_TOKENS, contextual_tokenizer, export, read_weights
from model import CrossEncoder, Encoder, Shape
from onnx_graph import Sizes, cross_encoder_model, encoder_model, quantise_rows
from tokenizer import WordPieceTokenizer

HERE = Path(__file__).resolve().parent
LETTERS = string.ascii_lowercase + string.digits
WORDS = "the a of and to in is are apples bananas trees grow when how lease book signal ship captain keeper".split()
VOCABULARY = list(dict.fromkeys([*SPECIAL_TOKENS, *".,?-", *LETTERS, *("##" + letter for letter in LETTERS), *WORDS]))
SIZES = Sizes(vocabulary=len(VOCABULARY), layers=2, dimensions=64, heads=2, feed_forward=128, positions=48)
TEXTS = [
    "Apples grow on trees.", "When is the lease to end?", "signal", "The keeper of the book, a captain, and 42 ships - " * 9
]
PAIRS = [(question, text) for question in ("How do apples grow?", "Who is the captain?") for text in TEXTS]
HAS_NODE = shutil.which("node") is not None and (HERE.parents[3] / "node_modules" / "@huggingface").exists()


def random_weights(is_cross: bool = False) -> dict[str, np.ndarray]:
    """Of model.py's own first weights, the matrices five times as wide: attention then has something to choose."""
    torch.manual_seed(0)
    model = Encoder(Shape(**asdict(SIZES)))
    model = CrossEncoder(model) if is_cross else model
    arrays = {saved_name(name): value.numpy() for name, value in model.state_dict().items()}
    return {name: values * (5 if values.ndim == 2 else 1) for name, values in arrays.items()}


class GraphTest(unittest.TestCase):
    def test_both_graphs_are_valid_with_the_shapes_they_state(self):
        for bits in (None, 7, 8):
            for build, outputs in (
                (encoder_model, {"last_hidden_state": 3, "sentence_embedding": 2}),
                (cross_encoder_model, {"logits": 2, "start_logits": 2, "end_logits": 2}),
            ):
                model = build(random_weights(is_cross=True), SIZES, bits)
                onnx.checker.check_model(model, full_check=True)
                ranks = {each.name: len(each.type.tensor_type.shape.dim) for each in model.graph.output}
                self.assertEqual(ranks, outputs)

    def test_int8_is_a_quarter_of_the_size(self):
        sizes = [encoder_model(random_weights(), SIZES, bits).ByteSize() for bits in (None, 8)]
        self.assertLess(sizes[1], 0.45 * sizes[0])  # tiny: nodes and scales weigh more than in a real one

    def test_only_standard_operators_are_used(self):
        domains = {node.domain for node in cross_encoder_model(random_weights(is_cross=True), SIZES, 7).graph.node}
        self.assertEqual(domains, {""})

    def test_rows_are_quantised_to_half_a_step(self):
        values = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
        for bits in (7, 8):
            rows, scales = quantise_rows(values, bits)
            self.assertEqual(np.abs(rows).max(), 2 ** (bits - 1) - 1)
            self.assertLessEqual(np.abs(rows * scales[:, None] - values).max(), scales.max() * 0.5001)

    def test_two_products_of_seven_bits_fit_sixteen(self):
        self.assertLess(2 * 255 * 63, 2**15)


class FolderTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def save(self, weights: dict[str, np.ndarray], sizes: Sizes = SIZES) -> Path:
        path = self.folder / "weights.npz"
        np.savez(path, **{name: values.astype(np.float16) for name, values in weights.items()})
        path.with_suffix(".json").write_text(json.dumps(asdict(sizes)), encoding="utf-8")
        return path

    def test_weights_that_contradict_their_sizes_are_refused(self):
        for wrong in (replace(SIZES, layers=3), replace(SIZES, vocabulary=7), replace(SIZES, heads=5)):
            with self.assertRaisesRegex(ValueError, "weights.npz"):
                read_weights(self.save(random_weights(), wrong))

    def test_another_vocabulary_is_refused(self):
        with self.assertRaisesRegex(ValueError, "vocabulary"):
            export(random_weights(), SIZES, VOCABULARY[:-1], self.folder)
        with self.assertRaisesRegex(ValueError, "must begin with"):
            export(random_weights(), SIZES, VOCABULARY[::-1], self.folder)

    def test_the_folder_says_what_docent_reads(self):
        export(random_weights(), SIZES, VOCABULARY, self.folder, prompts={"query": "ask: "}, chunk_tokens=40)
        read = lambda name: json.loads((self.folder / name).read_text(encoding="utf-8"))  # noqa: E731
        self.assertEqual(read("config.json")["docent_chunk_tokens"], 40)
        self.assertEqual(read("tokenizer_config.json")["model_max_length"], SIZES.positions)
        self.assertEqual(read("config_sentence_transformers.json")["prompts"], {"query": "ask: "})
        self.assertTrue(read("1_Pooling/config.json")["pooling_mode_mean_tokens"])
        self.assertTrue((self.folder / "onnx" / "model_int8.onnx").exists())

    def test_the_template_puts_special_tokens_around_text(self):
        template = contextual_tokenizer(VOCABULARY)["post_processor"]
        self.assertEqual(template["special_tokens"]["[SEP]"]["ids"], [SPECIAL_TOKENS.index("[SEP]")])
        self.assertEqual(len(template["pair"]), 5)

    def test_of_a_pair_that_does_not_fit_the_passage_is_cut(self):
        tokenizer = WordPieceTokenizer(VOCABULARY)
        ids = ids_of_pair("apples", "trees " * 100, tokenizer, 48)
        self.assertEqual((len(ids), ids[-1]), (48, SPECIAL_TOKENS.index("[SEP]")))

    @unittest.skipUnless(HAS_NODE, "node or node_modules are missing")
    def test_transformers_js_gives_what_the_encoder_gives(self):
        weights, sizes = read_weights(self.save(random_weights()))
        samples = list(text_samples(float_model(weights, sizes), TEXTS, WordPieceTokenizer(VOCABULARY)))
        for precision, lowest in (("fp32", 0.999999), ("int8", 0.99)):
            self.assertGreater(self.figures(weights, sizes, samples, precision)["lowest"], lowest)

    @unittest.skipUnless(HAS_NODE, "node or node_modules are missing")
    def test_transformers_js_gives_what_the_cross_encoder_gives(self):
        weights, sizes = read_weights(self.save(random_weights(is_cross=True)))
        samples = list(pair_samples(float_model(weights, sizes), PAIRS, WordPieceTokenizer(VOCABULARY)))
        for precision, lowest in (("fp32", 0.99999), ("int8", 0.98)):
            figures = self.figures(weights, sizes, samples, precision)
            self.assertGreater(min(figures["lowest"], figures["relevance"]), lowest)

    def figures(self, weights: dict, sizes: Sizes, samples: list[dict], precision: str) -> dict:
        """What check_export.mjs finds; fails where it does."""
        export(weights, sizes, VOCABULARY, self.folder, precisions=(precision,))
        path = self.folder / "samples.jsonl"
        path.write_text("\n".join(json.dumps(sample) for sample in samples), encoding="utf-8")
        command = ["node", str(HERE / "check_export.mjs"), str(self.folder), str(path), precision]
        run = subprocess.run(command, capture_output=True, text=True, cwd=HERE, timeout=120)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return json.loads(run.stdout.strip().split("\n")[-1])


if __name__ == "__main__":
    unittest.main()
