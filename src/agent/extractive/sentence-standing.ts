import { dot } from '../../models/vectors.js';
import { standardised } from '../../retrieval/fusion.js';
import type { GatheredSentences } from './gather-sentences.js';

/** A measure of every sentence, and how each stands among the others by it. */
export interface Standing {
  readonly values: readonly number[];
  readonly z: readonly number[];
  /** 1 for the best, then 1/2, 1/3 …; sentences of equal value stand as in the passages. */
  readonly reciprocalRanks: readonly number[];
  readonly best: number;
}

/** How the sentences of one question stand against each other. */
export interface SentenceStandings {
  /** Share of the question in the sentence; with its title and headings. */
  readonly own: Standing;
  readonly withTitle: Standing;
  readonly similarity: Standing;
  readonly relationSimilarity: Standing;
  readonly soft: Standing;
  readonly softRelation: Standing;
  /** What the sentence adds to the one that speaks of most of the question: by nearness, and by terms (0 to 1). */
  readonly softRest: Standing;
  readonly rest: readonly number[];
  /** Among the sentences of its passage. */
  readonly inPassage: readonly number[];
  /** Largest share of the question in a sentence of the same passage. */
  readonly bestOfPassage: readonly number[];
}

export function sentenceStandings({ drafts, terms, soft, ...evidence }: GatheredSentences): SentenceStandings {
  const whole = drafts.map(({ terms: own, inContext }) => new Set([...own, ...inContext]));
  const withTitle = whole.map((set) => terms.coverage(set));
  const near = soft.each.map(({ all }) => all);
  const similarity = evidence.vectors.map((vector) => dot(evidence.questionVector, vector));
  const joined = withTitle.map((share, at) => share + (near[at] ?? 0));
  const anchor = joined.indexOf(Math.max(...joined));
  const anchored = soft.each[anchor]?.cosines ?? [];
  const added = soft.each.map(({ cosines }) =>
    cosines.reduce((sum, cosine, at) => sum + (soft.weights[at] ?? 0) * Math.max(0, cosine - (anchored[at] ?? 0)), 0),
  );
  const left = new Set(terms.terms.filter((term) => whole[anchor]?.has(term) !== true));
  const leftShare = terms.coverage(left) + 1e-9;
  const passages = passagesOf(drafts.map(({ hit }) => hit.chunk.id));
  const fit = joined.map((value, at) => value + (similarity[at] ?? 0));
  return {
    own: standing(drafts.map(({ terms: own }) => terms.coverage(own))),
    withTitle: standing(withTitle),
    similarity: standing(similarity),
    relationSimilarity: standing(evidence.vectors.map((vector) => dot(evidence.relationVector, vector))),
    soft: standing(near),
    softRelation: standing(soft.each.map(({ relation }) => relation)),
    softRest: standing(added),
    rest: whole.map((set) => terms.coverage(new Set([...set].filter((term) => left.has(term)))) / leftShare),
    inPassage: passages.map(
      (others, at) => 1 / (1 + others.filter((other) => (fit[other] ?? 0) > (fit[at] ?? 0)).length),
    ),
    bestOfPassage: passages.map((others) => Math.max(...others.map((other) => withTitle[other] ?? 0))),
  };
}

/** For each sentence the positions of those of its passage. */
function passagesOf(ids: readonly string[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [at, id] of ids.entries()) groups.set(id, [...(groups.get(id) ?? []), at]);
  return ids.map((id) => groups.get(id) ?? []);
}

function standing(values: readonly number[]): Standing {
  const order = values.map((_, at) => at).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const reciprocalRanks: number[] = [];
  for (const [place, at] of order.entries()) reciprocalRanks[at] = 1 / (1 + place);
  return { values, z: standardised(values), reciprocalRanks, best: values[order[0] ?? 0] ?? 0 };
}
