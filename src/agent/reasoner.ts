import type { AnswerEvent, Contradiction, Sufficiency } from '../core/answer.js';
import type { QuotedSpan } from './citations.js';
import type { Evidence } from './evidence.js';
import type { Run } from './run.js';

/** Something to find out. */
export interface OpenQuestion {
  readonly question: string;
  /** Words that the passage itself would have; searched lexically. */
  readonly keywords?: string | undefined;
  /** What the answer could look like; searched by its vector (HyDE, Gao et al. 2023, arXiv 2212.10496). */
  readonly hypothesis?: string | undefined;
}

/** What a question asks for. */
export interface Understanding {
  /** The question without the conversation it was asked in. */
  readonly standalone: string;
  /** A reply that needs no source: to a greeting, of a calculation. */
  readonly reply?: string | undefined;
  /** Its parts; the question itself where it has none. */
  readonly questions: readonly OpenQuestion[];
  /** Why, for the trace. */
  readonly thought: string;
}

/** The evidence, weighed. */
export interface Verdict {
  readonly sufficiency: Sufficiency;
  /** 0 to 1. */
  readonly support: number;
  /** For the trace and for an abstention. */
  readonly text: string;
  /** What to look for next; empty where nothing more can be done. */
  readonly missing: readonly OpenQuestion[];
  /** Words of the question, or matters, that no evidence holds. */
  readonly notFound: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

/** A sentence of the answer with the places that it leans on. */
export interface Statement {
  readonly text: string;
  readonly quotes: readonly QuotedSpan[];
}

/** An answer whose statements have been checked. */
export interface CheckedAnswer {
  readonly statements: readonly Statement[];
  /** Statements of the draft. */
  readonly total: number;
  /** 0 to 1: share of statements that hold, times how much of the question they answer. */
  readonly score: number;
  /** What the answer lacks. */
  readonly missing: readonly OpenQuestion[];
  /** What came closest, where nothing is answered. */
  readonly closest?: QuotedSpan | undefined;
}

/** What thinks in a run: a chat model, or rules and encoders. The loop is the same with both. */
export interface Reasoner {
  understand(run: Run): Promise<Understanding>;
  /** Another try at what the first searches did not find; what it finds goes into the run's evidence. */
  research(run: Run, open: readonly OpenQuestion[]): AsyncGenerator<AnswerEvent, void, void>;
  criticise(run: Run, standalone: string): Promise<Verdict>;
  /** Writes the answer from the evidence and checks it. */
  answer(run: Run, standalone: string, verdict: Verdict): AsyncGenerator<AnswerEvent, CheckedAnswer, void>;
}

/** Passages that an answer is made from. */
export function usedEvidence({ evidence, k }: Run): readonly Evidence[] {
  return evidence
    .ranked()
    .filter(({ relevance }) => relevance !== 'irrelevant')
    .slice(0, Math.max(k, 1));
}
