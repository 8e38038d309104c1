import type { TokenVectors } from '../../models/token-vectors.js';

/** Rows of cosines that there is room for at first. */
const firstRows = 4096;
/** From here on two tokens are one. */
const same = 1 - 1e-5;

/**
 * Late interaction without context (after ColBERT, Khattab and Zaharia 2020, arXiv 2004.12832, section 3.3): for each
 * token of a question its highest cosine with any token of a passage. Cosines are computed once per distinct token, those
 * of many passages at once: `load` first, then look up.
 */
export class TokenSimilarity {
  readonly #vectors: TokenVectors;
  readonly #question: readonly number[];
  /** By token: 1 + its row among the cosines; 0 for none. */
  readonly #rows: Int32Array;
  #count = 0;
  #cosines: Float32Array;

  constructor(vectors: TokenVectors, question: readonly number[]) {
    this.#vectors = vectors;
    this.#question = question;
    this.#rows = new Int32Array(vectors.size);
    this.#cosines = new Float32Array(question.length * firstRows);
  }

  /** Computes what these passages need and is not known yet. */
  async load(passages: Iterable<ArrayLike<number>>): Promise<void> {
    const missing: number[] = [];
    const first = this.#count;
    for (const passage of passages) {
      for (let at = 0; at < passage.length; at += 1) {
        const token = passage[at] as number;
        if (this.#rows[token] !== 0) continue;
        this.#rows[token] = first + missing.push(token);
      }
    }
    if (missing.length === 0) return;
    this.#count += missing.length;
    const cosines = await this.#vectors.cosines(missing, this.#question);
    this.#store(cosines, first * this.#question.length);
  }

  /** Per token of the question, 0 to 1. */
  best(passage: ArrayLike<number>): number[] {
    const length = this.#question.length;
    const best = this.#question.map(() => 0);
    const cosines = this.#cosines;
    for (let index = 0; index < passage.length; index += 1) {
      const row = (this.#rows[passage[index] as number] as number) - 1;
      if (row < 0) continue;
      for (let at = 0; at < length; at += 1) {
        const cosine = cosines[row * length + at] as number;
        if (cosine > (best[at] as number)) best[at] = cosine;
      }
    }
    // What rounding leaves of a token that is there would be all that is missing where nothing is.
    return best.map((cosine) => (cosine > same ? 1 : cosine));
  }

  #store(cosines: Float32Array, start: number): void {
    if (start + cosines.length > this.#cosines.length) {
      const larger = new Float32Array(Math.max(2 * this.#cosines.length, start + cosines.length));
      larger.set(this.#cosines);
      this.#cosines = larger;
    }
    this.#cosines.set(cosines, start);
  }
}
