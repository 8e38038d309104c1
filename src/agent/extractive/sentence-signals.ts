import { dot } from '../../models/vectors.js';
import type { QuestionCoverage, TextCoverage } from '../../retrieval/question-coverage.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { weightedSum } from '../../retrieval/ranking/passage-coverage.js';
import {
  deviationOf,
  joinedCosines,
  joinedParts,
  joinedTerms,
  largest,
  meanOf,
  secondLargest,
  worstLoss,
} from './joined-evidence.js';
import type { SentenceCandidate } from './sentence-candidates.js';
import { answerCheck, isNegated, numbersIn, properWordsIn, shareStated } from './stated-parts.js';

export interface SentenceEvidence {
  readonly question: string;
  readonly queryVector: Float32Array;
  readonly terms: QuestionTerms;
  readonly coverage: QuestionCoverage;
  readonly candidates: readonly SentenceCandidate[];
  /** Id of the first hit's chunk. */
  readonly firstChunk: string | undefined;
  /** Texts of the hits with their context, best first. */
  readonly passages: readonly string[];
}

// biome-ignore format: a line for each group.
export const sentenceSignalNames = [
  'sentenceTerms', 'sentenceFirst', 'sentencePair', 'sentenceLead', 'missingWorst', 'missingCount',
  'likeBest', 'likeSecond', 'likeDeviation', 'likeMean',
  'sentenceNear', 'aroundLate', 'aroundLoss', 'aroundBoth',
  'numbersFound', 'numbersInSentence', 'namesFirst', 'namesFound', 'namesInSentence', 'isNegated', 'negationDiffers',
  'answerKind', 'answerKindShare', 'restLength',
] as const;
export type SentenceSignals = Readonly<Record<(typeof sentenceSignalNames)[number], number>>;

/** Sentences that are looked at closely: so many by their terms, and so many by likeness. */
const closely = 8;
/** Pairs are made of this many sentences. */
const paired = 12;
/** Characters before a sentence that belong to its surroundings, with title and headings. */
const reach = 250;

/** How well single sentences speak of the question, and whether they state its names and numbers. */
export async function sentenceSignals(evidence: SentenceEvidence): Promise<SentenceSignals> {
  const { candidates, terms, queryVector } = evidence;
  const shares = candidates.map((candidate) => terms.coverage(candidate.terms));
  const likeness = candidates.map(({ vector }) => (vector.length === 0 ? 0 : dot(queryVector, vector)));
  const plausible = [...new Set([...positions(shares, closely), ...positions(likeness, closely)])];
  const close = await lookClosely(plausible, evidence);
  const best = candidates[close.best];
  return {
    ...termSignals(shares, evidence),
    ...likenessSignals(likeness),
    ...close.signals,
    aroundBoth: largest(plausible.map((at, place) => (close.around[place] ?? 0) * Math.max(0, likeness[at] ?? 0))),
    ...statedSignals(evidence, best),
    ...answerSignals(evidence, best, plausible),
  };
}

function positions(values: readonly number[], count: number): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return order.slice(0, count);
}

function termSignals(shares: readonly number[], { candidates, terms, firstChunk }: SentenceEvidence) {
  const order = positions(shares, paired);
  const [best] = order;
  const setOf = (at: number) => candidates[at]?.terms ?? new Set<string>();
  const pairs = order.flatMap((one, place) =>
    order.slice(place + 1).map((other) => terms.coverage(joinedTerms([setOf(one), setOf(other)]))),
  );
  const missing = terms.terms.filter((term) => best === undefined || !setOf(best).has(term));
  const total = terms.terms.reduce((sum, term) => sum + terms.weightOf(term), 1e-9);
  return {
    sentenceTerms: largest(shares),
    sentenceFirst: largest(
      candidates.filter(({ hit }) => hit.chunk.id === firstChunk).map(({ coverage }) => Math.min(1, coverage)),
    ),
    sentencePair: Math.max(largest(shares), largest(pairs)),
    sentenceLead: largest(shares) - meanOf(shares),
    missingWorst: largest(missing.map((term) => terms.weightOf(term))) / total,
    missingCount: missing.length,
  };
}

function likenessSignals(likeness: readonly number[]) {
  const best = largest(likeness);
  return {
    likeBest: best,
    likeSecond: secondLargest(likeness),
    likeDeviation: (best - meanOf(likeness)) / (deviationOf(likeness) + 1e-6),
    likeMean: meanOf(likeness),
  };
}

/** Soft coverage by plausible sentences, each with its title, its headings and what stands before it. */
async function lookClosely(plausible: readonly number[], { candidates, coverage }: SentenceEvidence) {
  const chosen = plausible.flatMap((at) => candidates[at] ?? []);
  const own = await coverage.ofTexts(chosen.map(({ shown }) => shown));
  const before = await coverage.ofTexts(chosen.map(surroundings));
  const { tokenWeights } = coverage.profile;
  const around = own.map((each, place) => {
    const both = [each, before[place]].filter((part): part is TextCoverage => part !== undefined);
    return { cosines: joinedCosines(both), parts: joinedParts(both) };
  });
  const late = around.map(({ cosines }) => weightedSum(tokenWeights, cosines));
  const place = Math.max(0, late.indexOf(largest(late)));
  return {
    best: plausible[place] ?? -1,
    around: around.map(({ parts }) => weightedSum(coverage.weights, parts)),
    signals: {
      sentenceNear: largest(own.map(({ near }) => near)),
      aroundLate: largest(late),
      aroundLoss: worstLoss(tokenWeights, around[place]?.cosines ?? []),
    },
  };
}

function surroundings({ hit, sentence }: SentenceCandidate): string {
  const { context, text } = hit.chunk;
  return `${context}\n${text.slice(Math.max(0, sentence.start - reach), sentence.start)}`;
}

function statedSignals({ question, passages }: SentenceEvidence, best: SentenceCandidate | undefined) {
  const numbers = numbersIn(question);
  const names = properWordsIn(question);
  const first = (passages[0] ?? '').toLowerCase();
  const all = passages.slice(0, 5).join('\n').toLowerCase();
  const sentence = (best?.shown ?? '').toLowerCase();
  return {
    numbersFound: shareStated(numbers, all),
    numbersInSentence: shareStated(numbers, sentence),
    namesFirst: shareStated(names, first),
    namesFound: shareStated(names, all),
    namesInSentence: shareStated(names, `${best?.hit.chunk.context.toLowerCase() ?? ''} ${sentence}`),
    isNegated: isNegated(question) ? 1 : 0,
    negationDiffers: isNegated(question) && !isNegated(sentence) ? 1 : 0,
  };
}

function answerSignals(
  { question, candidates }: SentenceEvidence,
  best: SentenceCandidate | undefined,
  plausible: readonly number[],
) {
  const answers = answerCheck(question);
  const shown = best?.shown ?? '';
  const asked = new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const rest = shown.replace(/[\p{L}\p{N}]+/gu, (word) => (asked.has(word.toLowerCase()) ? ' ' : word));
  return {
    answerKind: answers(shown) ? 1 : 0,
    answerKindShare: meanOf(plausible.map((at) => (answers(candidates[at]?.shown ?? '') ? 1 : 0))),
    /** Logarithm of the characters that the best sentence adds to the question's own words. */
    restLength: Math.log(1 + rest.replace(/\s+/gu, ' ').length),
  };
}
