import type { Timings } from '../core/answer.js';
import type { Filter } from '../core/filter.js';
import type { Span } from '../core/trace.js';
import type { WebMode } from '../core/web-config.js';
import type { ChatModel } from '../models/chat-model.js';
import type { IndexSearch } from '../retrieval/index-search.js';
import type { Respelling } from '../retrieval/speller.js';
import type { Budget } from './budget.js';
import type { EvidenceBook } from './evidence.js';
import type { PastTurn } from './memory/conversation.js';
import type { QueryLog } from './query-log.js';
import type { Tool } from './tools/tool.js';
import type { ReadPage } from './web/web-access.js';
import type { WebSession } from './web/web-session.js';

/** What was said before, as far as it is remembered. */
export interface Recollection {
  readonly turns: readonly PastTurn[];
  /** Of what came before them. */
  readonly summary?: string | undefined;
}

/** What the parts of one run share. */
export interface Run {
  /** As it was asked. */
  readonly asked: string;
  /** Its words as the index spells them. */
  readonly question: string;
  readonly respelled: readonly Respelling[];
  readonly conversation: Recollection;
  readonly index: IndexSearch;
  /** Passages to answer from. */
  readonly k: number;
  readonly filter?: Filter | undefined;
  /** The run in the trace. */
  readonly span: Span;
  /** Metered; absent where sentences are quoted. */
  readonly model?: ChatModel | undefined;
  readonly tools: readonly Tool[];
  /** Absent where the web may not be used. */
  readonly web?: WebSession | undefined;
  readonly webMode: WebMode;
  readonly keepPage?: ((page: ReadPage) => Promise<void>) | undefined;
  readonly budget: Budget;
  readonly evidence: EvidenceBook;
  readonly queries: QueryLog;
  readonly askUser?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
  /** Answer even where the evidence does not suffice: for measuring. */
  readonly alwaysAnswer: boolean;
  /** What the answer's reader should know. */
  readonly warn: (text: string) => void;
  readonly warnings: () => readonly string[];
  /** Adds to a stage's milliseconds. */
  readonly time: (stage: string, ms: number) => void;
  readonly timings: () => Timings;
  readonly close: () => void;
}
