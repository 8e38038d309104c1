"""The encoder: BERT's architecture (Devlin et al. 2018, arXiv 1810.04805) without token types and without dropout.

Learned positions, layer normalisation after each residual, GELU, one vocabulary for input and output. Module names
are the names in the saved weights (see checkpoint.py). Runs on a CPU with torch 1.13 and on a GPU with torch 2.
"""

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

EPSILON = 1e-12  # of layer normalisation, as in BERT
HAS_FUSED_ATTENTION = hasattr(F, "scaled_dot_product_attention")


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder; the JSON beside its weights."""

    vocabulary: int
    layers: int = 6
    dimensions: int = 384
    heads: int = 6
    feed_forward: int = 1536
    positions: int = 512

    def as_json(self) -> dict:
        return asdict(self)


class Embeddings(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.word = nn.Embedding(shape.vocabulary, shape.dimensions)
        self.position = nn.Embedding(shape.positions, shape.dimensions)
        self.norm = nn.LayerNorm(shape.dimensions, eps=EPSILON)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.norm(self.word(ids) + self.position.weight[: ids.shape[1]])


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    """Softmax attention; `mask` is true where a key may be seen, [B, 1, 1, T]."""
    if HAS_FUSED_ATTENTION:
        return F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    return torch.softmax(scores, dim=-1) @ value


class Attention(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.heads = shape.heads
        for name in ("query", "key", "value", "output"):
            setattr(self, name, nn.Linear(shape.dimensions, shape.dimensions))
        self.norm = nn.LayerNorm(shape.dimensions, eps=EPSILON)

    def split(self, states: torch.Tensor) -> torch.Tensor:
        return states.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        query, key, value = (self.split(project(states)) for project in (self.query, self.key, self.value))
        mixed = attend(query, key, value, mask).transpose(1, 2).flatten(2)
        return self.norm(states + self.output(mixed))


class FeedForward(nn.Module):
    """`in` is a Python word, so the two projections are registered by name."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.add_module("in", nn.Linear(shape.dimensions, shape.feed_forward))
        self.add_module("out", nn.Linear(shape.feed_forward, shape.dimensions))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return self.out(F.gelu(getattr(self, "in")(states)))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention = Attention(shape)
        self.feed_forward = FeedForward(shape)
        self.norm = nn.LayerNorm(shape.dimensions, eps=EPSILON)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        states = self.attention(states, mask)
        return self.norm(states + self.feed_forward(states))


class Encoder(nn.Module):
    """Token ids [B, T] → hidden states [B, T, dimensions]."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embeddings = Embeddings(shape)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.apply(initialise)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """`mask` [B, T] is true at tokens that are no padding; None says that there is none."""
        seen = None if mask is None else mask[:, None, None, :]
        states = self.embeddings(ids)
        for layer in self.layers:
            states = layer(states, seen)
        return states

    def embed(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mean of the hidden states where the mask is true, [CLS] and [SEP] among them; not normalised, float32."""
        states = self(ids, mask).float() * mask[:, :, None]
        return states.sum(dim=1) / mask.sum(dim=1, keepdim=True)


def initialise(module: nn.Module) -> None:
    """BERT's: normal with deviation 0.02, biases zero, norms one."""
    if isinstance(module, (nn.Linear, nn.Embedding)):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)


class MaskedLanguageModel(nn.Module):
    """The encoder with BERT's output head, whose decoder is the word table itself."""

    def __init__(self, encoder: Encoder):
        super().__init__()
        shape = encoder.shape
        self.encoder = encoder
        self.transform = nn.Linear(shape.dimensions, shape.dimensions)
        self.norm = nn.LayerNorm(shape.dimensions, eps=EPSILON)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        initialise(self.transform)

    def forward(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Logits [B, K, vocabulary] at the K places of each row; other places cost no decoding."""
        states = self.encoder(ids)
        asked = states.gather(1, places[:, :, None].expand(-1, -1, states.shape[2]))
        asked = self.norm(F.gelu(self.transform(asked)))
        return F.linear(asked, self.encoder.embeddings.word.weight, self.bias)


class CrossEncoder(nn.Module):
    """Question and passage read together: a relevance score, and where the answer stands ([CLS] for "no answer")."""

    def __init__(self, encoder: Encoder):
        super().__init__()
        self.encoder = encoder
        self.relevance = nn.Linear(encoder.shape.dimensions, 1)
        self.span = nn.Linear(encoder.shape.dimensions, 2)
        initialise(self.relevance)
        initialise(self.span)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Relevance [B] and start and end logits [B, 2, T], float32."""
        states = self.encoder(ids, mask)
        spans = self.span(states).float().transpose(1, 2).masked_fill(~mask[:, None, :], -1e4)
        return self.relevance(states[:, 0]).float().squeeze(1), spans
