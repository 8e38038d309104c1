#!/usr/bin/python3
"""Makes the retrieval sets that the ranker is trained on.

    make-sets.py INPUT OUTPUT SEED

INPUT holds `questions-*.jsonl.zst`, `sections-*.jsonl.zst` and `leave-out.txt`. OUTPUT gets one folder per set in
the BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv): up to 400 questions over at most 3,000 passages, where
passages of the documents that hold the answers come first, so that the wrong ones look like the right ones.
Questions come from question files, from headings that are questions, from first sentences (taken out of their
passage) and from headings. Near-duplicate passages are one row. Sections of left-out repositories and the glossary
questions are not used; questions made from headings are used only where their repository is known.
The same seed gives the same files. Needs the `zstd` command.
"""
import collections
import glob
import json
import os
import subprocess
import sys

from retrieval_set import Doc, long_enough, order, plain, sentences, write

SOFTWARE = ('FAQGURU/ bregman-arie/ golang/ rust-lang/ python/peps kubernetes/ QubesOS/ sudheerj/ learning-zone/ ethereum/ '
            'MicrosoftDocs/ yangshun/ vercel/ reactjs/ opensearch-project/ LCTT/ xitu/ numpy/ git/ rails/ ansible/ huggingface/')
OFFICES = 'sourcegraph/ 18F/ GSA/ privacyguides/ github/ openstax/ alphagov/ nhsuk/ HHS/ kubernetes/community'
INTERFACES = ('php/doc-en MicrosoftDocs/cpp-docs MicrosoftDocs/PowerShell-Docs opensearch-project/ reactjs/react.dev vercel/ '
              'redis/ symfony/ JetBrains/ ansible/ golang/ spring-projects/ awsdocs/ tensorflow/')
BOOKS = 'openstax/ standardebooks/ d2l-ai/d2l-en OpenIntroStat/ 18F/ sourcegraph/ OWASP/'
ENCYCLOPEDIA = 'chinapedia/ factbook/ prust/'
# Sets over sections: name -> (language, how the questions are made, starts of repository names).
SECTION_SETS = {
    'en-questions-software': ('en', 'question', SOFTWARE),
    'en-questions-offices': ('en', 'question', OFFICES),
    'en-sentences-interfaces': ('en', 'sentence', INTERFACES),
    'en-sentences-books': ('en', 'sentence', BOOKS),
    'en-sentences-encyclopedia': ('en', 'sentence', ENCYCLOPEDIA),
    'en-headings-interfaces': ('en', 'heading', INTERFACES),
    'en-headings-books': ('en', 'heading', BOOKS),
    'en-parents-software': ('en', 'parent', SOFTWARE + ' git/ OWASP/'),
    'de-questions': ('de', 'question', 'MicrosoftDocs/ github/ huggingface/ freesewing/'),
    'de-sentences': ('de', 'sentence', 'bundestag/ MicrosoftDocs/ huggingface/ freesewing/'),
    'es-questions': ('es', 'question', 'MicrosoftDocs/Dynamics-365-Operations.es-es huggingface/ openstax/'),
    'fr-questions': ('fr', 'question', 'MicrosoftDocs/Dynamics-365-Operations.fr-fr MicrosoftDocs/powerShell-Docs.fr-fr php/ huggingface/'),
    'ja-questions': ('ja', 'question', 'MicrosoftDocs/ cpprefjp/ github/ huggingface/'),
    'ko-questions': ('ko', 'question', 'MicrosoftDocs/ FAQGURU/ gyoogle/ huggingface/ github/'),
    'pt-questions': ('pt', 'question', 'MicrosoftDocs/Dynamics-365-Operations.pt-br php/ huggingface/ yangshun/'),
    'ru-questions': ('ru', 'question', 'MicrosoftDocs/ huggingface/ php/'),
    'zh-questions': ('zh', 'question', 'LCTT/ xitu/ Snailclimb/ MicrosoftDocs/ rust-course'),
    'zh-headings': ('zh', 'heading', 'python/ pingcap/ OI-wiki/ d2l-ai/ LawRefBook/ FreeBSD-Ask/ KaiserY/'),
}


def read(path):
    with subprocess.Popen(['zstd', '-dcq', path], stdout=subprocess.PIPE) as process:
        yield from map(json.loads, process.stdout)


# --- sets from question files -----------------------------------------------------------------------------------

def simple(rows, titled=True):
    """Questions with their passages as they stand, grouped by title."""
    docs, queries = {}, []
    for row in rows:
        title = row.get('title') or ''
        docs[row['passage']] = Doc(title if titled else '', row['passage'], title)
        queries.append((row['question'], [row['passage']]))
    return docs, [query for query in queries if long_enough(query[0], 4)]


def medicine(rows, joined):
    """Questions on illnesses; a question that opens the passage is cut off. Joined: two questions in one."""
    docs, by_title = {}, collections.defaultdict(dict)
    for row in rows:
        parts = row['passage'].split('?', 1)
        text = parts[1].strip() if len(parts) == 2 and len(parts[0]) < 150 and len(parts[1]) > 80 else row['passage']
        docs[text] = Doc(row['title'], text, row['title'])
        by_title[row['title']].setdefault(row['question'], []).append(text)
    if not joined:
        return docs, [query for asked in by_title.values() for query in asked.items()]
    queries = []
    for asked in by_title.values():
        first, *rest = order('pair', asked)
        if rest:
            queries.append((f'{first.rstrip("? ")} and {rest[0][0].lower()}{rest[0][1:]}', asked[first] + asked[rest[0]]))
    return docs, queries


def policies(rows, sections):
    """Questions on one site's privacy policy, the site named; other terms of service are further passages."""
    docs, queries = {}, []
    for row in rows:
        docs[row['passage']] = Doc(row['title'], row['passage'], row['title'])
        queries.append((f"{row['question'].rstrip('? ')} on {row['title']}?", [row['passage']]))
    for row in sections:
        docs[row['text']] = Doc(row['doc_title'], row['text'], row['path'])
    return docs, queries


def papers(rows):
    """Extracts of papers in pieces of about 900 characters, each sentence in one piece (the extracts overlap)."""
    docs, asked, seen = {}, [], set()
    for row in rows:
        pieces = ['']
        for sentence in sentences(row['passage']):
            if len(row['answer']) > 12 and row['answer'] in sentence:
                asked.append((row['question'], sentence))
            if sentence in seen:
                continue
            seen.add(sentence)
            if len(pieces[-1]) > 800:
                pieces.append('')
            pieces[-1] = f'{pieces[-1]} {sentence}'.strip()
        docs.update({piece: Doc('', piece, row['passage'][:60]) for piece in pieces if len(piece) > 300})
    return docs, [(question, [piece for piece in docs if sentence in piece]) for question, sentence in asked]


def single_sentences(rows, further):
    """Questions on one sentence each, no titles; sentences of further passages are searched as well."""
    docs, queries = simple(rows, titled=False)
    for row in further:
        for sentence in sentences(row['passage']):
            if long_enough(sentence, 12, 50):
                docs[sentence] = Doc('', sentence, row['title'])
    return docs, [query for query in queries if long_enough(query[0], 7)]


# --- sets from sections -----------------------------------------------------------------------------------------

def path_title(row, headings):
    """The document's title and these headings, without repeats and without the row's own last heading."""
    own = plain(row['headings'][-1]) if row['headings'] and len(headings) < len(row['headings']) else None
    parts = []
    for part in [row['doc_title'] or '', *headings]:
        if part and plain(part) != own and plain(part) not in map(plain, parts):
            parts.append(part)
    return ' > '.join(parts)


def by_question(rows, asked):
    """Headings that are questions; no passage is titled with its own heading."""
    docs, queries = {}, []
    for row in rows:
        docs[row['text']] = Doc(path_title(row, row['headings'][:-1]), row['text'], (row['repo'], row['path']))
        question = asked.get(row['text'])
        if question and '<Question' not in row['text'] and long_enough(question, 4, 40):
            queries.append((question, [row['text']]))
    return docs, queries


def by_sentence(rows, _):
    """A section's first sentence asks for the rest, which is titled with its heading path."""
    docs, queries = {}, []
    for row in rows:
        first, *rest = sentences(row['text'])[:1] + [row['text'][len((sentences(row['text']) or [''])[0]):].strip()]
        if rest and first[-1:] in '.!?。' and long_enough(first, 7, 35) and long_enough(rest[0], 40):
            docs[rest[0]] = Doc(path_title(row, row['headings']), rest[0], (row['repo'], row['path']))
            queries.append((first, [rest[0]]))
    return docs, queries


def by_heading(rows, _):
    """A heading after its document's title asks for the text below; the passage keeps the document's title only."""
    docs, queries = {}, []
    common = collections.Counter(plain(row['headings'][-1]) for row in rows if row['headings'])
    for row in rows:
        docs[row['text']] = Doc(row['doc_title'] or '', row['text'], (row['repo'], row['path']))
        heading = row['headings'][-1] if row['headings'] else ''
        if long_enough(heading, 2, 20) and common[plain(heading)] < 20 and plain(heading) != plain(row['doc_title'] or ''):
            queries.append((f"{row['doc_title'] or ''} {heading}".strip(), [row['text']]))
    return docs, queries


def by_parent(rows, _):
    """A heading with sections below it asks for all of them: two to five passages are relevant."""
    docs, below = {}, collections.defaultdict(list)
    for row in rows:
        docs[row['text']] = Doc(path_title(row, row['headings'][:-1]), row['text'], (row['repo'], row['path']))
        for depth in range(1, len(row['headings']) + 1):
            below[row['repo'], row['path'], row['doc_title'], tuple(row['headings'][:depth])].append(row['text'])
    queries = []
    for (_, _, title, headings), texts in below.items():
        if 2 <= len(set(texts)) <= 5 and long_enough(headings[-1], 2, 20) and plain(headings[-1]) != plain(title or ''):
            queries.append((f'{title} {headings[-1]}', texts))
    return docs, queries


MAKERS = {'question': by_question, 'sentence': by_sentence, 'heading': by_heading, 'parent': by_parent}


def question_sets(questions, terms):
    of = lambda source, lang: [row for row in questions if row['source'] == source and row['lang'] == lang]
    titles = {row['title'] for row in of('MedQuAD', 'en')}
    half = set(order('half', titles)[::2])
    yield 'en-wikipedia', simple(of('SelQA', 'en'))
    yield 'en-single-sentences', single_sentences(of('QAMR', 'en'), of('SelQA', 'en'))
    yield 'en-medicine', medicine([row for row in of('MedQuAD', 'en') if row['title'] in half], False)
    yield 'en-medicine-two', medicine([row for row in of('MedQuAD', 'en') if row['title'] not in half], True)
    yield 'en-policies', policies(of('PolicyQA', 'en'), terms)
    yield 'en-health-faq', simple(of('covid-faq', 'en'))
    yield 'en-papers', papers(of('COVID-QA', 'en'))
    yield 'fr-faq', simple(of('piaf-ml', 'fr'), titled=False)
    yield 'ja-wikipedia', simple(of('JaQuAD', 'ja'))
    yield 'zh-wikipedia', simple(of('DRCD', 'zh') + of('CMRC2018', 'zh'))


def main(folder, out, seed):
    with open(f'{folder}/leave-out.txt', encoding='utf8') as lines:
        left_out = set(lines.read().split())
    questions = [row for path in sorted(glob.glob(f'{folder}/questions-*.zst')) for row in read(path)]
    asked = {row['passage']: row['question'] for row in questions if row['source'] == 'heading-question'}
    pools, terms = collections.defaultdict(list), []
    for path in sorted(glob.glob(f'{folder}/sections-*.zst')):
        lang = os.path.basename(path).split('-')[1].split('.')[0]
        for row in read(path):
            if row['repo'] in left_out:
                continue
            for name, (wanted, _, starts) in SECTION_SETS.items():
                if wanted == lang and row['repo'].startswith(tuple(starts.split())):
                    pools[name].append(row)
            if row['repo'].startswith('OpenTermsArchive/'):
                terms.append(row)
    print(f'{"set":28} {"docs":>6} {"queries":>8} {"mean words":>11} {"relevant":>9} {"titled":>8}')
    for name, (docs, queries) in question_sets(questions, order(seed, terms, lambda row: row['text'])[:2500]):
        write(out, name, docs, queries, seed)
    for name, (_, maker, _) in SECTION_SETS.items():
        write(out, name, *MAKERS[maker](pools.pop(name), asked), seed)


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
