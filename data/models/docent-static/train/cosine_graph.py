"""Writes the graph by which docent compares tokens: products of many token vectors with those of a question.

    cosines = (float(int8 rows) x question) * scales

The rows are a part of the model's own int8 vectors, the scales make them unit vectors; the question's are unit vectors.

    python3 cosine_graph.py FOLDER      writes FOLDER/onnx/cosines.onnx
"""

import sys
from pathlib import Path

import onnx
from onnx import TensorProto, helper

OPSET, IR_VERSION = 14, 8


def build_graph() -> onnx.ModelProto:
    """tokens [N, D] int8, scales [N, 1] float32, question [D, Q] float32 -> cosines [N, Q] float32."""
    nodes = [
        helper.make_node("Cast", ["tokens"], ["rows"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["rows", "question"], ["products"]),
        helper.make_node("Mul", ["products", "scales"], ["cosines"]),
    ]
    graph = helper.make_graph(
        nodes,
        "cosines",
        [
            helper.make_tensor_value_info("tokens", TensorProto.INT8, ["n", "d"]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, ["n", 1]),
            helper.make_tensor_value_info("question", TensorProto.FLOAT, ["d", "q"]),
        ],
        [helper.make_tensor_value_info("cosines", TensorProto.FLOAT, ["n", "q"])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="docent-static")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    onnx.save(build_graph(), Path(sys.argv[1]) / "onnx" / "cosines.onnx")
