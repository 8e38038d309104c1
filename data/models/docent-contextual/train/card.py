"""Writes the model card's fixed facts from counts: rows per licence, sources without one, questions, tokens.

Figures of a trained model are not part of it; they go in by hand, from docent's own benchmark.

    python3 card.py --manifest manifest.json --sources SOURCES.md --leave-out leave-out.txt --out CARD.md
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

NOT_STATED = "not stated"
SHOWN = 3  # repositories named for each licence
# Licences of the question sets as their publishers state them; see SOURCES.md of the training text.
QUESTION_LICENCES = {
    "QAMR": "MIT", "JaQuAD": "CC BY-SA 3.0", "heading-question": "as the repositories above", "MedQuAD": "CC BY 4.0",
    "PolicyQA": "MIT", "DRCD": "CC BY-SA 3.0", "SubjQA": NOT_STATED, "SelQA": NOT_STATED, "covid-faq": NOT_STATED,
    "COVID-QA": "Apache-2.0", "piaf-ml": "MIT / Licence Ouverte", "CMRC2018": "CC BY-SA 4.0",
    "yaml-faq": "as the repositories above",
}


def read_licences(sources: Path) -> dict[str, str]:
    """Guessed licence of each repository, out of the tables of SOURCES.md."""
    licences = {}
    for line in sources.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"[\w.-]+/[\w.-]+", cells[0]):
            licences[cells[0]] = cells[4] or "unknown"
    return licences


def section_rows(used: Counter, licences: dict[str, str]) -> list[str]:
    """One line a licence: sections, number of repositories, the largest of them."""
    by_licence: dict[str, Counter] = defaultdict(Counter)
    for source, count in used.items():
        if not source.startswith("questions:"):
            by_licence[licences.get(source, NOT_STATED)][source] = count
    lines = []
    for licence, sources in sorted(by_licence.items(), key=lambda entry: -entry[1].total()):
        largest = ", ".join(name for name, _ in sources.most_common(SHOWN))
        lines.append(f"| {sources.total():,} | {len(sources)} | {licence} | {largest} |")
    return lines


def card(manifest: dict, licences: dict[str, str], left_out: int) -> str:
    used = Counter({name: count for name, count in manifest["used"].items() if count})
    by_set = {name: count for name, count in used.most_common() if name.startswith("questions:")}
    questions = {name.removeprefix("questions:"): count for name, count in by_set.items()}
    unknown = sorted(set(questions) - set(QUESTION_LICENCES))
    if unknown:
        raise ValueError(f"no licence is written down for {', '.join(unknown)}; add it to QUESTION_LICENCES")
    sections = used.total() - sum(questions.values())
    tokens = sum(part["tokens"] for part in manifest["parts"])
    return "\n".join([
        "# docent-contextual: card (template)", "",
        "**No weights have been trained yet.** This file holds what is already fixed; figures, hardware, time and "
        "limits are added once there is a model.", "", "## Text", "",
        f"{used.total():,} rows, {tokens:,} tokens of a vocabulary of {manifest['vocabulary']:,}: {sections:,} sections "
        f"and {sum(questions.values()):,} questions with their passages. {manifest['links']:,} pairs of sections say the "
        f"same in two languages. Left out: {left_out} repositories marked non-commercial or no-derivatives, and all "
        "questions made from OpenStax glossaries. Licences are **guesses**, from matching licence and README files.", "",
        "| sections | repositories | licence (guess) | the largest |", "|---|---|---|---|",
        *section_rows(used, licences), "", "| questions | set | licence as stated |", "|---|---|---|",
        *(f"| {count:,} | {name} | {QUESTION_LICENCES[name]} |" for name, count in questions.items()),
        "", "English Wikipedia abstracts are among the sections, so the corpora of Wikipedia benchmarks are not unseen "
        "text. Questions and passages of the benchmark sets were taken out of the text by exact match.", "",
        "## To be filled in", "",
        "Hardware and seconds of each stage; steps and losses; nDCG@10 and Recall@5 on the shared sets, alone and "
        "hybrid, beside BM25 and docent-static; cut vectors; chunks a second; memory; load time; limits.", "",
    ])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--manifest", required=True, type=Path, help="manifest.json of pack.py")
    parser.add_argument("--sources", required=True, type=Path, help="SOURCES.md of the training text")
    parser.add_argument("--leave-out", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args()
    manifest = json.loads(options.manifest.read_text(encoding="utf-8"))
    left_out = len(options.leave_out.read_text(encoding="utf-8").split())
    options.out.write_text(card(manifest, read_licences(options.sources), left_out), encoding="utf-8")
    print(f"{options.out} written")


if __name__ == "__main__":
    main()
