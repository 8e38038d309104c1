import type { GraphChunk } from '../mention-graph/mention-graph.js';
import type { PassageCoverage } from './passage-coverage.js';
import type { QuestionProfile } from './question-profile.js';

/** All that is known of one candidate before the ranker weighs it. */
export interface Candidate {
  readonly id: string;
  /** Its number in the graph. */
  readonly chunk: number;
  readonly mentions: GraphChunk;
  readonly coverage: PassageCoverage;
  /** BM25. */
  readonly lexical: number;
  /** Cosine similarity. */
  readonly dense: number;
  /** Share of the walk's mass. */
  readonly walk: number;
  /** Score of the best chain of two passages, and of three, that it is part of. */
  readonly chain: number;
  readonly longChain: number;
  readonly links: CandidateLinks;
}

/** Strength of a candidate's links with the best others, each 0 to 1. */
export interface CandidateLinks {
  /** Strongest with one of the three best by their own words. */
  readonly own: number;
  /** Sum over the ten best by their own words, weighted by their fit. */
  readonly sum: number;
  /** With the first, second and third best by walk and chains. */
  readonly joined: readonly [number, number, number];
  /** Strongest with a chunk that a name of the question leads to, and the sum over those. */
  readonly named: number;
  readonly namedSum: number;
}

/** What the candidates of one question are weighed against. */
export interface QuestionEvidence {
  readonly profile: QuestionProfile;
  /** Weights of `PassageCoverage.parts`. */
  readonly weights: readonly number[];
  /** Names of the graph in the question, with their rarity. */
  readonly names: ReadonlyMap<number, number>;
}
