/** Hashes of terms, numbered from 0 in the order of their first look-up; a table of its own, for a map takes four times as long. */
export class TermNumbers {
  readonly #mask: number;
  readonly #hashes: Int32Array;
  /** One more than the number; 0 is a free place. */
  readonly #numbers: Int32Array;
  #size = 0;

  /** @param most different terms that may come */
  constructor(most: number) {
    const places = 2 ** Math.ceil(Math.log2(Math.max(8, 2 * most)));
    this.#mask = places - 1;
    this.#hashes = new Int32Array(places);
    this.#numbers = new Int32Array(places);
  }

  get size(): number {
    return this.#size;
  }

  of(hash: number): number {
    let place = hash & this.#mask;
    for (;;) {
      const number = this.#numbers[place] as number;
      if (number === 0) break;
      if (this.#hashes[place] === hash) return number - 1;
      place = (place + 1) & this.#mask;
    }
    this.#hashes[place] = hash;
    this.#size += 1;
    this.#numbers[place] = this.#size;
    return this.#size - 1;
  }
}
