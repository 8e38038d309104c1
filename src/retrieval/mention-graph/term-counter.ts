import type { IntegerLists } from '../../store/index-store.js';
import { termHash } from '../../store/term-hash.js';
import { TermPositions } from '../term-positions.js';

/** Counts in how many chunks terms occur by reading all of them: a million terms take a few milliseconds. */
export class TermCounter {
  readonly #chunks: IntegerLists;

  /** @param chunks hashes of each chunk's terms */
  constructor(chunks: IntegerLists) {
    this.#chunks = chunks;
  }

  count(terms: readonly string[]): { readonly counts: ReadonlyMap<string, number>; readonly total: number } {
    const { offsets, values } = this.#chunks;
    const total = offsets.length - 1;
    const distinct = [...new Set(terms)];
    if (distinct.length === 0) return { counts: new Map(), total };
    const positions = new TermPositions(distinct.map(termHash));
    const counts = new Int32Array(distinct.length);
    const lastChunk = new Int32Array(distinct.length).fill(-1);
    for (let chunk = 0; chunk < total; chunk += 1) {
      const end = offsets[chunk + 1] as number;
      for (let at = offsets[chunk] as number; at < end; at += 1) {
        const position = positions.of(values[at] as number);
        if (position < 0 || lastChunk[position] === chunk) continue;
        lastChunk[position] = chunk;
        counts[position] = (counts[position] as number) + 1;
      }
    }
    return { counts: new Map(distinct.map((term, at) => [term, counts[at] ?? 0])), total };
  }
}
