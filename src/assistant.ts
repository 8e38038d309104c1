import { answerQuestion, type QuestionOptions } from './agent/answer-question.js';
import { type WantedLimits, withinLimits } from './agent/budget.js';
import { summariseWith } from './agent/chat/summarise-turns.js';
import { checkedK, checkQuestion } from './agent/check-question.js';
import type { Conversation, PastTurn } from './agent/memory/conversation.js';
import type { ConversationPage, ConversationStore } from './agent/memory/conversation-store.js';
import { FileConversationStore } from './agent/memory/file-conversation-store.js';
import type { Summarise } from './agent/memory/recall.js';
import { rememberedRun } from './agent/memory/remembered-run.js';
import { checkTools } from './agent/tools/check-tools.js';
import type { Tool } from './agent/tools/tool.js';
import { type KeptPage, KeptPages } from './agent/web/kept-pages.js';
import { openWebAccess } from './agent/web/open-web-access.js';
import type { WebAccess } from './agent/web/web-access.js';
import type { Answer, AnswerEvent, Timings } from './core/answer.js';
import type { Config } from './core/config.js';
import type { DocumentReader } from './core/document-reader.js';
import { DocentError, toDocentError } from './core/errors.js';
import type { Filter } from './core/filter.js';
import type { Hit } from './core/hit.js';
import { Stopwatch } from './core/stopwatch.js';
import type { Tracer } from './core/trace.js';
import type { WebMode } from './core/web-config.js';
import { ChatModelSource } from './models/chat/chat-model-source.js';
import { IndexCatalog, indexUri } from './retrieval/index-catalog.js';
import { type DocumentRange, IndexContents, type IndexSummary } from './retrieval/index-contents.js';
import type { SearchMode } from './retrieval/index-search.js';
import type { Respelling } from './retrieval/speller.js';
import type { StoredDocument, StoredPage } from './store/index-store.js';
import { openTracer } from './tracing/open-tracer.js';

export { defineTool, type SourceText, type Tool, type ToolContext, type ToolResult } from './agent/tools/tool.js';
export type { DocumentRange, IndexSummary } from './retrieval/index-contents.js';
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
  /** A conversation that is kept in the index, or `new`; not together with `history`. */
  readonly conversationId?: string | undefined;
  /** Whether the web may be used; default: the setting DOCENT_WEB. */
  readonly web?: WebMode | undefined;
  /** What this question may take, within what the settings allow. */
  readonly limits?: WantedLimits | undefined;
  /** Offers the model a way to ask back; only where somebody waits. */
  readonly askUser?: ((question: string, signal: AbortSignal) => Promise<string>) | undefined;
}

export interface WebReader {
  readonly read: DocumentReader;
  close(): Promise<void>;
}

export interface AssistantOptions {
  /** Tools of your own, which the chat model may use beside docent's. */
  readonly tools?: readonly Tool[];
  /** Makes text of what is fetched from the web: `openWebDocumentReader()` from `docent/ingest/web`. Closed with the assistant. */
  readonly webReader?: WebReader;
}

export interface SearchResult {
  readonly index: string;
  readonly hits: readonly Hit[];
  /** Words of the query that no document has, and what was looked for instead. */
  readonly respelled: readonly Respelling[];
  readonly timings: Timings;
}

/** docent's public face: everything the doors (CLI, HTTP) offer goes through here. */
export interface Assistant {
  search(query: string, options?: QueryOptions & { readonly mode?: SearchMode | undefined }): Promise<SearchResult>;
  /** Ends with exactly one `answer-end`, `abstention` or `error` event; never throws. */
  ask(question: string, options?: AskOptions): AsyncGenerator<AnswerEvent, void, void>;
  /** `ask`, drained. @throws DocentError where the run ended in an error */
  answer(question: string, options?: AskOptions): Promise<Answer>;
  indexes(): Promise<readonly IndexSummary[]>;
  listDocuments(
    options?: DocumentRange,
  ): Promise<{ readonly index: string; readonly documents: readonly StoredDocument[]; readonly total: number }>;
  /** @throws DocentError `document-not-found`, `page-not-found` */
  getDocument(
    id: string,
    options?: { readonly index?: string | undefined; readonly page?: number | undefined },
  ): Promise<{ readonly document: StoredDocument; readonly pages: readonly StoredPage[] }>;
  /** What was said about an index and kept; the one that was spoken in last comes first. */
  conversations(options?: DocumentRange): Promise<ConversationPage & { readonly index: string }>;
  /** @throws DocentError `conversation-not-found` */
  conversation(id: string, options?: { readonly index?: string | undefined }): Promise<Conversation>;
  /** @throws DocentError `conversation-not-found` */
  deleteConversation(id: string, options?: { readonly index?: string | undefined }): Promise<void>;
  /** A web page as it stood when an answer cited it; the citation's `documentId`. @throws DocentError `document-not-found` */
  webPage(id: string, options?: { readonly index?: string | undefined }): Promise<KeptPage>;
  close(): Promise<void>;
}

const defaultSearchHits = 10;
const defaultAnswerHits = 10;

export function createAssistant(config: Config, { tools = [], webReader }: AssistantOptions = {}): Assistant {
  checkTools(tools);
  return new LocalAssistant(config, tools, webReader);
}

class LocalAssistant implements Assistant {
  readonly #config: Config;
  readonly #tools: readonly Tool[];
  readonly #catalog: IndexCatalog;
  readonly #contents: IndexContents;
  readonly #models: ChatModelSource;
  readonly #webReader: WebReader | undefined;
  #tracer: Promise<Tracer> | undefined;
  #web: WebAccess | undefined;

  constructor(config: Config, tools: readonly Tool[], webReader: WebReader | undefined) {
    this.#config = config;
    this.#tools = tools;
    this.#catalog = new IndexCatalog(config);
    this.#contents = new IndexContents(this.#catalog);
    this.#models = new ChatModelSource(config.chat);
    this.#webReader = webReader;
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
    const { respelled } = await index.search.spell(query);
    return { index: index.name, hits, respelled, timings: watch.timings() };
  }

  async *ask(question: string, options: AskOptions = {}): AsyncGenerator<AnswerEvent, void, void> {
    try {
      checkQuestion(question);
      const k = checkedK(options.k ?? defaultAnswerHits);
      // Before anything is opened: whoever waits sees at once that the run has begun.
      yield { type: 'thought', text: 'Read the question.' };
      const index = await this.#catalog.open(options.index);
      const run = await this.#questionOptions(k, index.name, options);
      const { conversationId: id } = options;
      if (id === undefined) {
        yield* answerQuestion(question, index.search, { ...run, conversation: { turns: options.history ?? [] } });
      } else {
        const { store } = await this.#conversationsOf(options.index);
        const memory = { store, id, ...this.#config.agent.memory, summarise: await this.#summarise(options.signal) };
        yield* rememberedRun(question, { ...memory, signal: options.signal }, (conversation) =>
          answerQuestion(question, index.search, {
            ...run,
            conversation,
            ...(id === 'new' ? {} : { conversationId: id }),
          }),
        );
      }
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

  async #questionOptions(k: number, index: string, options: AskOptions): Promise<QuestionOptions> {
    const { limits, prices } = this.#config.agent;
    return {
      k,
      filter: options.filter,
      model: () => this.#models.open(),
      tools: this.#tools,
      limits: withinLimits(limits, options.limits),
      prices,
      web: this.#webFor(index, options.web ?? this.#config.web.mode),
      askUser: options.askUser,
      tracer: await this.#openTracer(),
      signal: options.signal,
    };
  }

  #webFor(index: string, mode: WebMode): QuestionOptions['web'] {
    if (mode === 'off') return undefined;
    this.#web ??= openWebAccess(this.#config, this.#webReader?.read);
    return { mode, access: this.#web, keep: (page) => this.#keptPages(index).keep(page) };
  }

  #keptPages(index: string): KeptPages {
    return new KeptPages(indexUri(this.#config, index));
  }

  async webPage(id: string, options: { index?: string | undefined } = {}): Promise<KeptPage> {
    const { name } = await this.#catalog.open(options.index);
    return this.#keptPages(name).read(id);
  }

  /** A chat model writes the minutes of a conversation where the mode asks for a summary. */
  async #summarise(signal: AbortSignal | undefined): Promise<Summarise | undefined> {
    if (this.#config.agent.memory.mode !== 'summary') return undefined;
    const model = await this.#models.open();
    return model === undefined ? undefined : summariseWith(model, signal);
  }

  /** Loaded at the first question; silent, and nothing is loaded, where nobody collects traces. */
  async #openTracer(): Promise<Tracer> {
    this.#tracer ??= openTracer(this.#config.tracing);
    return this.#tracer;
  }

  async indexes(): Promise<readonly IndexSummary[]> {
    return this.#contents.summaries();
  }

  async listDocuments(options: DocumentRange = {}) {
    return this.#contents.documents(options);
  }

  async getDocument(id: string, options: { index?: string | undefined; page?: number | undefined } = {}) {
    return this.#contents.document(id, options);
  }

  async conversations(options: DocumentRange = {}) {
    const { name, store } = await this.#conversationsOf(options.index);
    return { index: name, ...(await store.list(options)) };
  }

  async conversation(id: string, options: { index?: string | undefined } = {}): Promise<Conversation> {
    return (await this.#conversationsOf(options.index)).store.read(id);
  }

  async deleteConversation(id: string, options: { index?: string | undefined } = {}): Promise<void> {
    await (await this.#conversationsOf(options.index)).store.delete(id);
  }

  async #conversationsOf(index: string | undefined): Promise<{ name: string; store: ConversationStore }> {
    const { name } = await this.#catalog.open(index);
    return { name, store: new FileConversationStore({ indexFolder: indexUri(this.#config, name), index: name }) };
  }

  async close(): Promise<void> {
    await this.#catalog.close();
    await this.#models.close();
    await this.#webReader?.close();
    await (await this.#tracer)?.close();
  }
}
