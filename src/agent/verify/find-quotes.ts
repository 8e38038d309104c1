import { searchableText } from '../../core/chunk.js';
import { dot } from '../../models/vectors.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { QuotedSpan } from '../citations.js';
import type { Evidence } from '../evidence.js';
import { readable, splitSentences } from '../extractive/sentences.js';
import type { Run } from '../run.js';
import { numbersNotIn } from './numbers.js';

/** How a statement's quotes support it by words and vectors. */
export interface Quoted {
  readonly quotes: readonly QuotedSpan[];
  /** Share of the statement's words, weighted by rarity, in the quoted passages: 0 to 1. */
  readonly coverage: number;
}

/** Sentences of one passage that are compared with a statement. */
const sentencesPerPassage = 60;
const weights = { words: 0.6, vector: 0.4 };
/** A passage that a statement does not name is taken as its source from this share of its words on. */
const sureCoverage = 0.6;
/** Of the words of a statement that names several passages, each of them has at least this share. */
const leastShare = 0.25;

/** For each passage that a statement names, the sentence that says it; where it names none, the passage that has its words. */
export async function findQuotes(
  run: Run,
  statement: string,
  { named, others }: { readonly named: readonly Evidence[]; readonly others: readonly Evidence[] },
): Promise<Quoted> {
  const terms = await run.index.questionTerms(statement);
  const sources = named.length > 0 ? named : unnamedSources(others, terms);
  const vector = (await run.index.embedTexts([statement], run.budget.callerSignal))[0] ?? new Float32Array(0);
  const quotes: QuotedSpan[] = [];
  for (const source of borne(statement, sources, terms)) {
    const quote = await bestSentence(run, source, { terms, vector });
    if (quote !== undefined) quotes.push(quote);
  }
  const present = terms.termsIn(sources.map(({ hit: { chunk } }) => searchableText(chunk)).join('\n'));
  return { quotes, coverage: quotes.length === 0 ? 0 : terms.coverage(present) };
}

/**
 * Of several passages that a statement names, those that bear it: a passage that shares next to no word with it, or none of
 * its numbers while another has them, decorates the statement and proves nothing.
 */
function borne(statement: string, sources: readonly Evidence[], terms: QuestionTerms): readonly Evidence[] {
  if (sources.length < 2) return sources;
  const texts = sources.map(({ hit: { chunk } }) => searchableText(chunk));
  const numbers = numbersNotIn(statement, []).length;
  const lacking = texts.map((text) => numbersNotIn(statement, [text]).length);
  const isTold = numbersNotIn(statement, texts).length === 0;
  return sources.filter((_, place) => {
    const hasNumber = numbers === 0 || !isTold || (lacking[place] ?? 0) < numbers;
    return hasNumber && terms.coverage(terms.termsIn(texts[place] ?? '')) >= leastShare;
  });
}

function unnamedSources(others: readonly Evidence[], terms: QuestionTerms): readonly Evidence[] {
  const shares = others.map((evidence) => ({
    evidence,
    share: terms.coverage(terms.termsIn(searchableText(evidence.hit.chunk))),
  }));
  const best = shares.sort((a, b) => b.share - a.share)[0];
  return best !== undefined && best.share >= sureCoverage ? [best.evidence] : [];
}

async function bestSentence(
  run: Run,
  { hit }: Evidence,
  { terms, vector }: { readonly terms: QuestionTerms; readonly vector: Float32Array },
): Promise<QuotedSpan | undefined> {
  const { chunk } = hit;
  const sentences = splitSentences(chunk.text, chunk.document.format).slice(0, sentencesPerPassage);
  const shown = sentences.map(({ text }) => readable(text));
  const vectors = await run.index.embedTexts(shown, run.budget.callerSignal);
  let best: QuotedSpan | undefined;
  for (const [place, { start, end }] of sentences.entries()) {
    const words = terms.coverage(terms.termsIn(shown[place] ?? ''));
    const score = weights.words * words + weights.vector * Math.max(0, dot(vector, vectors[place] ?? vector));
    if (best === undefined || score > best.score) best = { hit, start, end, score };
  }
  return best;
}
