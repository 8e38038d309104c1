import { describe, expect, it } from 'vitest';
import { TermCounter } from '../../../src/retrieval/mention-graph/term-counter.js';
import { termHash } from '../../../src/store/term-hash.js';

/** Chunks by their words. */
function counterOf(...chunks: readonly string[]): TermCounter {
  const lists = chunks.map((chunk) => chunk.split(' ').filter(Boolean).map(termHash));
  const offsets = Int32Array.from([0, ...lists.map((_, at) => lists.slice(0, at + 1).flat().length)]);
  return new TermCounter({ offsets, values: Int32Array.from(lists.flat()) });
}

describe('the counter of terms', () => {
  it('counts the chunks that hold a term, each once', () => {
    const counter = counterOf('red fox red', '', 'fox tree', 'fox');
    const { counts, total } = counter.count(['red', 'fox', 'absent', 'fox']);
    expect(Object.fromEntries(counts)).toEqual({ red: 1, fox: 3, absent: 0 });
    expect(total).toBe(4);
  });

  it('tells apart thousands of terms', () => {
    const terms = Array.from({ length: 5_000 }, (_, at) => `term${at}`);
    const { counts } = counterOf(terms.slice(0, 2_500).join(' '), terms.slice(1_000).join(' ')).count(terms);
    expect([counts.get('term0'), counts.get('term1000'), counts.get('term4999')]).toEqual([1, 2, 1]);
  });

  it('counts nothing in an empty index', () => {
    expect(counterOf().count(['red'])).toEqual({ counts: new Map([['red', 0]]), total: 0 });
  });
});
