/**
 * Writes what the sentence model would see of each sentence of each question, for `train.py`:
 * `tsx dump-features.ts OUT LIMIT SET…` makes OUT/<set>.f32 (rows of features) and OUT/<set>.json (which rows belong to
 * which question, with labels and lengths). The sets are folders in BEIR format whose queries.jsonl states `facts`; they
 * are ingested, searched and taken apart by the product's own code, through the same cached indexes as `docent bench`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { corpusDocuments } from '../../../../server/bench/corpus-documents.js';
import { withCachedIndex } from '../../../../server/bench/with-cached-index.js';
import type { SentenceDraft } from '../../../../src/agent/extractive/sentence-draft.js';
import { gatherSentences } from '../../../../src/agent/extractive/gather-sentences.js';
import { sentenceFeatureNames, sentenceFeatures } from '../../../../src/agent/extractive/sentence-features.js';
import { loadConfig } from '../../../../src/core/config.js';
import { answerHit, normalisedAnswer } from '../../../../src/evaluation/answer-text.js';
import { readBeirSet } from '../../../../src/evaluation/beir-set.js';

interface Query {
  readonly _id: string;
  readonly type: string;
  /** Passage and the words that stand in it; the last one is the answer. */
  readonly facts: readonly (readonly [string, string])[];
}

/** Passages that an answer is made from. */
const passages = 10;
/** Says the answer, but not where it was asked for: no example of anything. */
const elsewhere = -1;
/** One of the passages on the way to the answer. */
const onTheWay = 1;
const holdsAnswer = 2;
/** A gold answer this long is a sentence of its own, which may have been split otherwise. */
const sentenceLength = 80;
const shortestPart = 30;

const [out = '', limit = '', ...folders] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
for (const folder of folders) await dump(resolve(folder));

async function dump(folder: string): Promise<void> {
  const name = basename(folder);
  const beir = await readBeirSet(folder);
  const corpus = corpusDocuments(beir.documents);
  const lines = readFileSync(join(folder, 'queries.jsonl'), 'utf8').split('\n').filter((line) => line !== '');
  const stated = new Map(lines.map((line) => JSON.parse(line) as Query).map((query) => [query._id, query]));
  const progress = { ingesting: () => undefined, asking: () => undefined, done: () => undefined };
  const task = { config: loadConfig(), retrievers: [], k: passages, progress } as never;
  const queries = beir.queries.slice(0, Number(limit));
  await withCachedIndex({ name, folder }, task, corpus, async ({ search }) => {
    const rows: Float64Array[] = [];
    const groups = [];
    for (const { id, text: asked } of queries) {
      const { text } = await search.spell(asked);
      const hits = await search.search(text, { k: passages });
      const terms = await search.questionTerms(text);
      const evidence = await gatherSentences(hits, { question: text, terms, index: search });
      const query = stated.get(id);
      if (query === undefined || evidence.drafts.length === 0) continue;
      rows.push(...sentenceFeatures(evidence));
      const labels = evidence.drafts.map((draft) => labelOf(draft, query, corpus.corpusIds));
      groups.push({ id, labels, lengths: evidence.drafts.map(({ shown }) => shown.length) });
    }
    const values = new Float32Array(rows.length * sentenceFeatureNames.length);
    for (const [at, row] of rows.entries()) values.set(row, at * sentenceFeatureNames.length);
    writeFileSync(join(out, `${name}.f32`), Buffer.from(values.buffer));
    writeFileSync(join(out, `${name}.json`), JSON.stringify({ features: sentenceFeatureNames, groups }));
  });
  process.stdout.write(`${name}: ${queries.length} questions\n`);
}

/** A comparison is answered by all its facts, any other question by the last one. */
function labelOf(
  { hit, shown }: SentenceDraft,
  { type, facts }: Query,
  corpusIds: ReadonlyMap<string, string>,
): number {
  const document = corpusIds.get(hit.chunk.documentId);
  const said = facts.filter(([id, words]) => id === document && says(shown, words));
  const last = facts.at(-1);
  if (said.length > 0) return /comparison/u.test(type) || (last && said.includes(last)) ? holdsAnswer : onTheWay;
  return last !== undefined && says(shown, last[1]) ? elsewhere : 0;
}

function says(shown: string, words: string): boolean {
  if (answerHit(shown, [words])) return true;
  const part = normalisedAnswer(shown);
  return words.length > sentenceLength && part.length >= shortestPart && normalisedAnswer(words).includes(part);
}
