"""Changes one word of a question so that its passage no longer answers it: what a question takes for granted must hold.

The support model is trained on questions changed by rules of one language (train-support/make-changed-questions.ts);
the reader needs many more, in all languages, so here a word that the passage shares with the question is replaced: a
number by a number, a name or a rare word (several tokens) by another of the passages, any other word by a related one.
"""

import random

import numpy as np

from examples import Example
from token_vectors import TokenVectors

COUNTED_EXAMPLES = 20000
LEAST_FREQUENCY = 3
"""In questions."""
LEAST_NORM = 1.1
"""Frequent tokens have shorter vectors: function words, whose change asks the same."""
LEAST_COSINE, MOST_COSINE = 0.25, 0.62
"""Of a related word: what is closer mostly means the same. Some forms of the same word stay among the related."""
RELATED_WORDS = 12
OTHER_NORM = 0.8
RELATED, FROM_PASSAGE = 0.4, 0.7
"""Of ten changes four put in a related word, three another word of the passage, the others a word that is asked for
elsewhere in the same source, and so in the same language."""
NUMBER_FROM_PASSAGE = 0.6
"""Of changed numbers; the others are drawn among those with as many digits."""

Word = tuple[int, ...]
"""Tokens of a word: its beginning and its continuations."""


class QuestionChanger:
    def __init__(self, examples: list[Example], vectors: TokenVectors, vocabulary: list[str]):
        self.norms = vectors.norms
        self.continues = [token.startswith("##") for token in vocabulary]
        self.digits = [len(token) if token.isdigit() and token.isascii() else 0 for token in vocabulary]
        frequency = np.zeros(len(vocabulary))
        for example in examples[:COUNTED_EXAMPLES]:
            for token in set(example.question):
                frequency[token] += 1
        common = np.where((frequency >= LEAST_FREQUENCY) & (vectors.norms > LEAST_NORM))[0]
        # Continuations begin with ##, so only tokens that begin a word are left.
        self.tokens = [int(token) for token in common if vocabulary[token][0].isalpha()]
        self.place = {token: place for place, token in enumerate(self.tokens)}
        units = vectors.units[self.tokens]
        self.related = [self.related_words(cosines) for cosines in units @ units.T]
        self.asked: dict[str, list[Word]] = {}
        for example in examples[:COUNTED_EXAMPLES]:
            words = [word for word in self.words(example.question) if self.is_changeable(word)]
            self.asked.setdefault(example.source, []).extend(words)

    def related_words(self, cosines: np.ndarray) -> list[int]:
        chosen = np.where((cosines > LEAST_COSINE) & (cosines < MOST_COSINE))[0]
        nearest = chosen[np.argsort(-cosines[chosen])[:RELATED_WORDS]]
        return [self.tokens[place] for place in nearest]

    def words(self, tokens: list[int]) -> list[Word]:
        words: list[list[int]] = []
        for token in tokens:
            if words and self.continues[token]:
                words[-1].append(token)
            else:
                words.append([token])
        return [tuple(word) for word in words]

    def change(self, example: Example, passage: list[int], chance: random.Random) -> list[int] | None:
        """The question with another word, or None where it shares none with the passage that can be changed."""
        question, there = self.words(example.question), set(self.words(passage))
        places = [place for place, word in enumerate(question) if word in there and self.is_changeable(word)]
        if not places:
            return None
        place = chance.choice(places)
        other = self.replacement(question[place], question, there, example, chance)
        if other is None:
            return None
        return [token for word in [*question[:place], other, *question[place + 1 :]] for token in word]

    def is_changeable(self, word: Word) -> bool:
        return len(word) > 1 or word[0] in self.place or self.digits[word[0]] > 0

    def replacement(
        self, word: Word, question: list[Word], there: set[Word], example: Example, chance: random.Random
    ) -> Word | None:
        others = sorted(there.difference(question))
        if self.digits[word[0]] > 0:
            return self.other_number(word, others, chance)
        if len(word) > 1:
            elsewhere = [each for tokens, _ in example.wrong[:2] for each in self.words(tokens)]
            names = [each for each in [*others, *elsewhere] if len(each) > 1 and each not in question]
            return chance.choice(names) if names else None
        kind = chance.random()
        related = self.related[self.place[word[0]]]
        if kind < RELATED and related:
            return (chance.choice(related),)
        asked = self.asked.get(example.source)
        if kind >= FROM_PASSAGE and asked:
            other = chance.choice(asked)
            return None if other in there or other in question else other
        near = [each for each in others if len(each) == 1 and self.is_alike(word[0], each[0])]
        return chance.choice(near) if near else None

    def is_alike(self, token: int, other: int) -> bool:
        return other in self.place and abs(self.norms[other] - self.norms[token]) < OTHER_NORM

    def other_number(self, word: Word, others: list[Word], chance: random.Random) -> Word | None:
        stated = [each for each in others if self.digits[each[0]] > 0]
        if stated and chance.random() < NUMBER_FROM_PASSAGE:
            return chance.choice(stated)
        alike = [token for token, count in enumerate(self.digits) if count == self.digits[word[0]] and token != word[0]]
        return (chance.choice(alike), *word[1:]) if alike else None
