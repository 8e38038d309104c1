import type { TokenVectors } from '../../models/token-vectors.js';
import type { IndexReader } from '../../store/index-store.js';
import { termHash } from '../../store/term-hash.js';
import { analyze, analyzeQuery } from '../../store/text-analysis.js';
import { TermPositions } from '../term-positions.js';

/** Longer questions are cut; nobody asks in more tokens, and late interaction costs time per token. */
const longestQuestion = 64;

/** A question as the ranker sees it: its search terms and its tokens, each with its rarity in one index. */
export interface QuestionProfile {
  /** Hashes of the distinct search terms. */
  readonly terms: readonly number[];
  /** Hash of a term → its position in `terms`. */
  readonly positions: TermPositions;
  /** BM25's inverse document frequency of each term; 0 for one that no chunk has. */
  readonly weights: readonly number[];
  readonly totalWeight: number;
  /** Positions in `terms`, in the question's order, repetitions included. */
  readonly sequence: readonly number[];
  readonly tokens: readonly number[];
  /** Weight of each token; they sum to 1. */
  readonly tokenWeights: readonly number[];
  /** Number of chunks in the index. */
  readonly chunkCount: number;
}

export async function questionProfile(
  question: string,
  index: Pick<IndexReader, 'termFrequencies'>,
  vectors: TokenVectors,
): Promise<QuestionProfile> {
  const sequence = analyzeQuery(question);
  const terms = [...new Set(sequence)];
  const { counts, total } = await index.termFrequencies(terms);
  const weights = terms.map((term) => {
    const count = counts.get(term) ?? 0;
    return count === 0 ? 0 : Math.log(1 + (total - count + 0.5) / (count + 0.5));
  });
  const positions = new Map(terms.map((term, position) => [term, position]));
  const weightOf = (term: string) => weights[positions.get(term) ?? -1] ?? 0;
  const tokens = weightedTokens(question, weightOf, vectors).slice(0, longestQuestion);
  const tokenTotal = tokens.reduce((sum, { weight }) => sum + weight, 0);
  return {
    terms: terms.map(termHash),
    positions: new TermPositions(terms.map(termHash)),
    weights,
    totalWeight: weights.reduce((sum, weight) => sum + weight, 0) + 1e-9,
    sequence: sequence.map((term) => positions.get(term) ?? 0),
    tokens: tokens.map(({ token }) => token),
    tokenWeights: tokens.map(({ weight }) => (tokenTotal > 0 ? weight / tokenTotal : 1 / tokens.length)),
    chunkCount: total,
  };
}

interface WeightedToken {
  readonly token: number;
  readonly weight: number;
}

/** A word's weight is that of its terms, shared among its tokens; a word that is not searched for weighs nothing. */
function weightedTokens(
  question: string,
  weightOf: (term: string) => number,
  vectors: TokenVectors,
): readonly WeightedToken[] {
  const words = question.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const tokens = words.flatMap((word) => {
    const ids = vectors.encode(word);
    // In scripts without blanks each character is a token and lies in two pairs: the pairs' weights spread evenly.
    const weight = analyze(word).reduce((sum, term) => sum + weightOf(term), 0);
    return ids.map((token) => ({ token, weight: weight / Math.sqrt(ids.length) }));
  });
  const weighty = tokens.filter(({ weight }) => weight > 0);
  return weighty.length > 0 ? weighty : vectors.encode(question).map((token) => ({ token, weight: 1 }));
}
