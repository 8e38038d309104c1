"""What every stage of the training shares: a budget of seconds, the rate it sets, the optimiser, the device."""

import argparse
import contextlib
import json
import math
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

import checkpoint

WARM_UP = 0.06  # share of the budget in which the rate rises
LAST_RATE = 0.02  # share of the highest rate that is left at the end
CLIP = 1.0


@dataclass
class Budget:
    """How much of the time is gone, compilation included; what happens before the trainer is made does not count."""

    seconds: float
    steps: int | None = None  # ends earlier after so many steps, and the rate follows whichever is further
    begun_at: float = 0.0  # share of the schedule that an earlier run has done
    started: float = field(default_factory=time.monotonic)
    done_steps: int = 0

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def fraction(self) -> float:
        """Share of the schedule that is done, 1 at the end."""
        share = self.elapsed() / self.seconds if self.seconds > 0 else 1.0
        if self.steps:
            share = max(share, self.done_steps / self.steps)
        return min(1.0, self.begun_at + (1 - self.begun_at) * share)

    def rate(self) -> float:
        """Share of the highest rate: up to 1 in the warm-up, then down along half a cosine.

        A run that goes on with fresh optimiser state warms up again, from where it stands.
        """
        done = self.fraction()
        since = (done - self.begun_at) / WARM_UP
        return min(1.0, since + 0.01) * max(LAST_RATE, 0.5 * (1 + math.cos(math.pi * done)))


def add_arguments(parser: argparse.ArgumentParser, learning_rate: float) -> None:
    """The options that all stages have."""
    parser.add_argument("--out", required=True, type=Path, help="folder of the checkpoint to write")
    parser.add_argument("--seconds", type=float, required=True, help="time for the training itself")
    parser.add_argument("--steps", type=int, help="end after so many steps, if the time has not ended before")
    parser.add_argument("--begun-at", type=float, default=0.0, help="share of the schedule done by an earlier run")
    parser.add_argument("--learning-rate", type=float, default=learning_rate)
    parser.add_argument("--save-every", type=float, default=15.0, help="seconds between checkpoints")
    parser.add_argument("--compile", action="store_true", help="torch.compile the layers (GPU)")
    parser.add_argument("--threads", type=int, default=1, help="threads on a CPU")
    parser.add_argument("--seed", type=int, default=0)


def prepare(options: argparse.Namespace) -> torch.device:
    """Seeds, threads and the device to run on."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    torch.set_float32_matmul_precision("high")
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def wait_for(options: argparse.Namespace, *paths: Path | None) -> None:
    """Waits until earlier stages have written what this one starts from: a checkpoint with its end, or a file."""
    until = time.monotonic() + options.wait
    for path in (path for path in paths if path is not None):
        wanted = path if path.suffix else path / "done.json"
        while not wanted.exists() and time.monotonic() < until:
            time.sleep(0.2)


def autocast(device: torch.device):
    """bfloat16 on a GPU, float32 elsewhere."""
    return torch.autocast("cuda", dtype=torch.bfloat16) if device.type == "cuda" else contextlib.nullcontext()


def compile_layers(encoder: torch.nn.Module) -> None:
    """Compiles the layer once for all layers; a compiler that fails leaves the plain code."""
    import torch._dynamo as dynamo

    dynamo.config.suppress_errors = True
    for name in ("recompile_limit", "cache_size_limit"):  # renamed on the way to torch 2.11
        if hasattr(dynamo.config, name):
            setattr(dynamo.config, name, 64)
    for layer in encoder.layers:
        layer.compile(dynamic=False)


class Trainer:
    """AdamW with a clipped gradient, a rate set by the clock, checkpoints, and a way back from a diverged loss."""

    def __init__(self, model: torch.nn.Module, options: argparse.Namespace, stage: str, extra: list | None = None):
        self.model, self.options, self.stage = model, options, stage
        self.budget = Budget(options.seconds, options.steps, options.begun_at)
        self.step_number, self.loss, self.best = 0, None, math.inf
        self.halved, self.saved_at, self.history = 1.0, 0.0, []
        self._recent, self._gpu_loss = [], []
        matrices = [p for p in model.parameters() if p.dim() > 1]
        vectors = [p for p in model.parameters() if p.dim() == 1] + (extra or [])
        fused = {"fused": True} if matrices[0].is_cuda else {}
        self.optimiser = torch.optim.AdamW(
            [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}],
            lr=options.learning_rate, betas=(0.9, 0.98), eps=1e-6, **fused,
        )
        self._remember()

    def running(self) -> bool:
        """False once the time is used up. The first step, with its compilation, is always taken."""
        if self.budget.steps and self.step_number >= self.budget.steps:
            return False
        return self.step_number == 0 or self.budget.elapsed() < self.budget.seconds

    def step(self, loss: torch.Tensor) -> None:
        """One update; the gradients have been computed."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.options.learning_rate * self.halved * self.budget.rate()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step_number += 1
        self.budget.done_steps = self.step_number
        self._gpu_loss.append(loss.detach())
        # Reading a loss waits for the GPU, so it is read now and then.
        if len(self._gpu_loss) >= 20 or self.step_number <= 3:
            self._look_at_losses()

    def _look_at_losses(self) -> None:
        values = torch.stack(self._gpu_loss).float().tolist()
        self._gpu_loss.clear()
        mean = sum(values) / len(values)
        if not math.isfinite(mean) or mean > 1.5 * self.best + 0.5:
            self._go_back(mean)
            return
        self.loss = mean if self.loss is None else 0.7 * self.loss + 0.3 * mean
        self.best = min(self.best, self.loss)
        self.history.append((self.step_number, round(self.budget.elapsed(), 1), round(mean, 4)))
        if self.budget.elapsed() - self.saved_at >= self.options.save_every:
            self.save()
            self._remember()

    def _remember(self) -> None:
        self._snapshot = {name: value.detach().clone() for name, value in self.model.state_dict().items()}

    def _go_back(self, mean: float) -> None:
        """Returns to the last snapshot with half the rate and fresh optimiser state."""
        self.halved /= 2
        self.model.load_state_dict(self._snapshot)
        self.optimiser.state.clear()
        print(f"step {self.step_number}: the loss rose to {mean:.3f}; back to the snapshot, rate halved", flush=True)

    def state(self) -> dict:
        return {
            "stage": self.stage, "step": self.step_number, "loss": self.loss,
            "seconds": round(self.budget.elapsed(), 1),
            "fraction": round(self.budget.fraction(), 4), "rate_factor": self.halved, "history": self.history[-200:],
        }

    def save(self) -> None:
        self.saved_at = self.budget.elapsed()
        checkpoint.save(self.model, self.options.out, self.state())
        per_step = 1000 * self.saved_at / max(1, self.step_number)
        shown = "none yet" if self.loss is None else f"{self.loss:.3f}"
        print(f"{self.stage}: step {self.step_number}, loss {shown}, {self.saved_at:.0f} s, {per_step:.0f} ms a step",
              flush=True)

    def finish(self) -> None:
        """The last checkpoint, marked as the end of its stage."""
        if self._gpu_loss:
            self._look_at_losses()
        self.save()
        done = self.options.out / "done.json"
        done.write_text(json.dumps(self.state()), encoding="utf-8")
