import type { Answer, AnswerEvent, Timings } from './core/answer.js';
import type { Filter } from './core/filter.js';
import type { Hit } from './core/hit.js';
import type { IndexManifest, IndexStats, StoredDocument, StoredPage } from './store/index-store.js';

export type SearchMode = 'hybrid' | 'dense' | 'lexical';

export interface QueryOptions {
  /** Name of the index; the configured or only one where none is given. */
  readonly index?: string | undefined;
  /** Number of hits to return or to answer from, 1 to 1,000. */
  readonly k?: number | undefined;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchResult {
  readonly index: string;
  readonly hits: readonly Hit[];
  readonly timings: Timings;
}

export interface IndexSummary {
  readonly name: string;
  readonly manifest: IndexManifest;
  readonly stats: IndexStats;
}

/** docent's public face: everything the doors (CLI, HTTP) offer goes through here. */
export interface Assistant {
  search(query: string, options?: QueryOptions & { readonly mode?: SearchMode | undefined }): Promise<SearchResult>;
  /** Ends with exactly one `answer-end`, `abstention` or `error` event; never throws. */
  ask(question: string, options?: QueryOptions): AsyncGenerator<AnswerEvent, void, void>;
  /** `ask`, drained. @throws DocentError where the run ended in an error */
  answer(question: string, options?: QueryOptions): Promise<Answer>;
  indexes(): Promise<readonly IndexSummary[]>;
  listDocuments(options?: {
    readonly index?: string | undefined;
    readonly limit?: number | undefined;
    readonly offset?: number | undefined;
  }): Promise<{ readonly index: string; readonly documents: readonly StoredDocument[]; readonly total: number }>;
  /** @throws DocentError `document-not-found`, `page-not-found` */
  getDocument(
    id: string,
    options?: { readonly index?: string | undefined; readonly page?: number | undefined },
  ): Promise<{ readonly document: StoredDocument; readonly pages: readonly StoredPage[] }>;
  close(): Promise<void>;
}
