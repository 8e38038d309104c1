import { join } from 'node:path';
import type { Tensor } from '@huggingface/transformers';
import { loadOnce } from '../core/load-once.js';
import { projectRoot } from '../core/project-root.js';
import { type BundledNetwork, openBundledNetwork } from './bundled-network.js';
import { loadTokenVectors } from './load-token-vectors.js';
import type { TokenRowVectors } from './token-vectors.js';

/** What the reader was trained with: longer questions, contexts and passages are cut at so many tokens. */
const longest = { question: 32, context: 16, passage: 300 } as const;

/** A passage and what stands above it: title and headings. */
export interface ReadablePassage {
  readonly context: string;
  readonly text: string;
}

/** Log-odds of the two things that the reader tells. */
export interface Reading {
  /** That the passage answers the question. */
  readonly answers: number;
  /** That what the question takes for granted is so. */
  readonly holds: number;
}

const nothingAsked: Reading = { answers: 0, holds: 0 };
/** A passage without words answers nothing. */
const nothingThere: Reading = { answers: -10, holds: -10 };

interface EncodedPassage {
  /** Context and text. */
  readonly tokens: readonly number[];
  /** How many of the tokens are the context's. */
  readonly above: number;
}

/** A small network that reads a question beside a passage; it ships in the package with its recipe. */
export interface PassageReader {
  /** One for each passage, in their order. */
  read(question: string, passages: readonly ReadablePassage[]): Promise<Reading[]>;
}

/** Loaded once (data/models/docent-answers/reader). */
export const loadPassageReader = loadOnce(openReader);

async function openReader(): Promise<PassageReader> {
  const vectors = await loadTokenVectors();
  const folder = join(projectRoot(), 'data', 'models', 'docent-answers', 'reader');
  return new NetworkReader(await openBundledNetwork(folder, { dtype: 'fp32' }), vectors);
}

class NetworkReader implements PassageReader {
  readonly #network: BundledNetwork;
  readonly #vectors: TokenRowVectors;

  constructor(network: BundledNetwork, vectors: TokenRowVectors) {
    this.#network = network;
    this.#vectors = vectors;
  }

  async read(question: string, passages: readonly ReadablePassage[]): Promise<Reading[]> {
    const asked = this.#vectors.encode(question).slice(0, longest.question);
    if (asked.length === 0) return passages.map(() => nothingAsked);
    const encoded = passages.map((passage) => this.#encoded(passage));
    const legible = encoded.filter(({ tokens, above }) => tokens.length > above);
    const readings = legible.length === 0 ? [] : await this.#readAll(asked, legible);
    return encoded.map((passage) => readings[legible.indexOf(passage)] ?? nothingThere);
  }

  #encoded({ context, text }: ReadablePassage): EncodedPassage {
    const above = this.#vectors.encode(context).slice(0, longest.context);
    return { above: above.length, tokens: [...above, ...this.#vectors.encode(text).slice(0, longest.passage)] };
  }

  async #readAll(asked: readonly number[], passages: readonly EncodedPassage[]): Promise<Reading[]> {
    const inputs = { ...(await this.#questionInputs(asked)), ...(await this.#passageInputs(passages)) };
    const outputs = (await this.#network.model(inputs)) as Record<string, Tensor>;
    const scores = outputs.scores?.data as Float32Array;
    const readings = passages.map((_, at) => ({ answers: scores[2 * at] ?? 0, holds: scores[2 * at + 1] ?? 0 }));
    for (const each of [...Object.values(inputs), ...Object.values(outputs)]) each.dispose();
    return readings;
  }

  async #questionInputs(tokens: readonly number[]): Promise<Record<string, Tensor>> {
    const { vectors, norms } = await this.#vectors.rows(tokens);
    return {
      question: this.#numbers(vectors, [tokens.length, this.#vectors.dimensions]),
      questionNorms: this.#numbers(norms, [tokens.length]),
    };
  }

  /** Context and text of each passage one after the other, all padded to the longest. */
  async #passageInputs(passages: readonly EncodedPassage[]): Promise<Record<string, Tensor>> {
    const { dimensions } = this.#vectors;
    const length = Math.max(...passages.map(({ tokens }) => tokens.length));
    const [vectors, mask, inTitle] = [dimensions, 1, 1].map(
      (size) => new Float32Array(passages.length * length * size),
    ) as [Float32Array, Float32Array, Float32Array];
    for (const [at, { above, tokens }] of passages.entries()) {
      const rows = await this.#vectors.rows(tokens);
      vectors.set(rows.vectors, at * length * dimensions);
      mask.fill(1, at * length, at * length + tokens.length);
      inTitle.fill(1, at * length, at * length + above);
    }
    const shape = [passages.length, length];
    return {
      passages: this.#numbers(vectors, [...shape, dimensions]),
      mask: this.#numbers(mask, shape),
      inTitle: this.#numbers(inTitle, shape),
    };
  }

  #numbers(values: Float32Array, shape: number[]): Tensor {
    return new this.#network.tensor('float32', values, shape);
  }
}
