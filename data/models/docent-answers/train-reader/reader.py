"""The reader: a small network that reads one passage for one question.

It says, as logits, whether the passage answers the question (`answers`) and whether everything that the question takes
for granted holds in it (`holds`). Where the answer starts and ends is a third output: learning it teaches the network
what an answer looks like, and how sure it is of a span tells in turn whether there is one.

Texts come as vectors of their tokens (token_vectors.py), so the network itself knows no vocabulary. What it is made of:

* Cosines of every passage token with every question token, and from them how much of the question stands near each
  place of the passage. Best cosines per question token are late interaction as in ColBERT (Khattab and Zaharia 2020,
  arXiv 2004.12832); exact matches and an aligned question embedding for each passage token are those of DrQA (Chen et
  al. 2017, arXiv 1704.00051).
* Dilated convolutions over the passage (Yu and Koltun 2015, arXiv 1511.07122), so that a token sees its sentence.
* A second late interaction, over what the convolutions made of the tokens: there a word also stands for its place in
  the sentence, so that a changed condition shows.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

DIMENSIONS = 128
"""Of a token's vector."""
WIDTH = 64
"""Of a token's state in the network."""
CONVOLUTIONS = ((3, 1), (3, 2), (3, 4), (3, 8))
"""Size and dilation of each; together a token sees 15 tokens to either side."""
ATTENTION = 32
"""Dimensions in which tokens of the passage and of the question are compared."""
HIDDEN = 24
WINDOWS = (3, 8, 24)
"""How far from a token, to either side, the rest of the question is looked for; the whole passage comes on top."""
OPENING = 4
"""The first tokens of a question often tell what is asked for, in most languages."""

UNRELATED = 0.35
"""About one in 8000 pairs of random tokens has a higher cosine; closeness counts from here up."""
SAME_TOKEN = 0.995
TITLE_WORTH = 0.8
"""What stands in the title counts everywhere in the passage, but not fully."""
NEVER = 1e4
"""Taken off logits of tokens that may not be chosen."""
NOT_ATTENDED = 100

# These bring signals, which are mostly far below 1, to about the same size.
CLOSENESS_SCALE, EXACT_SCALE, MISSING_SCALE, COSINE_SCALE, MATCH_SCALE, SPAN_SCALE = 8, 4, 3, 6, 4, 5

PER_TOKEN_SIGNALS = 4 + 2 * (len(WINDOWS) + 1)
"""See token_signals; present and missing parts of the question are two for each window and the whole passage."""
POOLED_SIGNALS = 2 * (len(WINDOWS) + 1) + 4 + 3
"""See pooled: present and missing, four of the second late interaction, two of the span and the question's length."""


class Reader(nn.Module):
    """B passages of L tokens, each with its question of J tokens; shorter ones are padded and masked."""

    def __init__(self, width: int = WIDTH, convolutions: tuple[tuple[int, int], ...] = CONVOLUTIONS):
        super().__init__()
        # The order of the layers is the order in which their first random values are drawn.
        self.passage_layer = nn.Linear(DIMENSIONS, width)
        # What kind of answer is asked for: an average of the question's tokens, under its own attention.
        self.kind_layer = nn.Linear(DIMENSIONS, width)
        self.kind_attention = nn.Linear(DIMENSIONS + 1, 1)
        # How much each question token matters where it is looked for in the passage.
        self.importance = nn.Linear(DIMENSIONS + 1, 1)
        self.opening_bonus = nn.Parameter(torch.zeros(OPENING))
        # The aligned question embedding: attention of a passage token to the question tokens.
        self.aligned_passage = nn.Linear(DIMENSIONS, ATTENTION, bias=False)
        self.aligned_question = nn.Linear(DIMENSIONS, ATTENTION, bias=False)
        self.aligned_value = nn.Linear(DIMENSIONS, width)
        self.token_layer = nn.Linear(4 * width + PER_TOKEN_SIGNALS, width)
        # The question for the second late interaction; a token sees its neighbours.
        self.question_layer = nn.Linear(DIMENSIONS, width)
        self.question_convolution = nn.Conv1d(width, width, 3, padding=1)
        self.match_passage = nn.Linear(width, ATTENTION, bias=False)
        self.match_question = nn.Linear(width, ATTENTION, bias=False)
        # Offset and slope that turn a best match into the probability that a question token is found.
        self.match_line = nn.Parameter(torch.tensor([-1.0, 2.0]))
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, width, size, padding=dilation * (size // 2), dilation=dilation)
            for size, dilation in convolutions
        )
        # Per token: logits of being the answer's start, its end, and of its weight in the pooled passage.
        self.place_layer = nn.Linear(width, 3)
        self.pooled_layer = nn.Linear(2 * width + POOLED_SIGNALS, HIDDEN)
        self.score_layer = nn.Linear(HIDDEN, 2)
        self.dropout = nn.Dropout(0.1)

    def forward(
        self,
        passages: Tensor,
        passage_mask: Tensor,
        in_title: Tensor,
        question: Tensor,
        question_norms: Tensor,
        question_mask: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits: answers [B], holds [B], start [B, L], end [B, L].

        Unit vectors of the passage's tokens [B, L, 128] and of the question's [B, J, 128], norms of the question's
        whole vectors [B, J]; masks are 1 for tokens, 0 for padding; `in_title` [B, L] is 1 for tokens of the title,
        which stand before the passage. A passage needs a token outside of its title.
        """
        importance = self.question_importance(question, question_norms, question_mask)
        kind = self.answer_kind(question, question_norms, question_mask)
        cosines = torch.bmm(passages, question.transpose(1, 2)) * question_mask[:, None] * passage_mask[:, :, None]
        coverage = question_coverage(closeness_of(cosines), in_title, importance)
        signals = token_signals(cosines, importance, in_title, coverage)
        aligned = self.aligned_embedding(passages, question, cosines, question_mask)
        states = self.token_states(passages, kind, aligned, signals, passage_mask)
        start, end, attention = self.places(states, passage_mask, in_title)
        matches = self.match(states, question, importance, passage_mask, question_mask, attention)
        pooled = self.pooled(states, attention, coverage, matches, passage_mask)
        spans = [torch.logsumexp(place, 1, keepdim=True) / SPAN_SCALE for place in (start, end)]
        length = question_mask.sum(1, keepdim=True).log() - 2
        hidden = torch.relu(self.pooled_layer(torch.cat([*pooled, *spans, length], -1)))
        scores = self.score_layer(hidden)
        return scores[:, 0], scores[:, 1], start, end

    def question_importance(self, question: Tensor, norms: Tensor, mask: Tensor) -> Tensor:
        """Shares [B, J] of the question's tokens, summing to 1. The norm tells how rare a token is."""
        with_norms = torch.cat([question, norms.unsqueeze(-1)], -1)
        importance = F.softplus(self.importance(with_norms).squeeze(-1)) * mask
        return importance / (importance.sum(1, keepdim=True) + 1e-6)

    def answer_kind(self, question: Tensor, norms: Tensor, mask: Tensor) -> Tensor:
        """What kind of answer the question asks for, as a vector [B, width]."""
        with_norms = torch.cat([question, norms.unsqueeze(-1)], -1)
        # The bonus of the first tokens, followed by zeros up to the question's length, which may be below OPENING.
        bonus = torch.cat([self.opening_bonus, torch.zeros_like(mask[0])])[: mask.shape[1]]
        logits = self.kind_attention(with_norms).squeeze(-1) + bonus
        attention = logits.masked_fill(mask == 0, -NEVER).softmax(1)
        return torch.tanh((self.kind_layer(question) * attention.unsqueeze(-1)).sum(1))

    def aligned_embedding(self, passages: Tensor, question: Tensor, cosines: Tensor, question_mask: Tensor) -> Tensor:
        """For each passage token the question tokens that are like it, [B, L, width] (DrQA)."""
        learned = torch.bmm(self.aligned_passage(passages), self.aligned_question(question).transpose(1, 2))
        logits = learned + cosines * COSINE_SCALE - NOT_ATTENDED * (1 - question_mask[:, None])
        return torch.tanh(torch.bmm(logits.softmax(2), self.aligned_value(question)))

    def token_states(
        self, passages: Tensor, kind: Tensor, aligned: Tensor, signals: Tensor, passage_mask: Tensor
    ) -> Tensor:
        """States of the passage's tokens [B, L, width], 0 where padded."""
        words = torch.tanh(self.passage_layer(passages))
        inputs = torch.cat([words, words * kind[:, None], aligned, words * aligned, signals], -1)
        states = torch.relu(self.token_layer(inputs)) * passage_mask.unsqueeze(-1)
        states = self.dropout(states).transpose(1, 2)
        for convolution in self.convolutions:
            states = (states + torch.relu(convolution(states))) * passage_mask[:, None]
        return states.transpose(1, 2)

    def places(self, states: Tensor, passage_mask: Tensor, in_title: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of the answer's start and end [B, L], and shares of the tokens in the pooled passage [B, L]."""
        logits = self.place_layer(states)
        forbidden = (1 - passage_mask) * -NEVER + in_title * -NEVER
        start, end = logits[..., 0] + forbidden, logits[..., 1] + forbidden
        return start, end, (logits[..., 2] + forbidden).softmax(1)

    def match(
        self,
        states: Tensor,
        question: Tensor,
        importance: Tensor,
        passage_mask: Tensor,
        question_mask: Tensor,
        attention: Tensor,
    ) -> Tensor:
        """The second late interaction [B, 4]: how much of the question is found, what is missed most, with and without
        regard to its importance, and how much of the question is found where the answer seems to be."""
        words = torch.relu(self.question_layer(question)) * question_mask.unsqueeze(-1)
        seen = torch.relu(self.question_convolution(words.transpose(1, 2))).transpose(1, 2)
        words = (words + seen) * question_mask.unsqueeze(-1)
        left = F.normalize(self.match_passage(states), dim=-1)
        right = F.normalize(self.match_question(words), dim=-1)
        matches = torch.bmm(left, right.transpose(1, 2)) - (1 - passage_mask).unsqueeze(-1) * 4  # [B, L, J]
        offset, slope = self.match_line[0], self.match_line[1]
        found = torch.sigmoid(matches.max(1).values * MATCH_SCALE * slope + offset)
        here = (matches * question_mask[:, None] * importance[:, None]).sum(2)
        parts = [
            (found * importance).sum(1),
            ((1 - found) * importance).max(1).values * MISSING_SCALE,
            ((1 - found) * question_mask).max(1).values,
            (here * attention).sum(1),
        ]
        return torch.stack(parts, -1)

    def pooled(
        self, states: Tensor, attention: Tensor, coverage: list[Tensor], matches: Tensor, passage_mask: Tensor
    ) -> list[Tensor]:
        """The passage as a whole: average and maximum of its states, coverage where attention lies, matches."""
        mean = (states * attention.unsqueeze(-1)).sum(1)
        highest = (states - (1 - passage_mask).unsqueeze(-1) * NEVER).max(1).values
        covered = torch.stack([(signal * attention).sum(1) for signal in coverage], -1)
        return [mean, highest, covered, matches]


def closeness_of(cosines: Tensor) -> Tensor:
    """0 for what is no closer than unrelated words are, 1 for the same word."""
    return ((cosines - UNRELATED) / (1 - UNRELATED)).clamp(0, 1)


def question_coverage(closeness: Tensor, in_title: Tensor, importance: Tensor) -> list[Tensor]:
    """How much of the question stands near each passage token, within each window and in the whole passage.

    Of closeness [B, L, J], eight signals [B, L]: four say how much of the question is present, then four how important
    the most missed of its tokens is.
    """
    by_word = closeness.transpose(1, 2).contiguous()
    from_title = (closeness * in_title[:, :, None]).max(1).values.unsqueeze(-1) * TITLE_WORTH
    present, missed = [], []
    nearby, reached = by_word, 0
    for window in WINDOWS:
        # The maximum within a window is that within the last one, spread by the difference.
        step = window - reached
        nearby, reached = F.max_pool1d(nearby, 2 * step + 1, 1, step), window
        held = torch.maximum(nearby, from_title)
        present.append((held * importance.unsqueeze(-1)).sum(1))
        missed.append(((1 - held) * importance.unsqueeze(-1)).max(1).values * MISSING_SCALE)
    anywhere = by_word.max(2).values
    present.append((anywhere * importance).sum(1, keepdim=True).expand_as(in_title))
    missed.append((((1 - anywhere) * importance).max(1, keepdim=True).values * MISSING_SCALE).expand_as(in_title))
    return present + missed


def token_signals(cosines: Tensor, importance: Tensor, in_title: Tensor, coverage: list[Tensor]) -> Tensor:
    """What is known of each passage token beside its vector, [B, L, PER_TOKEN_SIGNALS]."""
    closeness = closeness_of(cosines)
    same = (cosines > SAME_TOKEN).float()
    closest = closeness.max(2).values
    closest_important = (closeness * importance[:, None]).max(2).values * CLOSENESS_SCALE
    same_important = (same * importance[:, None]).sum(2) * EXACT_SCALE
    return torch.stack([closest_important, closest, same_important, in_title, *coverage], -1)


def save_reader(reader: Reader, path: str) -> None:
    """Writes the parameters and the width, all that load_reader needs."""
    torch.save((reader.state_dict(), reader.passage_layer.out_features), path)


def load_reader(path: str) -> Reader:
    """A reader as save_reader wrote it, ready to score: without dropout."""
    parameters, width = torch.load(path, map_location="cpu")
    reader = Reader(width)
    reader.load_state_dict(parameters)
    return reader.eval()
