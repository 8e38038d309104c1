import type { Filter } from '../core/filter.js';
import { silentTracer, type Tracer } from '../core/trace.js';
import { agentSpan, questionContent } from '../core/trace-attributes.js';
import type { WebMode } from '../core/web-config.js';
import type { ChatClock } from '../models/chat/chat-clock.js';
import type { ChatModel } from '../models/chat-model.js';
import type { IndexSearch } from '../retrieval/index-search.js';
import { Budget, type BudgetLimits, type ChatPrices, defaultLimits } from './budget.js';
import { EvidenceBook } from './evidence.js';
import { meteredModel } from './metered-model.js';
import { QueryLog } from './query-log.js';
import type { Recollection, Run } from './run.js';
import { builtInTools } from './tools/built-in-tools.js';
import type { Tool } from './tools/tool.js';
import type { ReadPage, WebAccess } from './web/web-access.js';
import { WebSession } from './web/web-session.js';

export interface WebOptions {
  readonly mode: WebMode;
  readonly access: WebAccess;
  /** Keeps the text of a page that the answer cites. */
  readonly keep?: ((page: ReadPage) => Promise<void>) | undefined;
}

export interface QuestionOptions {
  /** Number of chunks to answer from. */
  readonly k: number;
  readonly filter?: Filter | undefined;
  /** Absent, or giving undefined: sentences of the sources are quoted. */
  readonly model?: ChatModel | (() => Promise<ChatModel | undefined>) | undefined;
  readonly conversation?: Recollection | undefined;
  /** The user's own, beside ours. */
  readonly tools?: readonly Tool[] | undefined;
  readonly limits?: Partial<BudgetLimits> | undefined;
  readonly prices?: ChatPrices | undefined;
  /** The web, and when it may be used; absent: never. */
  readonly web?: WebOptions | undefined;
  readonly askUser?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
  /** Answer even where the evidence does not suffice: for measuring. */
  readonly alwaysAnswer?: boolean | undefined;
  readonly tracer?: Tracer | undefined;
  /** For the trace. */
  readonly conversationId?: string | undefined;
  readonly clock?: ChatClock | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function openRun(asked: string, index: IndexSearch, options: QuestionOptions): Promise<Run> {
  const { k, filter, askUser, prices, signal, clock } = options;
  signal?.throwIfAborted();
  const given = options.model;
  const model = typeof given === 'function' ? await given() : given;
  const limits = { ...defaultLimits, ...options.limits };
  const budget = new Budget(limits, { prices, signal, ...(clock === undefined ? {} : { clock }) });
  const startedAt = performance.now();
  const { text: question, respelled } = await index.spell(asked).catch((error: unknown) => {
    budget.close();
    throw error;
  });
  const span = (options.tracer ?? silentTracer).start(...agentSpan({ conversationId: options.conversationId }));
  span.set(questionContent(asked));
  const warnings = new Set<string>();
  const stages = new Map<string, number>();
  return {
    asked,
    question,
    respelled,
    conversation: options.conversation ?? { turns: [] },
    index,
    k,
    filter,
    span,
    webMode: options.web?.mode ?? 'off',
    web: sessionFor(asked, options),
    keepPage: options.web?.keep,
    model: model === undefined ? undefined : meteredModel(model, budget),
    tools: [...builtInTools({ canAskUser: askUser !== undefined }), ...(options.tools ?? [])],
    budget,
    evidence: new EvidenceBook(),
    queries: new QueryLog(),
    askUser,
    alwaysAnswer: options.alwaysAnswer ?? false,
    warn: (text) => void warnings.add(text),
    warnings: () => [...warnings],
    time: (stage, ms) => void stages.set(stage, (stages.get(stage) ?? 0) + ms),
    timings: () => ({
      ...Object.fromEntries([...stages].map(([stage, ms]) => [stage, rounded(ms)])),
      total: rounded(performance.now() - startedAt),
    }),
    close() {
      budget.close();
      span.end();
    },
  };
}

function sessionFor(question: string, { web }: QuestionOptions): WebSession | undefined {
  return web === undefined || web.mode === 'off' ? undefined : new WebSession(web.access, question);
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
