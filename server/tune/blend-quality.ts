import { ndcgAt } from '../../src/evaluation/metrics.js';
import { blendedScores, type RankingBlend } from '../../src/retrieval/ranking/ranking-blend.js';
import type { JudgedQuestion } from './judged-question.js';

/** What is looked at of a ranking. */
export const tunedDepth = 10;
const ndcg = ndcgAt(tunedDepth);

/** nDCG@10 of one question under a blend; a document or page stands where its best chunk stands, once. */
export function blendQuality(question: JudgedQuestion, blend: RankingBlend): number {
  const { units, judged } = question;
  const scores = blendedScores(question.ranker, question.values, blend);
  const order = units.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const ranking = new Set<string>();
  for (const at of order) {
    for (const unit of units[at] ?? []) ranking.add(unit);
    if (ranking.size >= tunedDepth) break;
  }
  return ndcg([...ranking], judged);
}
