import type { TokenVectors } from '../../models/token-vectors.js';

/**
 * Late interaction without context (after ColBERT, Khattab and Zaharia 2020, arXiv 2004.12832, section 3.3): for each
 * token of a question its highest cosine with any token of a passage. Cosines are computed once per distinct token.
 */
export class TokenSimilarity {
  readonly #vectors: TokenVectors;
  readonly #question: readonly number[];
  /** Token → where its cosines with the question's tokens begin. */
  readonly #rows = new Map<number, number>();
  #cosines: Float32Array;

  constructor(vectors: TokenVectors, question: readonly number[]) {
    this.#vectors = vectors;
    this.#question = question;
    this.#cosines = new Float32Array(question.length * 4096);
  }

  /** Per token of the question, 0 to 1. Every token must have been loaded. */
  best(passage: Int32Array): number[] {
    const length = this.#question.length;
    const best = this.#question.map(() => 0);
    for (let index = 0; index < passage.length; index += 1) {
      const row = this.#rowOf(passage[index] as number);
      const cosines = this.#cosines;
      for (let at = 0; at < length; at += 1) {
        const cosine = cosines[row + at] as number;
        if (cosine > (best[at] as number)) best[at] = cosine;
      }
    }
    return best;
  }

  #rowOf(token: number): number {
    const known = this.#rows.get(token);
    if (known !== undefined) return known;
    const row = this.#rows.size * this.#question.length;
    this.#rows.set(token, row);
    if (row + this.#question.length > this.#cosines.length) this.#grow();
    for (let at = 0; at < this.#question.length; at += 1) {
      this.#cosines[row + at] = this.#vectors.cosine(this.#question[at] as number, token);
    }
    return row;
  }

  #grow(): void {
    const larger = new Float32Array(this.#cosines.length * 2);
    larger.set(this.#cosines);
    this.#cosines = larger;
  }
}
