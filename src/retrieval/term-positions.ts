/** Bits of a hash by which most foreign terms are told apart before the map is asked. */
const filterBits = 12;
const filterMask = 2 ** filterBits - 1;

/** Positions of a few terms by their hashes. A passage has hundreds of terms of which nearly all are foreign. */
export class TermPositions {
  readonly #positions: ReadonlyMap<number, number>;
  readonly #isPossible = new Uint8Array(2 ** filterBits);

  constructor(hashes: readonly number[]) {
    this.#positions = new Map(hashes.map((hash, position) => [hash, position]));
    for (const hash of hashes) this.#isPossible[hash & filterMask] = 1;
  }

  /** −1 for a term that is none of them. */
  of(hash: number): number {
    return this.#isPossible[hash & filterMask] === 0 ? -1 : (this.#positions.get(hash) ?? -1);
  }
}
