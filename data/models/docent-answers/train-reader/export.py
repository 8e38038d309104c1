"""Writes the ONNX graph with which docent reads the passages it found for a question.

    export.py READER.pt READER.onnx

Inputs, all float32, for B passages of up to L tokens and one question of J tokens:

    passages [B, L, 128]    unit vectors of the tokens (token_vectors.py), title first; anything where padded
    mask [B, L]             1 for tokens, 0 for padding
    inTitle [B, L]          1 for tokens of the title
    question [J, 128]       unit vectors of the question's tokens, at least one
    questionNorms [J]       norms of their whole vectors

Output: scores [B, 2], the logits `answers` and `holds` of reader.py. Needs torch and onnx.
"""

import sys

import onnx
import torch
from torch import Tensor, nn

from reader import DIMENSIONS, Reader, load_reader

OPSET = 17
INPUTS = {
    "passages": {0: "passages", 1: "tokens"},
    "mask": {0: "passages", 1: "tokens"},
    "inTitle": {0: "passages", 1: "tokens"},
    "question": {0: "questionTokens"},
    "questionNorms": {0: "questionTokens"},
}
OUTPUT = {"scores": {0: "passages"}}


class OneQuestion(nn.Module):
    """The reader with one question for all passages, and only its two scores."""

    def __init__(self, reader: Reader):
        super().__init__()
        self.reader = reader

    def forward(
        self,
        passages: Tensor,
        mask: Tensor,
        in_title: Tensor,
        question: Tensor,
        question_norms: Tensor,
    ) -> Tensor:
        """scores [B, 2]; see the head of this file for the inputs."""
        count = passages.shape[0]
        questions = question[None].expand(count, -1, -1)
        norms = question_norms[None].expand(count, -1)
        answers, holds, _, _ = self.reader(passages, mask, in_title, questions, norms, torch.ones_like(norms))
        return torch.stack([answers, holds], 1)


def example_inputs(passages: int, tokens: int, question_tokens: int, seed: int = 0) -> tuple[Tensor, ...]:
    """Random inputs in the order of INPUTS; the first passage is full, others are padded and have titles."""
    chance = torch.Generator().manual_seed(seed)

    def unit_vectors(*shape: int) -> Tensor:
        return nn.functional.normalize(torch.randn(*shape, DIMENSIONS, generator=chance), dim=-1)

    place = torch.arange(tokens)[None]
    lengths = torch.randint(1, tokens + 1, (passages, 1), generator=chance)
    lengths[0] = tokens
    titles = torch.randint(0, 1 + min(12, tokens // 2), (passages, 1), generator=chance).minimum(lengths - 1)
    vectors, question = unit_vectors(passages, tokens), unit_vectors(question_tokens)
    # Some words of the question stand in the passages.
    vectors[:, ::7] = question[torch.arange(0, tokens, 7) % question_tokens]
    question_norms = torch.rand(question_tokens, generator=chance) * 4
    return vectors, (place < lengths).float(), (place < titles).float(), question, question_norms


def export(reader: Reader, path: str) -> None:
    """Writes the graph, in one file; all sizes but that of the vectors stay open."""
    torch.onnx.export(
        OneQuestion(reader).eval(),
        example_inputs(passages=3, tokens=40, question_tokens=9),
        path,
        opset_version=OPSET,
        input_names=list(INPUTS),
        output_names=list(OUTPUT),
        dynamic_axes={**INPUTS, **OUTPUT},
    )
    onnx.checker.check_model(onnx.load(path))


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = sys.argv[1:]
    export(load_reader(source), target)


if __name__ == "__main__":
    main()
