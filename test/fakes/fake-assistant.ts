import { type Conversation, conversationHead } from '../../src/agent/memory/conversation.js';
import { conversationNotFound } from '../../src/agent/memory/conversation-store.js';
import type { Assistant, QueryOptions, SearchMode } from '../../src/assistant.js';
import type { Abstention, Answer, AnswerEvent } from '../../src/core/answer.js';
import type { Citation } from '../../src/core/citation.js';
import { DocentError } from '../../src/core/errors.js';
import type { Hit } from '../../src/core/hit.js';
import type { IndexManifest, StoredDocument, StoredPage } from '../../src/store/index-store.js';
import { deferred } from './deferred.js';

export type Run = (signal: AbortSignal) => AsyncGenerator<AnswerEvent, void, void>;

export interface FakeAssistantScript {
  readonly run?: Run;
  /** In place of the search's result. */
  readonly search?: (signal: AbortSignal) => Promise<readonly Hit[]>;
  /** Every call that is not a question fails with it. */
  readonly failure?: Error;
}

export interface AskedQuery {
  readonly text: string;
  readonly options: QueryOptions & { readonly mode?: SearchMode | undefined };
}

export interface FakeAssistant extends Assistant {
  readonly asked: AskedQuery[];
  readonly searched: AskedQuery[];
  readonly deleted: { readonly id: string; readonly index: string }[];
}

export const sampleConversation: Conversation = {
  id: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
  index: 'default',
  title: 'How long is the warranty?',
  createdAt: '2026-11-03T00:00:00.000Z',
  turns: [
    {
      question: 'How long is the warranty?',
      standalone: 'How long is the warranty?',
      answer: 'Two years [1].',
      abstained: false,
      sources: ['handbook.pdf'],
      at: '2026-11-03T00:00:00.000Z',
    },
  ],
  summary: { text: 'They spoke of the warranty.', turns: 1 },
};

const timings = { search: 3, total: 5 };

export const sampleHit: Hit = {
  rank: 1,
  score: 1.5,
  parts: { lexical: 2, dense: 0.7 },
  chunk: {
    id: 'chunk-1',
    documentId: 'document-1',
    ordinal: 0,
    text: 'The warranty lasts two years.',
    start: 100,
    end: 129,
    context: 'Handbook › Warranty',
    headings: ['Warranty'],
    pageStart: 2,
    pageEnd: 2,
    pageLabel: 'p. 2',
    tokens: 9,
    hash: 'hash-1',
    metadata: {},
    document: { id: 'document-1', name: 'handbook.pdf', title: 'Handbook', format: 'pdf' },
  },
};

export const sampleCitation: Citation = {
  id: 1,
  documentId: 'document-1',
  document: 'handbook.pdf',
  title: 'Handbook',
  page: 2,
  location: 'p. 2',
  unit: 2,
  chunkId: 'chunk-1',
  start: 100,
  end: 129,
  quote: 'The warranty lasts two years.',
  score: 1.5,
};

const usage = { steps: 0, searches: 1, modelCalls: 0, inputTokens: 0, outputTokens: 0 };

export const sampleWebPage = {
  id: '0123456789abcdef',
  url: 'https://ferries.example/',
  title: 'Ferries',
  text: 'The ferry leaves at nine.',
  accessedAt: '2026-11-21T12:00:00.000Z',
};

export const sampleAnswer: Answer = {
  answer: 'The warranty lasts two years [1].',
  abstained: false,
  claims: { total: 1, supported: 1 },
  evidence: [],
  usage,
  support: 0.9,
  citations: [sampleCitation],
  timings,
};

export const sampleAbstention: Abstention = {
  reason: 'No passage supports an answer.',
  searched: { queries: ['moon'], index: 'default', documents: 1 },
  nearest: [{ id: 'document-1', name: 'handbook.pdf', title: 'Handbook', format: 'pdf' }],
};

const sampleDocument: StoredDocument = {
  id: 'document-1',
  uri: '/documents/handbook.pdf',
  name: 'handbook.pdf',
  title: 'Handbook',
  format: 'pdf',
  contentHash: 'abc',
  bytes: 1234,
  modifiedAt: '2026-11-01T00:00:00.000Z',
  metadata: { author: 'docent' },
  settingsFingerprint: 'secret-settings',
  pageCount: 2,
  chunkCount: 3,
  ingestedAt: '2026-11-02T00:00:00.000Z',
};

const samplePages: readonly StoredPage[] = [
  { documentId: 'document-1', number: 1, kind: 'page', label: 'p. 1', start: 0, end: 11, text: 'First page.' },
  { documentId: 'document-1', number: 2, kind: 'page', label: 'p. 2', start: 13, end: 25, text: 'Second page.' },
];

const sampleManifest: IndexManifest = {
  format: 1,
  generation: 1,
  embedder: { name: 'docent-static', fingerprint: 'f', dimensions: 256 },
  sources: ['/documents'],
  createdAt: '2026-11-02T00:00:00.000Z',
  updatedAt: '2026-11-02T00:00:00.000Z',
};

/** A run that goes through every kind of event. */
export async function* answering(): AsyncGenerator<AnswerEvent, void, void> {
  yield { type: 'thought', text: 'Look for the warranty.' };
  yield { type: 'tool-call', tool: 'search', arguments: { query: 'warranty' } };
  yield { type: 'tool-result', tool: 'search', text: '1 passage.', isError: false, hits: [sampleHit], durationMs: 3 };
  yield { type: 'critique', text: 'Supported.', support: 0.9, sufficiency: 'sufficient' };
  yield { type: 'text-delta', text: 'The warranty lasts\ntwo years [1].' };
  yield { type: 'citation', citation: sampleCitation };
  yield { type: 'answer-end', answer: sampleAnswer };
}

export async function* abstaining(): AsyncGenerator<AnswerEvent, void, void> {
  const answer: Answer = {
    answer: 'The documents do not say.',
    abstained: true,
    claims: { total: 0, supported: 0 },
    evidence: [],
    usage,
    support: 0,
    citations: [],
    abstention: sampleAbstention,
    timings,
  };
  yield { type: 'abstention', answer, abstention: sampleAbstention };
}

export function failingWith(error: DocentError): Run {
  return async function* failing() {
    yield { type: 'thought', text: 'About to fail.' };
    yield { type: 'error', error };
  };
}

/** A run that breaks its promise never to throw. */
export function throwing(error: Error): Run {
  return async function* broken() {
    yield { type: 'thought', text: 'About to break.' };
    throw error;
  };
}

export interface SlowRun {
  readonly run: Run;
  /** Fulfilled when a run has begun. */
  readonly started: Promise<void>;
  /** Fulfilled with the reason when its signal has fired. */
  readonly aborted: Promise<unknown>;
}

/** A run that says one thing and then waits for its signal; one that is deaf waits for ever. */
export function slowRun({ isDeaf = false }: { readonly isDeaf?: boolean } = {}): SlowRun {
  const started = deferred<void>();
  const aborted = deferred<unknown>();
  return { started: started.promise, aborted: aborted.promise, run };

  async function* run(signal: AbortSignal): AsyncGenerator<AnswerEvent, void, void> {
    signal.addEventListener('abort', () => aborted.resolve(signal.reason), { once: true });
    yield { type: 'thought', text: 'This takes a while.' };
    started.resolve();
    await (isDeaf ? new Promise(() => undefined) : aborted.promise);
    yield { type: 'error', error: new DocentError('aborted', 'The run was stopped.') };
  }
}

/** docent's public face without an index behind it. */
export function createFakeAssistant(script: FakeAssistantScript = {}): FakeAssistant {
  const asked: AskedQuery[] = [];
  const searched: AskedQuery[] = [];
  const deleted: { readonly id: string; readonly index: string }[] = [];
  const check = () => {
    if (script.failure !== undefined) throw script.failure;
  };
  return {
    asked,
    searched,
    deleted,
    ask(text, options = {}) {
      asked.push({ text, options });
      return (script.run ?? answering)(options.signal ?? new AbortController().signal);
    },
    async answer() {
      throw new Error('The HTTP door drains ask itself.');
    },
    async search(text, options = {}) {
      check();
      searched.push({ text, options });
      const find = script.search ?? (async () => [sampleHit]);
      const hits = await find(options.signal ?? new AbortController().signal);
      return { index: options.index ?? 'default', hits, respelled: [], timings };
    },
    async indexes() {
      check();
      return [{ name: 'default', manifest: sampleManifest, stats: { documents: 1, pages: 2, chunks: 3, bytes: 4096 } }];
    },
    async listDocuments({ index = 'default', limit = 100, offset = 0 } = {}) {
      check();
      return { index, documents: [sampleDocument].slice(offset, offset + limit), total: 1 };
    },
    async getDocument(id, { page } = {}) {
      check();
      if (id !== sampleDocument.id) throw new DocentError('document-not-found', `There is no document ${id}.`);
      const pages = samplePages.filter((one) => page === undefined || one.number === page);
      if (pages.length === 0) throw new DocentError('page-not-found', `There is no page ${page}.`);
      return { document: sampleDocument, pages };
    },
    async conversations({ index = 'default', limit = 100, offset = 0 } = {}) {
      check();
      return { index, conversations: [conversationHead(sampleConversation)].slice(offset, offset + limit), total: 1 };
    },
    async conversation(id, { index = 'default' } = {}) {
      check();
      if (id !== sampleConversation.id) throw conversationNotFound(id, index);
      return { ...sampleConversation, index };
    },
    async deleteConversation(id, { index = 'default' } = {}) {
      check();
      if (id !== sampleConversation.id) throw conversationNotFound(id, index);
      deleted.push({ id, index });
    },
    async webPage(id) {
      check();
      if (id !== sampleWebPage.id) throw new DocentError('document-not-found', `No web page ${id} is kept.`);
      return sampleWebPage;
    },
    async close() {
      return undefined;
    },
  };
}
