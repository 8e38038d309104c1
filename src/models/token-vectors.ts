/** The bundled encoder's vectors of single tokens, for late interaction whatever encoder the index has. */
export interface TokenVectors {
  /** Token ids without special tokens. */
  encode(text: string): number[];
  /** Computes what is not known yet; `cosine` is 0 for a token that was never loaded. */
  load(ids: Iterable<number>): Promise<void>;
  /** Of two tokens' vectors, −1 to 1. */
  cosine(first: number, second: number): number;
  /**
   * Of each token with each of a question's, loaded where need be.
   * @returns `[tokens.length, question.length]`, row by row
   */
  cosines(tokens: readonly number[], question: readonly number[]): Promise<Float32Array>;
  /** Token ids are below this. */
  readonly size: number;
}

/** Token vectors as a network takes them. */
export interface TokenRowVectors extends TokenVectors {
  /** Of these tokens, one after the other; loaded where need be. */
  rows(tokens: readonly number[]): Promise<TokenRows>;
  /** Length of one vector in `rows`. */
  readonly dimensions: number;
}

export interface TokenRows {
  /** Of length 1: `[tokens.length, dimensions]`. */
  readonly vectors: Float32Array;
  /** Lengths of the encoder's own vectors: `[tokens.length]`. */
  readonly norms: Float32Array;
}
