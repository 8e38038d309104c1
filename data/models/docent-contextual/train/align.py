"""Links sections that say the same in two languages.

Translations of one document are found by its place: the same family of repositories and the same path once language
codes are taken out (`php/doc-fr` and `php/doc-en`; `content/es/pod.md` and `content/ja/pod.md`). Which section
belongs to which is not written anywhere, but numbers, names and code are the same in every language: two sections are
linked when each is the other's best match by the weighted tokens they share, and clearly so.
"""

import re
from collections import defaultdict
from itertools import combinations

import numpy as np

from records import BODY, HEADING, Records

LANGUAGES = frozenset(
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv sw ta"
    " th tl tr tw uk ur vi zh".split()
)
_CODE = re.compile(r"^([a-z]{2})(?:[-_](?:[a-z]{2}|hans|hant))?$")
_REPOSITORY_CODE = re.compile(r"[.\-_]([a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?)$")
_FOLDERS_OF_TRANSLATIONS = frozenset(["translations", "i18n", "locale", "locales"])
MIN_TOKENS = 24
MIN_LIKENESS, MIN_LEAD = 0.2, 1.25  # chosen by reading samples; see README.md
MAX_LENGTH_RATIO = 2.5
MAX_LANGUAGE_PAIRS = 12  # of one document
MAX_SECTIONS = 400  # of one document in all languages; more are indexes and change logs


def language_code(text: str) -> str | None:
    """`fr-fr`, `zh_CN`, `tw` → `fr`, `zh`, `zh`; None for anything else."""
    found = _CODE.match(text.lower())
    if not found or found[1] not in LANGUAGES:
        return None
    return "zh" if found[1] == "tw" else found[1]


def place_of(row: dict, shard: str) -> tuple[str, str] | None:
    """The document a section belongs to, whatever its language, and its language; None for a question."""
    if "question" in row:
        return None
    owner, _, name = (row.get("repo") or "unknown").lower().partition("/")
    language = None
    suffix = _REPOSITORY_CODE.search(name)
    if suffix and language_code(suffix[1]):
        language, name = language_code(suffix[1]), name[:suffix.start()]
    elif language_code(name.split(".")[0]):  # ja.react.dev
        language, name = language_code(name.split(".")[0]), name.partition(".")[2]
    parts = []
    for part in (row.get("path") or "").lower().split("/"):
        code = language_code(part)
        language = language or code
        if code is None and part not in _FOLDERS_OF_TRANSLATIONS:
            parts.append(part)
    family = f"{owner.removesuffix('-translations')}/{name}:{'/'.join(parts)}"
    return family, language or shard.removeprefix("sections-").split("-")[0]


def rarity_of(records: Records) -> np.ndarray:
    counts = np.bincount(records.tokens, minlength=int(records.tokens.max()) + 1) + 1
    return np.log(counts.sum() / counts).astype(np.float32)


def likeness(records: Records, members: np.ndarray, rarity: np.ndarray) -> np.ndarray:
    """Cosine of the sections' sets of tokens, each weighted by its squared rarity."""
    owners, tokens = [], []
    for place, record in enumerate(members):
        start, end = records.starts[record, HEADING], records.ends[record]
        found = np.unique(records.tokens[start:end])
        tokens.append(found)
        owners.append(np.full(len(found), place))
    known, columns = np.unique(np.concatenate(tokens), return_inverse=True)
    weights = np.zeros((len(members), len(known)), np.float32)
    weights[np.concatenate(owners), columns] = rarity[known][columns]
    weights /= np.linalg.norm(weights, axis=1, keepdims=True) + 1e-9
    return weights @ weights.T


def clear_matches(scores: np.ndarray, left_sizes: np.ndarray, right_sizes: np.ndarray) -> list[tuple[int, int]]:
    """Row and column of the entries that are the best of both and lead the second best."""
    matches = []
    for row in range(len(scores)):
        column = int(scores[row].argmax())
        best = scores[row, column]
        if best < MIN_LIKENESS or int(scores[:, column].argmax()) != row:
            continue
        others = np.concatenate([np.delete(scores[row], column), np.delete(scores[:, column], row)])
        ratio = left_sizes[row] / right_sizes[column]
        if best >= MIN_LEAD * others.max(initial=0) and 1 / MAX_LENGTH_RATIO <= ratio <= MAX_LENGTH_RATIO:
            matches.append((row, column))
    return matches


def links_of_document(
    records: Records, by_language: dict[str, list[int]], rarity: np.ndarray, chance: np.random.Generator
) -> list[tuple[int, int]]:
    members = np.array([record for some in by_language.values() for record in some])
    if len(members) > MAX_SECTIONS:
        return []
    scores = likeness(records, members, rarity)
    sizes = records.lengths[members, BODY].astype(np.float64)
    places, taken = {}, 0
    for language, some in by_language.items():
        places[language] = np.arange(taken, taken + len(some))
        taken += len(some)
    pairs = list(combinations(by_language, 2))
    links = []
    for index in chance.permutation(len(pairs))[:MAX_LANGUAGE_PAIRS]:
        left, right = (places[language] for language in pairs[index])
        for a, b in clear_matches(scores[np.ix_(left, right)], sizes[left], sizes[right]):
            links.append((int(members[left[a]]), int(members[right[b]])))
    return links


def links_between(records: Records, places: list[tuple[str, str] | None], seed: int) -> np.ndarray:
    """Record numbers of linked sections, [links, 2]; each document gives its links in a fixed random order."""
    documents: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for record, place in enumerate(places):
        if place is not None and records.lengths[record, BODY] >= MIN_TOKENS:
            documents[place[0]][place[1]].append(record)
    chance, links = np.random.default_rng(seed), []
    rarity = rarity_of(records)
    for by_language in documents.values():
        if len(by_language) > 1:
            links += links_of_document(records, by_language, rarity, chance)
    return np.array(links, np.int32).reshape(-1, 2)
