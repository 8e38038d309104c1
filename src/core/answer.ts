import type { Citation } from './citation.js';
import type { DocentError } from './errors.js';
import type { DocumentReference, Hit } from './hit.js';

/** Milliseconds by stage; `total` is always there. */
export type Timings = Readonly<Record<string, number>> & { readonly total: number };

export interface Abstention {
  readonly reason: string;
  /** What was looked for, where, in how many documents. */
  readonly searched: { readonly queries: readonly string[]; readonly index: string; readonly documents: number };
  /** Documents that came closest, best first. */
  readonly nearest: readonly DocumentReference[];
}

/**
 * What happens while a question is answered, in order. Exactly one of `answer-end`, `abstention` and `error` comes,
 * and it comes last.
 */
export type AnswerEvent =
  | { readonly type: 'thought'; readonly text: string }
  | { readonly type: 'tool-call'; readonly tool: string; readonly arguments: Readonly<Record<string, unknown>> }
  | { readonly type: 'tool-result'; readonly tool: string; readonly hits: readonly Hit[]; readonly durationMs: number }
  | { readonly type: 'critique'; readonly text: string; readonly support: number }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'answer-end'; readonly answer: Answer }
  | { readonly type: 'abstention'; readonly answer: Answer; readonly abstention: Abstention }
  | { readonly type: 'error'; readonly error: DocentError };

/** A numbered passage that the answer was made from. */
export interface EvidenceReference {
  readonly number: number;
  readonly chunkId: string;
  readonly documentId: string;
  readonly document: string;
  readonly location: string;
}

/** Statements of an answer that were checked against their citations. */
export interface ClaimCount {
  /** Statements of the draft. */
  readonly total: number;
  /** Those that stand in the answer: the rest was repaired or removed. */
  readonly supported: number;
}

/** The result of one question. */
export interface Answer {
  /** Text with marks like `[1]`; for an abstention the sentence that says so. */
  readonly answer: string;
  readonly abstained: boolean;
  readonly citations: readonly Citation[];
  /** 0 to 1: how well the sources support the answer. */
  readonly support: number;
  readonly claims: ClaimCount;
  /** Best first. */
  readonly evidence: readonly EvidenceReference[];
  readonly abstention?: Abstention;
  readonly timings: Timings;
}
