import { isRelevant, type JudgedDocuments } from './judgements.js';

/** What one ranking of one query is worth: 0 to 1. `ranking` holds document ids, best first, none twice. */
export type Measure = (ranking: readonly string[], judged: JudgedDocuments) => number;

/**
 * trec_eval's `ndcg_cut.k`: the gain is the judgement itself, the discount log2(rank + 1), the ideal ranking that of
 * the query's own judgements (Järvelin and Kekäläinen 2002).
 */
export function ndcgAt(k: number): Measure {
  return (ranking, judged) => {
    const ideal = discounted(
      [...judged.values()].map(gainOf).sort((a, b) => b - a),
      k,
    );
    if (ideal === 0) return 0;
    const gains = ranking.slice(0, k).map((id) => gainOf(judged.get(id) ?? 0));
    return discounted(gains, k) / ideal;
  };
}

function gainOf(judgement: number): number {
  return Math.max(0, judgement);
}

function discounted(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

/** Share of the relevant documents that are in the top k; 0 where none is relevant. */
export function recallAt(k: number): Measure {
  return (ranking, judged) => {
    const relevant = relevantCount(judged);
    return relevant === 0 ? 0 : relevantAmong(ranking.slice(0, k), judged) / relevant;
  };
}

/** 1 where all relevant documents are in the top k: the question can be answered from them; else 0. */
export function fullRecallAt(k: number): Measure {
  const recall = recallAt(k);
  return (ranking, judged) => (recall(ranking, judged) === 1 ? 1 : 0);
}

/** Relevant documents in the top k, divided by k however many were found. */
export function precisionAt(k: number): Measure {
  return (ranking, judged) => relevantAmong(ranking.slice(0, k), judged) / k;
}

/** 1 / rank of the first relevant document of the top k; 0 where there is none. */
export function reciprocalRankAt(k: number): Measure {
  return (ranking, judged) => {
    const index = ranking.slice(0, k).findIndex((id) => isRelevant(judged.get(id)));
    return index === -1 ? 0 : 1 / (index + 1);
  };
}

/** Precision at each relevant document that was found, summed and divided by the number of relevant documents. */
export const averagePrecision: Measure = (ranking, judged) => {
  const relevant = relevantCount(judged);
  let found = 0;
  let sum = 0;
  for (const [index, id] of ranking.entries()) {
    if (!isRelevant(judged.get(id))) continue;
    found += 1;
    sum += found / (index + 1);
  }
  return relevant === 0 ? 0 : sum / relevant;
};

function relevantCount(judged: JudgedDocuments): number {
  return [...judged.values()].filter(isRelevant).length;
}

function relevantAmong(ids: readonly string[], judged: JudgedDocuments): number {
  return ids.filter((id) => isRelevant(judged.get(id))).length;
}
