import type { TokenVectors } from '../models/token-vectors.js';
import type { IndexReader } from '../store/index-store.js';
import { termHash } from '../store/term-hash.js';
import { analyze } from '../store/text-analysis.js';
import { type PassageCoverage, partWeights, passageCoverage } from './ranking/passage-coverage.js';
import { type QuestionProfile, questionProfile } from './ranking/question-profile.js';
import { termProximity } from './ranking/term-proximity.js';
import { TokenSimilarity } from './ranking/token-similarity.js';

/** What one text covers of a question. */
export interface TextCoverage extends PassageCoverage {
  /** Share of the question's neighbouring terms that stand near each other, and of its terms in the best window. */
  readonly near: number;
  readonly window: number;
}

/** How much of each part of one question texts speak of, as the ranker sees it: terms, and tokens by late interaction. */
export class QuestionCoverage {
  readonly profile: QuestionProfile;
  /** Weights of a coverage's `parts`. */
  readonly weights: readonly number[];
  readonly #vectors: TokenVectors;
  readonly #similarity: TokenSimilarity;

  private constructor(profile: QuestionProfile, vectors: TokenVectors) {
    this.profile = profile;
    this.weights = partWeights(profile);
    this.#vectors = vectors;
    this.#similarity = new TokenSimilarity(vectors, profile.tokens);
  }

  static async of(
    question: string,
    index: Pick<IndexReader, 'termFrequencies'>,
    vectors: TokenVectors,
  ): Promise<QuestionCoverage> {
    return new QuestionCoverage(await questionProfile(question, index, vectors), vectors);
  }

  /** One for each text, in their order. */
  async ofTexts(texts: readonly string[]): Promise<TextCoverage[]> {
    const encoded = texts.map((text) => Int32Array.from(this.#vectors.encode(text)));
    await this.#similarity.load(encoded);
    return encoded.map((tokens, at) => this.#coverage(texts[at] ?? '', tokens));
  }

  #coverage(text: string, tokens: Int32Array): TextCoverage {
    const terms = Int32Array.from(analyze(text), termHash);
    const { near, window } = termProximity(terms, this.profile);
    return { ...passageCoverage({ terms, tokens }, this.profile, this.#similarity), near, window };
  }
}
