import { DocentError } from '../core/errors.js';
import type { Filter } from '../core/filter.js';
import type { Hit } from '../core/hit.js';
import { settleAll } from '../core/settle-all.js';
import type { Embedder } from '../models/embedder.js';
import { loadTokenVectors } from '../models/load-token-vectors.js';
import type { TokenVectors } from '../models/token-vectors.js';
import type { IndexReader, StoredDocument, StoredPage } from '../store/index-store.js';
import { CandidatePool } from './candidate-pool.js';
import { DenseRetriever } from './dense-retriever.js';
import { GraphRetriever } from './graph-retriever.js';
import { HybridRetriever } from './hybrid-retriever.js';
import { LexicalRetriever } from './lexical-retriever.js';
import { GraphView } from './mention-graph/graph-view.js';
import { QuestionCoverage } from './question-coverage.js';
import { QuestionTerms } from './question-terms.js';
import { RankedRetriever } from './ranked-retriever.js';
import { candidateFeatures } from './ranking/candidate-features.js';
import { gatherEvidence, readQuestion } from './ranking/linked-evidence.js';
import { loadRankingModel } from './ranking/ranking-model.js';
import type { Retriever } from './retriever.js';
import { Speller, type SpeltQuery } from './speller.js';

/** `default` is the learned ranker over all the others. */
export const searchModes = ['default', 'hybrid', 'graph', 'dense', 'lexical'] as const;
export type SearchMode = (typeof searchModes)[number];

export interface SearchRequest {
  readonly k: number;
  readonly mode?: SearchMode | undefined;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One index with the encoder it was built with: all that questions need of it. */
export class IndexSearch {
  readonly name: string;
  readonly #index: IndexReader;
  readonly #embedder: () => Promise<Embedder>;
  readonly #vectors: () => Promise<TokenVectors>;
  readonly #graph: GraphView;
  readonly #speller: Speller;

  constructor(
    name: string,
    index: IndexReader,
    embedder: () => Promise<Embedder>,
    vectors: () => Promise<TokenVectors> = loadTokenVectors,
  ) {
    this.name = name;
    this.#index = index;
    this.#embedder = embedder;
    this.#vectors = vectors;
    this.#graph = new GraphView(index);
    this.#speller = new Speller(index);
  }

  /** A query as this index spells its words. */
  async spell(query: string): Promise<SpeltQuery> {
    return this.#speller.spell(query);
  }

  /** Best first; words that no document has are read as `spell` says. @throws DocentError `invalid-request` for an empty query */
  async search(query: string, { k, mode = 'default', filter, signal }: SearchRequest): Promise<Hit[]> {
    if (query.trim() === '') {
      throw new DocentError('invalid-request', 'The query is empty.', { hint: 'Ask for something.' });
    }
    const [retriever, { text }] = await settleAll([this.#retriever(mode), this.spell(query)]);
    const scored = await retriever.retrieve(text, { limit: k, filter, signal });
    signal?.throwIfAborted();
    const chunks = await this.#index.getChunks(scored.map(({ id }) => id));
    const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
    const found = scored.flatMap(({ id, score, parts }) => {
      const chunk = byId.get(id);
      return chunk === undefined ? [] : [{ chunk, score, parts }];
    });
    return found.map((each, index) => ({ ...each, rank: index + 1 }));
  }

  async questionTerms(question: string): Promise<QuestionTerms> {
    return QuestionTerms.of(question, await this.#graph.current());
  }

  async embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array> {
    return (await this.#embedder()).embedQuery(text, { signal });
  }

  async embedTexts(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    return (await this.#embedder()).embedDocuments(texts, { signal });
  }

  async pages(documentId: string, numbers: readonly number[]): Promise<StoredPage[]> {
    return this.#index.getPages(documentId, numbers);
  }

  /** Ordered by name. */
  async documents(range: {
    readonly limit: number;
    readonly offset?: number;
  }): Promise<{ readonly documents: readonly StoredDocument[]; readonly total: number }> {
    return this.#index.listDocuments(range);
  }

  async documentCount(): Promise<number> {
    return (await this.#index.listDocuments({ limit: 1 })).total;
  }

  /** A document's chunks at these places, in order, as hits without a score. */
  async chunksAt(documentId: string, ordinals: readonly number[]): Promise<Hit[]> {
    const chunks = await this.#index.getChunksAt(documentId, ordinals);
    return chunks.map((chunk, place) => ({ chunk, score: 0, rank: place + 1, parts: {} }));
  }

  /** What the ranker sees of each candidate, for training it: one row per candidate, columns as `featureNames`. */
  async rankingRows(query: string, signal?: AbortSignal): Promise<readonly RankingRow[]> {
    const { text } = await this.spell(query);
    const pool = await CandidatePool.collect(text, this.#index, await this.#embedder(), { limit: 1, signal });
    const asked = await readQuestion(text, { graph: this.#graph, vectors: await this.#vectors(), signal });
    const { candidates, question } = await gatherEvidence(asked, pool);
    const rows = candidateFeatures(candidates, question);
    return candidates.map(({ id, mentions }, at) => ({
      chunkId: id,
      documentId: mentions.documentId,
      features: rows[at] ?? new Float64Array(0),
    }));
  }

  /** Tells what texts cover of a question; reads no more of the index than how rare the question's terms are. */
  async questionCoverage(question: string): Promise<QuestionCoverage> {
    return QuestionCoverage.of(question, await this.#graph.current(), await this.#vectors());
  }

  async #retriever(mode: SearchMode): Promise<Retriever> {
    if (mode === 'lexical') return new LexicalRetriever(this.#index);
    const embedder = await this.#embedder();
    if (mode === 'dense') return new DenseRetriever(this.#index, embedder);
    if (mode === 'hybrid') return new HybridRetriever(this.#index, embedder);
    const parts = { index: this.#index, embedder, graph: this.#graph, vectors: await this.#vectors() };
    if (mode === 'graph') return new GraphRetriever(parts);
    return new RankedRetriever({ ...parts, model: await loadRankingModel() });
  }
}

export interface RankingRow {
  readonly chunkId: string;
  readonly documentId: string;
  readonly features: Float64Array;
}
