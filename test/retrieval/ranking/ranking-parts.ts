import type { TokenVectors } from '../../../src/models/token-vectors.js';
import type { Candidate, QuestionEvidence } from '../../../src/retrieval/ranking/candidate.js';
import { partWeights, passageCoverage } from '../../../src/retrieval/ranking/passage-coverage.js';
import type { QuestionProfile } from '../../../src/retrieval/ranking/question-profile.js';
import { TokenSimilarity } from '../../../src/retrieval/ranking/token-similarity.js';
import { termHash } from '../../../src/store/term-hash.js';
import { mentionsOf } from '../../fakes/index-records.js';

/** Each letter is a token; letters are as alike as they are near in the alphabet. */
export const letterVectors: TokenVectors = {
  encode: (text) => [...text.toLowerCase().replace(/[^a-z]/gu, '')].map((letter) => letter.charCodeAt(0) - 97),
  load: async () => undefined,
  cosine: (first, second) => 1 - Math.abs(first - second) / 25,
};

export const hashes = (terms: string) => Int32Array.from(terms.split(' ').filter(Boolean), termHash);

/** A question of terms with their weights, in order; its tokens are the terms' first letters. */
export function profileOf(weighted: readonly (readonly [term: string, weight: number])[]): QuestionProfile {
  const distinct = new Map(weighted);
  const terms = [...distinct.keys()];
  const weights = [...distinct.values()];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    terms: terms.map(termHash),
    positions: new Map(terms.map((term, at) => [termHash(term), at])),
    weights,
    totalWeight: total + 1e-9,
    sequence: weighted.map(([term]) => terms.indexOf(term)),
    tokens: terms.flatMap((term) => letterVectors.encode(term).slice(0, 1)),
    tokenWeights: terms.map((_, at) => (total > 0 ? (weights[at] ?? 0) / total : 1 / terms.length)),
    chunkCount: 10,
  };
}

export function questionOf(profile: QuestionProfile, names: Readonly<Record<string, number>> = {}): QuestionEvidence {
  return { profile, weights: partWeights(profile), names: new Map(Object.entries(names)) };
}

export interface CandidateFields extends Partial<Omit<Candidate, 'id' | 'mentions' | 'coverage'>> {
  readonly terms?: string;
  readonly documentId?: string;
  readonly ordinal?: number;
  readonly titles?: readonly string[];
  readonly names?: readonly string[];
  readonly contextTerms?: number;
}

/** A candidate without any merit but those that are given; its coverage is that of its terms. */
export function candidateOf(id: string, profile: QuestionProfile, fields: CandidateFields = {}): Candidate {
  const { terms = '', documentId = id, ordinal = 0, titles = [], names = [], contextTerms = 0, ...scores } = fields;
  const tokens = Int32Array.from(terms.split(' ').flatMap((term) => letterVectors.encode(term).slice(0, 1)));
  const mentions = mentionsOf(id, { documentId, ordinal, titles, names, contextTerms, terms: hashes(terms), tokens });
  return {
    id,
    mentions,
    coverage: passageCoverage(mentions, profile, new TokenSimilarity(letterVectors, profile.tokens)),
    lexical: 0,
    dense: 0,
    walk: 0,
    chain: 0,
    longChain: 0,
    links: { own: 0, sum: 0, joined: [0, 0, 0], named: 0, namedSum: 0 },
    ...scores,
  };
}
