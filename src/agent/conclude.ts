import type { Abstention, Answer, AnswerEvent } from '../core/answer.js';
import type { Citation } from '../core/citation.js';
import { errorMessage } from '../core/errors.js';
import type { StoredChunk } from '../core/hit.js';
import { answerAttributes, answerContent } from '../core/trace-attributes.js';
import { citationOf, verifiedCitations } from './citations.js';
import type { CheckedAnswer, Statement, Verdict } from './reasoner.js';
import type { Run } from './run.js';
import { safeText } from './verify/safe-text.js';
import { pageId } from './web/page-passages.js';

export interface Conclusion {
  readonly standalone: string;
  readonly verdict: Verdict;
  readonly checked: CheckedAnswer;
}

/** Tells the statements whose quotes stand verbatim where they are said to, each with its citations; then the answer. */
export async function* conclude(
  run: Run,
  { standalone, verdict, checked }: Conclusion,
): AsyncGenerator<AnswerEvent, void, void> {
  const startedAt = performance.now();
  const told = await verifiedStatements(run, checked.statements);
  run.time('verify', performance.now() - startedAt);
  if (!told.some(({ citations }) => citations.length > 0)) {
    yield await abstain(run, { standalone, verdict, checked });
    return;
  }
  const parts: string[] = [];
  const citations = new Map<number, Citation>();
  for (const { text, citations: own } of told) {
    const marks = own.map(({ id }) => `[${id}]`).join('');
    const part = `${parts.length === 0 ? '' : ' '}${text}${marks === '' ? '' : ` ${marks}`}`;
    parts.push(part);
    yield { type: 'text-delta', text: part };
    for (const citation of own) {
      if (!citations.has(citation.id)) yield { type: 'citation', citation };
      citations.set(citation.id, citation);
    }
  }
  await keepCitedPages(run, [...citations.values()]);
  const cited = told.filter((each) => each.citations.length > 0).length;
  const answer: Answer = {
    ...common(run, standalone, verdict),
    answer: parts.join(''),
    abstained: false,
    citations: [...citations.values()],
    support: checked.score,
    claims: { total: checked.total, supported: Math.min(cited, checked.total) },
  };
  yield { type: 'answer-end', answer: traced(run, answer) };
}

/** The texts of cited pages, so that their quotes can be checked when the pages have changed. */
async function keepCitedPages(run: Run, citations: readonly Citation[]): Promise<void> {
  const { web, keepPage } = run;
  const cited = new Set(citations.filter(({ source }) => source === 'web').map(({ documentId }) => documentId));
  if (web === undefined || keepPage === undefined || cited.size === 0) return;
  for (const page of await web.pages()) {
    if (cited.has(pageId(page))) await keepPage(page).catch((error: unknown) => run.warn(errorMessage(error)));
  }
}

/** A reply that needs no source. */
export function* reply(run: Run, standalone: string, text: string): Generator<AnswerEvent, void, void> {
  yield { type: 'text-delta', text };
  const claims = { total: 0, supported: 0 };
  const answer = { ...common(run, standalone), answer: text, abstained: false, citations: [], support: 1, claims };
  yield { type: 'answer-end', answer: traced(run, answer) };
}

/** How the run went, for its trace. */
function traced({ span }: Run, answer: Answer): Answer {
  span.set({ ...answerAttributes(answer), ...answerContent(answer.answer) });
  return answer;
}

/** A source's text by the offsets of the whole that it is a part of. */
function textAt(chunk: Pick<StoredChunk, 'text' | 'start'>, start: number, end: number): string {
  return start < chunk.start ? '' : chunk.text.slice(start - chunk.start, end - chunk.start);
}

interface ToldStatement {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/** Statements with the citations that hold; one that had quotes and keeps none is left out. */
async function verifiedStatements(run: Run, statements: readonly Statement[]): Promise<readonly ToldStatement[]> {
  const ids = new Map<string, number>();
  const numbered = statements.map(({ text, quotes }) => ({
    text: safeText(text, [run.asked, ...quotes.map(({ hit }) => hit.chunk.text)]),
    hadQuotes: quotes.length > 0,
    citations: quotes.map((quote) => {
      const key = `${quote.hit.chunk.id}:${quote.start}:${quote.end}`;
      const id = ids.get(key) ?? ids.size + 1;
      ids.set(key, id);
      return citationOf(id, quote);
    }),
  }));
  const all = numbered.flatMap(({ citations }) => citations);
  const known = run.evidence.ranked();
  const fromTools = new Set(known.filter(({ origin }) => origin !== 'index').map(({ hit }) => hit.chunk.id));
  const hits = known.map(({ hit }) => hit);
  const inIndex = await verifiedCitations(
    all.filter(({ chunkId }) => !fromTools.has(chunkId)),
    hits,
    run.index,
  );
  const inTools = all.filter(({ chunkId, start, end, quote }) => {
    const source = fromTools.has(chunkId) ? hits.find(({ chunk }) => chunk.id === chunkId) : undefined;
    return source !== undefined && quote !== '' && textAt(source.chunk, start, end) === quote;
  });
  const verified = new Map([...inIndex, ...inTools].map((citation) => [citation.id, citation]));
  const told = numbered.map(({ text, hadQuotes, citations }) => ({
    text,
    hadQuotes,
    citations: citations.flatMap(({ id }) => verified.get(id) ?? []),
  }));
  return told.filter(({ hadQuotes, citations }) => !hadQuotes || citations.length > 0);
}

async function abstain(run: Run, { standalone, verdict, checked }: Conclusion): Promise<AnswerEvent> {
  const { name } = run.index;
  const documents = await run.index.documentCount();
  const references = run.evidence.ranked().map(({ hit: { chunk } }) => chunk.document);
  const nearest = [...new Map(references.map((document) => [document.id, document])).values()].slice(0, 3);
  const [closest] = await verifiedStatements(run, closestStatement(checked));
  const abstention: Abstention = {
    reason: reasonOf(run, verdict, checked),
    searched: { queries: run.queries.queries, index: name, documents, ...webSearched(run) },
    nearest,
    ...(closest?.citations[0] === undefined ? {} : { closest: closest.citations[0] }),
  };
  const names = nearest.map((document) => document.name).join(', ');
  const searched = `I searched ${documents} ${documents === 1 ? 'document' : 'documents'} in the index "${name}".`;
  const answer: Answer = {
    ...common(run, standalone, verdict),
    answer: `I do not know: ${lowerFirst(abstention.reason)} ${searched}${webText(run)}${names === '' ? '' : ` Nearest documents: ${names}.`}`,
    abstained: true,
    citations: [],
    support: Math.min(checked.score, verdict.support),
    claims: { total: checked.total, supported: 0 },
    abstention,
  };
  return { type: 'abstention', answer: traced(run, answer), abstention };
}

function closestStatement({ closest }: CheckedAnswer): readonly Statement[] {
  return closest === undefined ? [] : [{ text: '', quotes: [closest] }];
}

/** What was asked of the web, and why it was of no use where it failed. */
function webSearched({ web }: Run): Pick<Abstention['searched'], 'web'> {
  if (web === undefined || !web.hasRead) return {};
  return { web: { queries: web.queries, failures: web.failures } };
}

function webText({ web }: Run): string {
  if (web === undefined || !web.hasRead) return '';
  if (web.isDown) return ` The web was not available: ${web.failures.join(' ')}`;
  return ` I searched the web for ${web.queries.map((query) => `"${query}"`).join(', ')}.`;
}

function reasonOf({ evidence }: Run, { notFound }: Verdict, { total }: CheckedAnswer): string {
  if (evidence.size === 0) return 'Nothing in the index resembles the question.';
  const missing = notFound.length === 0 ? '' : ` (nothing found about: ${notFound.slice(0, 3).join(', ')})`;
  if (total > 0) return `No statement of the draft stood up to its sources${missing}.`;
  return `The closest passages do not support an answer${missing}.`;
}

function common(run: Run, standalone: string, verdict?: Verdict) {
  const warnings = run.warnings();
  const contradictions = verdict?.contradictions ?? [];
  return {
    evidence: run.evidence.references(Math.max(run.k, 1)),
    ...(standalone === run.asked ? {} : { standalone }),
    ...(contradictions.length === 0 ? {} : { contradictions }),
    ...(run.model === undefined ? {} : { model: `${run.model.provider}:${run.model.model}` }),
    ...(warnings.length === 0 ? {} : { warnings }),
    usage: run.budget.usage(),
    timings: run.timings(),
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
