"""A small BM25 (Robertson and Zaragoza 2009) to compare the encoder with; not docent's own lexical search."""

import math
import re
from collections import Counter, defaultdict

import numpy as np

K1, B = 1.2, 0.75
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, ideographs, Hangul
_STOP_WORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have how in is it its not of on or that the this"
    " to was were what when where which who why with".split()
)
# Longest first; at least three letters must remain.
_SUFFIXES = tuple(sorted(
    "ization iveness fulness ousness ational ations ation ingly edly ment ness ing ies ied es ed ly s".split(),
    key=len, reverse=True,
))


def stem(word: str) -> str:
    """A light English stemmer: takes off one suffix."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 3:
            return word[: -len(suffix)] + ("y" if suffix in ("ies", "ied") else "")
    return word


def terms(text: str) -> list[str]:
    """Stemmed words without stop words; unspaced scripts as pairs of characters."""
    result = []
    for word in _WORD.findall(text.lower()):
        if _UNSPACED.search(word):
            result.extend(word[i:i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in _STOP_WORDS:
            result.append(stem(word))
    return result


class Bm25:
    """An inverted index over a list of texts."""

    def __init__(self, texts: list[str]):
        postings = defaultdict(list)
        lengths = np.zeros(len(texts), np.float32)
        for number, text in enumerate(texts):
            counts = Counter(terms(text))
            lengths[number] = counts.total()
            for term, count in counts.items():
                postings[term].append((number, count))
        self.postings = {
            term: (np.array([n for n, _ in found]), np.array([c for _, c in found], np.float32))
            for term, found in postings.items()
        }
        self.length_part = K1 * (1 - B + B * lengths / max(1.0, float(lengths.mean())))

    def scores(self, query: str) -> np.ndarray:
        total = len(self.length_part)
        result = np.zeros(total, np.float32)
        for term in terms(query):
            if term in self.postings:
                numbers, counts = self.postings[term]
                rarity = math.log(1 + (total - len(numbers) + 0.5) / (len(numbers) + 0.5))
                result[numbers] += rarity * counts * (K1 + 1) / (counts + self.length_part[numbers])
        return result
