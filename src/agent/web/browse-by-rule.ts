import type { AnswerEvent } from '../../core/answer.js';
import { DocentError, errorMessage } from '../../core/errors.js';
import { inSpan } from '../../core/trace.js';
import { toolSpan } from '../../core/trace-attributes.js';
import { splitQuestion } from '../extractive/split-question.js';
import type { Run } from '../run.js';
import { withoutAddresses } from './addresses.js';
import { pagePassages } from './page-passages.js';
import type { ReadPage } from './web-access.js';
import type { WebSession } from './web-session.js';

/** Pages that are read side by side for one query. */
const pagesPerQuery = 3;

/**
 * Without a chat model: the question and its parts as queries, the best pages of each read side by side; where none can be
 * read, once more with the words that matter.
 */
export async function* browseByRule(
  run: Run,
  web: WebSession,
  standalone: string,
): AsyncGenerator<AnswerEvent, void, void> {
  const named = web.named;
  if (named.length > 0) yield* readPages(run, web, { urls: named.slice(0, pagesPerQuery), question: standalone });
  const words = withoutAddresses(standalone);
  if (words === '') return;
  for (const query of splitQuestion(words)) {
    const isAnswered = yield* browsed(run, web, { query, question: query });
    if (isAnswered) continue;
    // A whole question finds nothing where its words alone would.
    const terms = await run.index.questionTerms(query);
    const subject = terms.terms.map((term) => terms.wordOf(term)).join(' ');
    if (subject !== '' && subject !== query) yield* browsed(run, web, { query: subject, question: query });
  }
}

interface Browsing {
  readonly query: string;
  /** What the pages are read for. */
  readonly question: string;
}

/** One search and the reading of its best pages; whether one of them could be read. */
async function* browsed(
  run: Run,
  web: WebSession,
  { query, question }: Browsing,
): AsyncGenerator<AnswerEvent, boolean, void> {
  run.budget.spendStep();
  const before = (await web.pages()).length;
  const urls = yield* searched(run, web, query);
  if (urls.length > 0) yield* readPages(run, web, { urls, question });
  return web.isDown || (await web.pages()).length > before;
}

async function* searched(run: Run, web: WebSession, query: string): AsyncGenerator<AnswerEvent, string[], void> {
  const tool = 'search_web';
  yield { type: 'tool-call', tool, arguments: { query } };
  const startedAt = performance.now();
  const done = (text: string, isError: boolean): AnswerEvent => {
    return { type: 'tool-result', tool, text, isError, hits: [], durationMs: performance.now() - startedAt };
  };
  try {
    const found = await inSpan(run.span, ...toolSpan({ name: tool }), () => web.search(query, run.budget.searchSignal));
    yield done(found.map(({ title, url }) => `- ${title}: ${url}`).join('\n') || 'No results.', false);
    return found.slice(0, pagesPerQuery).map(({ url }) => url);
  } catch (error) {
    if (run.budget.searchSignal.aborted) throw error;
    yield done(failureText(error), true);
    return [];
  }
}

interface Reading {
  readonly urls: readonly string[];
  readonly question: string;
}

async function* readPages(
  run: Run,
  web: WebSession,
  { urls, question }: Reading,
): AsyncGenerator<AnswerEvent, void, void> {
  const tool = 'visit_webpage';
  for (const url of urls) yield { type: 'tool-call', tool, arguments: { url } };
  const signal = run.budget.searchSignal;
  const startedAt = performance.now();
  const visits = urls.map((url) => inSpan(run.span, ...toolSpan({ name: tool }), () => web.visit(url, signal)));
  const pages = await Promise.allSettled(visits);
  if (signal.aborted) signal.throwIfAborted();
  for (const page of pages) {
    const text = page.status === 'fulfilled' ? await taken(run, page.value, question) : failureText(page.reason);
    const durationMs = performance.now() - startedAt;
    yield { type: 'tool-result', tool, text, isError: page.status === 'rejected', hits: [], durationMs };
  }
}

async function taken(run: Run, page: ReadPage, question: string): Promise<string> {
  const sources = await pagePassages(page, question, { index: run.index, signal: run.budget.searchSignal });
  for (const source of sources) run.evidence.addSource(source);
  return `Read ${page.url}: ${sources.length} passages.`;
}

function failureText(error: unknown): string {
  return error instanceof DocentError && error.hint !== undefined
    ? `${error.message} ${error.hint}`
    : errorMessage(error);
}
