import type { ScoredId } from './index-store.js';

/** Saturation and length normalisation as LanceDB has them, which are Lucene's. */
const k1 = 1.2;
const b = 0.75;

export interface AnalysedChunk {
  readonly id: string;
  readonly terms: readonly string[];
}

/** BM25 (Robertson and Zaragoza 2009, with Lucene's never negative idf) of each chunk that holds a query term. */
export function bm25(query: readonly string[], chunks: readonly AnalysedChunk[]): ScoredId[] {
  const averageLength = chunks.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, chunks.length);
  const frequencies = chunks.map(({ id, terms }) => ({ id, length: terms.length, counts: countsOf(terms, query) }));
  const rarities = query.map((term) => {
    const holders = frequencies.filter(({ counts }) => counts.has(term)).length;
    return Math.log(1 + (chunks.length - holders + 0.5) / (holders + 0.5));
  });
  const matching = frequencies.filter(({ counts }) => counts.size > 0);
  return matching.map(({ id, length, counts }) => {
    const norm = k1 * (1 - b + (b * length) / averageLength);
    const score = query.reduce((sum, term, index) => {
      const count = counts.get(term) ?? 0;
      return sum + ((rarities[index] ?? 0) * count * (k1 + 1)) / (count + norm);
    }, 0);
    return { id, score };
  });
}

function countsOf(terms: readonly string[], query: readonly string[]): Map<string, number> {
  const wanted = new Set(query);
  const counts = new Map<string, number>();
  for (const term of terms) if (wanted.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
