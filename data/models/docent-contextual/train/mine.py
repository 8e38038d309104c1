"""Hard negatives by the model itself: for each query the most similar passages that are not its own.

* Queries: all questions, and headings and links up to `--queries`. Passages: a random pool, of the query's own
  language where there is enough of it, since a passage in another language is an easy negative.
* False negatives are dropped by margin, relative to the right passage (Moreira et al. 2024, arXiv 2407.15831):
  a candidate nearly as similar as that one probably answers as well. So is one whose text is the same.
* For questions with a marked answer it is noted whether a candidate contains those words: it is then no case of
  "no answer" (see cross.py).

    python3 mine.py --parts FOLDER --start CHECKPOINT --out mined.npz
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import checkpoint
from inputs import add_data_arguments, load_source
from model import Encoder
from pairs import QUESTION_KIND, SENTENCE_KIND, Drawn, PairSource
from records import BODY, Records, load_manifest
from stream import Stream, Texts, encode
from training import compile_layers, prepare, wait_for

SCORE_BLOCK = 512 << 20  # bytes of one block of similarities
MIN_POOL = 2_000  # passages of a language below which its queries search among all


def unit_vectors(encoder: Encoder, texts: Texts, chunk_tokens: int, size: int = 65_536) -> torch.Tensor:
    """Normalised embeddings in half precision on a GPU."""
    vectors = []
    with torch.no_grad():
        for start in range(0, len(texts), size):
            some = texts.take(np.arange(start, min(start + size, len(texts))))
            found = F.normalize(encode(encoder, some, chunk_tokens), dim=1)
            vectors.append(found.half() if found.is_cuda else found)
    return torch.cat(vectors)


def choose_pairs(source: PairSource, wanted: int, chance: np.random.Generator) -> np.ndarray:
    """All questions, then others but sentences, in random order, `wanted` in all."""
    questions = np.flatnonzero(source.kind == QUESTION_KIND)
    others = np.flatnonzero((source.kind != QUESTION_KIND) & (source.kind != SENTENCE_KIND))
    others = chance.permutation(others)[:max(0, wanted - len(questions))]
    return np.concatenate([chance.permutation(questions)[:wanted], others])


def languages_of(groups: np.ndarray, names: list[str]) -> np.ndarray:
    """A number for each record's language, from the name source|language of its group."""
    known: dict[str, int] = {}
    by_group = np.array([known.setdefault(name.rsplit("|", 1)[-1], len(known)) for name in names])
    return by_group[groups]


def search(queries: torch.Tensor, passages: torch.Tensor, depth: int) -> tuple[np.ndarray, np.ndarray]:
    """The best `depth` passages of each query: places and similarities."""
    depth = min(depth, len(passages))
    rows = max(1, SCORE_BLOCK // (passages.element_size() * len(passages)))
    places, scores = [], []
    for start in range(0, len(queries), rows):
        best = (queries[start:start + rows] @ passages.T).topk(depth, dim=1)
        places.append(best.indices.cpu())
        scores.append(best.values.float().cpu())
    return torch.cat(places).numpy(), torch.cat(scores).numpy()


def keep_hard(
    places: np.ndarray, scores: np.ndarray, own: np.ndarray, right: np.ndarray, texts: np.ndarray, margin: float,
    wanted: int,
) -> np.ndarray:
    """The first `wanted` candidates that are neither the passage itself nor too close to be wrong; -1 fills up.

    `own` [queries] are the similarities to the right passage, `right` its text number, `texts` those of the candidates.
    """
    allowed = (scores < margin * own[:, None]) & (texts != right[:, None])
    order = np.argsort(~allowed, axis=1, kind="stable")[:, :wanted]
    return np.where(np.take_along_axis(allowed, order, axis=1), np.take_along_axis(places, order, axis=1), -1)


def holds_answer(records: Records, own: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """[queries, candidates]: whether a candidate contains the answer's tokens; false where no answer is marked."""
    found = np.zeros(candidates.shape, bool)
    for row in np.flatnonzero(records.answers[own, 1] > 0):
        start, end = records.answers[own[row]]
        answer = records.field(own[row], BODY)[start:end].tobytes()
        for column, candidate in enumerate(candidates[row]):
            if candidate >= 0:
                text = records.field(candidate, BODY).tobytes()
                at = text.find(answer)
                while at >= 0 and at % 2:  # tokens have two bytes
                    at = text.find(answer, at + 1)
                found[row, column] = at >= 0
    return found


def negatives_by_language(
    queries: torch.Tensor, passages: torch.Tensor, own: np.ndarray, drawn: Drawn, pool: np.ndarray,
    source: PairSource, languages: np.ndarray, options: argparse.Namespace,
) -> np.ndarray:
    """Records of the hard negatives, [queries, negatives]; -1 where there is none."""
    negatives = np.full((len(own), options.negatives), -1, np.int32)
    for language in np.unique(languages[drawn.record]):
        asked = np.flatnonzero(languages[drawn.record] == language)
        among = np.flatnonzero(languages[pool] == language)
        if len(among) < MIN_POOL:
            among = np.arange(len(pool))
        some, those = (torch.from_numpy(rows).to(queries.device) for rows in (asked, among))
        places, scores = search(queries[some], passages[those], options.depth)
        candidates = pool[among[places]]
        kept = keep_hard(candidates, scores, own[asked], drawn.identity[asked], source.passage_print[candidates],
                         options.margin, options.negatives)
        negatives[asked, :kept.shape[1]] = kept
    return negatives


def write_mined(path: Path, source: PairSource, pairs: np.ndarray, right: np.ndarray, negatives: np.ndarray) -> None:
    """Keeps the queries that have a negative; the file appears when it is whole."""
    useful = np.flatnonzero((negatives >= 0).any(axis=1))
    if len(useful) == 0:
        raise ValueError("no hard negatives were found; train the encoder longer, or raise --margin or --depth")
    pairs, right, negatives = pairs[useful], right[useful], negatives[useful]
    has_answer = holds_answer(source.records, right, negatives)
    fresh = path.with_suffix(".writing.npz")
    np.savez(fresh, of=len(source), pair=pairs, record=right, negatives=negatives, holds_answer=has_answer)
    fresh.rename(path)
    print(f"{len(useful)} queries with {(negatives >= 0).sum(axis=1).mean():.1f} negatives each", flush=True)


def mine(options: argparse.Namespace) -> None:
    device, started = prepare(options), time.monotonic()
    source = load_source(options.parts)
    stream = Stream(source.records, device, options.query_prefix)
    wait_for(options, options.start)
    encoder = checkpoint.load(options.start, Encoder).to(device).eval()
    if options.compile:
        compile_layers(encoder)
    chance = np.random.default_rng(options.seed)
    pairs = choose_pairs(source, options.queries, chance)
    drawn = source.draw(pairs, chance)
    pool = chance.permutation(len(source.records))[:options.pool]

    def vectors(runs: np.ndarray, limit: int, is_query: bool) -> torch.Tensor:
        return unit_vectors(encoder, stream.texts(runs, limit=limit, is_query=is_query), options.chunk_tokens)

    queries = vectors(drawn.queries, options.query_tokens, True)
    rights = vectors(drawn.passages, options.passage_tokens, False)
    passages = vectors(source.passages(pool), options.passage_tokens, False)
    own = (queries.float() * rights.float()).sum(dim=1).cpu().numpy()
    print(f"{len(pairs)} queries, {len(pool)} passages encoded, mean similarity of the right passage {own.mean():.3f}, "
          f"{time.monotonic() - started:.0f} s", flush=True)
    languages = languages_of(source.records.groups, load_manifest(options.parts)["groups"])
    negatives = negatives_by_language(queries, passages, own, drawn, pool, source, languages, options)
    write_mined(options.out, source, pairs, drawn.record, negatives)
    print(f"{time.monotonic() - started:.0f} s")


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, type=Path, help="mined.npz to write")
    add_data_arguments(parser)
    parser.add_argument("--queries", type=int, default=300_000)
    parser.add_argument("--pool", type=int, default=400_000)
    parser.add_argument("--depth", type=int, default=48, help="candidates looked at")
    parser.add_argument("--negatives", type=int, default=8, help="candidates kept")
    parser.add_argument("--margin", type=float, default=0.95, help="share of the right passage's similarity")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    mine(arguments().parse_args())
