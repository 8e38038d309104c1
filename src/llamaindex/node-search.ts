import type { BaseNode, MetadataFilters } from 'llamaindex';
import type { Filter } from '../core/filter.js';
import type { StoredChunk } from '../core/hit.js';
import type { IndexReader, ScoredId, SearchOptions } from '../store/index-store.js';
import { nodeOf, refDocIdOf } from './chunk-node.js';
import { coarseFilterOf } from './coarse-filter.js';
import { conditionOf, type NodeMetadata } from './metadata-conditions.js';
import { documentIdsOf } from './placed-documents.js';

/** What a search found. */
export interface ScoredNode {
  readonly node: BaseNode;
  readonly chunk: StoredChunk;
  /** Cosine similarity or BM25; higher is better. */
  readonly score: number;
}

export interface NodeRestriction {
  readonly filters?: MetadataFilters | undefined;
  /** `ref_doc_id`s, or ids of nodes: LlamaIndex.TS's own stores take one or the other. */
  readonly docIds?: readonly string[] | undefined;
}

type Search = (options: SearchOptions) => Promise<ScoredId[]>;

/** First results that are looked through for nodes that pass, for each one wanted, and at least. */
const lookedThrough = { perResult: 4, atLeast: 64 };
/**
 * Passed by every chunk. A search above the size at which the store approximates gives up after the nearest
 * partitions, unless a filter may have emptied them: then it goes on until it has as many results as were asked for.
 */
const anyDocument: Filter = { documentId: { ne: '' } };

/** Dense and lexical search among the nodes that pass LlamaIndex.TS filters. */
export class NodeSearch {
  readonly #index: IndexReader;
  readonly #restriction: NodeRestriction;
  readonly #passes: (metadata: NodeMetadata) => boolean;
  /** Ids of the documents that `docIds` can mean. */
  readonly #documents: ReadonlySet<string>;

  /** @throws DocentError `invalid-filter` */
  constructor(index: IndexReader, restriction: NodeRestriction) {
    this.#index = index;
    this.#restriction = restriction;
    this.#passes = conditionOf(restriction.filters);
    this.#documents = new Set(restriction.docIds?.flatMap(documentIdsOf));
  }

  /** The `limit` most similar nodes of those that pass, best first. */
  dense(vector: Float32Array, limit: number): Promise<ScoredNode[]> {
    return this.#best((options) => this.#index.searchDense(vector, options), limit);
  }

  /** The `limit` nodes with the highest BM25 of those that pass and hold a term of the query, best first. */
  lexical(query: string, limit: number): Promise<ScoredNode[]> {
    return this.#best((options) => this.#index.searchLexical(query, options), limit);
  }

  /**
   * Filters are applied before the best are taken: results are looked through in order, and where too few pass, four
   * times as many are asked for, until enough pass or there are no more.
   */
  async #best(search: Search, limit: number): Promise<ScoredNode[]> {
    const { filters, docIds } = this.#restriction;
    const isRestricted = docIds !== undefined || (filters?.filters.length ?? 0) > 0;
    if (!isRestricted) return this.#nodesOf(await search({ limit }), new Map());
    const within = docIds === undefined ? anyDocument : await this.#documentsOf(docIds);
    const known = new Map<string, StoredChunk>();
    let wanted = Math.max(lookedThrough.atLeast, lookedThrough.perResult * limit);
    let filter = within;
    for (;;) {
      const found = await search({ limit: wanted, filter });
      const nodes = await this.#nodesOf(found, known);
      const passing = nodes.filter((node) => this.#isWanted(node));
      if (passing.length >= limit || found.length < wanted) return passing.slice(0, limit);
      wanted *= 4;
      // The store reads all metadata for this: worth it only where few nodes pass.
      filter = { ...coarseFilterOf(filters), ...within };
    }
  }

  async #nodesOf(scored: readonly ScoredId[], known: Map<string, StoredChunk>): Promise<ScoredNode[]> {
    const missing = scored.map(({ id }) => id).filter((id) => !known.has(id));
    for (const chunk of await this.#index.getChunks(missing)) known.set(chunk.id, chunk);
    return scored.flatMap(({ id, score }) => {
      const chunk = known.get(id);
      return chunk === undefined ? [] : [{ node: nodeOf(chunk), chunk, score }];
    });
  }

  async #documentsOf(docIds: readonly string[]): Promise<Filter> {
    const nodes = await this.#index.getChunks(docIds);
    const ids = new Set([...this.#documents, ...nodes.map(({ documentId }) => documentId)]);
    return { documentId: { in: [...ids] } };
  }

  #isWanted({ node, chunk }: ScoredNode): boolean {
    if (!this.#isOfDocIds(chunk)) return false;
    const refDocId = refDocIdOf(node);
    return this.#passes({ doc_id: refDocId, ref_doc_id: refDocId, document_id: refDocId, ...node.metadata });
  }

  #isOfDocIds({ id, documentId }: StoredChunk): boolean {
    const { docIds } = this.#restriction;
    return docIds === undefined || docIds.includes(id) || this.#documents.has(documentId);
  }
}
