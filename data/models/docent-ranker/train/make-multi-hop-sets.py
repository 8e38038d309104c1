#!/usr/bin/python3
"""Makes retrieval sets of questions that need several passages, composed of questions that need one.

    make-multi-hop-sets.py INPUT OUTPUT SEED

INPUT and OUTPUT are those of make-sets.py; a row of queries.jsonl also has `hops` (passages needed) and `type`:
`bridge` (a name in one question is replaced by a description made from another question that it answers, after
MuSiQue, Trivedi et al. 2022, arXiv 2108.00573), `title-bridge` (the same where the name is a passage's title),
`comparison` (of two titles), `bridge-comparison` (of two described ones) and `single` (a question as it stands, so
that a ranker also learns when one passage is enough), and where they are known `answer` and `facts` (what each of the
passages contributes: its id and the words that stand in it). Questions are those of the question files and, for the English
encyclopedia, what sentences of its sections state (statements.py). The same seed gives the same files.
Needs the `zstd` command.
"""
import collections
import glob
import importlib
import json
import os
import re
import sys

from composition import COMPARE, compared, compared_bridges, composed, content, join, spread
from retrieval_set import Doc, aliases, long_enough, order, plain, sentences, words
from statements import Ask, asks_of, facts_of, persons

read = importlib.import_module('make-sets').read
PASSAGES, SINGLES = 3000, 0.3
WANTED = {'title-bridge': 130, 'bridge': 130, 'bridge-3': 70, 'comparison': 80, 'bridge-comparison': 60}
PER_NAME_DISTRACTORS = 6


# --- sets ---------------------------------------------------------------------------------------------------------

def plain_asks(rows, titled=True):
    return [Ask(row['question'], (row['passage'],), (row.get('answer') or '').strip().strip('。'), (row.get('title') or '') if titled else '', '',
                (), (), '') for row in rows]


def medicine(rows):
    """Questions on illnesses, and for genes named in one illness's passage only "the condition caused by" them."""
    asks, by_gene = [], collections.defaultdict(set)
    for row in rows:
        form, name = row['question'].replace(row['title'] or '?', '{}'), row['title'] or ''
        if form not in COMPARE and form not in ('What is (are) {} ?', 'What is {}?', 'What is the outlook for {}?', 'How to prevent {}?') or len(name) > 60:
            continue
        asks.append(Ask(row['question'], (row['passage'],), '', name, form, (name,), (), form))
        gene = re.search(r'[Mm]utations in (?:the )?([A-Z][A-Z0-9]{2,7}) gene', row['passage'])
        if gene and 'genetic changes' in form:
            by_gene[gene[1]].add((name, row['passage']))
    forms = ('the condition caused by mutations in the {} gene', 'the disease that {} gene mutations cause', 'the disorder that comes from a changed {} gene')
    for gene, found in sorted(by_gene.items()):
        if len({name for name, _ in found}) == 1:
            name, passage = sorted(found)[0]
            asks.append(Ask(f'Which condition is caused by mutations in the {gene} gene?', (passage,), name, name, 'gene', (gene,),
                            tuple(form.format(gene) for form in forms), 'gene'))
    return asks


def medical(seed, asks):
    """Bridges over genes and comparisons; the names of illnesses are no proper names, so they are joined here."""
    about, pairs = collections.defaultdict(list), []
    for ask in asks:
        if ask.kind != 'gene' and 'genetic' not in ask.kind:
            about[ask.title].append(ask)
    for first in (ask for ask in asks if ask.kind == 'gene'):
        for second in order(seed + first.question, about[first.title], lambda ask: ask.question)[:1]:
            pairs.append(join(seed, first, second, first.answer, 'en', ()))
    compare = [ask for ask in asks if ask.kind != 'gene']
    double = [(first, second, order(first.question, first.described)[0]) for first in asks if first.kind == 'gene'
              for second in about[first.title] if second.kind in COMPARE]
    return {'title-bridge': spread(seed, filter(None, pairs)), 'comparison': compared(seed, compare, 'en'),
            'bridge-comparison': compared_bridges(seed, double, compare)}


def choose(seed, asks, by_type, docs, wanted):
    """The set's questions and passages: gold, then passages that name what was left out or share a title, then others."""
    chosen = [(kind, ask) for kind, made in by_type.items() for ask in made[:wanted[kind]]]
    gold = dict.fromkeys(text for _, ask in chosen for text in ask.passages)
    singles = [ask for ask in order(f'{seed} single', asks, lambda ask: ask.question) if ask.kind or content(ask.question, 'en') or not ask.question.isascii()]
    count = round(len(chosen) * SINGLES / (1 - SINGLES))
    on_gold = spread(seed, [ask for ask in singles if ask.passages[0] in gold])[:count // 2]
    others = spread(seed, [ask for ask in singles if ask.passages[0] not in gold])[:count - len(on_gold)]
    chosen += [('single', ask) for ask in on_gold + others]
    gold.update(dict.fromkeys(text for ask in others for text in ask.passages))
    taken, hidden = dict(gold), collections.Counter({name: 0 for _, ask in chosen for name in ask.hidden})
    near = {docs[text].title for text in gold if docs[text].title}
    first = {plain(name).split(' ')[0] for name in hidden}
    rest = order(seed, (text for text in docs if text not in gold))
    for text in rest:
        bag = set(words(text))
        names = [name for name in hidden if hidden[name] < PER_NAME_DISTRACTORS and name in text] if first & bag else []
        if names and len(taken) < PASSAGES:
            hidden.update(names)
            taken[text] = None
    for close in (True, False):
        for text in rest:
            if len(taken) < PASSAGES and (docs[text].title in near) == close:
                taken[text] = None
    same = {text: other if docs[text].title == docs[other].title else text for text, other in aliases({text: docs[text] for text in taken}).items()}
    kept = {text: docs[text] for text in taken if same[text] == text}
    queries, asked = [], set()
    for kind, ask in chosen:
        keys = sorted({same[text] for text in ask.passages})
        if len(keys) == len(ask.passages) and plain(ask.question) not in asked:
            asked.add(plain(ask.question))
            queries.append((ask.question, kind, keys, ask.answer, [(same[text], said) for text, said in facts_of(ask)]))
    return kept, queries


def write(out, name, docs, queries, seed):
    os.makedirs(f'{out}/{name}', exist_ok=True)
    ids = {key: f'd{i}' for i, key in enumerate(order(seed, docs))}
    queries = order(seed, queries, lambda query: query[0])
    with open(f'{out}/{name}/corpus.jsonl', 'w', encoding='utf8') as file:
        file.writelines(json.dumps({'_id': ids[key], 'title': docs[key].title, 'text': docs[key].text}, ensure_ascii=False) + '\n' for key in ids)
    with open(f'{out}/{name}/queries.jsonl', 'w', encoding='utf8') as file:
        for i, (text, kind, keys, answer, facts) in enumerate(queries):
            row = {'_id': f'q{i}', 'text': text, 'hops': len(keys), 'type': kind.replace('-3', ''),
                   **({'answer': answer} if answer else {}), 'facts': [[ids[key], said] for key, said in facts if said]}
            file.write(json.dumps(row, ensure_ascii=False) + '\n')
    with open(f'{out}/{name}/qrels.tsv', 'w', encoding='utf8') as file:
        file.write('query-id\tcorpus-id\tscore\n')
        for i, (_, _, keys, *_) in enumerate(queries):
            file.writelines(f'q{i}\t{ids[key]}\t1\n' for key in keys)
    count = collections.Counter(kind for _, kind, *_ in queries)
    print(f'{name:24} {len(docs):6} {len(queries):8} ' + ' '.join(f'{count[kind]:{max(7, len(kind))}}' for kind in (*WANTED, 'single')), flush=True)


def main(folder, out, seed):
    with open(f'{folder}/leave-out.txt', encoding='utf8') as lines:
        left_out = set(lines.read().split())
    questions = [row for path in sorted(glob.glob(f'{folder}/questions-*.zst')) for row in read(path)]
    of = lambda *sources: [row for row in questions if row['source'] in sources]
    articles, films = [], []
    for path in sorted(glob.glob(f'{folder}/sections-en-*.zst')):
        for row in read(path):
            if row['repo'] in left_out or len(row['text']) < 80 or '.jp' in row['text'].lower()[:200]:
                continue
            if row['repo'] == 'chinapedia/wikipedia.abstract.en':
                articles.append(row)
            elif row['repo'] == 'prust/wikipedia-movie-data':
                films.append(row)
    titles = {row['doc_title'] for row in articles if '(' not in row['doc_title']}
    stated = persons([ask for row in articles + films for ask in asks_of(row, titles, seed)])
    film_asks = {text for ask in stated if ask.kind in ('director', 'star', 'singer', 'performer', 'released', 'writer') for text in ask.passages}
    screen = {ask.answer for ask in stated if ask.passages[0] in film_asks}
    near = screen | {ask.answer for ask in stated if ask.names[0] in screen}
    on_screen = [ask for ask in stated if ask.passages[0] in film_asks or ask.names[0] in near]
    off_screen = [ask for ask in stated if ask.passages[0] not in film_asks]
    selqa = [ask._replace(names=(ask.title,) if f' {ask.title}' in ask.question else ('',)) for ask in plain_asks(of('SelQA'))]
    sets = {
        'en-mh-encyclopedia': ('en', off_screen + selqa, WANTED),
        'en-mh-films-music': ('en', on_screen, WANTED),
        'en-mh-news-sentences': ('en', plain_asks(of('QAMR'), titled=False), {**WANTED, 'bridge': 240, 'bridge-3': 0}),
        'en-mh-medicine': ('en', medicine(of('MedQuAD')), {**WANTED, 'title-bridge': 180, 'comparison': 120}),
        'zh-mh-wikipedia': ('zh', plain_asks(of('DRCD', 'CMRC2018')), {**WANTED, 'bridge': 200}),
        'ja-mh-wikipedia': ('ja', plain_asks(of('JaQuAD')), WANTED),
    }
    print(f'{"set":24} {"docs":>6} {"queries":>8} ' + ' '.join(f'{kind:>7}' for kind in (*WANTED, 'single')))
    for name, (lang, asks, wanted) in sets.items():
        mark, headed = f'{seed} {name}', collections.defaultdict(set)
        for ask in asks:
            headed[ask.passages].add(ask.title)
        asks = [ask for ask in asks if len(headed[ask.passages]) == 1]
        by_type = medical(mark, asks) if 'medicine' in name else composed(mark, asks, lang)
        docs = {text: Doc(ask.title, text, ask.title) for ask in asks for text in ask.passages}
        if 'sentences' in name:
            docs.update({text: Doc('', text, '') for ask in selqa for text in sentences(ask.passages[0]) if long_enough(text, 12, 50)})
        write(out, name, *choose(mark, asks, by_type, docs, wanted), mark)


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
