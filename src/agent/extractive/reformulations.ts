import type { Hit } from '../../core/hit.js';
import type { OpenQuestion } from '../reasoner.js';

/** Words that a second search adds; more would only repeat the first. */
const wordsPerQuery = 6;

/** A second search: what was not found, together with what the best passage is about. */
export function reformulations(hits: readonly Hit[], missing: readonly string[]): readonly OpenQuestion[] {
  const [best] = hits;
  if (best === undefined || missing.length === 0) return [];
  const words = missing.slice(0, wordsPerQuery).join(' ');
  return [{ question: `${best.chunk.document.title} ${words}` }];
}
