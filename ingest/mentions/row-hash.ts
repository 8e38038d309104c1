import type { ChunkPlace } from '../../src/store/index-store.js';
import { termHash } from '../../src/store/term-hash.js';
import { analysisVersion } from '../../src/store/text-analysis.js';

/** Counted up whenever the same chunk would get another row. */
const rowVersion = 1;

/** Changes with all that a chunk's row is made from, the names of other chunks aside. */
export function rowHash({ hash, ordinal, headings, document: { title, name } }: ChunkPlace): string {
  // The chunk's own hash covers its text, and the context only as far as that is not cut off.
  const rest = JSON.stringify([rowVersion, analysisVersion, ordinal, title, name, headings.at(-1)]);
  return `${hash}.${(termHash(rest) >>> 0).toString(36)}`;
}
