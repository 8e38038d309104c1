import type { GraphChunk } from '../mention-graph/mention-graph.js';
import { TermNumbers } from './term-numbers.js';

type Passage = Pick<GraphChunk, 'terms'>;

/** Cosines of every passage with every other, 0 to 1; with itself 0. */
export type Likeness = readonly Float64Array[];

/**
 * How much passages are alike in their words, the question's left out: those they share anyway. Words weigh by the
 * logarithm of their count, and by their rarity among these passages.
 * @param questionTerms hashes of the terms that were searched for
 */
export function passageLikeness(passages: readonly Passage[], questionTerms: readonly number[]): Likeness {
  const counted = countTerms(passages, questionTerms);
  const vectors = unitVectors(counted);
  const spread = new Float64Array(counted.distinct);
  const likeness = passages.map(() => new Float64Array(passages.length));
  for (const [at, { terms, weights }] of vectors.entries()) {
    for (let place = 0; place < terms.length; place += 1) spread[terms[place] as number] = weights[place] as number;
    for (let other = at + 1; other < vectors.length; other += 1) {
      const cosine = productWith(spread, vectors[other] as TermVector);
      (likeness[at] as Float64Array)[other] = cosine;
      (likeness[other] as Float64Array)[at] = cosine;
    }
    for (const term of terms) spread[term] = 0;
  }
  return likeness;
}

/** Plain arrays that grow: filling typed ones from a list takes several times as long. */
interface TermVector {
  /** Distinct terms, as numbers among all passages' terms. */
  readonly terms: readonly number[];
  readonly weights: readonly number[];
}

function productWith(spread: Float64Array, { terms, weights }: TermVector): number {
  let sum = 0;
  for (let place = 0; place < terms.length; place += 1) {
    sum += (weights[place] as number) * (spread[terms[place] as number] as number);
  }
  return sum;
}

interface CountedTerms {
  /** Their weights are counts. */
  readonly vectors: readonly TermVector[];
  readonly distinct: number;
  /** By number of the term: how many passages have it. */
  readonly holding: Int32Array;
}

function countTerms(passages: readonly Passage[], questionTerms: readonly number[]): CountedTerms {
  const most = passages.reduce((sum, { terms }) => sum + terms.length, questionTerms.length);
  const numbers = new TermNumbers(most);
  for (const term of questionTerms) numbers.of(term);
  const ofQuestion = numbers.size;
  const [counts, holding] = [new Int32Array(most), new Int32Array(most)];
  const vectors = passages.map((passage): TermVector => {
    const terms: number[] = [];
    for (let place = 0; place < passage.terms.length; place += 1) {
      const term = numbers.of(passage.terms[place] as number);
      if (term < ofQuestion) continue;
      if (counts[term] === 0) terms.push(term);
      counts[term] = (counts[term] as number) + 1;
    }
    const weights = terms.map((term) => counts[term] as number);
    for (const term of terms) {
      counts[term] = 0;
      holding[term] = (holding[term] as number) + 1;
    }
    return { terms, weights };
  });
  return { vectors, distinct: numbers.size, holding };
}

/** Of unit length; terms that no other passage has count for the length, and are then left out. */
function unitVectors({ vectors, holding }: CountedTerms): TermVector[] {
  const rarities = Float64Array.from({ length: vectors.length + 1 }, (_, count) =>
    Math.log((vectors.length + 1) / Math.max(1, count)),
  );
  return vectors.map(({ terms, weights }) => {
    const shared: number[] = [];
    const weighed: number[] = [];
    let squares = 0;
    for (let place = 0; place < terms.length; place += 1) {
      const passages = holding[terms[place] as number] as number;
      const weight = Math.log1p(weights[place] as number) * (rarities[passages] as number);
      squares += weight * weight;
      if (passages < 2) continue;
      shared.push(terms[place] as number);
      weighed.push(weight);
    }
    const length = Math.sqrt(squares) + 1e-9;
    return { terms: shared, weights: weighed.map((weight) => weight / length) };
  });
}
