/** Sums by small whole numbers, most of them 0: an array, and a list of those that are not. */
export class SparseSums {
  #sums: Float64Array;
  readonly #keys: number[] = [];

  /** @param size keys are expected below this; more may come */
  constructor(size: number) {
    this.#sums = new Float64Array(Math.max(16, size));
  }

  /** Keys that were added to, in the order of their first addition. */
  get keys(): readonly number[] {
    return this.#keys;
  }

  get(key: number): number {
    return this.#sums[key] ?? 0;
  }

  /** Nothing to do for an amount of 0. */
  add(key: number, amount: number): void {
    if (amount === 0) return;
    if (key >= this.#sums.length) this.#grow(key);
    const sum = this.#sums[key] as number;
    if (sum === 0) this.#keys.push(key);
    this.#sums[key] = sum + amount;
  }

  addAll(others: SparseSums, factor: number): void {
    for (const key of others.keys) this.add(key, others.get(key) * factor);
  }

  /** So that all of them make `total`; nothing to do where there are none. */
  scaleTo(total: number): this {
    const sum = this.#keys.reduce((all, key) => all + this.get(key), 0);
    if (sum > 0) for (const key of this.#keys) this.#sums[key] = (this.get(key) / sum) * total;
    return this;
  }

  #grow(key: number): void {
    const larger = new Float64Array(Math.max(2 * this.#sums.length, key + 1));
    larger.set(this.#sums);
    this.#sums = larger;
  }
}
