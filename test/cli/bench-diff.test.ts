import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeAnswersResult } from '../fixtures/make-answers-result.js';
import { makeBenchReport } from '../fixtures/make-bench-report.js';
import { CommandLine } from './docent.js';

// Each test starts several processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const scored = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { 'ndcg@10': value, 'recall@5': value / 2 }]));

const before = makeBenchReport([
  {
    name: 'science',
    texts: { q2: 'who paid\u001b[31m for it' },
    retrievers: {
      lexical: scored({ q1: 0.5, q2: 0.75, q3: 1, q4: 0.25 }),
      hybrid: scored({ q1: 0.5, q2: 1, q3: 1, q4: 0.5 }),
    },
  },
  { name: 'news', retrievers: { lexical: scored({ n1: 1 }) } },
]);
const after = makeBenchReport([
  {
    name: 'science',
    texts: { q2: 'who paid\u001b[31m for it' },
    retrievers: {
      lexical: scored({ q1: 0.5, q2: 0.25, q3: 1, q5: 1 }),
      hybrid: scored({ q1: 0.75, q2: 1, q3: 1, q4: 0.5 }),
    },
  },
]);

const answered = makeAnswersResult();
const withAnswers = (answers: typeof answered) =>
  makeBenchReport([{ name: 'science', retrievers: { lexical: scored({ q1: 0.5 }) }, answers }]);
/** The third question is answered right now. */
const better = {
  ...answered,
  queries: answered.queries.map((query) =>
    query.id === 'q3' ? { ...query, metrics: { ...query.metrics, 'answer-hit': 1 } } : query,
  ),
};

const qrels = 'query\tdocument\tjudgement\nq1\td1\t1\nq2\td2\t1\nq3\td3\t1\n';
// The document of q1 at rank 1, of q2 at rank 2, none for q3; then the document of q2 at rank 1 as well.
const lexicalRun = 'q1 Q0 d1 1 9 x\nq2 Q0 d9 1 9 x\nq2 Q0 d2 2 8 x\n';
const hybridRun = 'q1 Q0 d1 1 9 x\nq2 Q0 d2 1 9 x\nq2 Q0 d9 2 8 x\n';

let docent: CommandLine;
beforeAll(() => {
  docent = new CommandLine();
  docent.have({
    'a.json': JSON.stringify(before),
    'b.json': JSON.stringify(after),
    'answers-a.json': JSON.stringify(withAnswers(answered)),
    'answers-b.json': JSON.stringify(withAnswers(better)),
    'broken.json': '{"format": 1}',
    'science.lexical.trec': lexicalRun,
    'science.hybrid.trec': hybridRun,
    'qrels.tsv': qrels,
  });
});
afterAll(() => docent.close());

function diff(...parameters: readonly string[]) {
  const files = parameters.map((each) => (/\.(?:json|trec|tsv)$/u.test(each) ? `documents/${each}` : each));
  return docent.run(['bench', 'diff', ...files]);
}

describe('docent bench diff', () => {
  it('compares each retriever that two results share, and names what only one has', async () => {
    const { code, stdout, stderr } = await diff('a.json', 'b.json');
    expect(code).toBe(0);
    const cells = stdout.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
    const rowOf = (retriever: string) => cells.find((row) => row[2] === retriever)?.slice(1, 6);
    expect(stdout).toMatch(/^A {2}documents\/a\.json\nB {2}documents\/b\.json\nndcg@10\n/u);
    expect(rowOf('lexical')).toEqual(['science', 'lexical', '0.7500', '0.5833', '-0.1667']);
    expect(rowOf('hybrid')).toEqual(['science', 'hybrid', '0.7500', '0.8125', '+0.0625']);
    expect(stdout).toContain('10000 resamples');
    expect(stderr).toContain('only in documents/a.json: news, lexical');
    expect(stderr).toContain('science, lexical: compared on the 3 queries that both have; 1 only in A and 1 only in B');
  });

  it('shows the queries that changed most, without what would steer the terminal', async () => {
    const { stdout } = await diff('a.json', 'b.json', '--retriever', 'lexical');
    expect(stdout).toContain(
      'science, lexical: lost most in ndcg@10\n  -0.5000  0.7500 → 0.2500  q2: who paid [31m for it',
    );
    expect(stdout).not.toContain('won most');
    expect(stdout).not.toContain('hybrid');
    expect((await diff('a.json', 'b.json', '--examples', '0')).stdout).not.toContain('lost most');
  });

  it('fails where a set falls below the threshold, and says which', async () => {
    const refused = await diff('a.json', 'b.json', '--fail-below', '-0.01');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('failed: science, lexical: ndcg@10 changed by -0.1667, below -0.01 (p = 1.0000).');
    expect(refused.stderr).not.toContain('science, hybrid: ndcg@10');
    expect((await diff('a.json', 'b.json', '--fail-below', '-0.2')).code).toBe(0);
    expect((await diff('a.json', 'b.json', '--fail-below', '-0.01', '--retriever', 'hybrid')).code).toBe(0);
  });

  it('compares answers by the gold answer, over the questions that have one', async () => {
    const { code, stdout, stderr } = await diff('answers-a.json', 'answers-b.json', '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { differences } = JSON.parse(stdout);
    expect(differences.map(({ label, metric }: Record<string, string>) => [label, metric])).toEqual([
      ['lexical', 'ndcg@10'],
      ['answers', 'answer-hit'],
    ]);
    expect(differences[1].comparison).toMatchObject({ queries: 3, firstMean: 2 / 3, secondMean: 1, won: 1, lost: 0 });
    expect(differences[1].texts).toEqual({ q3: 'text of q3' });
    const asked = await diff(
      'answers-a.json',
      'answers-b.json',
      '--metric',
      'evidence-recall@5',
      '--retriever',
      'answers',
    );
    expect(asked.stdout).toMatch(/science │ answers +│ 0\.7500 │ 0\.7500 │ 0\.0000/u);
  });

  it('names answers that only one result has', async () => {
    const { code, stderr } = await diff('a.json', 'answers-b.json');
    expect(code).toBe(0);
    expect(stderr).toContain('only in documents/answers-b.json: science, answers');
  });

  it('compares two retrievers of one result in the metric asked for', async () => {
    const parameters = ['a.json', '--retrievers', 'lexical,hybrid', '--metric', 'recall@5', '--json'];
    const { code, stdout, stderr } = await diff(...parameters);
    expect([code, stderr]).toEqual([0, '']);
    const { differences } = JSON.parse(stdout);
    expect(differences).toHaveLength(1); // news was not measured with both
    expect(differences[0]).toMatchObject({ set: 'science', label: 'lexical → hybrid', metric: 'recall@5' });
    expect(differences[0].comparison).toMatchObject({ queries: 4, difference: 0.0625, won: 2, lost: 0, tied: 2 });
  });

  it('compares two TREC runs by their judgements; a query that was not found counts 0', async () => {
    const parameters = ['science.lexical.trec', 'science.hybrid.trec', '--qrels', 'qrels.tsv', '--json'];
    const { code, stdout, stderr } = await diff(...parameters);
    expect([code, stderr]).toEqual([0, '']);
    const [difference] = JSON.parse(stdout).differences;
    expect(difference).toMatchObject({ set: 'science', label: 'lexical → hybrid', metric: 'ndcg@10' });
    expect(difference.comparison.firstMean).toBeCloseTo((1 + 1 / Math.log2(3)) / 3, 12);
    expect(difference.comparison.secondMean).toBeCloseTo(2 / 3, 12);
    const other = await diff(...parameters, '--metric', 'MRR@1');
    expect(JSON.parse(other.stdout).differences[0].comparison.firstMean).toBeCloseTo(1 / 3, 12);
  });

  it.each([
    { parameters: ['a.json'], message: 'A second result is missing' },
    { parameters: ['a.json', 'absent.json'], message: 'documents/absent.json cannot be read' },
    { parameters: ['a.json', 'broken.json'], message: 'documents/broken.json is no result of docent bench' },
    { parameters: ['a.json', 'b.json', '--metric', 'bleu'], message: 'There is ndcg@10, recall@5' },
    { parameters: ['a.json', 'b.json', '--retriever', 'graph'], message: 'science, lexical; science, hybrid' },
    { parameters: ['a.json', '--retrievers', 'lexical,graph'], message: 'both lexical and graph' },
    { parameters: ['a.json', '--retrievers', 'lexical'], message: 'two names' },
    { parameters: ['a.json', 'b.json', '--fail-below', 'much'], message: 'a number from -1 to 1' },
    { parameters: ['science.lexical.trec', 'science.hybrid.trec'], message: '--qrels FILE' },
    { parameters: ['science.lexical.trec', 'b.json', '--qrels', 'qrels.tsv'], message: 'come in twos' },
    {
      parameters: ['science.lexical.trec', 'qrels.tsv.trec', '--qrels', 'qrels.tsv'],
      message: 'There is no documents/qrels.tsv.trec',
    },
  ])('refuses $parameters', async ({ parameters, message }) => {
    const { code, stdout, stderr } = await diff(...parameters);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('leaves `docent bench` its folders, one named diff among them', async () => {
    for (const folder of ['documents/absent', './diff']) {
      const { code, stderr } = await docent.run(['bench', folder]);
      expect(code).toBe(1);
      expect(stderr).toContain(`There is no folder`);
    }
  });
});
