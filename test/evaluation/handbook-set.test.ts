import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handbookCorpus } from '../../data/benchmarks/handbook-corpus.js';
import { type BeirSet, readBeirSet } from '../../src/evaluation/beir-set.js';

const data = fileURLToPath(new URL('../../data/', import.meta.url));
const folder = `${data}benchmarks/handbook`;

const querySchema = z.strictObject({
  _id: z.string(),
  text: z.string().min(1),
  answer: z.string().min(1),
  type: z.enum(['single', 'multi-hop', 'comparison']),
  evidence: z.array(z.string()).min(1),
  lang: z.string().length(2).optional(),
});
const unanswerableSchema = z.strictObject({
  _id: z.string(),
  text: z.string().min(1),
  type: z.literal('unanswerable'),
  why: z.string().min(1),
  lang: z.string().length(2).optional(),
});

async function readLines<Row>(name: string, schema: z.ZodType<Row>): Promise<Row[]> {
  const text = await readFile(`${folder}/${name}`, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => schema.parse(JSON.parse(line)));
}

const normalised = (text: string) => text.replace(/\s+/gu, ' ').trim();

describe('the handbook set', () => {
  let set: BeirSet;
  let queries: z.infer<typeof querySchema>[];
  let unanswerable: z.infer<typeof unanswerableSchema>[];
  const relevantTo = (query: string) => [...(set.judgements.get(query) ?? [])].filter(([, grade]) => grade > 0);
  const count = (type: string) => queries.filter((query) => query.type === type).length;

  beforeAll(async () => {
    set = await readBeirSet(folder);
    queries = await readLines('queries.jsonl', querySchema);
    unanswerable = await readLines('queries_unanswerable.jsonl', unanswerableSchema);
  });

  it('has the corpus that the extractors make of data/documents now (if not: npx tsx data/benchmarks/make-handbook.ts)', async () => {
    const made = await handbookCorpus(`${data}documents`);
    expect(set.documents).toEqual(made.map(({ _id: id, title, text }) => ({ id, title, text })));
  });

  it('judges only rows that exist, with the grades 1 and 2, and has the answer to every question', () => {
    const ids = new Set(set.documents.map(({ id }) => id));
    for (const { _id: id } of queries) {
      const judged = [...(set.judgements.get(id) ?? [])];
      expect(judged.filter(([document, grade]) => !ids.has(document) || (grade !== 1 && grade !== 2))).toEqual([]);
      expect(judged.some(([, grade]) => grade === 2)).toBe(true);
    }
    expect([...set.judgements.keys()]).toEqual(queries.map(({ _id: id }) => id));
  });

  it('finds every sentence of evidence in a relevant row', () => {
    const texts = new Map(set.documents.map(({ id, text }) => [id, normalised(text)]));
    const missing = queries.flatMap(({ _id: id, evidence }) => {
      const rows = relevantTo(id).map(([document]) => texts.get(document) ?? '');
      return evidence.filter((sentence) => !rows.some((row) => row.includes(normalised(sentence))));
    });
    expect(missing).toEqual([]);
  });

  it('needs two rows or more for a question over several hops', () => {
    const short = queries.filter(({ type, _id: id }) => type === 'multi-hop' && relevantTo(id).length < 2);
    expect(short).toEqual([]);
  });

  it('asks 60 questions or more of every kind, over every file of the handbook and in other languages', () => {
    expect(queries.length).toBeGreaterThanOrEqual(60);
    expect(count('single')).toBeGreaterThanOrEqual(40);
    expect(count('multi-hop')).toBeGreaterThanOrEqual(14);
    expect(count('comparison')).toBeGreaterThanOrEqual(5);
    expect(unanswerable.length).toBeGreaterThanOrEqual(10);
    expect(new Set(queries.map(({ lang }) => lang))).toEqual(new Set([undefined, 'de', 'ja', 'es']));
    const fileOf = (id: string) => id.replace(/#.*$/u, '');
    const asked = new Set([...set.judgements.values()].flatMap((documents) => [...documents.keys()].map(fileOf)));
    expect(asked).toEqual(new Set(set.documents.map(({ id }) => fileOf(id))));
  });

  it('gives no id to two questions', () => {
    const ids = [...queries, ...unanswerable].map(({ _id: id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
