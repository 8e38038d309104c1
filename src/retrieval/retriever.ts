import type { Filter } from '../core/filter.js';
import type { FusedScore } from './fusion.js';

export interface RetrieveOptions {
  /** Number of results. */
  readonly limit: number;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Question → scored chunk ids, best first; the chunks themselves are read once the order is final. */
export interface Retriever {
  readonly name: string;
  retrieve(query: string, options: RetrieveOptions): Promise<FusedScore[]>;
}
