import { settleAll } from '../core/settle-all.js';
import { CandidatePool } from './candidate-pool.js';
import type { FusedScore } from './fusion.js';
import type { GraphRetrieverParts } from './graph-retriever.js';
import { fusePool } from './hybrid-retriever.js';
import type { BoostedTrees } from './ranking/boosted-trees.js';
import type { Candidate } from './ranking/candidate.js';
import { candidateFeatures } from './ranking/candidate-features.js';
import { gatherEvidence, readQuestion } from './ranking/linked-evidence.js';
import { rankerScores } from './ranking/ranker-scores.js';
import { blendedScores, blendValues } from './ranking/ranking-blend.js';
import { tunedBlend } from './ranking/tuned-blend.js';
import type { RetrieveOptions, Retriever } from './retriever.js';
import { withUnranked } from './with-unranked.js';

export interface RankedRetrieverParts extends GraphRetrieverParts {
  readonly model: BoostedTrees;
}

/** BM25, dense search, the mention graph and late interaction, weighed by a learned ranker. */
export class RankedRetriever implements Retriever {
  readonly name = 'default';
  readonly #parts: RankedRetrieverParts;

  constructor(parts: RankedRetrieverParts) {
    this.#parts = parts;
  }

  async retrieve(query: string, options: RetrieveOptions): Promise<FusedScore[]> {
    const { index, embedder, model, graph, vectors } = this.#parts;
    const [pool, asked, { ranking }] = await settleAll([
      CandidatePool.collect(query, index, embedder, options),
      readQuestion(query, { graph, vectors, signal: options.signal }),
      index.manifest(),
    ]);
    const fused = fusePool(pool);
    const { candidates, question } = await gatherEvidence(asked, pool);
    const rows = candidateFeatures(candidates, question);
    const blended = blendedScores(rankerScores(model, rows), blendValues(rows), tunedBlend(ranking, model));
    const ranked = candidates.map((candidate, at) => scoredBy(candidate, blended[at] ?? 0));
    return (await withUnranked(ranked, pool, fused)).slice(0, options.limit);
  }
}

function scoredBy({ id, lexical, dense, walk, chain }: Candidate, score: number): FusedScore {
  return { id, score, parts: { lexical, dense, walk, chain } };
}
