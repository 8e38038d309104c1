import type { Hit } from '../../core/hit.js';
import type { QuestionCoverage, TextCoverage } from '../../retrieval/question-coverage.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { weightedSum } from '../../retrieval/ranking/passage-coverage.js';
import {
  joinedCosines,
  joinedParts,
  joinedTerms,
  largest,
  meanOf,
  secondLargest,
  worstLoss,
} from './joined-evidence.js';

export interface PassageEvidence {
  /** Best first. */
  readonly hits: readonly Hit[];
  readonly terms: QuestionTerms;
  readonly question: QuestionCoverage;
  /** Of each hit's context and text: the question's terms, and its coverage. */
  readonly found: readonly ReadonlySet<string>[];
  readonly coverages: readonly TextCoverage[];
}

// biome-ignore format: a line for each group.
export const passageSignalNames = [
  'termsFirst', 'termsBest', 'termsLead', 'termsMean', 'termsTwo', 'termsFive', 'missingRarest', 'termCount',
  'bm25First', 'lexicalSecond', 'lexicalMean', 'denseFirst', 'denseLead', 'denseGap', 'lexicalLeads', 'searchesAgree',
  'sameDocument',
  'lateFirst', 'lateLead', 'lateThree', 'worstLoss', 'windowFirst', 'nearFirst', 'partsFirst', 'partsPair', 'partsFive',
] as const;
export type PassageSignals = Readonly<Record<(typeof passageSignalNames)[number], number>>;

/** Pairs are made of this many hits. */
const paired = 6;
const few = 5;

/** How well the passages speak of the question, alone and together, and how far the first stands out. */
export function passageSignals(evidence: PassageEvidence): PassageSignals {
  return { ...termSignals(evidence), ...searchSignals(evidence), ...softSignals(evidence) };
}

function termSignals({ terms, found }: PassageEvidence) {
  const shares = found.map((present) => terms.coverage(present));
  const best = found[shares.indexOf(largest(shares))] ?? new Set<string>();
  const weights = terms.terms.map((term) => terms.weightOf(term));
  const missing = terms.terms.filter((term) => !best.has(term)).map((term) => terms.weightOf(term));
  return {
    termsFirst: shares[0] ?? 0,
    termsBest: largest(shares.slice(0, few)),
    termsLead: largest(shares) - meanOf(shares),
    termsMean: meanOf(shares),
    termsTwo: terms.coverage(joinedTerms(found.slice(0, 2))),
    termsFive: terms.coverage(joinedTerms(found.slice(0, few))),
    /** Weight of the rarest term that the best passage lacks, of the rarest of all. */
    missingRarest: largest(missing) / Math.max(1e-9, largest(weights)),
    termCount: terms.terms.length,
  };
}

function searchSignals({ hits, terms }: PassageEvidence) {
  const lexical = hits.map(({ parts }) => parts.lexical ?? 0);
  const dense = hits.map(({ parts }) => parts.dense ?? 0);
  const bestLexical = Math.max(1e-9, largest(lexical));
  const bestDense = largest(dense);
  const document = hits[0]?.chunk.documentId;
  return {
    bm25First: (lexical[0] ?? 0) / Math.max(1e-9, terms.maximalBm25),
    lexicalSecond: secondLargest(lexical) / bestLexical,
    lexicalMean: meanOf(lexical) / bestLexical,
    denseFirst: dense[0] ?? 0,
    denseLead: bestDense - meanOf(dense),
    denseGap: bestDense - secondLargest(dense),
    lexicalLeads: lexical[0] === bestLexical ? 1 : 0,
    searchesAgree: lexical.indexOf(bestLexical) === dense.indexOf(bestDense) ? 1 : 0,
    sameDocument: hits.filter(({ chunk }) => chunk.documentId === document).length,
  };
}

function softSignals({ question, coverages }: PassageEvidence) {
  const { tokenWeights } = question.profile;
  const late = coverages.map(({ cosines }) => weightedSum(tokenWeights, cosines));
  const best = coverages[late.indexOf(largest(late))];
  const [first] = coverages;
  const share = (some: readonly TextCoverage[]) => weightedSum(question.weights, joinedParts(some));
  const pairs = coverages
    .slice(0, paired)
    .flatMap((one, at) => coverages.slice(at + 1, paired).map((other) => share([one, other])));
  return {
    lateFirst: late[0] ?? 0,
    lateLead: largest(late) - meanOf(late),
    lateThree: weightedSum(tokenWeights, joinedCosines(coverages.slice(0, 3))),
    worstLoss: worstLoss(tokenWeights, best?.cosines ?? []),
    windowFirst: first?.window ?? 0,
    nearFirst: first?.near ?? 0,
    partsFirst: share(coverages.slice(0, 1)),
    partsPair: Math.max(largest(pairs), ...coverages.slice(0, 1).map((one) => share([one]))),
    partsFive: share(coverages.slice(0, few)),
  };
}
