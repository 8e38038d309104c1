import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBeirSet } from '../../src/evaluation/beir-set.js';

const corpus = '{"_id":"d1","title":"One","text":"First."}\n{"_id":"d2","text":"Second."}\n';
const queries = '{"_id":"q1","text":"first?"}\n{"_id":"q2","text":"second?","answer":"2"}\n{"_id":"q3","text":"?"}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docent-beir-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function have(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries({ 'corpus.jsonl': corpus, 'queries.jsonl': queries, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const judged = [
  ['q1', [['d1', 2]]],
  ['q2', [['d2', 0]]],
];
const asPairs = (judgements: ReadonlyMap<string, ReadonlyMap<string, number>>) =>
  [...judgements].map(([query, documents]) => [query, [...documents]]);

describe('readBeirSet', () => {
  it('reads documents, the judged queries and graded judgements', async () => {
    have({ 'qrels.tsv': 'query-id\tcorpus-id\tscore\nq2\td2\t0\nq1\td1\t2\n' });
    const set = await readBeirSet(folder);
    expect(set.documents).toEqual([
      { id: 'd1', title: 'One', text: 'First.' },
      { id: 'd2', title: '', text: 'Second.' },
    ]);
    expect(set.queries).toEqual([
      { id: 'q1', text: 'first?' },
      { id: 'q2', text: 'second?' },
    ]);
    expect(asPairs(set.judgements)).toEqual([...judged].reverse());
  });

  it.each([
    ['without a header', 'qrels.tsv', 'q1\td1\t2\nq2\td2\t0\n'],
    ['in qrels/test.tsv', 'qrels/test.tsv', 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n'],
    ['in the four columns of TREC', 'qrels.tsv', 'q1 0 d1 2\nq2 0 d2 0\n'],
    ['with Windows line ends, a byte order mark and blank lines', 'qrels.tsv', '\uFEFFq1\td1\t2\r\n\r\nq2\td2\t0\r\n'],
    ['with decimals that are whole', 'qrels.tsv', 'q1\td1\t2.0\nq2\td2\t0.0\n'],
  ])('reads judgements %s', async (_, name, text) => {
    have({ [name]: text });
    expect(asPairs((await readBeirSet(folder)).judgements)).toEqual(judged);
  });

  it('takes numbers as ids', async () => {
    have({ 'corpus.jsonl': '{"_id":7,"text":"Seven."}', 'qrels.tsv': 'q1\t7\t1\n' });
    expect((await readBeirSet(folder)).documents[0]?.id).toBe('7');
  });

  it.each([
    ['corpus.jsonl', `${corpus}{"_id":"d3","text":`, /corpus\.jsonl, line 3: .*JSON/u],
    ['corpus.jsonl', `${corpus}\n{"_id":"d3"}`, /corpus\.jsonl, line 4: text: /u],
    ['corpus.jsonl', `${corpus}{"_id":"d1","text":"Again."}`, /corpus\.jsonl, line 3: .*"d1" comes a second time/u],
    ['queries.jsonl', `${queries}{"_id":"q4","text":" "}`, /queries\.jsonl, line 4: text: the query is empty/u],
    ['queries.jsonl', `${queries}{"_id":"q1","text":"x"}`, /queries\.jsonl, line 4: .*"q1" comes a second time/u],
    ['qrels.tsv', 'q1\td1\t1\nq1\td9\t1\n', /qrels\.tsv, line 2: corpus\.jsonl has no document "d9"/u],
    ['qrels.tsv', 'q1\td1\t1\nq9\td1\t1\n', /qrels\.tsv, line 2: queries\.jsonl has no query "q9"/u],
    ['qrels.tsv', 'q1\td1\thigh\n', /qrels\.tsv, line 1: the judgement "high" is not a whole number/u],
    ['qrels.tsv', 'q1\td1\t1\nq1\td1\t2\n', /qrels\.tsv, line 2: d1 is judged 1 and 2/u],
    ['qrels.tsv', 'q1\td1\n', /qrels\.tsv, line 1: it has 2 columns/u],
    ['qrels.tsv', 'query-id\tcorpus-id\tscore\n', /qrels\.tsv holds no judgement/u],
  ])('names file and line of what is wrong in %s: %j', async (name, text, message) => {
    have({ 'qrels.tsv': 'q1\td1\t1\n', [name]: text });
    await expect(readBeirSet(folder)).rejects.toMatchObject({
      code: 'benchmark-invalid',
      message: expect.stringMatching(message),
    });
  });

  it('names what is missing', async () => {
    have({});
    await expect(readBeirSet(folder)).rejects.toMatchObject({ message: expect.stringContaining('qrels.tsv') });
    rmSync(join(folder, 'corpus.jsonl'));
    await expect(readBeirSet(folder)).rejects.toMatchObject({ message: expect.stringContaining('corpus.jsonl') });
    await expect(readBeirSet(join(folder, 'missing'))).rejects.toMatchObject({ code: 'path-not-found' });
  });
});
