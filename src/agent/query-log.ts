import { queryKey } from '../retrieval/query-key.js';

/** The searches of one run: asking the same again finds the same again. */
export class QueryLog {
  readonly #queries: string[] = [];
  readonly #keys = new Set<string>();

  /** As they were written, in order. */
  get queries(): readonly string[] {
    return this.#queries;
  }

  has(query: string, kind = 'default'): boolean {
    return this.#keys.has(keyOf(query, kind));
  }

  /** False where an earlier query says the same in the same words, in whatever order. */
  add(query: string, kind = 'default'): boolean {
    if (this.has(query, kind)) return false;
    this.#keys.add(keyOf(query, kind));
    if (kind !== 'web' && !this.#queries.includes(query)) this.#queries.push(query);
    return true;
  }
}

function keyOf(query: string, kind: string): string {
  return `${kind}:${queryKey(query)}`;
}
