import type { Hit } from '../../core/hit.js';
import { dot } from '../../models/vectors.js';
import { type CandidateContext, type GatheredSentences, gatherSentences } from './gather-sentences.js';
import { passageStandings } from './passage-standing.js';
import { sentenceFeatures } from './sentence-features.js';
import { answerProbabilities, loadSentenceModel } from './sentence-model.js';
import type { Sentence } from './sentences.js';

/** A sentence that could stand in the answer. */
export interface SentenceCandidate {
  readonly hit: Hit;
  readonly sentence: Sentence;
  /** As the answer shows it. */
  readonly shown: string;
  /** The question's terms in the sentence. */
  readonly terms: ReadonlySet<string>;
  /** The question's terms in the sentence, its document's title and headings. */
  readonly termsWithTitle: ReadonlySet<string>;
  /** Share of the question in the sentence, in its surroundings at a discount: 0 to 1. */
  readonly coverage: number;
  readonly vector: Float32Array;
  /** Sum of coverage, likeness and its passage's standing, on one scale for all questions. */
  readonly score: number;
  /** How likely it holds the answer, by the sentence model: 0 to 1. */
  readonly probability: number;
  /** Whether the question says its document's title. */
  readonly isTitleAsked: boolean;
  /** Ids of the other documents that it names. */
  readonly names: readonly string[];
}

const weights = { coverage: 0.5, similarity: 0.3, passage: 0.3 };
/** Headings and fragments seldom end like a sentence; rows of a table say little without its head. */
const fragmentPenalty = 0.15;
/** The sentence model learned from running text: the same there, as a share of its probability. */
const fragmentShare = 0.6;
/** Code answers few questions that are asked in words; its comments do. */
const codeShare = 0.2;

/** Sentences of the best hits, each with how likely it holds the answer. */
export async function sentenceCandidates(
  hits: readonly Hit[],
  context: CandidateContext,
): Promise<SentenceCandidate[]> {
  const evidence = await gatherSentences(hits, context);
  const probabilities = answerProbabilities(await loadSentenceModel(), sentenceFeatures(evidence));
  const scoreOf = scoring(evidence);
  return evidence.drafts.map(({ hit, sentence, shown, terms, inContext, coverage }, at) => ({
    hit,
    sentence,
    shown,
    terms,
    termsWithTitle: new Set([...terms, ...inContext]),
    coverage,
    vector: evidence.vectors[at] ?? new Float32Array(0),
    score: scoreOf(at),
    probability:
      (probabilities[at] ?? 0) * (isBroken(evidence, at) ? fragmentShare : 1) * (isCode(hit, shown) ? codeShare : 1),
    isTitleAsked: evidence.links[at]?.isTitleAsked === true,
    names: evidence.links[at]?.names ?? [],
  }));
}

/** A line of code, not a comment in words. */
function isCode({ chunk }: Hit, shown: string): boolean {
  return chunk.document.format === 'code' && /[{};=]|\w\(|\)\s*:?$/u.test(shown);
}

function scoring({ drafts, vectors, questionVector, ...evidence }: GatheredSentences): (at: number) => number {
  const passageOf = passageStandings(drafts);
  return (at) => {
    const draft = drafts[at];
    const vector = vectors[at];
    if (draft === undefined || vector === undefined) return 0;
    return (
      weights.coverage * draft.coverage +
      weights.similarity * Math.max(0, dot(questionVector, vector)) +
      weights.passage * passageOf(draft.hit).share -
      (isBroken({ drafts, ...evidence }, at) ? fragmentPenalty : 0)
    );
  };
}

function isBroken({ drafts }: Pick<GatheredSentences, 'drafts'>, at: number): boolean {
  const draft = drafts[at];
  return draft !== undefined && (draft.isFragment || draft.shown.includes(' | '));
}
