"""Writes the model folder that transformers.js loads: ONNX graph, tokenizer and configuration files.

    python3 checkpoint.py --join CHECKPOINT --out weights.npz          (writes weights.json with the sizes beside it)
    python3 export.py --weights weights.npz --vocabulary vocab.txt --out FOLDER

An encoder, or a cross-encoder where the weights have its heads (relevance.*, span.*). The tokenizer is that of
docent-static with [CLS] and [SEP] around a text and between two; `[CLS]` or `[SEP]` written in a text is ordinary text.

--weight-bits 7 (the default) is for processors that multiply bytes without VNNI: they add two products of a uint8 and an
int8 in 16 bits and cut off what does not fit, which weights of 7 bits never reach. So every machine gives the same
vectors, and an index can move. 8 bits are nearer to the float model and no slower; check_export.py shows by how much.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx

import static_recipe  # noqa: F401  makes `tokenizer` importable
from onnx_graph import Sizes, cross_encoder_model, encoder_model
from tokenizer import PAD, SPECIAL_TOKENS, UNKNOWN, tokenizer_json

CLS, SEP, MASK = SPECIAL_TOKENS[2:5]
FILES = {"fp32": "model.onnx", "int8": "model_int8.onnx"}  # transformers.js's names


def read_weights(path: Path, sizes: Path | None = None) -> tuple[dict[str, np.ndarray], Sizes]:
    """Arrays as float32 and the sizes beside them, checked against each other."""
    with np.load(path) as archive:
        weights = {name: archive[name].astype(np.float32) for name in archive.files}
    stated = Sizes(**json.loads((sizes or path.with_suffix(".json")).read_text(encoding="utf-8")))
    layers = {name.split(".")[1] for name in weights if name.startswith("layers.")}
    found = {
        "vocabulary": weights["embeddings.word"].shape[0],
        "layers": len(layers),
        "dimensions": weights["embeddings.word"].shape[1],
        "feed_forward": weights["layers.0.feed_forward.in.weight"].shape[0],
        "positions": weights["embeddings.position"].shape[0],
    }
    wrong = {name: value for name, value in found.items() if getattr(stated, name) != value}
    if wrong or stated.dimensions % stated.heads != 0:
        raise ValueError(f"{path}: the weights have {found}, their JSON says {stated}")
    return weights, stated


def contextual_tokenizer(vocabulary: list[str]) -> dict:
    """docent-static's, with BERT's template. Text is never read as a special token, so none is an added token."""
    tokenizer = tokenizer_json(vocabulary)

    def special(token: str, segment: int) -> dict:
        return {"SpecialToken": {"id": token, "type_id": segment}}

    def text(name: str, segment: int) -> dict:
        return {"Sequence": {"id": name, "type_id": segment}}

    single = [special(CLS, 0), text("A", 0), special(SEP, 0)]
    tokenizer["post_processor"] = {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, text("B", 1), special(SEP, 1)],
        "special_tokens": {
            token: {"id": token, "ids": [vocabulary.index(token)], "tokens": [token]} for token in (CLS, SEP)
        },
    }
    return tokenizer


def configuration(sizes: Sizes, is_cross: bool, prompts: dict[str, str], chunk_tokens: int | None) -> dict[str, dict]:
    """The JSON files that every model folder has."""
    chunk = {} if chunk_tokens is None else {"docent_chunk_tokens": chunk_tokens}
    files = {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertForSequenceClassification" if is_cross else "BertModel"],
            "vocab_size": sizes.vocabulary,
            "hidden_size": sizes.dimensions,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "max_position_embeddings": sizes.positions,
            "hidden_act": "gelu",
            "pad_token_id": SPECIAL_TOKENS.index(PAD),
            **chunk,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "padding_side": "right",
            "truncation_side": "right",
            "pad_token": PAD,
            "unk_token": UNKNOWN,
            "cls_token": CLS,
            "sep_token": SEP,
            "mask_token": MASK,
            "clean_up_tokenization_spaces": True,
        },
    }
    return files if is_cross else files | sentence_files(sizes, prompts)


def sentence_files(sizes: Sizes, prompts: dict[str, str]) -> dict[str, dict | list]:
    """How an encoder's outputs become one vector, in sentence-transformers' convention."""
    return {
        "config_sentence_transformers.json": {
            "prompts": prompts,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.dimensions,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    }


def export(
    weights: dict[str, np.ndarray],
    sizes: Sizes,
    vocabulary: list[str],
    folder: Path,
    *,
    precisions: tuple[str, ...] = ("int8",),
    bits: int = 7,
    prompts: dict[str, str] | None = None,
    chunk_tokens: int | None = None,
) -> None:
    """Writes the folder; what lies in it under other names stays."""
    if len(vocabulary) != sizes.vocabulary:
        raise ValueError(f"{len(vocabulary)} tokens but {sizes.vocabulary} vectors; give the vocabulary of the training")
    if vocabulary[: len(SPECIAL_TOKENS)] != SPECIAL_TOKENS:
        raise ValueError(f"the vocabulary must begin with {' '.join(SPECIAL_TOKENS)}")
    is_cross = "relevance.weight" in weights
    build = cross_encoder_model if is_cross else encoder_model
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    for precision in precisions:
        onnx.save(build(weights, sizes, bits if precision == "int8" else None), folder / "onnx" / FILES[precision])
    for name, content in configuration(sizes, is_cross, prompts or {}, chunk_tokens).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    compact = json.dumps(contextual_tokenizer(vocabulary), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--weights", required=True, type=Path, help=".npz of `checkpoint.py --join`")
    parser.add_argument("--sizes", type=Path, help="JSON with the sizes (default: beside the weights)")
    parser.add_argument("--vocabulary", required=True, type=Path, help="one token a line")
    parser.add_argument("--out", required=True, type=Path, help="model folder to write into")
    parser.add_argument("--precisions", default="int8", help="int8, fp32 or both, with a comma between")
    parser.add_argument("--weight-bits", type=int, choices=(7, 8), default=7, help="of int8 projections (default: 7)")
    parser.add_argument("--query-prefix", help="text in front of every question")
    parser.add_argument("--document-prefix", help="text in front of every passage")
    parser.add_argument("--chunk-tokens", type=int, help="longest chunk that suits the encoder; docent reads it")
    options = parser.parse_args()

    weights, sizes = read_weights(options.weights, options.sizes)
    vocabulary = options.vocabulary.read_text(encoding="utf-8").split("\n")[:-1]
    prefixes = {"query": options.query_prefix, "document": options.document_prefix}
    export(
        weights,
        sizes,
        vocabulary,
        options.out,
        precisions=tuple(options.precisions.split(",")),
        bits=options.weight_bits,
        prompts={name: prefix for name, prefix in prefixes.items() if prefix is not None},
        chunk_tokens=options.chunk_tokens,
    )
    files = sorted(path for path in options.out.rglob("*") if path.is_file() and "train" not in path.parts)
    for path in files:
        print(f"{path.stat().st_size / 1e6:8.3f} MB  {path.relative_to(options.out)}")


if __name__ == "__main__":
    main()
