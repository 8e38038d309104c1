import type { Hit } from '../../core/hit.js';
import { dot } from '../../models/vectors.js';
import { askedDefinition } from './definitions.js';
import { type CandidateContext, type GatheredSentences, gatherSentences } from './gather-sentences.js';
import { passageStandings } from './passage-standing.js';
import type { SentenceDraft } from './sentence-draft.js';
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
  /** How likely it holds the answer, by the sentence model and the score: 0 to 1. */
  readonly probability: number;
  /** Whether the question asks what something is, and the sentence says so. */
  readonly isDefinition: boolean;
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

/**
 * What the plain score counts beside the model, as a distribution over the sentences: in languages that the model never
 * saw it knows better. On held-out training sets of single passages it gains 0.005 of answers, of several it loses as much;
 * xquad-de 0.853 to 0.877, xquad-es 0.897 to 0.910, xquad-en 0.936 to 0.943.
 */
const scoreShare = 0.2;
const scoreTemperature = 0.1;

/**
 * Who asks what something is, is told so by the sentence that says it: questions of this kind are rare in what the model
 * learned from, and common where people ask their own documents.
 */
const definitionOdds = 50;
/** What else is said of it counts little then. */
const besideDefinition = 0.05;

/** Sentences of the best hits, each with how likely it holds the answer. */
export async function sentenceCandidates(
  hits: readonly Hit[],
  context: CandidateContext,
): Promise<SentenceCandidate[]> {
  const gathered = await gatherSentences(hits, context);
  const scores = plainScores(gathered);
  const byModel = answerProbabilities(await loadSentenceModel(), sentenceFeatures(gathered));
  const byScore = distributionOf(scores);
  const asked = askedDefinition(context.question);
  const definitions = gathered.drafts.map(({ shown }) => asked?.isIn(shown) === true);
  const isDefined = definitions.includes(true);
  return gathered.drafts.map((draft, at) => {
    const { hit, sentence, shown, terms, inContext, coverage } = draft;
    const likely = (1 - scoreShare) * (byModel[at] ?? 0) + scoreShare * (byScore[at] ?? 0);
    const isDefinition = definitions[at] === true;
    const probability = isDefinition ? withOdds(likely, definitionOdds) : likely * (isDefined ? besideDefinition : 1);
    return {
      hit,
      sentence,
      shown,
      terms,
      termsWithTitle: new Set([...terms, ...inContext]),
      coverage,
      vector: gathered.vectors[at] ?? new Float32Array(0),
      score: scores[at] ?? 0,
      probability: probability * (isBroken(draft) ? fragmentShare : 1) * (isCode(hit, shown) ? codeShare : 1),
      isDefinition,
      isTitleAsked: gathered.links[at]?.isTitleAsked === true,
      names: gathered.links[at]?.names ?? [],
    };
  });
}

/** A probability whose odds are so many times higher. */
function withOdds(probability: number, times: number): number {
  return (times * probability) / (1 + (times - 1) * probability);
}

/** A line of code, not a comment in words. */
function isCode({ chunk }: Hit, shown: string): boolean {
  if (chunk.document.format === 'notebook')
    return /^[\w.,[\] ]+ = \S|^\w+\(|^(?:import|from|def|for|return) \S/u.test(shown);
  return chunk.document.format === 'code' && /[{};=]|\w\(|\)\s*:?$/u.test(shown);
}

function plainScores({ drafts, vectors, questionVector }: GatheredSentences): readonly number[] {
  const passageOf = passageStandings(drafts);
  return drafts.map((draft, at) => {
    const vector = vectors[at];
    return (
      weights.coverage * draft.coverage +
      weights.similarity * (vector === undefined ? 0 : Math.max(0, dot(questionVector, vector))) +
      weights.passage * passageOf(draft.hit).share -
      (isBroken(draft) ? fragmentPenalty : 0)
    );
  });
}

/** Softmax: they sum to 1. */
function distributionOf(scores: readonly number[]): readonly number[] {
  const best = Math.max(...scores);
  const shares = scores.map((score) => Math.exp((score - best) / scoreTemperature));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

function isBroken({ isFragment, shown }: SentenceDraft): boolean {
  return isFragment || shown.includes(' | ');
}
