"""Runs the stages one after the other on the machine, each with its share of the time that is left.

It is started in a session of its own (`machine.py start`), so it goes on while parts are sent and between commands.

* `session_plan.json` names the stages. A share is of the seconds that remain after the fixed ones; a stage that takes
  longer makes the later ones shorter. `deadline.json` may move the end (`machine.py finish-in`).
* The next stage is started a little early: it loads its data and waits for the checkpoint it starts from.
* A stage that fails is tried once more in its most careful form: not compiled, batches encoded in chunks.
* Measurements run beside the next stage, and so does the compilation of what comes later.

    python3 pipeline.py --machine FOLDER --plan session_plan.json
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
MIN_SECONDS = 1.0
WAIT = 1800  # seconds a stage may wait for the one before it


def shape_arguments(plan: dict) -> list[str]:
    """The sizes of the encoder as options: `--layers 6 …`."""
    return [text for name, value in plan["shape"].items() for text in (f"--{name.replace('_', '-')}", str(value))]


class Pipeline:
    def __init__(self, machine: Path, plan: dict, first: str | None = None):
        self.machine, self.plan = machine, plan
        self.out, self.logs = machine / "out", machine / "logs"
        self.found = json.loads((machine / "machine.json").read_text(encoding="utf-8"))
        self.stages = [stage for stage in plan["stages"] if not stage.get("is_beside")]
        if first:
            self.stages = self.stages[[stage["name"] for stage in self.stages].index(first):]
        self.beside: list[subprocess.Popen] = []
        self.status: dict = {"running": None, "ended": [], "failed": [], "seconds": {}}
        if not (machine / "deadline.json").exists():
            self.write("deadline.json", {"at": time.time() + plan["seconds"]})

    def write(self, name: str, content: dict) -> None:
        fresh = self.machine / f"{name}.writing"
        fresh.write_text(json.dumps(content, indent=1), encoding="utf-8")
        fresh.rename(self.machine / name)

    def left(self) -> float:
        """Seconds until the end."""
        return json.loads((self.machine / "deadline.json").read_text(encoding="utf-8"))["at"] - time.time()

    def seconds_for(self, number: int, busy: float) -> float:
        """This stage's part of the time, when the one before it still needs `busy` seconds."""
        stage, later = self.stages[number], self.stages[number:]
        free = self.left() - self.plan["reserve"] - busy - sum(other.get("fixed_seconds", 0) for other in later)
        return max(MIN_SECONDS, free * stage.get("share", 0) / sum(other.get("share", 0) for other in later))

    def command(self, stage: dict, seconds: float | None, is_careful: bool) -> list[str]:
        places = {"parts": self.machine / "parts", "out": self.out}
        command = [sys.executable, str(HERE / stage["script"])]
        command += [argument.format(**places) for argument in stage["arguments"]]
        if seconds is not None:
            command += ["--out", str(self.out / stage["name"]), "--seconds", f"{seconds:.1f}"]
        if stage["name"] == "pretrain":
            command += shape_arguments(self.plan)
        if "--start" in stage["arguments"] and not stage.get("is_beside"):
            command += ["--wait", str(WAIT)]
        if stage.get("can_compile") and self.found.get("compile") and not is_careful:
            command.append("--compile")
        if stage.get("has_cache") and (is_careful or "cached_above" in self.found):
            command += ["--cached-above", "0" if is_careful else str(self.found["cached_above"])]
        return command

    def launch(self, stage: dict, seconds: float | None, is_careful: bool = False) -> subprocess.Popen:
        command = self.command(stage, seconds, is_careful)
        with open(self.logs / f"{stage['name']}.log", "a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

    def start(self, number: int, busy: float, is_careful: bool = False) -> tuple[subprocess.Popen, float | None]:
        """Starts a stage; its seconds, None where it takes as long as it takes."""
        stage = self.stages[number]
        seconds = self.seconds_for(number, busy) if "share" in stage else None
        self.status["seconds"][stage["name"]] = seconds
        return self.launch(stage, seconds, is_careful), seconds

    def run(self) -> int:
        """Exit status: 0 when every stage has ended well."""
        self.warm_up()
        following: tuple[subprocess.Popen, float | None] | None = None
        for number, stage in enumerate(self.stages):
            process, seconds = following or self.start(number, 0.0)
            following, tries, began = None, 1, time.monotonic()
            self.report(stage["name"])
            while process.poll() is None or process.returncode:
                if process.returncode and tries == 2:
                    self.status["failed"].append(stage["name"])
                    self.report(None)
                    if following:
                        following[0].terminate()
                    return 1
                if process.returncode:
                    tries, began = 2, time.monotonic()
                    process, seconds = self.start(number, 0.0, is_careful=True)
                left = stage.get("fixed_seconds", 0) if seconds is None else seconds - (time.monotonic() - began)
                if following is None and left < self.plan["overlap"] and number + 1 < len(self.stages):
                    following = self.start(number + 1, max(0.0, left))
                time.sleep(0.2)
            self.status["ended"].append(stage["name"])
            self.measure(stage["name"])
        for process in self.beside:
            process.wait()
        self.report(None)
        return 0

    def warm_up(self) -> None:
        """Compiles the shapes of the later stages while the first one trains; their code waits on disk."""
        if self.found.get("compile"):
            manifest = json.loads((self.machine / "parts" / "manifest.json").read_text(encoding="utf-8"))
            arguments = ["--vocabulary-size", str(manifest["vocabulary"]), *shape_arguments(self.plan)]
            self.beside.append(self.launch({"name": "warm-up", "script": "warm_up.py", "arguments": arguments}, None))

    def measure(self, name: str) -> None:
        """Starts the measurements that belong to a stage which has ended, if the sets have arrived."""
        if (self.machine / "parts" / "sets.xz").exists():
            for stage in self.plan["stages"]:
                if stage["name"] == f"measure-{name}":
                    self.beside.append(self.launch(stage, None))

    def report(self, running: str | None) -> None:
        self.status["running"] = running
        self.write("status.json", {**self.status, "left": round(self.left(), 1)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--machine", required=True, type=Path, help="folder that holds parts/, out/ and logs/")
    parser.add_argument("--plan", required=True, type=Path)
    parser.add_argument("--first", help="stage to begin with")
    options = parser.parse_args()
    for name in ("out", "logs"):
        (options.machine / name).mkdir(parents=True, exist_ok=True)
    plan = json.loads(options.plan.read_text(encoding="utf-8"))
    sys.exit(Pipeline(options.machine, plan, options.first).run())


if __name__ == "__main__":
    main()
