"""Rehearses a whole GPU session here, at toy size: the same scripts and commands, on a machine that is only a folder.

What the real machine does is imitated: each call sees a fresh copy of the repository's files and of what it carries,
an empty $OUT, and a folder that is kept from call to call; processes a command leaves running are killed unless they
began a session of their own; what is sent and brought back is checked against the limits. At the end everything on
the machine is lost.

    python3 rehearse.py [--seconds 80] [--keep FOLDER]
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import session
import toy_text

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent.parent
TOY_SEND = 300_000  # bytes a call may carry
TINY = {"layers": 2, "dimensions": 48, "heads": 4, "feed_forward": 96, "positions": 128}
SMALL_TEXTS = ["--query-tokens", "24", "--passage-tokens", "48", "--chunk-tokens", "4096"]
TOY_ARGUMENTS = {
    "pretrain": ["--batch-tokens", "2048", "--width", "32", "--long-width", "128", "--save-every", "1",
                 "--look-every", "1"],
    "contrast": ["--batch", "128", "--block", "8", *SMALL_TEXTS],
    "mine": ["--queries", "300", "--pool", "500", "--margin", "1", "--depth", "400", *SMALL_TEXTS],
    "hard": ["--batch", "64", "--block", "8", *SMALL_TEXTS],
    "cross": ["--tokens", "64", "--lists", "16", "--negatives", "2", *SMALL_TEXTS],
    "distil": ["--cross-tokens", "64", "--batch", "32", "--teach-lists", "64", *SMALL_TEXTS],
}


def toy_plan(seconds: float) -> dict:
    """The real plan with small sizes; a later option of the same name wins on the command line."""
    plan = json.loads((HERE / "session_plan.json").read_text(encoding="utf-8"))
    plan |= {"seconds": seconds, "overlap": 4, "reserve": 3, "shape": TINY}
    plan["throughput"] = ["--seconds", "0.3", "--batch-tokens", "1024", "--chunk-tokens", "1024"]
    for stage in plan["stages"]:
        stage["arguments"] = stage["arguments"] + TOY_ARGUMENTS.get(stage["name"], ["--passage-tokens", "48"])
        if "fixed_seconds" in stage:
            stage["fixed_seconds"] = 8
    return plan


def run_step(*arguments: object) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], cwd=HERE, check=True, stdout=subprocess.DEVNULL)


def pack_toy(folder: Path, seconds: float) -> Path:
    """Text, vocabulary, parts, sets and plan, as they would be packed for the real session."""
    shards = toy_text.make_collection(folder / "text")
    vocabulary, packed = folder / "vocab.txt", folder / "packed"
    leave_out = ["--leave-out", folder / "text" / "leave-out.txt"]
    run_step(MODELS / "docent-static" / "train" / "make_vocabulary.py", "--out", vocabulary, "--size", 700,
             "--processes", 1, *leave_out, *shards)
    run_step("pack.py", "--out", packed, "--vocabulary", vocabulary, "--processes", 1, "--tokens-per-part", 80_000,
             *leave_out, *shards)
    run_step("pack_sets.py", "--out", packed / "sets.xz", "--vocabulary", vocabulary, folder / "text" / "toy")
    (packed / "session_plan.json").write_text(json.dumps(toy_plan(seconds)), encoding="utf-8")
    return packed


class Machine:
    """A folder that stands for the lent machine."""

    def __init__(self, folder: Path, repository: Path):
        self.folder, self.repository = folder, repository
        self.kept = folder / "kept"
        programs = folder / "programs"
        programs.mkdir(parents=True)
        (programs / "python3").symlink_to(sys.executable)
        self.environment = {**os.environ, "DOCENT_MACHINE": str(self.kept), "OMP_NUM_THREADS": "1",
                            "PATH": f"{programs}:{os.environ['PATH']}"}

    def call(self, call: session.Call) -> tuple[int, Path, float]:
        """Exit status, what came back, seconds."""
        tree, out = self.folder / "tree", self.folder / f"out-{call.number}"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(self.repository, tree, ignore=shutil.ignore_patterns(session.CARRIED))
        for name in call.carry:
            shutil.copytree(self.repository / name, tree / name)
        out.mkdir()
        started = time.monotonic()
        process = subprocess.Popen(
            ["bash", "-c", call.command], cwd=tree, env={**self.environment, "OUT": str(out)}, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        printed, _ = process.communicate(timeout=call.timeout_s)
        try:
            os.killpg(process.pid, signal.SIGKILL)  # what the command left behind
        except ProcessLookupError:
            pass
        (self.folder / f"printed-{call.number}.txt").write_text(printed, encoding="utf-8")
        return process.returncode, out, time.monotonic() - started

    def lose(self) -> None:
        """The machine goes back: its processes end and its files are gone."""
        pid = self.kept / "pipeline.pid"
        if pid.exists():
            try:
                os.killpg(int(pid.read_text(encoding="utf-8")), signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.kept, ignore_errors=True)


def copy_repository(root: Path) -> None:
    """The part of the repository that the commands use, without weights."""
    for name in ("docent-static", "docent-contextual"):
        shutil.copytree(MODELS / name / "train", root / "data" / "models" / name / "train",
                        ignore=shutil.ignore_patterns("__pycache__"))


def rehearse(folder: Path, seconds: float) -> Path:
    """All calls in order; the folder of what was brought home."""
    packed, repository, home = pack_toy(folder, seconds), folder / "repository", folder / "home"
    copy_repository(repository)
    machine = Machine(folder / "machine", repository)
    calls = session.fill_folders(repository, packed, None, own_bytes=0, limit=TOY_SEND, waits=(4, 2))
    try:
        for call in calls:
            status, came, took = machine.call(call)
            files = sorted(str(path.relative_to(came)) for path in came.rglob("*") if path.is_file())
            print(f"call {call.number}, {call.purpose}: status {status}, {took:.0f} s, back: {', '.join(files)}")
            if status:
                raise RuntimeError((machine.folder / f"printed-{call.number}.txt").read_text(encoding="utf-8"))
            session.collect(came, home)
    finally:
        machine.lose()
    return home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=80, help="time of the toy pipeline")
    parser.add_argument("--keep", type=Path, help="folder to work in and to leave behind")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="docent-rehearsal-"))
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        home = rehearse(folder, options.seconds)
        report = json.loads((home / "report.json").read_text(encoding="utf-8"))
        print(json.dumps(report["status"]), json.dumps(report.get("figures-distil", {}).get("mean")))
        missing = [name for name in ("pretrain", "contrast", "hard", "cross", "distil") if not (home / name).is_dir()]
        if missing or report["status"]["failed"]:
            sys.exit(f"the rehearsal failed: {missing or report['status']['failed']}")
        print(f"rehearsed in {time.monotonic() - started:.0f} s")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
