import { fuseByZScore, type Scores } from '../retrieval/fusion.js';
import type { IndexReader, ScoredId, SearchOptions } from '../store/index-store.js';
import type { NodeSearch, ScoredNode } from './node-search.js';

/** Candidates of each search, as in docent's own hybrid search. */
const candidates = 100;
/** docent's own hybrid search gives dense half the weight of BM25. */
const defaultAlpha = 1 / 3;

export interface HybridQuery {
  readonly vector: Float32Array;
  readonly text: string;
  readonly limit: number;
  /** Weight of dense search, 0 to 1; BM25 has the rest. */
  readonly alpha?: number | undefined;
}

/** Both searches over their pooled candidates, standardised and added: docent's hybrid search with a free weight. */
export async function hybridNodes(
  index: IndexReader,
  search: NodeSearch,
  { vector, text, limit, alpha = defaultAlpha }: HybridQuery,
): Promise<ScoredNode[]> {
  const pool = Math.max(candidates, limit);
  const [dense, lexical] = await Promise.all([search.dense(vector, pool), search.lexical(text, pool)]);
  const [denseScores, lexicalScores] = await Promise.all([
    completed(dense, lexical, (options) => index.searchDense(vector, options)),
    completed(lexical, dense, (options) => index.searchLexical(text, options)),
  ]);
  const fused = fuseByZScore([
    { name: 'lexical', weight: 1 - alpha, scores: lexicalScores },
    { name: 'dense', weight: alpha, scores: denseScores },
  ]);
  const nodes = new Map([...dense, ...lexical].map((each) => [each.chunk.id, each]));
  return fused.slice(0, limit).flatMap(({ id, score }) => {
    const found = nodes.get(id);
    return found === undefined ? [] : [{ ...found, score }];
  });
}

/** Own scores, and those of what only the other search found. A chunk without a query term has BM25 0. */
async function completed(
  own: readonly ScoredNode[],
  other: readonly ScoredNode[],
  search: (options: SearchOptions) => Promise<ScoredId[]>,
): Promise<Scores> {
  const scores = new Map(own.map(({ chunk, score }) => [chunk.id, score]));
  const missing = other.map(({ chunk }) => chunk.id).filter((id) => !scores.has(id));
  for (const id of missing) scores.set(id, 0);
  const found = missing.length === 0 ? [] : await search({ limit: missing.length, among: missing });
  for (const { id, score } of found) scores.set(id, score);
  return scores;
}
