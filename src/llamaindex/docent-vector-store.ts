import {
  type BaseEmbedding,
  type BaseNode,
  BaseVectorStore,
  type VectorStoreQuery,
  VectorStoreQueryMode,
  type VectorStoreQueryResult,
} from 'llamaindex';
import { DocentError } from '../core/errors.js';
import type { IndexReader, IndexWriter } from '../store/index-store.js';
import { diverseNodes, isWriter } from './diverse-nodes.js';
import { hybridNodes } from './hybrid-nodes.js';
import { NodeSearch, type ScoredNode } from './node-search.js';
import { NodeWriter } from './node-writer.js';
import { limitOf, shareOf, textOf, vectorOf } from './query-parts.js';

export interface VectorStoreOptions {
  /** Open for writing where nodes are to be added or deleted. */
  readonly index: IndexReader | IndexWriter;
  /** What the vectors of the index were made with. */
  readonly embedModel: BaseEmbedding;
  /** In the encoder's tokens; estimated where it is not given. */
  readonly countTokens?: ((text: string) => number) | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** Called once, after the index is closed. */
  readonly onClose?: (() => Promise<void>) | undefined;
}

/** English text under the usual tokenizers. */
const charactersPerToken = 4;

/**
 * A docent index as a LlamaIndex.TS vector store. Chunks of `docent ingest` and nodes that LlamaIndex.TS added stand side
 * by side; both are found here and by docent.
 *
 * ```ts
 * import { openVectorStore } from 'docent/llamaindex/open-adapters';
 * const vectorStore = await openVectorStore('handbook');
 * Settings.embedModel = vectorStore.embedModel;
 * const index = await VectorStoreIndex.fromVectorStore(vectorStore);
 * ```
 *
 * Modes: `default` (cosine similarity), `sparse` (BM25), `hybrid` (both; `alpha` is the weight of dense, 1/3 where none
 * is given) and `mmr`. Filters and `docIds` are applied before the best are taken. Adding nodes to a document that
 * `docent ingest` made works, but lasts until that file is ingested again.
 */
export class DocentVectorStore extends BaseVectorStore<IndexReader> {
  readonly storesText = true;
  readonly #index: IndexReader | IndexWriter;
  readonly #writer: NodeWriter | undefined;
  readonly #onClose: (() => Promise<void>) | undefined;

  constructor({ index, embedModel, onClose, ...options }: VectorStoreOptions) {
    super({ embedModel });
    const { countTokens = (text) => Math.ceil(text.length / charactersPerToken), now = Date.now } = options;
    this.#index = index;
    this.#writer = isWriter(index) ? new NodeWriter(index, { countTokens, now }) : undefined;
    this.#onClose = onClose;
  }

  client(): IndexReader {
    return this.#index;
  }

  /**
   * Adds nodes to what their documents hold already; a node whose id is there is replaced. Returns the nodes' ids.
   * @throws DocentError `index-not-writable`, `invalid-request` for a node that cannot be stored; nothing is written then
   */
  async add(nodes: BaseNode[]): Promise<string[]> {
    await this.#writable().add(nodes);
    return nodes.map(({ id_ }) => id_);
  }

  /** Deletes all nodes of a document, by LlamaIndex.TS's `ref_doc_id`; one that is not there is no error. */
  async delete(refDocId: string): Promise<void> {
    await this.#writable().delete(refDocId);
  }

  /**
   * Best first. The similarities are comparable within one query only, but for those of `default`.
   * @throws DocentError `invalid-request`, `invalid-filter`, `embedder-mismatch`
   */
  async query(query: VectorStoreQuery): Promise<VectorStoreQueryResult> {
    const found = await this.#search(query);
    return {
      nodes: found.map(({ node }) => node),
      similarities: found.map(({ score }) => score),
      ids: found.map(({ node }) => node.id_),
    };
  }

  /** Brings the indices up to date, and lets the next writer in. */
  async close(): Promise<void> {
    try {
      await this.#writer?.settle();
      if (isWriter(this.#index)) await this.#index.publish();
    } finally {
      await this.#index.close();
      await this.#onClose?.();
    }
  }

  async #search(query: VectorStoreQuery): Promise<ScoredNode[]> {
    const limit = limitOf(query);
    const search = new NodeSearch(this.#index, query);
    const vector = async () => vectorOf(query, (await this.#index.manifest()).embedder);
    switch (query.mode ?? VectorStoreQueryMode.DEFAULT) {
      case VectorStoreQueryMode.DEFAULT:
        return search.dense(await vector(), limit);
      case VectorStoreQueryMode.SPARSE:
        await this.#writer?.settle();
        return search.lexical(textOf(query), limit);
      case VectorStoreQueryMode.HYBRID: {
        const alpha = shareOf(query, 'alpha');
        await this.#writer?.settle();
        return hybridNodes(this.#index, search, { vector: await vector(), text: textOf(query), limit, alpha });
      }
      case VectorStoreQueryMode.MMR: {
        const threshold = shareOf(query, 'mmrThreshold');
        const source = { index: this.#index, embedModel: this.embedModel };
        return diverseNodes(source, search, { vector: await vector(), limit, threshold });
      }
      default:
        throw new DocentError('invalid-request', `docent's vector store has no query mode "${query.mode}".`, {
          hint: 'Use default, sparse, hybrid or mmr.',
        });
    }
  }

  #writable(): NodeWriter {
    if (this.#writer !== undefined) return this.#writer;
    throw new DocentError('index-not-writable', 'This vector store was opened for reading only.', {
      hint: 'Open it with openVectorStore(name, { writable: true }).',
    });
  }
}
