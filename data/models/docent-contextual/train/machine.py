"""What a command does on the lent machine beside training: take in what was sent, start the stages, bring things back.

    python3 machine.py receive --machine FOLDER --from CARRIED
    python3 machine.py start --machine FOLDER --plan session_plan.json
    python3 machine.py bring --machine FOLDER --out "$OUT" --stage pretrain --seconds 300
    python3 machine.py finish-in --machine FOLDER --seconds 400
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from pipeline import shape_arguments

HERE = Path(__file__).resolve().parent
LOG_LINES = 40


def receive(options: argparse.Namespace) -> None:
    """Copies carried files aside; each appears under its name only when it is whole."""
    parts = options.machine / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    for path in sorted(path for path in options.carried.iterdir() if path.is_dir()):  # checkpoints to go on from
        shutil.copytree(path, options.machine / "out" / path.name, dirs_exist_ok=True)
        (options.machine / "out" / path.name / "done.json").write_text("{}", encoding="utf-8")
    for path in sorted(path for path in options.carried.iterdir() if path.is_file()):
        fresh = parts / f"{path.name}.writing"
        shutil.copyfile(path, fresh)
        fresh.rename(parts / path.name)
    print(f"received: {', '.join(sorted(path.name for path in parts.iterdir()))}")


def throughput(options: argparse.Namespace) -> None:
    """Measures the machine; what goes wrong there only costs the figures."""
    plan = json.loads(options.plan.read_text(encoding="utf-8"))
    vocabulary = json.loads((options.machine / "parts" / "manifest.json").read_text(encoding="utf-8"))["vocabulary"]
    found = options.machine / "machine.json"
    command = [sys.executable, HERE / "throughput.py", "--out", found, "--vocabulary-size", vocabulary]
    try:
        arguments = [*map(str, command), *shape_arguments(plan), *plan["throughput"]]
        subprocess.run(arguments, timeout=options.seconds, check=True)
    except subprocess.SubprocessError as failure:
        print(f"throughput was not measured: {failure}")
    if not found.exists():
        found.write_text("{}", encoding="utf-8")


def start(options: argparse.Namespace) -> None:
    """The pipeline in a session of its own, which outlives this command."""
    logs = options.machine / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, HERE / "pipeline.py", "--machine", options.machine, "--plan", options.plan]
    command += ["--first", options.first] if options.first else []
    with open(logs / "pipeline.log", "a", encoding="utf-8") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                   start_new_session=True)
    (options.machine / "pipeline.pid").write_text(str(process.pid), encoding="utf-8")
    print(f"pipeline started, process {process.pid}")


def read_status(machine: Path) -> dict:
    path = machine / "status.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def is_alive(machine: Path) -> bool:
    """Whether the pipeline still runs; a process that has ended and was not waited for does not count."""
    try:
        pid = (machine / "pipeline.pid").read_text(encoding="utf-8")
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def newest_checkpoint(machine: Path, wanted: str, plan_order: list[str]) -> Path | None:
    """The wanted stage's checkpoint, or else that of the last stage that has written one."""
    for name in [wanted, *reversed(plan_order)]:
        folder = machine / "out" / name
        if (folder / "state.json").exists():
            return folder
    return None


def copy_checkpoint(folder: Path, into: Path) -> None:
    """A whole copy of a checkpoint that may be replaced meanwhile: again if its state is another one afterwards."""
    for _ in range(4):
        try:
            before = (folder / "state.json").read_bytes()
            shutil.copytree(folder, into, dirs_exist_ok=True, ignore=shutil.ignore_patterns("done.json"))
            if (folder / "state.json").read_bytes() == before:
                return
        except (shutil.Error, FileNotFoundError):
            time.sleep(0.5)
    raise RuntimeError(f"{folder} changed each time it was copied; call again")


def bring(options: argparse.Namespace) -> None:
    """Waits for a stage to end, or for `end` of all, so many seconds at most; copies checkpoint, logs and figures."""
    until = time.monotonic() + options.seconds
    while time.monotonic() < until:
        if options.stage in read_status(options.machine).get("ended", []) or not is_alive(options.machine):
            break
        time.sleep(0.2)
    order = [path.name for path in sorted((options.machine / "out").glob("*/"), key=lambda path: path.stat().st_mtime)]
    folder = newest_checkpoint(options.machine, options.stage, order)
    if folder is not None:
        copy_checkpoint(folder, options.out / folder.name)
    report = {"status": read_status(options.machine), "alive": is_alive(options.machine)}
    for path in sorted([options.machine / "machine.json", *(options.machine / "out").glob("figures-*.json")]):
        if path.exists():
            report[path.stem] = json.loads(path.read_text(encoding="utf-8"))
    (options.out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    with open(options.out / "logs.txt", "w", encoding="utf-8") as whole:
        for path in sorted((options.machine / "logs").glob("*.log")):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            whole.write("\n".join([f"== {path.name}", *lines, ""]))
            print("\n".join([f"== {path.name}", *lines[-options.lines:]]))
    print(f"brought: {folder.name if folder else 'nothing yet'}; {json.dumps(report['status'])}")
    if not report["alive"] and report["status"].get("failed"):
        sys.exit(f"the pipeline has stopped at {report['status']['failed']}; see its log above")


def finish_in(options: argparse.Namespace) -> None:
    """Moves the end of the pipeline; stages that are not started yet get more or less time."""
    fresh = options.machine / "deadline.json.writing"
    fresh.write_text(json.dumps({"at": time.time() + options.seconds}), encoding="utf-8")
    fresh.rename(options.machine / "deadline.json")
    print(f"to end in {options.seconds:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    for run, wanted in ((receive, ["carried"]), (throughput, ["plan", "seconds"]), (start, ["plan"]),
                        (bring, ["out", "stage", "seconds"]), (finish_in, ["seconds"])):
        command = commands.add_parser(run.__name__.replace("_", "-"), help=run.__doc__.split("\n")[0])
        command.set_defaults(run=run)
        command.add_argument("--machine", required=True, type=Path, help="folder that is kept while it is warm")
        for name in wanted:
            kind = {"seconds": float, "stage": str}.get(name, Path)
            command.add_argument("--from" if name == "carried" else f"--{name}", dest=name, required=True, type=kind)
        command.add_argument("--first", help="stage to begin with, where earlier ones were brought along")
        command.add_argument("--lines", type=int, default=LOG_LINES, help="of each log to print")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
