/**
 * Writes what the ranker would see of each candidate of each question, for `train.py`:
 * `tsx dump-features.ts OUT LIMIT SET…` makes OUT/<set>.f32 (rows of features) and OUT/<set>.json (which rows belong to
 * which question, their documents and the judgements). The sets are folders in BEIR format; they are ingested and
 * searched by the product's own code, through the same cached indexes as `docent bench`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { corpusDocuments } from '../../../../server/bench/corpus-documents.js';
import { withCachedIndex } from '../../../../server/bench/with-cached-index.js';
import { loadConfig } from '../../../../src/core/config.js';
import { readBeirSet } from '../../../../src/evaluation/beir-set.js';
import { featureNames } from '../../../../src/retrieval/ranking/candidate-features.js';

const [out = '', limit = '', ...folders] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
for (const folder of folders) await dump(resolve(folder));

async function dump(folder: string): Promise<void> {
  const name = basename(folder);
  const beir = await readBeirSet(folder);
  const corpus = corpusDocuments(beir.documents);
  const progress = { ingesting: () => undefined, asking: () => undefined, done: () => undefined };
  const task = { config: loadConfig(), retrievers: [], k: 10, progress } as never;
  const started = performance.now();
  const queries = beir.queries.slice(0, Number(limit));
  await withCachedIndex({ name, folder }, task, corpus, async ({ search }) => {
    const rows: Float64Array[] = [];
    const groups = [];
    for (const { id, text } of queries) {
      const ranking = await search.rankingRows(text);
      rows.push(...ranking.map(({ features }) => features));
      const documents = ranking.map(({ documentId }) => corpus.corpusIds.get(documentId) ?? '');
      groups.push({ id, count: ranking.length, documents, judged: Object.fromEntries(beir.judgements.get(id) ?? []) });
    }
    const values = new Float32Array(rows.length * featureNames.length);
    for (const [at, row] of rows.entries()) values.set(row, at * featureNames.length);
    writeFileSync(join(out, `${name}.f32`), Buffer.from(values.buffer));
    writeFileSync(join(out, `${name}.json`), JSON.stringify({ features: featureNames, groups }));
  });
  const ms = (performance.now() - started) / Math.max(1, queries.length);
  process.stdout.write(`${name}: ${queries.length} questions, ${ms.toFixed(1)} ms each, ingest included\n`);
}
