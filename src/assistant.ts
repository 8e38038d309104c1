import { answerQuestion } from './agent/answer-question.js';
import type { BudgetLimits } from './agent/budget.js';
import type { PastTurn } from './agent/run.js';
import { builtInTools } from './agent/tools/built-in-tools.js';
import type { Tool } from './agent/tools/tool.js';

import type { Answer, AnswerEvent, Timings } from './core/answer.js';
import type { Config } from './core/config.js';
import { DocentError, toDocentError } from './core/errors.js';
import type { Filter } from './core/filter.js';
import type { Hit } from './core/hit.js';
import { Stopwatch } from './core/stopwatch.js';
import type { Tracer } from './core/trace.js';
import { ChatModelSource } from './models/chat/chat-model-source.js';
import { IndexCatalog } from './retrieval/index-catalog.js';
import type { SearchMode } from './retrieval/index-search.js';
import type { IndexManifest, IndexStats, StoredDocument, StoredPage } from './store/index-store.js';
import { openTracer } from './tracing/open-tracer.js';

export { defineTool, type SourceText, type Tool, type ToolContext, type ToolResult } from './agent/tools/tool.js';
export type { SearchMode } from './retrieval/index-search.js';

export interface QueryOptions {
  /** Name of the index; the configured or only one where none is given. */
  readonly index?: string | undefined;
  /** Number of hits to return or to answer from, 1 to 1,000. */
  readonly k?: number | undefined;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AskOptions extends QueryOptions {
  /** What was said before, oldest first: "and in 2021?" is understood from it. */
  readonly history?: readonly PastTurn[] | undefined;
  /** What this question may take, within what the settings allow. */
  readonly limits?: Partial<BudgetLimits> | undefined;
  /** Offers the model a way to ask back; only where somebody waits. */
  readonly askUser?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
}

export interface AssistantOptions {
  /** Tools of your own, which the chat model may use beside docent's. */
  readonly tools?: readonly Tool[];
}

export interface SearchResult {
  readonly index: string;
  readonly hits: readonly Hit[];
  readonly timings: Timings;
}

export interface IndexSummary {
  readonly name: string;
  readonly manifest: IndexManifest;
  readonly stats: IndexStats;
}

/** docent's public face: everything the doors (CLI, HTTP) offer goes through here. */
export interface Assistant {
  search(query: string, options?: QueryOptions & { readonly mode?: SearchMode | undefined }): Promise<SearchResult>;
  /** Ends with exactly one `answer-end`, `abstention` or `error` event; never throws. */
  ask(question: string, options?: AskOptions): AsyncGenerator<AnswerEvent, void, void>;
  /** `ask`, drained. @throws DocentError where the run ended in an error */
  answer(question: string, options?: AskOptions): Promise<Answer>;
  indexes(): Promise<readonly IndexSummary[]>;
  listDocuments(options?: {
    readonly index?: string | undefined;
    readonly limit?: number | undefined;
    readonly offset?: number | undefined;
  }): Promise<{ readonly index: string; readonly documents: readonly StoredDocument[]; readonly total: number }>;
  /** @throws DocentError `document-not-found`, `page-not-found` */
  getDocument(
    id: string,
    options?: { readonly index?: string | undefined; readonly page?: number | undefined },
  ): Promise<{ readonly document: StoredDocument; readonly pages: readonly StoredPage[] }>;
  close(): Promise<void>;
}

const defaultSearchHits = 10;
const defaultAnswerHits = 10;
const maxHits = 1000;
const maxQuestionLength = 8000;

export function createAssistant(config: Config, { tools = [] }: AssistantOptions = {}): Assistant {
  checkTools(tools);
  return new LocalAssistant(config, tools);
}

class LocalAssistant implements Assistant {
  readonly #config: Config;
  readonly #tools: readonly Tool[];
  readonly #catalog: IndexCatalog;
  readonly #models: ChatModelSource;
  #tracer: Promise<Tracer> | undefined;

  constructor(config: Config, tools: readonly Tool[]) {
    this.#config = config;
    this.#tools = tools;
    this.#catalog = new IndexCatalog(config);
    this.#models = new ChatModelSource(config.chat);
  }

  async search(
    query: string,
    options: QueryOptions & { readonly mode?: SearchMode | undefined } = {},
  ): Promise<SearchResult> {
    checkQuestion(query);
    const k = checkedK(options.k ?? defaultSearchHits);
    const watch = new Stopwatch();
    const index = await watch.measure('open', () => this.#catalog.open(options.index));
    const hits = await watch.measure('search', () => index.search.search(query, { ...options, k }));
    return { index: index.name, hits, timings: watch.timings() };
  }

  async *ask(question: string, options: AskOptions = {}): AsyncGenerator<AnswerEvent, void, void> {
    try {
      checkQuestion(question);
      const k = checkedK(options.k ?? defaultAnswerHits);
      // Before anything is opened: whoever waits sees at once that the run has begun.
      yield { type: 'thought', text: 'Read the question.' };
      const index = await this.#catalog.open(options.index);
      const { limits, prices } = this.#config.agent;
      yield* answerQuestion(question, index.search, {
        k,
        filter: options.filter,
        model: () => this.#models.open(),
        tools: this.#tools,
        conversation: { turns: options.history ?? [] },
        limits: smaller(limits, options.limits),
        prices,
        askUser: options.askUser,
        tracer: await this.#openTracer(),
        signal: options.signal,
      });
    } catch (error) {
      yield { type: 'error', error: toDocentError(error) };
    }
  }

  async answer(question: string, options: AskOptions = {}): Promise<Answer> {
    for await (const event of this.ask(question, options)) {
      if (event.type === 'answer-end' || event.type === 'abstention') return event.answer;
      if (event.type === 'error') throw event.error;
    }
    throw new DocentError('internal', 'The run ended without an answer.');
  }

  /** Loaded at the first question; silent, and nothing is loaded, where nobody collects traces. */
  async #openTracer(): Promise<Tracer> {
    this.#tracer ??= openTracer(this.#config.tracing);
    return this.#tracer;
  }

  async indexes(): Promise<readonly IndexSummary[]> {
    const names = await this.#catalog.names();
    return Promise.all(
      names.map(async (name) => {
        const { reader } = await this.#catalog.open(name);
        return { name, manifest: await reader.manifest(), stats: await reader.stats() };
      }),
    );
  }

  async listDocuments(
    options: { index?: string | undefined; limit?: number | undefined; offset?: number | undefined } = {},
  ) {
    const { name, reader } = await this.#catalog.open(options.index);
    const { limit = 100, offset = 0 } = options;
    return { index: name, ...(await reader.listDocuments({ limit, offset })) };
  }

  async getDocument(id: string, options: { index?: string | undefined; page?: number | undefined } = {}) {
    const { name, reader } = await this.#catalog.open(options.index);
    const document = await reader.getDocument(id);
    if (document === undefined) {
      throw new DocentError('document-not-found', `There is no document ${id.slice(0, 80)} in the index "${name}".`, {
        hint: 'GET /v1/documents lists the documents and their ids.',
      });
    }
    const pages = await reader.getPages(id, options.page === undefined ? undefined : [options.page]);
    if (options.page !== undefined && pages.length === 0) {
      throw new DocentError(
        'page-not-found',
        `${document.name} has no unit ${options.page}; it has ${document.pageCount}.`,
      );
    }
    return { document, pages };
  }

  async close(): Promise<void> {
    await this.#catalog.close();
    await this.#models.close();
    await (await this.#tracer)?.close();
  }
}

const ownNames = new Set(builtInTools({ canAskUser: true }).map(({ name }) => name));

/** @throws DocentError `invalid-config` for a tool whose name cannot be called or is taken */
function checkTools(tools: readonly Tool[]): void {
  const names = new Set(ownNames);
  for (const { name } of tools) {
    if (!/^[\w-]{1,64}$/u.test(name) || names.has(name)) {
      const reason = names.has(name) ? 'that name is taken' : 'a name has letters, digits, "_" and "-", at most 64';
      throw new DocentError('invalid-config', `The tool "${name.slice(0, 80)}" cannot be added: ${reason}.`, {
        hint: 'Give it another name.',
      });
    }
    names.add(name);
  }
}

function checkQuestion(text: string): void {
  if (text.trim() === '') {
    throw new DocentError('invalid-request', 'The question is empty.', { hint: 'Write what you want to know.' });
  }
  if (text.length > maxQuestionLength) {
    const hint = `Ask in at most ${maxQuestionLength.toLocaleString('en')} characters.`;
    throw new DocentError('invalid-request', `The question has ${text.length.toLocaleString('en')} characters.`, {
      hint,
    });
  }
}

function checkedK(k: number): number {
  if (Number.isInteger(k) && k >= 1 && k <= maxHits) return k;
  throw new DocentError('invalid-request', `k is ${k}; it must be a whole number from 1 to 1,000.`);
}

/** A request may ask for less than the settings allow, not for more. */
function smaller(allowed: BudgetLimits, wanted: Partial<BudgetLimits> = {}): BudgetLimits {
  const lesser = (one: number, other: number | undefined) => Math.min(one, other ?? one);
  const cost = wanted.cost === undefined ? allowed.cost : lesser(wanted.cost, allowed.cost);
  return {
    steps: lesser(allowed.steps, wanted.steps),
    tokens: lesser(allowed.tokens, wanted.tokens),
    seconds: lesser(allowed.seconds, wanted.seconds),
    ...(cost === undefined ? {} : { cost }),
  };
}
