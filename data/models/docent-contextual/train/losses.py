"""Losses over embeddings and over scores."""

import torch
import torch.nn.functional as F


def info_nce(
    queries: torch.Tensor, passages: torch.Tensor, same: torch.Tensor, temperature: float, sizes: tuple[int, ...]
) -> torch.Tensor:
    """InfoNCE (van den Oord et al. 2018, arXiv 1807.03748), averaged over the cuts of Matryoshka representation
    learning (Kusupati et al. 2022, arXiv 2205.13147).

    Passage i is that of query i; passages beyond the queries are hard negatives for all. `same` [queries, passages]
    is true where a passage must not count as a negative. Both directions: passages also choose among the queries.
    """
    count = len(queries)
    target = torch.arange(count, device=queries.device)
    loss = queries.new_zeros(())
    for size in sizes:
        left, right = F.normalize(queries[:, :size], dim=1), F.normalize(passages[:, :size], dim=1)
        scores = (left @ right.T / temperature).masked_fill(same, -1e4)
        forward = F.cross_entropy(scores, target)
        backward = F.cross_entropy(scores[:, :count].T, target)
        loss = loss + (forward + backward) / 2
    return loss / len(sizes)


def margin_mse(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Mean squared error between the margins of both (Hofstätter et al. 2020, arXiv 2010.02666).

    Scores [queries, candidates], the right passage first; NaN in the teacher's marks a place without a candidate.
    """
    known = ~torch.isnan(teacher[:, 1:])
    wanted = (teacher[:, :1] - teacher[:, 1:]).nan_to_num()
    error = (student[:, :1] - student[:, 1:] - wanted) ** 2
    return (error * known).sum() / known.sum().clamp(min=1)


def listwise(scores: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the first candidate among those that are known."""
    scores = scores.masked_fill(~known, -1e4)
    return F.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long, device=scores.device))


def span_loss(spans: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of first and last token of the answer; place 0 ([CLS]) is "no answer", -100 is not asked.

    At least one row must be asked. `spans` [B, 2, T]; as in the baselines of SQuAD 2.0 (Rajpurkar et al. 2018,
    arXiv 1806.03822).
    """
    first = F.cross_entropy(spans[:, 0], starts, ignore_index=-100)
    last = F.cross_entropy(spans[:, 1], ends, ignore_index=-100)
    return (first + last) / 2
