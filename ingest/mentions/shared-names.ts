import type { NamedChunk } from '../../src/store/index-store.js';

/** A name that one chunk alone has links nothing; one that very many have says nothing. */
const fewestChunks = 2;
const mostChunks = 20;
const mostShare = 0.02;

/** The names that count: all titles, and the names that several chunks share. */
export function sharedNamesOf(chunks: readonly Pick<NamedChunk, 'titles' | 'candidates'>[]): ReadonlySet<string> {
  const names = new Set<string>();
  const counts = new Map<string, number>();
  for (const { titles, candidates } of chunks) {
    for (const title of titles) names.add(title);
    for (const name of candidates) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const most = Math.max(mostChunks, chunks.length * mostShare);
  for (const [name, count] of counts) if (count >= fewestChunks && count <= most) names.add(name);
  return names;
}
