import type { Abstention, Answer, AnswerEvent, EvidenceReference } from '../core/answer.js';
import { toDocentError } from '../core/errors.js';
import type { Filter } from '../core/filter.js';
import type { DocumentReference, Hit } from '../core/hit.js';
import { Stopwatch } from '../core/stopwatch.js';
import type { IndexSearch } from '../retrieval/index-search.js';
import { citationOf, verifiedCitations } from './citations.js';
import { selectSentences } from './extractive/select-sentences.js';
import { type SentenceCandidate, sentenceCandidates } from './extractive/sentence-candidates.js';
import { type Support, supportOf, supportThreshold } from './extractive/support.js';

export interface QuestionOptions {
  /** Number of chunks to answer from. */
  readonly k: number;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Answers a question from one index without a chat model: searches, weighs the evidence, and quotes the sentences that
 * support an answer, or abstains. Ends with exactly one `answer-end`, `abstention` or `error`; never throws.
 */
export async function* answerQuestion(
  question: string,
  index: IndexSearch,
  options: QuestionOptions,
): AsyncGenerator<AnswerEvent, void, void> {
  const clock = new Stopwatch();
  try {
    yield { type: 'thought', text: `Search the index "${index.name}" for the question as it stands.` };
    yield { type: 'tool-call', tool: 'search_documents', arguments: { query: question, k: options.k } };
    const hits = await clock.measure('search', () => index.search(question, options));
    yield { type: 'tool-result', tool: 'search_documents', hits, durationMs: clock.of('search') };
    const { chosen, support } = await clock.measure('select', () => weigh(question, index, hits, options));
    yield { type: 'critique', text: critiqueOf(support), support: support.score };
    const drafts = support.score < supportThreshold ? [] : chosen;
    const citations = await clock.measure('verify', () => cite(drafts, hits, index));
    if (citations.length === 0) yield await abstain(question, index, { hits, support, clock });
    else yield* tell(drafts, citations, { hits, support, clock });
  } catch (error) {
    yield { type: 'error', error: toDocentError(options.signal?.reason ?? error) };
  }
}

async function weigh(question: string, index: IndexSearch, hits: readonly Hit[], { signal }: QuestionOptions) {
  const terms = await index.questionTerms(question);
  const candidates = await sentenceCandidates(hits, { question, terms, index, signal });
  signal?.throwIfAborted();
  return { chosen: selectSentences(candidates, terms), support: supportOf(hits, candidates, terms) };
}

function critiqueOf({ score, missing }: Support): string {
  const verdict = score < supportThreshold ? 'The sources do not support an answer' : 'The sources support an answer';
  return missing.length === 0 ? `${verdict}.` : `${verdict}; not found: ${missing.slice(0, 5).join(', ')}.`;
}

async function cite(chosen: readonly SentenceCandidate[], hits: readonly Hit[], index: IndexSearch) {
  const citations = chosen.map(({ hit, sentence, score }, position) =>
    citationOf(position + 1, { hit, start: sentence.start, end: sentence.end, score }),
  );
  return verifiedCitations(citations, hits, index);
}

interface Outcome {
  readonly hits: readonly Hit[];
  readonly support: Support;
  readonly clock: Stopwatch;
}

function* tell(
  chosen: readonly SentenceCandidate[],
  citations: Answer['citations'],
  { hits, support, clock }: Outcome,
): Generator<AnswerEvent> {
  const parts: string[] = [];
  for (const citation of citations) {
    const shown = chosen[citation.id - 1]?.shown ?? '';
    const text = `${parts.length === 0 ? '' : ' '}${shown} [${citation.id}]`;
    parts.push(text);
    yield { type: 'text-delta', text };
    yield { type: 'citation', citation };
  }
  const answer: Answer = {
    answer: parts.join(''),
    abstained: false,
    citations,
    support: support.score,
    claims: { total: chosen.length, supported: citations.length },
    evidence: evidenceReferences(hits),
    timings: clock.timings(),
  };
  yield { type: 'answer-end', answer };
}

async function abstain(question: string, index: IndexSearch, { hits, support, clock }: Outcome): Promise<AnswerEvent> {
  const documents = await index.documentCount();
  const abstention: Abstention = {
    reason:
      hits.length === 0
        ? 'Nothing in the index resembles the question.'
        : `The closest passages do not support an answer${missingText(support)}.`,
    searched: { queries: [question], index: index.name, documents },
    nearest: nearestDocuments(hits),
  };
  const names = abstention.nearest.map(({ name }) => name).join(', ');
  const nearest = names === '' ? '' : ` Nearest documents: ${names}.`;
  const searched = `I searched ${documents} ${documents === 1 ? 'document' : 'documents'} in the index "${index.name}".`;
  const answer: Answer = {
    answer: `I do not know: ${lowerFirst(abstention.reason)} ${searched}${nearest}`,
    abstained: true,
    citations: [],
    support: support.score,
    claims: { total: 0, supported: 0 },
    evidence: evidenceReferences(hits),
    abstention,
    timings: clock.timings(),
  };
  return { type: 'abstention', answer, abstention };
}

function missingText({ missing }: Support): string {
  return missing.length === 0 ? '' : ` (nothing found about: ${missing.slice(0, 3).join(', ')})`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function nearestDocuments(hits: readonly Hit[]): DocumentReference[] {
  const byId = new Map(hits.map(({ chunk }) => [chunk.documentId, chunk.document]));
  return [...byId.values()].slice(0, 3);
}

function evidenceReferences(hits: readonly Hit[]): EvidenceReference[] {
  return hits.map(({ chunk, rank }) => ({
    number: rank,
    chunkId: chunk.id,
    documentId: chunk.documentId,
    document: chunk.document.name,
    location: chunk.pageLabel,
  }));
}
