"""One retrieval set: which questions and passages it holds, without near-duplicates, and its files (BEIR layout)."""
import collections
import hashlib
import json
import os
import re
import zlib

QUESTIONS, PASSAGES, PER_DOCUMENT = 400, 3000, 100
CJK = r'\u3040-\u30ff\u3400-\u9fff'
TOKEN = re.compile(rf'[{CJK}]|[^\W{CJK}]+')
SENTENCE_END = re.compile(r'(?<=[.!?])\s+(?=[^\Wa-z_])|(?<=[。！？])|\n+')

Doc = collections.namedtuple('Doc', 'title text group')


def words(text):
    return TOKEN.findall(text.lower())


def plain(text):
    return ' '.join(words(text))


def order(seed, values, key=str):
    """The values in an order that depends on the seed and on their text only."""
    return sorted(values, key=lambda value: hashlib.md5(f'{seed}\n{key(value)}'.encode()).digest())


def sentences(text):
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def long_enough(text, least, most=10**9):
    """Whether the text has so many words; three characters of Chinese or Japanese count as two words."""
    count = sum(0.67 if re.match(f'[{CJK}]', word) else 1 for word in words(text))
    return least <= count <= most


def aliases(docs):
    """For each key the first key whose text has at least 0.8 of the four-word runs in common (Jaccard)."""
    runs, buckets, same = {}, collections.defaultdict(list), {}
    for key, doc in docs.items():
        tokens = words(doc.text)
        runs[key] = {zlib.crc32(' '.join(tokens[i:i + 4]).encode()) for i in range(max(1, len(tokens) - 3))}
        sketch = sorted(runs[key])[:6]
        candidates = {other for mark in sketch for other in buckets[mark][:20]}
        same[key] = next((other for other in sorted(candidates, key=str)
                          if len(runs[key] & runs[other]) >= 0.8 * len(runs[key] | runs[other])), key)
        if same[key] == key:
            for mark in sketch:
                buckets[mark].append(key)
    return same


def choose(docs, queries, seed):
    """400 questions and the passages they are searched in: answers, then their neighbours, then the rest."""
    merged = collections.defaultdict(set)
    spelling = {}
    for text, keys in queries:
        merged[plain(text)] |= set(keys)
        spelling.setdefault(plain(text), text)
    chosen = [(spelling[name], merged[name]) for name in order(seed, merged) if 0 < len(merged[name]) <= 8][:QUESTIONS]
    gold = {key for _, keys in chosen for key in keys}
    near = {docs[key].group for key in gold}
    taken, count = [key for key in docs if key in gold], collections.Counter()
    for close in (True, False):
        for key in order(seed, (k for k in docs if k not in gold and (docs[k].group in near) == close)):
            count[docs[key].group] += 1
            if count[docs[key].group] <= PER_DOCUMENT and len(taken) < PASSAGES:
                taken.append(key)
    same = aliases({key: docs[key] for key in taken})
    kept = {key: docs[key] for key in taken if same[key] == key}
    return kept, [(text, sorted({same[key] for key in keys}, key=str)) for text, keys in chosen]


def write(folder, name, docs, queries, seed):
    docs, queries = choose(docs, queries, f'{seed} {name}')
    os.makedirs(f'{folder}/{name}', exist_ok=True)
    ids = {key: f'd{i}' for i, key in enumerate(order(seed, docs))}
    with open(f'{folder}/{name}/corpus.jsonl', 'w', encoding='utf8') as out:
        for key in ids:
            row = {'_id': ids[key], 'title': docs[key].title, 'text': docs[key].text}
            out.write(json.dumps(row, ensure_ascii=False) + '\n')
    with open(f'{folder}/{name}/queries.jsonl', 'w', encoding='utf8') as out:
        for i, (text, _) in enumerate(queries):
            out.write(json.dumps({'_id': f'q{i}', 'text': text}, ensure_ascii=False) + '\n')
    with open(f'{folder}/{name}/qrels.tsv', 'w', encoding='utf8') as out:
        out.write('query-id\tcorpus-id\tscore\n')
        for i, (_, keys) in enumerate(queries):
            out.writelines(f'q{i}\t{ids[key]}\t1\n' for key in keys)
    length = sum(len(words(doc.text)) for doc in docs.values()) / len(docs)
    relevant = sum(len(keys) for _, keys in queries) / len(queries)
    titled = sum(1 for doc in docs.values() if doc.title) / len(docs)
    print(f'{name:28} {len(docs):6} {len(queries):8} {length:11.0f} {relevant:9.2f} {titled:8.2f}', flush=True)
