"""What the stages after pre-training read: records with their links, mined negatives; and the options for them."""

import argparse
from pathlib import Path

import numpy as np

from pairs import PairSource
from records import load_records, read_arrays


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of every stage that reads records and starts from a checkpoint."""
    parser.add_argument("--parts", required=True, type=Path, help="folder of part-NN.xz")
    parser.add_argument("--start", required=True, type=Path, help="checkpoint to start from")
    parser.add_argument("--wait", type=float, default=0.0, help="seconds to wait, loaded, for the stage before to end")
    parser.add_argument("--query-tokens", type=int, default=64)
    parser.add_argument("--passage-tokens", type=int, default=192)
    parser.add_argument("--chunk-tokens", type=int, default=32_768, help="tokens that go through the encoder at once")
    parser.add_argument("--query-prefix", type=int, nargs="*", help="token ids to put before each query")


def load_source(folder: Path) -> PairSource:
    """All pairs of the parts that have arrived, with the links between languages if their file has."""
    links = folder / "links.xz"
    return PairSource(load_records(folder), read_arrays(links)["links"] if links.exists() else None)


def load_mined(path: Path, source: PairSource) -> dict[str, np.ndarray]:
    """The arrays of mined.npz; pair numbers only hold for the records they were mined from."""
    arrays = dict(np.load(path))
    if int(arrays["of"]) != len(source):
        raise ValueError(f"{path} was mined from {int(arrays['of'])} pairs, here are {len(source)}; mine again")
    return arrays
