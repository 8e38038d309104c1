import type { Hit } from '../../src/core/hit.js';
import { type ScoredDocument, withFallingScores } from '../../src/evaluation/run.js';

/** Chunk hits as documents: each stands where its best chunk stands, once. */
export function documentRanking(hits: readonly Hit[], corpusIds: ReadonlyMap<string, string>): ScoredDocument[] {
  const best = new Map<string, number>();
  for (const { chunk, score } of hits) {
    const id = corpusIds.get(chunk.documentId);
    if (id !== undefined && !best.has(id)) best.set(id, score);
  }
  return withFallingScores([...best].map(([id, score]) => ({ id, score })));
}
