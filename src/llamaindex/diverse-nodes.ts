import type { BaseEmbedding } from 'llamaindex';
import { searchableText } from '../core/chunk.js';
import { normalizeChecked } from '../models/vectors.js';
import type { IndexReader, IndexWriter } from '../store/index-store.js';
import { chooseDiverse } from './maximal-marginal-relevance.js';
import type { NodeSearch, ScoredNode } from './node-search.js';

/** The most similar nodes that diversity chooses from: for each one wanted, and at least. */
const candidates = { perResult: 4, atLeast: 100 };
/** LlamaIndex.TS's own. */
const defaultThreshold = 0.5;

export interface DiverseQuery {
  readonly vector: Float32Array;
  readonly limit: number;
  /** 1: only the similarity to the query counts; 0: only the difference from what is chosen. */
  readonly threshold?: number | undefined;
}

export interface VectorSource {
  readonly index: IndexReader | IndexWriter;
  readonly embedModel: BaseEmbedding;
}

/** Dense search whose results differ from each other: maximal marginal relevance, whose values are the scores. */
export async function diverseNodes(
  source: VectorSource,
  search: NodeSearch,
  { vector, limit, threshold: lambda = defaultThreshold }: DiverseQuery,
): Promise<ScoredNode[]> {
  const pool = await search.dense(vector, Math.max(candidates.atLeast, candidates.perResult * limit));
  const vectors = await vectorsOf(pool, source, vector.length);
  const withVectors = pool.map((each, position) => ({ ...each, vector: vectors[position] ?? new Float32Array(0) }));
  return chooseDiverse(withVectors, { limit, lambda }).map(({ candidate, relevance }) => ({
    node: candidate.node,
    chunk: candidate.chunk,
    score: relevance,
  }));
}

/** A reader gives no vectors away; embedding the few candidates again gives the same ones. */
async function vectorsOf(
  nodes: readonly ScoredNode[],
  { index, embedModel }: VectorSource,
  dimensions: number,
): Promise<Float32Array[]> {
  if (isWriter(index)) {
    const vectors = await index.vectorsByHash([...new Set(nodes.map(({ chunk }) => chunk.documentId))]);
    return nodes.map(({ chunk }) => vectors.get(chunk.hash) ?? new Float32Array(dimensions));
  }
  const embedded = await embedModel.getTextEmbeddingsBatch(nodes.map(({ chunk }) => searchableText(chunk)));
  return embedded.map((vector) => normalizeChecked(Float32Array.from(vector), dimensions, embedModel.constructor.name));
}

export function isWriter(index: IndexReader | IndexWriter): index is IndexWriter {
  return 'replaceDocuments' in index;
}
