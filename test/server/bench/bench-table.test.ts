import { describe, expect, it } from 'vitest';
import { benchTable } from '../../../server/bench/bench-table.js';
import type { RetrieverResult, SetResult } from '../../../src/evaluation/bench-report.js';

function retriever(name: string, ndcg: number, p50: number): RetrieverResult {
  const latencyMs = { p50, p95: 40, mean: p50 };
  return { name, metrics: { 'ndcg@10': ndcg }, latencyMs, queriesPerSecond: 1000 / p50, queries: [] };
}

function set(...retrievers: RetrieverResult[]): SetResult {
  const ingest = { ms: 12_340, isCached: false, indexBytes: 23_400_000 };
  const counts = { documents: 5183, chunks: 6100, queries: 300, judgedQueries: 300, skippedDocuments: 0 };
  return { name: 'scifact', ...counts, ingest, peakMemoryBytes: 512e6, retrievers };
}

const row = (table: string, name: string) => table.split('\n').find((line) => line.startsWith(`│ ${name} `));

describe('benchTable', () => {
  it('says what was measured', () => {
    const [headline] = benchTable(set(retriever('lexical', 0.6, 5)), String).split('\n');
    expect(headline).toBe(
      'scifact: 5,183 documents, 6,100 chunks, 300 queries, ingest 12.3 s, index 23 MB, peak memory 512 MB',
    );
  });

  it('marks the best value of each row: the highest, of times the lowest', () => {
    const table = benchTable(
      set(retriever('lexical', 0.67891, 5), retriever('hybrid', 0.7, 20)),
      (text) => `<${text}>`,
    );
    expect(row(table, 'ndcg@10')).toMatch(/│ +0\.6789 +│ +<0\.7000 \*> │/u);
    expect(row(table, 'p50 ms')).toMatch(/│ +<5\.0 \*> │ +20\.0 +│/u);
    expect(row(table, 'queries/s')).toMatch(/│ +<200\.0 \*> │ +50\.0 +│/u);
  });

  it('marks nothing where all print the same', () => {
    const table = benchTable(set(retriever('hybrid', 0.70001, 5), retriever('default', 0.70002, 5)), String);
    expect(table).not.toContain('*');
  });
});
