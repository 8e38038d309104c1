import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseBenchReport } from '../../src/evaluation/bench-report.js';
import { evaluateRun, measuresAt } from '../../src/evaluation/evaluate-run.js';
import { readTrecRun } from '../../src/evaluation/trec-run-file.js';
import { CommandLine } from './docent.js';

// Each test starts processes; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const corpus = [
  { _id: 'apples', title: 'Apples', text: 'Apples grow on trees and are picked in autumn.' },
  { _id: 'long', title: 'Pears', text: 'Pears are green, soft and sweet when they are ripe.\n\n'.repeat(60) },
  { _id: 'bananas', title: '', text: 'Bananas are yellow and come from plantations.' },
  { _id: 'title-only', title: 'Quinces and medlars', text: '' },
  { _id: 'empty', title: '', text: ' \n' },
];
const queries = [
  { _id: 'q1', text: 'When are apples picked?', answer: 'in autumn', answers: ['autumn'] },
  { _id: 'q2', text: 'Which fruit is yellow?', answer: 'bananas' },
  { _id: 'q3', text: 'quinces' },
  { _id: 'unjudged', text: 'Who eats plums?' },
];
const qrels = 'query-id\tcorpus-id\tscore\nq1\tapples\t2\nq2\tbananas\t1\nq3\ttitle-only\t1\n';
const plums = 'Plums are blue. They are dried to make prunes.';
const spans = [
  {
    _id: 's1',
    text: 'How are prunes made?',
    corpus: 'plums',
    references: [{ start: 16, end: 46, content: plums.slice(16) }],
  },
];

let docent: CommandLine;
beforeAll(() => {
  docent = new CommandLine();
  docent.have({
    'fruit/corpus.jsonl': lines(corpus),
    'fruit/queries.jsonl': lines(queries),
    'fruit/qrels.tsv': qrels,
    'fruit/queries_unanswerable.jsonl': lines([{ _id: 'u1', text: 'Who paid for the submarine in Vienna?' }]),
    'fruit/spans.jsonl': lines(spans),
    'fruit/documents/plums.md': plums,
  });
});
afterAll(() => docent.close());

const report = () => {
  const file = join(docent.root, 'out', 'report.json');
  return parseBenchReport(readFileSync(file, 'utf8'), file);
};
const bench = (...parameters: string[]) =>
  docent.run(['bench', join(docent.folder, 'fruit'), '--json', join(docent.root, 'out', 'report.json'), ...parameters]);

describe('docent bench', () => {
  it('measures a set, prints a table and writes results and runs', async () => {
    const runs = join(docent.root, 'runs');
    const { code, stdout, stderr } = await bench('--runs', runs, '--retrievers', 'lexical,dense,default');
    expect({ code, stderr: stderr.replace(/^fruit.*\n/gmu, '') }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^fruit: 4 documents, \d+ chunks \(1 without text left out\), 3 queries, /u);
    expect(stdout).toMatch(/│ +│ +lexical +│ +dense +│ +default +│/u);
    for (const row of ['ndcg@10', 'full-recall@5', 'map', 'p50 ms', 'queries/s', 'span-iou@5']) {
      expect(stdout).toContain(`│ ${row} `);
    }

    const { sets, embedder } = report();
    expect(embedder.name).toBe('docent-static');
    expect(sets[0]).toMatchObject({ name: 'fruit', documents: 4, queries: 3, judgedQueries: 3, skippedDocuments: 1 });
    expect(sets[0]?.ingest.isCached).toBe(false);
    expect(sets[0]?.chunks).toBeGreaterThan(4);
    const lexical = sets[0]?.retrievers[0];
    expect(lexical).toMatchObject({
      name: 'lexical',
      metrics: { 'ndcg@10': 1, 'recall@5': 1, map: 1, 'p@5': expect.closeTo(0.2) },
    });
    expect(lexical?.queries.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
    // The whole document is one chunk; of its 46 characters 30 are asked for.
    expect(sets[0]?.spans).toMatchObject({ documents: 1, queries: 1 });
    expect(sets[0]?.spans?.retrievers[0]?.metrics).toEqual({
      'span-recall@5': 1,
      'span-precision@5': 30 / 46,
      'span-iou@5': 30 / 46,
    });
  });

  it('writes runs that give the reported values again', async () => {
    const judged = new Map([
      ['q1', new Map([['apples', 2]])],
      ['q2', new Map([['bananas', 1]])],
      ['q3', new Map([['title-only', 1]])],
    ]);
    for (const { name, metrics } of report().sets[0]?.retrievers ?? []) {
      const run = await readTrecRun(join(docent.root, 'runs', `fruit.${name}.trec`));
      expect(evaluateRun(run, judged, measuresAt(10)).means).toEqual(metrics);
      // A document of many chunks stands in the run once.
      for (const [, found] of run) expect(found.filter(({ id }) => id === 'long').length).toBeLessThan(2);
    }
  });

  it('answers the questions with citations that stand, and tells when it cannot', async () => {
    const html = join(docent.root, 'out', 'answers.html');
    const { code, stdout, stderr } = await bench('--answers', '--withhold', '0.5', '--html', html);
    expect(code).toBe(0);
    expect(stderr).toContain('Answers are quoted from the documents, without a chat model.');
    expect(stdout).toMatch(/│ +│ +default +│\n/u);
    expect(stdout).toContain('fruit, answers quoted without a chat model: 3 questions, 10 passages each');
    expect(stdout).toMatch(/│ answer hit \(abstaining is a miss\) +│ +\d\.\d{4} │ +│ +2 │/u);
    expect(stdout).toMatch(/│ AUROC +│ +\d\.\d{4} │ +\d\.\d{4} │/u);

    const answers = report().sets[0]?.answers;
    expect(answers?.model).toBeUndefined();
    expect(answers?.queries.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
    expect(answers?.queries[0]?.metrics).toMatchObject({ 'forced-answer-hit': 1, 'evidence-recall@5': 1 });
    expect(answers?.metrics['quotes-verbatim']).toBe(1);
    expect(answers?.withheld).toMatchObject({ share: 0.5, seed: 1 });
    expect(answers?.withheld?.queries).toHaveLength(2);
    expect(answers?.unanswerable?.queries.map(({ id }) => id)).toEqual(['u1']);
    expect(readFileSync(html, 'utf8')).toContain('When to abstain');
  });

  it('asks no chat model that merely runs, and keeps the retrieval where the one that is named fails', async () => {
    const asked: string[] = [];
    const ollama = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end('{"error": {"message": "model not found"}}');
    });
    await once(ollama.listen(0, '127.0.0.1'), 'listening');
    const host = `http://127.0.0.1:${(ollama.address() as AddressInfo).port}`;
    try {
      const parameters = ['bench', join(docent.folder, 'fruit'), '--answers', '--queries', '1'];
      const unnamed = await docent.run(parameters, { OLLAMA_HOST: host });
      expect({ code: unnamed.code, asked }).toEqual({ code: 0, asked: [] });
      const named = await docent.run([...parameters, '--model', `${host}/v1#tiny`]);
      expect(named.code).toBe(1);
      expect(named.stderr).toMatch(/^Answers by url:tiny\.\n[\s\S]*\(chat-model-not-found\)/u);
      expect(named.stdout).toContain('ndcg@10');
      expect(named.stdout).not.toContain('answer hit');
      expect(asked.length).toBeGreaterThan(0);
    } finally {
      ollama.close();
    }
  });

  it('refuses options that are about answers where none are asked for', async () => {
    for (const parameters of [
      ['--withhold', '0.5'],
      ['--seed', '2'],
      ['--model', 'none'],
    ]) {
      const { code, stderr } = await bench(...parameters);
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`${parameters[0]} is for answers.*\\n.*Add --answers`, 'u'));
    }
    expect((await bench('--answers', '--withhold', '1')).stderr).toContain('above 0 and below 1');
  });

  it('finds everything in its cache the second time, and does again only what changed', async () => {
    const again = await bench('--retrievers', 'lexical', '--queries', '2', '-k', '3');
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('only the first 2 of 3 queries');
    expect(again.stdout).toContain('(cached)');
    expect(report().sets[0]).toMatchObject({ ingest: { isCached: true }, queries: 2, judgedQueries: 3 });
    expect(Object.keys(report().sets[0]?.retrievers[0]?.metrics ?? {})).toContain('ndcg@3');

    docent.have({ 'fruit/corpus.jsonl': lines(corpus.filter(({ _id }) => _id !== 'long')) });
    expect((await bench('--retrievers', 'lexical')).code).toBe(0);
    expect(report().sets[0]).toMatchObject({ ingest: { isCached: false }, documents: 3, chunks: 3 });
  });

  it('builds the cache anew by itself when the encoder changed', async () => {
    const other = { DOCENT_MODELS: join(import.meta.dirname, '..', 'fixtures'), DOCENT_EMBEDDER: 'tiny-encoder' };
    const json = join(docent.root, 'out', 'report.json');
    const parameters = ['bench', join(docent.folder, 'fruit'), '--json', json, '--retrievers', 'lexical,hybrid'];
    const changed = await docent.run(parameters, other);
    expect(changed.code).toBe(0);
    expect(report()).toMatchObject({ embedder: { name: 'tiny-encoder' }, sets: [{ ingest: { isCached: false } }] });
  });

  it('keeps its indexes out of the list of indexes', async () => {
    expect(existsSync(join(docent.indexes, '.bench'))).toBe(true);
    expect(JSON.parse((await docent.run(['status', '--json'])).stdout)).toEqual({ indexes: [] });
  });

  it('ends with 1, naming file and line, before anything is ingested', async () => {
    docent.have({
      'bad/corpus.jsonl': lines(corpus),
      'bad/queries.jsonl': lines(queries),
      'bad/qrels.tsv': `${qrels}q1\tmissing\t1\n`,
    });
    const { code, stdout, stderr } = await docent.run(['bench', join(docent.folder, 'bad')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /error: .*qrels\.tsv, line 5: corpus\.jsonl has no document "missing"\. \(benchmark-invalid\)/u,
    );
  });

  it('names the retrievers that exist when asked for another', async () => {
    const { code, stderr } = await bench('--retrievers', 'lexical,magic');
    expect(code).toBe(1);
    expect(stderr).toMatch(/no retriever "magic"[\s\S]*default.*lexical/u);
  });
});
