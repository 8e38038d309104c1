"""Learns an uncased WordPiece vocabulary from shards.

Symbols are merged by pair frequency from single characters up, as in byte-pair encoding (Sennrich et al. 2016,
arXiv 1508.07909) and in Hugging Face's WordPieceTrainer. Ties are broken by the alphabet, so a run repeats exactly.

    python3 make_vocabulary.py --out vocab.txt --leave-out leave-out.txt SHARD...
"""

import argparse
import heapq
from collections import Counter, defaultdict
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from shards import read_leave_out, usable_rows
from tokenizer import CONTINUATION, SPECIAL_TOKENS, split_pieces, split_words

MIN_WORD_COUNT = 3
MAX_WORD_LENGTH = 24  # longer words are mostly identifiers and junk
MAX_WORDS = 400_000
MAX_ALPHABET = 6_000  # enough for the ideographs that the text uses
MIN_CHARACTER_COUNT = 20


def count_words(path: str, leave_out: set[str]) -> Counter:
    """How often each normalised word occurs in one shard."""
    pieces: Counter = Counter()
    for row in usable_rows(path, leave_out):
        for field in ("doc_title", "text", "question", "passage"):
            pieces.update(split_pieces(row.get(field) or ""))
        for heading in row.get("headings") or []:
            pieces.update(split_pieces(heading))
    words: Counter = Counter()
    for piece, count in pieces.items():
        for word in split_words(piece):
            words[word] += count
    # Words seen once in a shard are two thirds of the entries and seldom reach the vocabulary.
    return Counter({word: count for word, count in words.items() if count > 1})


def spell(word: str) -> list[str]:
    """A word as single-character symbols."""
    return [word[0]] + [CONTINUATION + character for character in word[1:]]


def join(left: str, right: str) -> str:
    return left + right[len(CONTINUATION):]


def replace_pair(symbols: list[str], left: str, right: str) -> list[str]:
    merged, i = [], 0
    while i < len(symbols):
        if i + 1 < len(symbols) and symbols[i] == left and symbols[i + 1] == right:
            merged.append(join(left, right))
            i += 2
        else:
            merged.append(symbols[i])
            i += 1
    return merged


def learn_vocabulary(words: Counter, size: int, min_character_count: int = MIN_CHARACTER_COUNT) -> list[str]:
    """The special tokens, the alphabet, then merged symbols in the order they were learnt."""
    kept = [(word, count) for word, count in words.items() if count >= MIN_WORD_COUNT and len(word) <= MAX_WORD_LENGTH]
    kept = sorted(kept, key=lambda entry: (-entry[1], entry[0]))[:MAX_WORDS]

    characters: Counter = Counter()
    for word, count in kept:
        for symbol in spell(word):
            characters[symbol] += count
    common = sorted(characters, key=lambda symbol: (-characters[symbol], symbol))[:MAX_ALPHABET]
    alphabet = {symbol for symbol in common if characters[symbol] >= min_character_count}

    spellings, counts = [], []
    pair_counts: Counter = Counter()
    containing = defaultdict(set)
    for word, count in kept:
        symbols = spell(word)
        if len(symbols) < 2 or not alphabet.issuperset(symbols):
            continue
        for pair in zip(symbols, symbols[1:]):
            pair_counts[pair] += count
            containing[pair].add(len(spellings))
        spellings.append(symbols)
        counts.append(count)

    vocabulary = SPECIAL_TOKENS + sorted(alphabet)
    known = set(vocabulary)
    heap = [(-count, pair) for pair, count in pair_counts.items()]
    heapq.heapify(heap)
    while len(vocabulary) < size and heap:
        negative_count, pair = heapq.heappop(heap)
        current = pair_counts.get(pair, 0)
        if current != -negative_count:  # a stale entry: the count fell since it was pushed
            if current > 0:
                heapq.heappush(heap, (-current, pair))
            continue
        token = join(*pair)
        if token not in known:
            known.add(token)
            vocabulary.append(token)
        changed = set()
        for index in containing.pop(pair):
            before, count = spellings[index], counts[index]
            after = replace_pair(before, *pair)
            if len(after) == len(before):
                continue
            for neighbour in zip(before, before[1:]):
                pair_counts[neighbour] -= count
            for neighbour in zip(after, after[1:]):
                pair_counts[neighbour] += count
                containing[neighbour].add(index)
                changed.add(neighbour)
            spellings[index] = after
        del pair_counts[pair]
        for neighbour in changed:
            if pair_counts.get(neighbour, 0) > 0:
                heapq.heappush(heap, (-pair_counts[neighbour], neighbour))
    return vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, help="vocabulary file to write, one token a line")
    parser.add_argument("--size", type=int, default=48_000)
    parser.add_argument("--leave-out", help="file of repositories that must not be used")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--min-character-count", type=int, default=MIN_CHARACTER_COUNT)
    parser.add_argument("shards", nargs="+")
    options = parser.parse_args()

    words: Counter = Counter()
    count = partial(count_words, leave_out=read_leave_out(options.leave_out))
    # The biggest shards first, so that no process waits for the other at the end.
    shards = sorted(options.shards, key=lambda path: (-Path(path).stat().st_size, path))
    with Pool(options.processes) as pool:
        for part in pool.imap_unordered(count, shards):
            words.update(part)
            print(f"{len(words)} different words", flush=True)
    vocabulary = learn_vocabulary(words, options.size, options.min_character_count)
    Path(options.out).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    print(f"{len(vocabulary)} tokens written to {options.out}")


if __name__ == "__main__":
    main()
