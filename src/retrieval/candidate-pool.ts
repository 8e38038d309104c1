import type { Filter } from '../core/filter.js';
import { settleAll } from '../core/settle-all.js';
import type { Embedder } from '../models/embedder.js';
import type { IndexReader, ScoredId, SearchOptions } from '../store/index-store.js';

/** Candidates of each search; the pool holds up to twice as many. */
const candidates = 100;

export interface PoolOptions {
  /** At least this many of each search are taken. */
  readonly limit: number;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What BM25 and dense search found for one question; `score…` adds what one of them did not find. */
export class CandidatePool {
  /** BM25; 0 for a chunk without any term of the question. */
  readonly lexical: Map<string, number>;
  /** Cosine similarity. */
  readonly dense: Map<string, number>;
  readonly #searches: Searches;

  private constructor(lexical: readonly ScoredId[], dense: readonly ScoredId[], searches: Searches) {
    this.lexical = new Map(lexical.map(({ id, score }) => [id, score]));
    this.dense = new Map(dense.map(({ id, score }) => [id, score]));
    this.#searches = searches;
  }

  static async collect(
    query: string,
    index: IndexReader,
    embedder: Embedder,
    { limit, filter, signal }: PoolOptions,
  ): Promise<CandidatePool> {
    const vector = embedder.embedQuery(query, { signal });
    const searches: Searches = {
      lexical: (options) => index.searchLexical(query, { ...options, filter }),
      dense: async (options) => index.searchDense(await vector, { ...options, filter }),
    };
    const first = { limit: Math.max(candidates, limit) };
    const [lexical, dense] = await settleAll([searches.lexical(first), searches.dense(first)]);
    signal?.throwIfAborted();
    return new CandidatePool(lexical, dense, searches);
  }

  /** All chunks that either search found or that were scored since. */
  ids(): string[] {
    return [...new Set([...this.lexical.keys(), ...this.dense.keys()])];
  }

  /** BM25 of what only the dense search found. */
  async scoreLexical(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.lexical.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.lexical.set(id, 0);
    const scored = await this.#searches.lexical({ limit: missing.length, among: missing });
    for (const { id, score } of scored) this.lexical.set(id, score);
  }

  /** Similarity of further chunks; those that the filter does not let pass, or that are gone, get none. */
  async scoreDense(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.dense.has(id));
    if (missing.length === 0) return;
    const scored = await this.#searches.dense({ limit: missing.length, among: missing });
    for (const { id, score } of scored) this.dense.set(id, score);
  }
}

interface Searches {
  readonly lexical: (options: SearchOptions) => Promise<ScoredId[]>;
  readonly dense: (options: SearchOptions) => Promise<ScoredId[]>;
}
