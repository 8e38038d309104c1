import type { QuestionProfile } from './question-profile.js';

/** Two terms of the question at most this far apart are near each other (Metzler and Croft 2005: windows of 8). */
const nearDistance = 8;
/** In order and with at most one word between. */
const orderedDistance = 2;
/** Length of the window, in terms, that is searched for as much of the question as possible: a sentence or two. */
const windowLength = 30;

/** Shares of the question's weight, each 0 to 1. */
export interface TermProximity {
  /** Neighbouring pairs of terms that follow each other in the passage too. */
  readonly ordered: number;
  /** Neighbouring pairs that stand near each other in any order. */
  readonly near: number;
  /** Terms in the passage's best window. */
  readonly window: number;
}

/** How closely together the question's terms stand in a passage: sequential dependence, after Metzler and Croft 2005. */
export function termProximity(passage: Int32Array, question: QuestionProfile): TermProximity {
  const hits = hitsOf(passage, question);
  const { ordered, near } = pairs(hits, question);
  return { ordered, near, window: bestWindow(hits, question) / question.totalWeight };
}

interface TermHit {
  readonly position: number;
  readonly term: number;
}

function hitsOf(passage: Int32Array, { positions }: QuestionProfile): TermHit[] {
  const hits: TermHit[] = [];
  for (let position = 0; position < passage.length; position += 1) {
    const term = positions.of(passage[position] as number);
    if (term >= 0) hits.push({ position, term });
  }
  return hits;
}

function pairs(hits: readonly TermHit[], { sequence, weights }: QuestionProfile) {
  let total = 1e-9;
  let ordered = 0;
  let near = 0;
  for (const [at, second] of sequence.slice(1).entries()) {
    const first = sequence[at] ?? 0;
    const weight = Math.min(weights[first] ?? 0, weights[second] ?? 0);
    const distances = distancesBetween(hits, first, second);
    total += weight;
    if (distances.some((distance) => distance > 0 && distance <= orderedDistance)) ordered += weight;
    if (distances.some((distance) => distance !== 0 && Math.abs(distance) <= nearDistance)) near += weight;
  }
  return { ordered: ordered / total, near: near / total };
}

function distancesBetween(hits: readonly TermHit[], first: number, second: number): number[] {
  const starts = hits.filter(({ term }) => term === first);
  const ends = hits.filter(({ term }) => term === second);
  return starts.flatMap((start) => ends.map((end) => end.position - start.position));
}

function bestWindow(hits: readonly TermHit[], { weights }: QuestionProfile): number {
  let best = 0;
  for (const [at, { position }] of hits.entries()) {
    const seen = new Set<number>();
    for (let next = at; next < hits.length; next += 1) {
      const hit = hits[next];
      if (hit === undefined || hit.position - position > windowLength) break;
      seen.add(hit.term);
    }
    const weight = [...seen].reduce((sum, term) => sum + (weights[term] ?? 0), 0);
    best = Math.max(best, weight);
  }
  return best;
}
