/** Numbers keys from 0 in the order in which they come: arrays are read by number far faster than maps by text. */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [];

  get size(): number {
    return this.#keys.length;
  }

  /** A key that is new gets the next number. */
  numberOf(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.length;
    this.#numbers.set(key, number);
    this.#keys.push(key);
    return number;
  }

  find(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  /** In the order of their numbers. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  keyOf(number: number): string {
    return this.#keys[number] ?? '';
  }
}
