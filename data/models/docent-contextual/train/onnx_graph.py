"""The encoder and the cross-encoder as ONNX graphs, built from the weights, in float32 or quantised to int8.

Quantised: projections keep an int8 matrix with one scale per output channel, and quantise what comes in to uint8 at run
time, one scale per tensor (DynamicQuantizeLinear, MatMulInteger); both embedding tables keep int8 rows with one scale
each. Attention, normalisation and the heads compute in float32.

Only standard operators (opset 17), so that any runtime takes the file. ONNX Runtime 1.30 fuses them by itself into
DynamicQuantizeMatMul, MatMulIntegerToFloat, FusedMatMul and Gelu; its own operators written out were no quicker, or
slower (SkipLayerNormalization by a seventh), but for MultiHeadAttention without a mask, 5 % at 256 tokens.

Inputs input_ids and attention_mask, [B, T] int64. Outputs of the encoder: last_hidden_state [B, T, D] and
sentence_embedding [B, D], the mean of the rows where the mask is 1, not normalised. Of the cross-encoder: logits [B, 1],
the relevance; start_logits and end_logits [B, T], where [CLS] stands for "no answer" and padding has -10,000.
"""

import math
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 17, 8
EPSILON = 1e-12  # of layer normalisation, as in BERT
MASKED = -10_000.0  # after softmax exactly 0 in float32


@dataclass(frozen=True)
class Sizes:
    """The JSON beside the weights."""

    vocabulary: int
    layers: int
    dimensions: int
    heads: int
    feed_forward: int
    positions: int


def quantise_rows(weights: np.ndarray, bits: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 rows and the scale of each."""
    largest = 2 ** (bits - 1) - 1
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-8).astype(np.float32) / largest
    return np.rint(weights / scales[:, None]).astype(np.int8), scales


class Graph:
    """Nodes and constants as they are added; every value is known by its name."""

    def __init__(self, weights: dict[str, np.ndarray], bits: int | None):
        self.weights = weights
        self.bits = bits
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}
        self.quantised: dict[str, list[str]] = {}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = np.array(value, order="C")  # ascontiguousarray would make a row of a number
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number_{value!r}", np.array(value, np.float32))

    def whole(self, *values: int) -> str:
        return self.constant("whole_" + "_".join(map(str, values)), np.array(values, np.int64))

    def add(self, operator: str, inputs: list[str], name: str, **attributes) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def linear(self, states: str, name: str) -> str:
        """states x weight + bias of the projection `name`."""
        weight, bias = self.weights[f"{name}.weight"], self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        if self.bits is None:
            product = self.add("MatMul", [states, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        else:
            product = self.integer_product(states, weight, name)
        return self.add("Add", [product, bias], name)

    def integer_product(self, states: str, weight: np.ndarray, name: str) -> str:
        """The order of nodes in which ONNX Runtime knows a quantised product again."""
        if states not in self.quantised:
            outputs = [f"{states}.uint8", f"{states}.scale", f"{states}.zero"]
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [states], outputs, name=outputs[0]))
            self.quantised[states] = outputs
        values, scale, zero = self.quantised[states]
        matrix, scales = quantise_rows(weight, self.bits)
        self.constant(f"{name}.weight", matrix.T)
        self.constant(f"{name}.scales", scales)
        no_offset = self.constant("no_offset", np.array(0, np.int8))
        whole = self.add("MatMulInteger", [values, f"{name}.weight", zero, no_offset], f"{name}.int32")
        product = self.add("Cast", [whole], f"{name}.float", to=TensorProto.FLOAT)
        both = self.add("Mul", [scale, f"{name}.scales"], f"{name}.scale")
        return self.add("Mul", [product, both], f"{name}.product")

    def norm(self, states: str, name: str) -> str:
        weight = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.add("LayerNormalization", [states, weight, bias], name, axis=-1, epsilon=EPSILON)

    def gelu(self, states: str, name: str) -> str:
        """The exact one: x / 2 (1 + erf(x / sqrt 2))."""
        scaled = self.add("Div", [states, self.number(math.sqrt(2))], f"{name}.scaled")
        error = self.add("Add", [self.add("Erf", [scaled], f"{name}.erf"), self.number(1)], f"{name}.shifted")
        return self.add("Mul", [self.add("Mul", [states, error], f"{name}.doubled"), self.number(0.5)], name)

    def table_rows(self, table: str, pick) -> str:
        """Rows of an embedding table; `pick(constant, name)` adds the node that takes them."""
        if self.bits is None:
            return pick(self.constant(table, self.weights[table]), f"{table}.rows")
        rows, scales = quantise_rows(self.weights[table])
        whole = pick(self.constant(table, rows), f"{table}.int8")
        floats = self.add("Cast", [whole], f"{table}.float", to=TensorProto.FLOAT)
        factors = pick(self.constant(f"{table}.scales", scales[:, None]), f"{table}.factors")
        return self.add("Mul", [floats, factors], f"{table}.rows")


def add_embeddings(graph: Graph) -> str:
    graph.add("Shape", ["input_ids"], "shape")
    graph.add("Slice", ["shape", graph.whole(1), graph.whole(2), graph.whole(0)], "length")
    words = graph.table_rows(
        "embeddings.word", lambda table, name: graph.add("Gather", [table, "input_ids"], name)
    )  # [B, T, D]
    positions = graph.table_rows(
        "embeddings.position",
        lambda table, name: graph.add("Slice", [table, graph.whole(0), "length", graph.whole(0)], name),
    )  # [T, D]
    return graph.norm(graph.add("Add", [words, positions], "embeddings.sum"), "embeddings.norm")


def add_mask(graph: Graph) -> None:
    """`mask` [B, T], 1 or 0, and `mask_bias` [B, 1, 1, T], 0 where a key may be seen."""
    graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.add("Sub", [graph.number(1), "mask"], "hidden")
    graph.add("Mul", ["hidden", graph.number(MASKED)], "hidden_bias")
    graph.add("Unsqueeze", ["hidden_bias", graph.whole(1, 2)], "mask_bias")


def add_attention(graph: Graph, states: str, name: str, sizes: Sizes) -> str:
    width = sizes.dimensions // sizes.heads

    def heads_of(part: str, order: list[int]) -> str:
        projected = graph.linear(states, f"{name}.{part}")
        split = graph.add("Reshape", [projected, graph.whole(0, 0, sizes.heads, width)], f"{name}.{part}.split")
        return graph.add("Transpose", [split], f"{name}.{part}.heads", perm=order)

    query, key = heads_of("query", [0, 2, 1, 3]), heads_of("key", [0, 2, 3, 1])
    value = heads_of("value", [0, 2, 1, 3])
    products = graph.add("MatMul", [query, key], f"{name}.products")  # [B, heads, T, T]
    scores = graph.add("Mul", [products, graph.number(1 / math.sqrt(width))], f"{name}.scores")
    masked = graph.add("Add", [scores, "mask_bias"], f"{name}.masked")
    shares = graph.add("Softmax", [masked], f"{name}.shares", axis=-1)
    mixed = graph.add("MatMul", [shares, value], f"{name}.mixed")
    rows = graph.add("Transpose", [mixed], f"{name}.rows", perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", [rows, graph.whole(0, 0, sizes.dimensions)], f"{name}.joined")
    return graph.linear(joined, f"{name}.output")


def add_layer(graph: Graph, states: str, number: int, sizes: Sizes) -> str:
    name = f"layers.{number}"
    attended = add_attention(graph, states, f"{name}.attention", sizes)
    residual = graph.add("Add", [states, attended], f"{name}.attention.residual")
    states = graph.norm(residual, f"{name}.attention.norm")
    inner = graph.gelu(graph.linear(states, f"{name}.feed_forward.in"), f"{name}.feed_forward.gelu")
    outer = graph.linear(inner, f"{name}.feed_forward.out")
    return graph.norm(graph.add("Add", [states, outer], f"{name}.residual"), f"{name}.norm")


def add_body(graph: Graph, sizes: Sizes) -> str:
    """Hidden states [B, T, D] of the last layer."""
    add_mask(graph)
    states = add_embeddings(graph)
    for number in range(sizes.layers):
        states = add_layer(graph, states, number, sizes)
    return states


def add_mean(graph: Graph, states: str) -> None:
    """A row without tokens gives zeros."""
    weights = graph.add("Unsqueeze", ["mask", graph.whole(1)], "mean.weights")  # [B, 1, T]
    total = graph.add("MatMul", [weights, states], "mean.total")  # [B, 1, D]
    tokens = graph.add("ReduceSum", ["mask", graph.whole(1)], "mean.tokens", keepdims=1)
    divisor = graph.add("Max", [tokens, graph.number(1)], "mean.divisor")
    graph.add("Div", [graph.add("Squeeze", [total, graph.whole(1)], "mean.sum"), divisor], "sentence_embedding")


def add_heads(graph: Graph, states: str) -> None:
    """Relevance over [CLS] and the answer span; too small to quantise."""

    def project(rows: str, name: str) -> str:
        weight = graph.constant(f"{name}.weight", graph.weights[f"{name}.weight"].T)
        product = graph.add("MatMul", [rows, weight], f"{name}.product")
        return graph.add("Add", [product, graph.constant(f"{name}.bias", graph.weights[f"{name}.bias"])], name)

    first = graph.add("Gather", [states, graph.constant("cls", np.array(0, np.int64))], "cls.states", axis=1)
    graph.add("Identity", [project(first, "relevance")], "logits")
    spans = project(states, "span")  # [B, T, 2]
    for column, output in enumerate(("start_logits", "end_logits")):
        index = graph.constant(f"{output}.column", np.array(column, np.int64))
        graph.add("Add", [graph.add("Gather", [spans, index], f"{output}.bare", axis=2), "hidden_bias"], output)


def finish(graph: Graph, outputs: dict[str, list[str | int]], producer: str) -> onnx.ModelProto:
    def info(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    inputs = [info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    results = [info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    body = helper.make_graph(graph.nodes, producer, inputs, results, constants)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], producer_name=producer)
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def encoder_model(weights: dict[str, np.ndarray], sizes: Sizes, bits: int | None) -> onnx.ModelProto:
    """`bits` of the projections' weights, 7 or 8; None for float32."""
    graph = Graph(weights, bits)
    states = graph.add("Identity", [add_body(graph, sizes)], "last_hidden_state")
    add_mean(graph, states)
    outputs = {
        "last_hidden_state": ["batch", "tokens", sizes.dimensions],
        "sentence_embedding": ["batch", sizes.dimensions],
    }
    return finish(graph, outputs, "docent-contextual")


def cross_encoder_model(weights: dict[str, np.ndarray], sizes: Sizes, bits: int | None) -> onnx.ModelProto:
    """The same body under two heads; `bits` as for the encoder."""
    graph = Graph(weights, bits)
    add_heads(graph, add_body(graph, sizes))
    outputs = {"logits": ["batch", 1], "start_logits": ["batch", "tokens"], "end_logits": ["batch", "tokens"]}
    return finish(graph, outputs, "docent-cross")
