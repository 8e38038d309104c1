import { searchableText } from '../../core/chunk.js';
import type { Hit } from '../../core/hit.js';
import { dot } from '../../models/vectors.js';
import type { IndexSearch } from '../../retrieval/index-search.js';

const weights = { words: 0.6, vector: 0.4 };

/**
 * Passages of the index and texts from elsewhere in one order: no search has seen both, so each is scored anew by its share
 * of the question's words and its likeness to the question, and gets the score parts that a search would have given it.
 */
export async function rankTogether(
  hits: readonly Hit[],
  question: string,
  { index, signal }: { readonly index: IndexSearch; readonly signal: AbortSignal | undefined },
): Promise<readonly Hit[]> {
  const texts = hits.map(({ chunk }) => searchableText(chunk));
  const terms = await index.questionTerms(question);
  const query = await index.embedQuery(question, signal);
  const vectors = await index.embedTexts(texts, signal);
  const scored = hits.map((hit, place) => {
    const text = texts[place] ?? '';
    const dense = dot(query, vectors[place] ?? query);
    const score = weights.words * terms.coverage(terms.termsIn(text)) + weights.vector * Math.max(0, dense);
    return { ...hit, score, parts: { dense, lexical: terms.bm25Of(text), ...hit.parts } };
  });
  return scored.toSorted((a, b) => b.score - a.score).map((hit, place) => ({ ...hit, rank: place + 1 }));
}
