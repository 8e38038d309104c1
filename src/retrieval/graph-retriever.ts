import { settleAll } from '../core/settle-all.js';
import type { Embedder } from '../models/embedder.js';
import type { TokenVectors } from '../models/token-vectors.js';
import type { IndexReader } from '../store/index-store.js';
import { CandidatePool } from './candidate-pool.js';
import type { FusedScore } from './fusion.js';
import { fusePool } from './hybrid-retriever.js';
import type { GraphView } from './mention-graph/graph-view.js';
import { gatherEvidence, readQuestion } from './ranking/linked-evidence.js';
import { standingOf } from './ranking/standing.js';
import type { RetrieveOptions, Retriever } from './retriever.js';
import { withUnranked } from './with-unranked.js';

export interface GraphRetrieverParts {
  readonly index: IndexReader;
  readonly embedder: Embedder;
  readonly graph: GraphView;
  readonly vectors: TokenVectors;
}

/** The mention graph alone, without the ranker: walk and chains from the fused searches, for comparison. */
export class GraphRetriever implements Retriever {
  readonly name = 'graph';
  readonly #parts: GraphRetrieverParts;

  constructor(parts: GraphRetrieverParts) {
    this.#parts = parts;
  }

  async retrieve(query: string, options: RetrieveOptions): Promise<FusedScore[]> {
    const { index, embedder } = this.#parts;
    const [pool, asked] = await settleAll([
      CandidatePool.collect(query, index, embedder, options),
      readQuestion(query, { ...this.#parts, signal: options.signal }),
    ]);
    const fused = fusePool(pool);
    const { candidates, question } = await gatherEvidence(asked, pool);
    const { joined } = standingOf(candidates, question.profile);
    const scored = candidates.map(({ id, lexical, dense, walk, chain }, at) => ({
      id,
      score: joined[at] ?? 0,
      parts: { lexical, dense, walk, chain },
    }));
    return (await withUnranked(scored, pool, fused)).slice(0, options.limit);
  }
}
