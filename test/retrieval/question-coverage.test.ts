import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexSearch } from '../../src/retrieval/index-search.js';
import { SmallIndex } from './small-index.js';

const small = new SmallIndex();
let index: IndexSearch;

beforeAll(async () => {
  const { search } = await small.ingest({
    'a.md': '# Boats\n\nA boat needs a mooring in the harbour.\n',
    'b.md': '# Trees\n\nAn oak grows slowly in the forest.\n',
    'c.md': '# Bread\n\nThe bakery bakes bread every morning.\n',
  });
  index = search;
});
afterAll(() => small.remove());

describe('QuestionCoverage', () => {
  it('tells for each text, in order, what it covers of the question', async () => {
    const coverage = await index.questionCoverage('mooring in the harbour');
    const [whole, half, none] = await coverage.ofTexts(['The harbour has a mooring.', 'A harbour.', 'Oaks.']);
    expect(whole?.terms.every((value) => value > 0)).toBe(true);
    expect(half?.terms.filter((value) => value > 0)).toHaveLength(1);
    expect(none?.terms.every((value) => value === 0)).toBe(true);
    expect(whole?.window).toBeCloseTo(1);
    expect(none?.window).toBe(0);
  });

  it('sees other words for the same by their token vectors', async () => {
    const coverage = await index.questionCoverage('harbour');
    const [like, unlike] = await coverage.ofTexts(['port', 'oak']);
    expect(like?.cosines[0]).toBeGreaterThan(unlike?.cosines[0] ?? 1);
  });

  it('has weights that sum to 1', async () => {
    const { weights } = await index.questionCoverage('Which boat needs a mooring?');
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
  });
});
