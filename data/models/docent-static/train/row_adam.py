"""Adam (Kingma and Ba 2014, arXiv 1412.6980) over the rows of a table that a batch touches, as torch's SparseAdam.

The gradient of each row is summed with one embedding bag over the transposed batch, which on a CPU is several times
faster than autograd's sparse gradient.
"""

import torch
import torch.nn.functional as F


class RowAdam:
    """Adam over the rows of a weight table that a batch touches."""

    def __init__(self, weights: torch.Tensor, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8):
        self.weights, self.beta1, self.beta2, self.epsilon = weights, beta1, beta2, epsilon
        self.mean, self.square = torch.zeros_like(weights), torch.zeros_like(weights)
        self.steps = 0

    def step(self, ids: torch.Tensor, bag_of_token: torch.Tensor, bag_gradients: torch.Tensor, rate: float) -> None:
        """`bag_gradients[bag_of_token[i]]` is the gradient that token `ids[i]` receives."""
        order = torch.argsort(ids, stable=True)
        rows, counts = torch.unique_consecutive(ids[order], return_counts=True)
        gradient = F.embedding_bag(bag_of_token[order], bag_gradients, counts.cumsum(0) - counts, mode="sum")
        self.steps += 1
        mean = self.mean[rows].mul_(self.beta1).add_(gradient, alpha=1 - self.beta1)
        square = self.square[rows].mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
        self.mean[rows], self.square[rows] = mean, square
        corrected = (1 - self.beta2**self.steps) ** 0.5 / (1 - self.beta1**self.steps)
        self.weights.index_add_(0, rows, mean.div_(square.sqrt_().add_(self.epsilon)), alpha=-rate * corrected)
