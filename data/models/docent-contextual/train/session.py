"""Plans a session on a lent GPU: what each command is, what it carries, what comes back. See session.md.

    python3 session.py prepare --packed FOLDER --plan session_plan.json      # folders to carry, sizes checked
    python3 session.py show                                                 # the calls, one JSON line each
    python3 session.py collect --from FILES_AT --into FOLDER                 # keep what a call brought back
"""

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

CARRIED = ".gpu"  # in the repository's root, ignored through .git/info/exclude
MAX_COMMAND = 2000  # characters
MAX_SEND = 64 << 20  # bytes, the repository among them
MAX_FILES, MAX_FILE, MAX_BACK = 8, 16 << 20, 64 << 20
WAITS = (35, 5)  # seconds for a checkpoint: in the first call, in those that send more
LONGEST = 560  # seconds: a command may take 600

PREAMBLE = (
    'set -e; export PYTHONUNBUFFERED=1; M=${DOCENT_MACHINE:-$HOME/docent-machine}; T=$M/code/docent-contextual/train; '
    'mkdir -p "$M/code"; '
)
COPY_CODE = 'cp -r data/models/docent-static data/models/docent-contextual "$M/code/"; '


@dataclass(frozen=True)
class Call:
    number: int
    purpose: str
    command: str
    carry: list[str]
    timeout_s: int


def receive(number: int) -> str:
    return f'python3 $T/machine.py receive --machine "$M" --from {CARRIED}/call-{number}; '


def begin(first: str | None) -> str:
    """Measures the machine and starts the pipeline."""
    later = f" --first {first}" if first else ""
    return (
        'P="$M/parts/session_plan.json"; python3 $T/machine.py throughput --machine "$M" --plan "$P" --seconds 120; '
        f'python3 $T/machine.py start --machine "$M" --plan "$P"{later}; '
    )


def bring(stage: str, seconds: int) -> str:
    return f'python3 $T/machine.py bring --machine "$M" --out "$OUT" --stage {stage} --seconds {seconds}'


def resumed_as(checkpoint: Path) -> str:
    """The stage a checkpoint stands for. Mined negatives are not brought home, so later ones begin at mining again."""
    return "pretrain" if checkpoint.name == "pretrain" else "contrast"


def wanted_files(packed: Path, resume: Path | None) -> list[tuple[str, list[Path]]]:
    """What is sent, call by call, with the purpose of each."""
    parts = sorted(packed.glob("part-*.xz"))
    sent = [("first part: measure, start", [packed / "manifest.json", packed / "session_plan.json", parts[0]])]
    sent += [("a further part", [part]) for part in parts[1:]]
    sent.append(("links and sets; the body", [packed / "links.xz", packed / "sets.xz"]))
    return [("checkpoint to go on from", [resume]), *sent] if resume else sent


def plan_calls(packed: Path, resume: Path | None = None, waits: tuple[int, int] = WAITS) -> list[Call]:
    """All calls in order. `waits` are the seconds for a checkpoint in the first call and in those that send more."""
    stages = [stage["name"] for stage in read_plan(packed)["stages"] if not stage.get("is_beside")]
    remaining = stages[stages.index(resumed_as(resume)) + 1:] if resume else stages
    calls, has_begun = [], False
    for purpose, files in wanted_files(packed, resume):
        number, last = len(calls) + 1, files[0].name == "links.xz"
        # Only pre-training takes in parts that arrive later; what comes after it needs them all.
        begins = last if resume else any(path.name == "session_plan.json" for path in files)
        command = PREAMBLE + COPY_CODE * (number == 1) + receive(number)
        command += begin(remaining[0] if resume else None) * begins
        has_begun = has_begun or begins
        if has_begun:
            command += bring(remaining[0], LONGEST if last else waits[0] if begins else waits[1])
        calls.append(Call(number, purpose, command, [f"{CARRIED}/call-{number}"], 600))
    for stage in [*(stage for stage in remaining[1:-1] if stage != "mine"), "end"]:
        calls.append(Call(len(calls) + 1, f"wait for {stage}", PREAMBLE + bring(stage, LONGEST), [], 600))
    for call in calls:
        if len(call.command) > MAX_COMMAND:
            raise ValueError(f"the command of call {call.number} is longer than {MAX_COMMAND} characters")
    return calls


def read_plan(packed: Path) -> dict:
    return json.loads((packed / "session_plan.json").read_text(encoding="utf-8"))


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def tree_bytes(root: Path) -> int:
    """Size of what travels by itself: tracked files, and untracked ones that git does not ignore."""
    listed = git(root, "ls-files", "-coz", "--exclude-standard")
    paths = [root / name for name in listed.split("\0") if name]
    return sum(path.stat().st_size for path in paths if path.is_file() and not path.is_symlink())


def exclude(root: Path) -> None:
    """Has git ignore the carried folders, in this clone only."""
    path = root / git(root, "rev-parse", "--git-path", "info/exclude").strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    if f"/{CARRIED}/" not in known.split():
        path.write_text(f"{known}/{CARRIED}/\n", encoding="utf-8")


def fill_folders(
    root: Path, packed: Path, resume: Path | None, own_bytes: int, limit: int = MAX_SEND, waits: tuple[int, int] = WAITS
) -> list[Call]:
    """Makes the folder that each call carries and checks that everything fits; calls.json is written beside them."""
    calls = plan_calls(packed, resume, waits)
    shutil.rmtree(root / CARRIED, ignore_errors=True)
    for number, (_, files) in enumerate(wanted_files(packed, resume), 1):
        folder = root / CARRIED / f"call-{number}"
        folder.mkdir(parents=True)
        for path in files:
            if path.is_dir():
                shutil.copytree(path, folder / resumed_as(path))
            else:
                shutil.copyfile(path, folder / path.name)
        carried = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"call {number}: carries {carried / 2**20:.1f} MiB, sends {(own_bytes + carried) / 2**20:.1f} MiB")
        if own_bytes + carried > limit:
            raise ValueError(f"call {number} sends {own_bytes + carried} bytes, over {limit}; pack smaller parts")
    text = "".join(json.dumps(asdict(call)) + "\n" for call in calls)
    (root / CARRIED / "calls.jsonl").write_text(text, encoding="utf-8")
    return calls


def check_back(folder: Path) -> None:
    """What a command brings back must fit: number and size of files, depth."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    sizes = [path.stat().st_size for path in files]
    deep = [path for path in files if len(path.relative_to(folder).parts) > 3]
    if len(files) > MAX_FILES or max(sizes, default=0) > MAX_FILE or sum(sizes) > MAX_BACK or deep:
        raise ValueError(f"{len(files)} files of {sum(sizes)} bytes, the largest {max(sizes)}: too much to come back")


def collect(came: Path, into: Path) -> None:
    """Keeps what came back; a later checkpoint of a stage replaces the earlier one."""
    check_back(came)
    shutil.copytree(came, into, dirs_exist_ok=True)
    print(f"{into}: {', '.join(sorted(str(path.relative_to(into)) for path in into.rglob('*') if path.is_file()))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    prepare = commands.add_parser("prepare", help="fill the folders that the calls carry")
    prepare.add_argument("--packed", required=True, type=Path, help="folder of pack.py, with sets.xz of pack_sets.py")
    prepare.add_argument("--plan", type=Path, default=Path(__file__).with_name("session_plan.json"))
    prepare.add_argument("--resume", type=Path, help="folder of an encoder, named for its stage, to go on from")
    commands.add_parser("show", help="print the calls")
    keep = commands.add_parser("collect", help="keep what a call brought back")
    keep.add_argument("--from", dest="came", required=True, type=Path)
    keep.add_argument("--into", required=True, type=Path)
    options = parser.parse_args()
    if options.command == "collect":
        collect(options.came, options.into)
        return
    root = Path(git(Path.cwd(), "rev-parse", "--show-toplevel").strip())
    if options.command == "prepare":
        exclude(root)
        shutil.copyfile(options.plan, options.packed / "session_plan.json")
        fill_folders(root, options.packed, options.resume, tree_bytes(root))
    sys.stdout.write((root / CARRIED / "calls.jsonl").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
