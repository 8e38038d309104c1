/**
 * Writes what the support model would see of each question, for `train.py`: `tsx dump-features.ts OUT LIMIT CHANGED SET…`
 * makes OUT/<set>.json. Each of the first LIMIT questions of a set is asked twice: as it is (`kept`), and with its own gold
 * documents hidden from search (`withheld`). As many unanswerable questions (`changed`) are asked from
 * `queries_unanswerable.jsonl` in the set's folder or from CHANGED/<set>.jsonl (make-changed-questions.ts), where there is
 * one. The sets are folders in BEIR format; the product's own ingest, search and sentences are used.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { corpusDocuments } from '../../../../server/bench/corpus-documents.js';
import { withCachedIndex } from '../../../../server/bench/with-cached-index.js';
import { sentenceCandidates } from '../../../../src/agent/extractive/sentence-candidates.js';
import { supportFeatureNames, supportFeatures } from '../../../../src/agent/extractive/support-features.js';
import { loadConfig } from '../../../../src/core/config.js';
import { readBeirSet } from '../../../../src/evaluation/beir-set.js';
import type { IndexSearch } from '../../../../src/retrieval/index-search.js';

const [out = '', limit = '', changed = '', ...folders] = process.argv.slice(2);
const hitCount = 10;
mkdirSync(out, { recursive: true });
for (const folder of folders) await dump(resolve(folder));

interface Question {
  readonly id: string;
  readonly text: string;
  readonly kind: 'kept' | 'withheld' | 'changed';
  readonly hidden: readonly string[];
}

async function dump(folder: string): Promise<void> {
  const name = basename(folder);
  const beir = await readBeirSet(folder);
  const corpus = corpusDocuments(beir.documents);
  const internal = new Map([...corpus.corpusIds].map(([id, corpusId]) => [corpusId, id]));
  const progress = { ingesting: () => undefined, asking: () => undefined, done: () => undefined };
  const task = { config: loadConfig(), retrievers: [], k: hitCount, progress } as never;
  const questions = beir.queries.slice(0, Number(limit)).flatMap(({ id, text }): Question[] => {
    const gold = [...(beir.judgements.get(id) ?? [])].filter(([, grade]) => grade > 0);
    const hidden = gold.flatMap(([document]) => internal.get(document) ?? []);
    const kept: Question = { id, text, kind: 'kept', hidden: [] };
    return hidden.length === 0 ? [kept] : [kept, { id, text, kind: 'withheld', hidden }];
  });
  const all = [...questions, ...changedQuestions(folder, name)];
  await withCachedIndex({ name, folder }, task, corpus, async ({ search }) => {
    const rows = [];
    for (const question of all) rows.push({ ...question, row: [...(await rowOf(question, search))] });
    const stored = rows.map(({ id, kind, row }) => ({ id, kind, row: row.map((value) => Number(value.toFixed(5))) }));
    writeFileSync(join(out, `${name}.json`), JSON.stringify({ features: supportFeatureNames, questions: stored }));
  });
  process.stdout.write(`${name}: ${all.length} questions\n`);
}

function changedQuestions(folder: string, name: string): Question[] {
  const files = [join(folder, 'queries_unanswerable.jsonl'), join(changed, `${name}.jsonl`)];
  const file = files.find((path) => existsSync(path));
  if (file === undefined) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(0, Number(limit));
  const parsed = lines.map((line) => JSON.parse(line) as { readonly _id: string; readonly text: string });
  return parsed.map(({ _id: id, text }) => ({ id, text, kind: 'changed', hidden: [] }));
}

async function rowOf({ text: asked, hidden }: Question, index: IndexSearch): Promise<Float64Array> {
  const { text } = await index.spell(asked);
  const filter = hidden.length === 0 ? undefined : { documentId: { notIn: [...hidden] } };
  const hits = await index.search(text, { k: hitCount, filter });
  const terms = await index.questionTerms(text);
  const candidates = await sentenceCandidates(hits, { question: text, terms, index });
  return supportFeatures(hits, candidates, { question: text, terms, index });
}
