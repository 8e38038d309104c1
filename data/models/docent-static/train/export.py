"""Writes the model folder that transformers.js loads: int8 ONNX graph, tokenizer and configuration files.

One int8 row per token with one scale (symmetric, largest value to 127). The graph gathers only the rows a text needs:

    sentence_embedding = (mask * scale of each token) x int8 rows / max(1, tokens)

The result is the mean of the token vectors, not normalised; a row without tokens gives zeros.

    python3 export.py --weights weights.npy --vocabulary vocab.txt --out FOLDER
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tokenizer import PAD, UNKNOWN, tokenizer_json

MAX_TOKENS = 8192
OPSET, IR_VERSION = 14, 8


def quantise(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and the scale of each."""
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-8).astype(np.float32) / 127
    return np.rint(weights / scales[:, None]).astype(np.int8), scales


def build_graph(vectors: np.ndarray, scales: np.ndarray) -> onnx.ModelProto:
    """input_ids and attention_mask [B, T] int64 -> sentence_embedding [B, dimensions] float32."""
    dimensions = vectors.shape[1]
    constants = {
        "token_vectors": vectors,
        "token_scales": scales,
        "axis_1": np.array([1], np.int64),
        "one": np.array(1, np.float32),
    }
    nodes = [
        helper.make_node("Gather", ["token_vectors", "input_ids"], ["rows_int8"]),  # [B, T, D]
        helper.make_node("Cast", ["rows_int8"], ["rows"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["token_scales", "input_ids"], ["scales"]),  # [B, T]
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["scales", "mask"], ["masked_scales"]),
        helper.make_node("Unsqueeze", ["masked_scales", "axis_1"], ["factors"]),  # [B, 1, T]
        helper.make_node("MatMul", ["factors", "rows"], ["sum_3d"]),  # [B, 1, D]
        helper.make_node("Squeeze", ["sum_3d", "axis_1"], ["sum"]),
        helper.make_node("ReduceSum", ["mask", "axis_1"], ["tokens"], keepdims=1),  # [B, 1]
        helper.make_node("Max", ["tokens", "one"], ["divisor"]),
        helper.make_node("Div", ["sum", "divisor"], ["sentence_embedding"]),
    ]
    graph = helper.make_graph(
        nodes,
        "docent-static",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens_padded"]),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "tokens_padded"]),
        ],
        [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", dimensions])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="docent-static")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def configuration(vocabulary_size: int, dimensions: int) -> dict[str, dict | list]:
    """The JSON files beside the graph. `bert` only tells transformers.js which loader to take; there are no layers."""
    return {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "vocab_size": vocabulary_size,
            "hidden_size": dimensions,
            "num_hidden_layers": 0,
            "num_attention_heads": 1,
            "intermediate_size": dimensions,
            "max_position_embeddings": MAX_TOKENS,
            "pad_token_id": 0,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "padding_side": "right",
            "truncation_side": "right",
            "pad_token": PAD,
            "unk_token": UNKNOWN,
            "clean_up_tokenization_spaces": True,
        },
        "config_sentence_transformers.json": {"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": dimensions,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", required=True, help="weights of train.py (.npy)")
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--out", required=True, type=Path, help="model folder to write into")
    options = parser.parse_args()

    weights = np.load(options.weights)
    vocabulary = Path(options.vocabulary).read_text(encoding="utf-8").split("\n")[:-1]
    if len(vocabulary) != len(weights):
        raise ValueError(f"{len(vocabulary)} tokens but {len(weights)} vectors; give the vocabulary that was trained with")
    vectors, scales = quantise(weights)

    (options.out / "onnx").mkdir(parents=True, exist_ok=True)
    (options.out / "1_Pooling").mkdir(exist_ok=True)
    onnx.save(build_graph(vectors, scales), options.out / "onnx" / "model_int8.onnx")
    for name, content in configuration(*weights.shape).items():
        (options.out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    compact = json.dumps(tokenizer_json(vocabulary), ensure_ascii=False, separators=(",", ":"))
    (options.out / "tokenizer.json").write_text(compact + "\n", encoding="utf-8")
    restored = vectors * scales[:, None]
    norms = np.linalg.norm(weights, axis=1) * np.linalg.norm(restored, axis=1)
    print(f"lowest cosine of a token vector, float against int8: {((weights * restored).sum(axis=1) / norms).min():.5f}")


if __name__ == "__main__":
    main()
