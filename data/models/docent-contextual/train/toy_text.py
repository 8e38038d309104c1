"""Text of invented words in the form of the real shards: for the test and for the rehearsal.

Topics have words of their own, so that a heading and its section belong together without sharing words. A second
"language" is the same text with every word spelt backwards; numbers stay, as between real translations.

    python3 toy_text.py --out FOLDER
"""

import argparse
import json
import random
from pathlib import Path

WORDS_PER_TOPIC = 20
LEFT_OUT = "someone/non-commercial"
FORBIDDEN = "xyzzyplugh"  # only in rows that must be left out


def make_topics(count: int, chance: random.Random) -> list[list[str]]:
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u")]
    return [["".join(chance.choices(syllables, k=3)) for _ in range(WORDS_PER_TOPIC)] for _ in range(count)]


def sentence(words: list[str], chance: random.Random, length: int = 8) -> str:
    return " ".join(chance.choices(words, k=length)).capitalize() + "."


def backwards(text: str) -> str:
    """The other language."""
    return " ".join(word if word[0].isdigit() else word[::-1].strip(".").lower() + ("." if word.endswith(".") else "")
                    for word in text.split())


def section(words: list[str], chance: random.Random, number: int) -> dict:
    """A section whose heading shares its topic but, mostly, not its words; numbers tell sections apart."""
    marks = [str(chance.randrange(1000, 9999)) for _ in range(3)]
    text = " ".join(sentence([*words[:14], mark], chance) for mark in marks) + f" {' '.join(marks)}."
    heading = " ".join(chance.sample(words[11:], 3))
    return {"repo": "made/manual", "path": f"content/en/{number // 3}.md", "doc_title": heading.capitalize(),
            "headings": [" ".join(chance.sample(words[11:], 2))], "text": text}


def translated(row: dict) -> dict:
    return {**row, "repo": "made/manual.fr-fr", "path": row["path"].replace("/en/", "/fr/"),
            "doc_title": backwards(row["doc_title"]), "headings": [backwards(row["headings"][0])],
            "text": backwards(row["text"])}


def question(words: list[str], chance: random.Random) -> dict:
    """A question whose answer is the number in the passage."""
    answer = f"{chance.randrange(10, 99)} {chance.randrange(10, 99)}"
    before, after = sentence(words[:14], chance), sentence(words[:14], chance)
    passage = f"{before} {words[0]} has {answer} here. {after}"
    return {"question": f"How many has {words[0]} {' '.join(chance.sample(words[11:], 3))}?", "passage": passage,
            "answer": answer, "answer_start": passage.index(f" {answer} ") + 1, "title": words[1], "source": "made",
            "lang": "en"}


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_retrieval_set(folder: Path, topics: list[list[str]], chance: random.Random) -> None:
    """A BEIR folder of the same topics."""
    folder.mkdir(parents=True)
    passages = [section(words, chance, 0)["text"] for words in topics]
    corpus = [{"_id": f"d{i}", "title": "", "text": text} for i, text in enumerate(passages)]
    write_lines(folder / "corpus.jsonl", corpus)
    queries = [sentence(words[14:], chance, 6) for words in topics]
    write_lines(folder / "queries.jsonl", [{"_id": f"q{i}", "text": text} for i, text in enumerate(queries)])
    rows = ["query-id\tcorpus-id\tscore", *(f"q{i}\td{i}\t1" for i in range(len(topics)))]
    (folder / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def make_collection(folder: Path, sections: int = 1500, topics: int = 24) -> list[Path]:
    """Shards, `leave-out.txt` and the retrieval set `toy`; the paths of the shards come back."""
    chance = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    words = make_topics(topics, chance)
    rows = [section(words[number // 3 % topics], chance, number) for number in range(sections)]
    left_out = [{**rows[0], "repo": LEFT_OUT, "text": f"{FORBIDDEN} " * 40}] * 50
    write_lines(folder / "sections-en-00.jsonl", chance.sample(rows, len(rows)) + left_out)
    write_lines(folder / "sections-fr.jsonl", [translated(row) for row in chance.sample(rows, len(rows) // 2)])
    questions = [question(words[number % topics], chance) for number in range(sections // 2)]
    glossary = [{"question": FORBIDDEN, "passage": f"{FORBIDDEN} " * 40, "source": "openstax-glossary"}] * 50
    write_lines(folder / "questions-en.jsonl", questions + glossary)
    (folder / "leave-out.txt").write_text(LEFT_OUT + "\n", encoding="utf-8")
    write_retrieval_set(folder / "toy", words, chance)
    return sorted(folder.glob("*.jsonl"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--sections", type=int, default=1500)
    options = parser.parse_args()
    print(f"{len(make_collection(options.out, options.sections))} shards written to {options.out}")


if __name__ == "__main__":
    main()
