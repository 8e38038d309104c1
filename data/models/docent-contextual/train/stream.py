"""Puts texts together from runs of the token stream, on the device, and encodes them in chunks of like length.

A text is a list of runs (start, length) in one long array of tokens. [CLS], [SEP] and the query prefix are runs too:
their ids stand behind the stream. So a section with its middle sentence taken out, or a question beside a passage,
costs no copying on the CPU.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from model import Encoder
from records import Records
from training import autocast

PAD, CLS, SEP, MASK = 0, 2, 3, 4  # of docent-static's SPECIAL_TOKENS
LENGTHS = (32, 64, 128, 192, 256, 384, 512)  # few shapes, each compiled once


class Stream:
    """The tokens of all records on the device, with the special tokens behind them."""

    def __init__(self, records: Records, device: torch.device, prefix: list[int] | None = None):
        base = len(records.tokens)
        if base + 64 >= 2**31:
            raise ValueError(f"{base} tokens; at most 2^31 fit")
        extra = np.array([CLS, SEP, *(prefix or [])], np.int32)
        flat = np.concatenate([records.tokens.astype(np.int32), extra])
        self.tokens = torch.from_numpy(flat).to(device)
        self.cls, self.sep, self.prefix = (base, 1), (base + 1, 1), (base + 2, len(prefix or []))
        self.device = device

    def texts(self, *parts: np.ndarray, limit: int, is_query: bool = False) -> "Texts":
        """[CLS] part [SEP], or [CLS] part [SEP] part [SEP]; a part is [texts, runs, 2]. `limit` counts all tokens."""
        count = len(parts[0])
        runs = [fixed(self.cls, count)]
        if is_query and self.prefix[1]:
            runs.append(fixed(self.prefix, count))
        room = np.full(count, limit - 1 - len(parts) - (self.prefix[1] if is_query else 0))
        for part in parts:
            part = cut(part, room)
            room = room - part[:, :, 1].sum(axis=1)
            runs += [part, fixed(self.sep, count)]
        return Texts(self, np.concatenate(runs, axis=1))


def fixed(run: tuple[int, int], count: int) -> np.ndarray:
    return np.broadcast_to(np.array(run, np.int64), (count, 1, 2))


def cut(runs: np.ndarray, room: np.ndarray) -> np.ndarray:
    """The runs shortened from the back so that each text has at most `room` tokens."""
    before = np.cumsum(runs[:, :, 1], axis=1) - runs[:, :, 1]
    lengths = np.clip(room[:, None] - before, 0, runs[:, :, 1])
    return np.stack([runs[:, :, 0], lengths], axis=2)


@dataclass
class Texts:
    stream: Stream
    runs: np.ndarray  # [texts, runs, 2]

    @functools.cached_property
    def on_device(self) -> torch.Tensor:
        """The runs, uploaded once: a larger copy from ordinary memory makes the host wait for the GPU."""
        return torch.from_numpy(np.ascontiguousarray(self.runs)).to(self.stream.device)

    @property
    def lengths(self) -> np.ndarray:
        return self.runs[:, :, 1].sum(axis=1)

    def __len__(self) -> int:
        return len(self.runs)

    def take(self, chosen: np.ndarray) -> "Texts":
        return Texts(self.stream, self.runs[chosen])

    def gather(self, chosen: np.ndarray, width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids [chosen, width] (int64) and the mask of those that are no padding."""
        runs = self.on_device[torch.from_numpy(chosen).to(self.stream.device)]
        ends = runs[:, :, 1].cumsum(1)
        places = torch.arange(width, device=runs.device)
        # The run a place falls into is the number of runs that end at or before it.
        run = (places[None, :, None] >= ends[:, None, :]).sum(2)
        mask = run < runs.shape[1]
        run = run.clamp(max=runs.shape[1] - 1)
        offsets = runs[:, :, 0] - (ends - runs[:, :, 1])
        index = (offsets.gather(1, run) + places).masked_fill(~mask, 0)
        return self.stream.tokens[index].long().masked_fill(~mask, PAD), mask


def chunks(lengths: np.ndarray, tokens_per_chunk: int) -> Iterator[tuple[np.ndarray, int]]:
    """Rows of like length and the width they are padded to, at most so many tokens at a time."""
    widths = np.array(LENGTHS)
    bucket = np.minimum(np.searchsorted(widths, lengths), len(widths) - 1)
    for number, width in enumerate(LENGTHS):
        rows = np.flatnonzero(bucket == number)
        size = max(1, tokens_per_chunk // width)
        for start in range(0, len(rows), size):
            yield rows[start:start + size], width


def padded(rows: np.ndarray, width: int, tokens_per_chunk: int, device: torch.device) -> np.ndarray:
    """On a GPU the rows filled up with their first, so that a width has one shape and is compiled once."""
    size = max(1, tokens_per_chunk // width)
    if device.type == "cpu" or len(rows) == size:
        return rows
    return np.concatenate([rows, np.repeat(rows[:1], size - len(rows))])


def encode_chunk(encoder: Encoder, texts: Texts, rows: np.ndarray, width: int, tokens_per_chunk: int) -> torch.Tensor:
    """Embeddings of some rows, float32, not normalised."""
    device = texts.stream.device
    ids, mask = texts.gather(padded(rows, width, tokens_per_chunk, device), width)
    with autocast(device):
        return encoder.embed(ids, mask)[: len(rows)]


def encode(encoder: Encoder, texts: Texts, tokens_per_chunk: int) -> torch.Tensor:
    """Embeddings [texts, dimensions] in the order of the texts."""
    order, pieces = [], []
    for rows, width in chunks(texts.lengths, tokens_per_chunk):
        order.append(rows)
        pieces.append(encode_chunk(encoder, texts, rows, width, tokens_per_chunk))
    back = torch.from_numpy(np.argsort(np.concatenate(order))).to(texts.stream.device)
    return torch.cat(pieces)[back]
