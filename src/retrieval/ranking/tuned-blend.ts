import { hashOf } from '../../core/hash.js';
import type { TunedRanking } from '../../store/tuned-ranking.js';
import type { BoostedTrees } from './boosted-trees.js';
import { noBlend, type RankingBlend, rankingBlend } from './ranking-blend.js';

const fingerprints = new WeakMap<BoostedTrees, string>();

/** Tells one trained ranker from another; computed once for each. */
export function rankerFingerprint(model: BoostedTrees): string {
  const fingerprint = fingerprints.get(model) ?? hashOf('ranker', JSON.stringify(model)).slice(0, 16);
  fingerprints.set(model, fingerprint);
  return fingerprint;
}

/** An index's own blend; none where it was measured with another ranker than this one. */
export function tunedBlend(ranking: TunedRanking | undefined, model: BoostedTrees): RankingBlend {
  if (ranking === undefined || ranking.ranker !== rankerFingerprint(model)) return noBlend;
  return rankingBlend(ranking.blend);
}
