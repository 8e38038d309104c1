"""BM25 in a few lines: how a keyword search scores three short texts.

BM25 was developed by Stephen Robertson, Karen Sparck Jones and others in the
Okapi project at City University in London, and shown at TREC-3 in 1994. It
answers three questions about each word of a query:

1. How rare is the word? A word that few texts contain counts more (IDF).
2. How often does it stand in this text? More is better, but the tenth
   occurrence adds little. The parameter k1 sets how quickly that saturates.
3. How long is this text? A long text has every word more often by chance.
   The parameter b sets how strongly that is corrected.

Run it with: python3 bm25.py
"""

import math
import re

# Usual values: k1 between 1.2 and 2.0, b near 0.75.
K1 = 1.2
B = 0.75

TEXTS = {
    "ferry": "The ferry leaves the harbour at nine. The ferry is never late.",
    "museum": "The museum at the harbour is closed on Monday.",
    "market": "On Monday the market is open and the bakery sells bread near the old town wall.",
}


def words(text: str) -> list[str]:
    """Lower-case words; a real tokenizer would also cut endings."""
    return re.findall(r"\w+", text.lower())


def inverse_document_frequency(word: str, texts: dict[str, list[str]]) -> float:
    """High for rare words. The 1 inside the logarithm keeps it above zero."""
    containing = sum(1 for text in texts.values() if word in text)
    return math.log(1 + (len(texts) - containing + 0.5) / (containing + 0.5))


def bm25(query: str, name: str, texts: dict[str, list[str]]) -> float:
    """The sum over the query's words of rarity times saturated frequency."""
    text = texts[name]
    average_length = sum(len(other) for other in texts.values()) / len(texts)
    # 1 for a text of average length, above 1 for a longer one.
    length_factor = 1 - B + B * len(text) / average_length
    score = 0.0
    for word in words(query):
        frequency = text.count(word)
        saturated = frequency * (K1 + 1) / (frequency + K1 * length_factor)
        score += inverse_document_frequency(word, texts) * saturated
    return score


def main() -> None:
    texts = {name: words(text) for name, text in TEXTS.items()}
    for query in ("ferry harbour", "harbour monday"):
        ranking = sorted(texts, key=lambda name: -bm25(query, name, texts))
        print(query)
        for name in ranking:
            print(f"  {bm25(query, name, texts):.3f}  {name}")


if __name__ == "__main__":
    main()

# Output:
#   ferry harbour
#     1.834  ferry
#     0.528  museum
#     0.000  market
#   harbour monday
#     1.057  museum
#     0.475  ferry
#     0.419  market
#
# "ferry" wins the first query because the word ferry is rare and stands there
# twice. "museum" wins the second because it alone has both words.
