import { BaseRetriever, extractText, type NodeWithScore, type QueryBundle } from 'llamaindex';
import type { Filter } from '../core/filter.js';
import type { IndexSearch, SearchMode } from '../retrieval/index-search.js';
import { nodeOf } from './chunk-node.js';

export interface RetrieverOptions {
  /** Number of nodes; 10 where none is given. */
  readonly k?: number | undefined;
  readonly mode?: SearchMode | undefined;
  /** docent's own filter, as parsed by `parseFilter`. */
  readonly filter?: Filter | undefined;
  /** Called once, by `close`. */
  readonly onClose?: (() => Promise<void>) | undefined;
}

const defaultNodes = 10;

/**
 * docent's search, hybrid unless told otherwise, as a LlamaIndex.TS retriever.
 *
 * ```ts
 * import { openRetriever } from 'docent/llamaindex/open-adapters';
 * const retriever = await openRetriever('handbook', { k: 5 });
 * const engine = new RetrieverQueryEngine(retriever);
 * ```
 */
export class DocentRetriever extends BaseRetriever {
  readonly #search: IndexSearch;
  readonly #options: RetrieverOptions;

  constructor(search: IndexSearch, options: RetrieverOptions = {}) {
    super();
    this.#search = search;
    this.#options = options;
  }

  /** Best first. @throws DocentError `invalid-request` for an empty query */
  async _retrieve({ query }: QueryBundle): Promise<NodeWithScore[]> {
    const { k = defaultNodes, mode, filter } = this.#options;
    const hits = await this.#search.search(extractText(query), { k, mode, filter });
    return hits.map(({ chunk, score }) => ({ node: nodeOf(chunk), score }));
  }

  async close(): Promise<void> {
    await this.#options.onClose?.();
  }
}
