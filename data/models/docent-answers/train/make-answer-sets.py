#!/usr/bin/python3
"""Makes the sets of questions with one answer each that docent's sentence model is trained on.

    make-answer-sets.py INPUT OUTPUT SEED

INPUT holds `questions-*.jsonl.zst`. OUTPUT gets one folder per set in the BEIR layout; a row of queries.jsonl also has
`answer` and `facts` (id of the passage and the words that stand in it), as from docent-ranker's
make-multi-hop-sets.py. Passages of one title are joined where they are short, so that a passage has several
sentences to choose from. Sources: SelQA, COVID-QA, QAMR (English), DRCD and CMRC2018 (Chinese), JaQuAD
(Japanese), piaf-ml (French). The same seed gives the same files. Needs the `zstd` command.
"""
import collections
import glob
import importlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'docent-ranker' / 'train'))
from retrieval_set import long_enough, order, plain, sentences  # noqa: E402

read = importlib.import_module('make-sets').read
QUESTIONS, PASSAGES, PER_PASSAGE = 350, 2500, 3
# Passages are joined up to this many characters.
JOINED = {'ja': 500, 'zh': 500, 'en': 1200, 'fr': 1500}
# Name of the set -> sources, language, whether passages keep their titles.
SETS = {
    'en-answers-encyclopedia': (('SelQA',), 'en', True),
    'en-answers-untitled': (('SelQA',), 'en', False),
    'en-answers-papers': (('COVID-QA',), 'en', False),
    'en-answers-news': (('QAMR',), 'en', False),
    'zh-answers-encyclopedia': (('DRCD', 'CMRC2018'), 'zh', True),
    'zh-answers-untitled': (('DRCD', 'CMRC2018'), 'zh', False),
    'ja-answers-encyclopedia': (('JaQuAD',), 'ja', True),
    'ja-answers-untitled': (('JaQuAD',), 'ja', False),
    'fr-answers-offices': (('piaf-ml',), 'fr', False),
}


def joined(rows, lang):
    """Passage -> the text that it stands in: neighbours of one title, as many as fit."""
    by_title = collections.defaultdict(dict)
    for row in rows:
        by_title[row.get('title') or ''][row['passage']] = None
    whole = {}
    for title, passages in by_title.items():
        group = []
        for passage in [*passages, None]:
            if passage is None or not title or sum(map(len, group)) + len(passage) > JOINED[lang]:
                whole.update({each: '\n'.join(group) for each in group})
                group = []
            if passage is not None:
                group.append(passage)
    return whole


def make(name, rows, lang, is_titled, seed):
    mark = f'{seed} {name}'
    rows = [row for row in rows if row.get('answer') and len(row['passage']) < 4500]
    whole = joined(rows, lang)
    chosen, count, asked = [], collections.Counter(), set()
    for row in order(mark, rows, lambda row: row['question'] + row['passage']):
        answer = row['answer'].strip().strip('。')
        if len(chosen) == QUESTIONS:
            break
        if plain(row['question']) in asked or not plain(answer) or len(answer) > 300 or not long_enough(row['question'], 5):
            continue
        # A long answer is the sentence that gives it.
        said = answer if len(answer) < 80 else max(sentences(answer), key=len, default=answer)
        if count[whole[row['passage']]] < PER_PASSAGE:
            count[whole[row['passage']]] += 1
            asked.add(plain(row['question']))
            chosen.append((row['question'], whole[row['passage']], said))
    titles = {whole[row['passage']]: (row.get('title') or '') if is_titled else '' for row in rows}
    gold = dict.fromkeys(passage for _, passage, _ in chosen)
    near = {titles[passage] for passage in gold if titles[passage]}
    rest = [passage for passage in order(mark, titles) if passage not in gold]
    rest = sorted(rest, key=lambda passage: titles[passage] not in near)
    ids = {passage: f'd{at}' for at, passage in enumerate(order(mark, [*gold, *rest[:PASSAGES - len(gold)]]))}
    return chosen, titles, ids


def write(folder, chosen, titles, ids):
    os.makedirs(folder, exist_ok=True)
    with open(f'{folder}/corpus.jsonl', 'w', encoding='utf8') as out:
        out.writelines(json.dumps({'_id': key, 'title': titles[passage], 'text': passage}, ensure_ascii=False) + '\n'
                       for passage, key in ids.items())
    with open(f'{folder}/queries.jsonl', 'w', encoding='utf8') as out:
        for at, (text, passage, said) in enumerate(chosen):
            row = {'_id': f'q{at}', 'text': text, 'type': 'single', 'answer': said, 'facts': [[ids[passage], said]]}
            out.write(json.dumps(row, ensure_ascii=False) + '\n')
    with open(f'{folder}/qrels.tsv', 'w', encoding='utf8') as out:
        out.write('query-id\tcorpus-id\tscore\n')
        out.writelines(f'q{at}\t{ids[passage]}\t1\n' for at, (_, passage, _) in enumerate(chosen))


def main(folder, out, seed):
    questions = [row for path in sorted(glob.glob(f'{folder}/questions-*.zst')) for row in read(path)]
    for name, (sources, lang, is_titled) in SETS.items():
        rows = [row for row in questions if row['source'] in sources]
        chosen, titles, ids = make(name, rows, lang, is_titled, seed)
        write(f'{out}/{name}', chosen, titles, ids)
        print(f'{name:28} {len(ids):6} passages {len(chosen):5} questions', flush=True)


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
