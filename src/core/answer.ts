import type { Citation } from './citation.js';
import type { DocentError } from './errors.js';
import type { DocumentReference, Hit } from './hit.js';

/** Milliseconds by stage; `total` is always there. */
export type Timings = Readonly<Record<string, number>> & { readonly total: number };

export interface Abstention {
  readonly reason: string;
  /** What was looked for, where, in how many documents. */
  readonly searched: {
    readonly queries: readonly string[];
    readonly index: string;
    readonly documents: number;
    /** Absent where the web was not asked; `failures` says why it was of no use. */
    readonly web?: { readonly queries: readonly string[]; readonly failures: readonly string[] };
  };
  /** Documents that came closest, best first. */
  readonly nearest: readonly DocumentReference[];
  /** The sentence that came closest: not an answer, but for the reader to judge. */
  readonly closest?: Citation | undefined;
}

/** Whether the evidence as a whole answers the question. */
export type Sufficiency = 'sufficient' | 'partial' | 'contradictory' | 'none';

/** Which of several agents that work side by side speaks; absent for the manager. */
interface FromAgent {
  readonly agent?: string | undefined;
}

/**
 * What happens while a question is answered, in order. Exactly one of `answer-end`, `abstention` and `error` comes,
 * and it comes last.
 */
export type AnswerEvent =
  | ({ readonly type: 'thought'; readonly text: string } & FromAgent)
  | ({
      readonly type: 'tool-call';
      readonly tool: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    } & FromAgent)
  | ({
      readonly type: 'tool-result';
      readonly tool: string;
      /** What the tool says, as the model reads it. */
      readonly text: string;
      readonly isError: boolean;
      readonly hits: readonly Hit[];
      readonly durationMs: number;
    } & FromAgent)
  | {
      readonly type: 'critique';
      readonly text: string;
      readonly support: number;
      readonly sufficiency: Sufficiency;
    }
  /** The answer as the chat model writes it, before it is checked. What holds comes as `text-delta`. */
  | { readonly type: 'draft-delta'; readonly text: string }
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
  /** Those that stand in the answer: the rest was removed. */
  readonly supported: number;
}

/** Sources that say different things about one matter. */
export interface Contradiction {
  readonly about: string;
  /** Numbers of the evidence. */
  readonly evidence: readonly number[];
}

/** What a run took. */
export interface RunUsage {
  /** Thought–action–observation steps. */
  readonly steps: number;
  readonly searches: number;
  readonly modelCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In the currency of the configured prices; absent without prices. */
  readonly cost?: number;
  /** The limit that ended the search, where one did. */
  readonly limit?: 'steps' | 'tokens' | 'seconds' | 'cost';
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
  /** The question as it was understood, where a conversation completed it or no document has a word as it was spelt. */
  readonly standalone?: string;
  readonly contradictions?: readonly Contradiction[];
  readonly abstention?: Abstention;
  /** `provider:model` that wrote the answer; absent where sentences of the sources were quoted. */
  readonly model?: string;
  readonly conversationId?: string;
  /** What went wrong without spoiling the answer. */
  readonly warnings?: readonly string[];
  readonly usage: RunUsage;
  readonly timings: Timings;
}
