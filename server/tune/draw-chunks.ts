import type { StoredChunk } from '../../src/core/hit.js';
import type { IndexReader, StoredDocument } from '../../src/store/index-store.js';
import { shuffled } from './shuffled.js';

interface DrawOptions {
  readonly count: number;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Chunks at random places, spread evenly over documents that are drawn too: the first of each document, then the second
 * of each, and so on. Long documents are not read whole.
 */
export async function drawChunks(
  reader: IndexReader,
  documents: readonly StoredDocument[],
  { count, random, signal }: DrawOptions,
): Promise<StoredChunk[]> {
  const drawn = shuffled(
    documents.filter(({ chunkCount }) => chunkCount > 0),
    random,
  ).slice(0, count);
  const places = shares(
    drawn.map(({ chunkCount }) => chunkCount),
    count,
  );
  const byDocument: StoredChunk[][] = [];
  for (const [at, { id, chunkCount }] of drawn.entries()) {
    signal?.throwIfAborted();
    const ordinals = shuffled([...Array(chunkCount).keys()], random).slice(0, places[at]);
    byDocument.push(shuffled(await reader.getChunksAt(id, ordinals), random));
  }
  const longest = Math.max(0, ...byDocument.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => byDocument.flatMap((chunks) => chunks[turn] ?? [])).flat();
}

/** How many each gives where all give alike, none more than it has, and together `count` if they have as many. */
function shares(available: readonly number[], count: number): number[] {
  const given = available.map(() => 0);
  let left = Math.min(
    count,
    available.reduce((sum, each) => sum + each, 0),
  );
  while (left > 0) {
    for (const [at, most] of available.entries()) {
      if (left === 0 || (given[at] ?? 0) >= most) continue;
      given[at] = (given[at] ?? 0) + 1;
      left -= 1;
    }
  }
  return given;
}
