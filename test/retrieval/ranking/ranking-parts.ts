import { Numbering } from '../../../src/core/numbering.js';
import type { TokenVectors } from '../../../src/models/token-vectors.js';
import type { GraphChunk } from '../../../src/retrieval/mention-graph/mention-graph.js';
import type { Candidate, QuestionEvidence } from '../../../src/retrieval/ranking/candidate.js';
import { partWeights, passageCoverage } from '../../../src/retrieval/ranking/passage-coverage.js';
import type { QuestionProfile } from '../../../src/retrieval/ranking/question-profile.js';
import { TermPositions } from '../../../src/retrieval/term-positions.js';
import { termHash } from '../../../src/store/term-hash.js';

/** Each letter is a token; letters are as alike as they are near in the alphabet. */
export const letterVectors: TokenVectors = {
  encode: (text) => [...text.toLowerCase().replace(/[^a-z]/gu, '')].map((letter) => letter.charCodeAt(0) - 97),
  load: async () => undefined,
  cosine: letterCosine,
  cosines: async (tokens, question) =>
    Float32Array.from(tokens.flatMap((token) => question.map((asked) => letterCosine(asked, token)))),
  size: 26,
};

function letterCosine(first: number, second: number): number {
  return 1 - Math.abs(first - second) / 25;
}

/** As a graph numbers them: the same number for the same name everywhere. */
const names = new Numbering();

export const hashes = (terms: string) => Int32Array.from(terms.split(' ').filter(Boolean), termHash);

/** A question of terms with their weights, in order; its tokens are the terms' first letters. */
export function profileOf(weighted: readonly (readonly [term: string, weight: number])[]): QuestionProfile {
  const distinct = new Map(weighted);
  const terms = [...distinct.keys()];
  const weights = [...distinct.values()];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    terms: terms.map(termHash),
    positions: new TermPositions(terms.map(termHash)),
    weights,
    totalWeight: total + 1e-9,
    sequence: weighted.map(([term]) => terms.indexOf(term)),
    tokens: terms.flatMap((term) => letterVectors.encode(term).slice(0, 1)),
    tokenWeights: terms.map((_, at) => (total > 0 ? (weights[at] ?? 0) / total : 1 / terms.length)),
    chunkCount: 10,
  };
}

export function questionOf(profile: QuestionProfile, rarity: Readonly<Record<string, number>> = {}): QuestionEvidence {
  const rarities = new Map(Object.entries(rarity).map(([name, value]) => [names.numberOf(name), value]));
  return { profile, weights: partWeights(profile), names: rarities };
}

export interface CandidateFields extends Partial<Omit<Candidate, 'id' | 'mentions' | 'coverage'>> {
  readonly terms?: string;
  readonly documentId?: string;
  readonly ordinal?: number;
  readonly titles?: readonly string[];
  readonly names?: readonly string[];
  readonly contextTerms?: number;
}

/** What `TokenSimilarity` gives, without waiting. */
export function letterSimilarity({ tokens }: QuestionProfile) {
  const best = (passage: ArrayLike<number>) =>
    tokens.map((asked) => Math.max(0, ...Array.from(passage, (token) => letterVectors.cosine(asked, token))));
  return { best };
}

/** A candidate without any merit but those that are given; its coverage is that of its terms. */
export function candidateOf(id: string, profile: QuestionProfile, fields: CandidateFields = {}): Candidate {
  const {
    terms = '',
    documentId = id,
    ordinal = 0,
    contextTerms = 0,
    titles = [],
    names: own = [],
    ...scores
  } = fields;
  const tokens = Int32Array.from(terms.split(' ').flatMap((term) => letterVectors.encode(term).slice(0, 1)));
  const numbered = (keys: readonly string[]) => Int32Array.from(keys, (key) => names.numberOf(key));
  const mentions: GraphChunk = {
    documentId,
    ordinal,
    contextTerms,
    titles: numbered(titles),
    names: numbered(own),
    counts: Int32Array.from(own, () => 1),
    terms: hashes(terms),
    tokens,
  };
  return {
    id,
    chunk: -1,
    mentions,
    coverage: passageCoverage(mentions, profile, letterSimilarity(profile)),
    lexical: 0,
    dense: 0,
    walk: 0,
    chain: 0,
    longChain: 0,
    links: { own: 0, sum: 0, joined: [0, 0, 0], named: 0, namedSum: 0 },
    ...scores,
  };
}
