import type { Hit } from '../../core/hit.js';
import type { SentenceDraft } from './sentence-draft.js';

/** How a passage stands among those that sentences are taken from. */
export interface PassageStanding {
  /** 1 for the best score, 0 for the lowest. */
  readonly share: number;
  /** Parts of its score, as shares of the largest; the cosine as it is. */
  readonly lexical: number;
  readonly dense: number;
  readonly walk: number;
  readonly chain: number;
}

export function passageStandings(drafts: readonly SentenceDraft[]): (hit: Hit) => PassageStanding {
  const hits = [...new Map(drafts.map(({ hit }) => [hit.chunk.id, hit])).values()];
  const scores = fallingScores(hits);
  const top = scores.get(hits[0]?.chunk.id ?? '') ?? 0;
  const low = scores.get(hits.at(-1)?.chunk.id ?? '') ?? 0;
  const largest = (part: string) => Math.max(1e-9, ...hits.map(({ parts }) => parts[part] ?? 0));
  const largestOf = { lexical: largest('lexical'), walk: largest('walk'), chain: largest('chain') };
  return ({ chunk, parts }) => ({
    share: top > low ? ((scores.get(chunk.id) ?? low) - low) / (top - low) : 1,
    lexical: (parts.lexical ?? 0) / largestOf.lexical,
    dense: parts.dense ?? 0,
    walk: (parts.walk ?? 0) / largestOf.walk,
    chain: (parts.chain ?? 0) / largestOf.chain,
  });
}

/** Passages of several searches keep the order they were given in: none scores above one before it. */
function fallingScores(hits: readonly Hit[]): ReadonlyMap<string, number> {
  let low = Number.POSITIVE_INFINITY;
  return new Map(
    hits.map(({ chunk, score }) => {
      low = Math.min(low, score);
      return [chunk.id, low];
    }),
  );
}
