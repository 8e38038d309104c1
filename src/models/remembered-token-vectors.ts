import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import { settleAll } from '../core/settle-all.js';
import type { TokenRows, TokenRowVectors } from './token-vectors.js';

/** Half of the vector tells as much (measured on the shared sets) in half the time. */
const comparedShare = 0.5;
/** Rows of one token each that go through the encoder at once. */
const batchSize = 4096;

export interface TokenVectorParts {
  readonly tokens: { encode(text: string): number[] };
  readonly model: PreTrainedModel;
  readonly tensor: typeof Tensor;
  /** The graph of `train/cosine_graph.py`. */
  readonly products: PreTrainedModel;
  readonly dimensions: number;
  readonly size: number;
}

/** Vectors in bytes: six times smaller than floats would be, and as good, for the encoder's own weights are bytes too. */
export class RememberedTokenVectors implements TokenRowVectors {
  readonly #parts: TokenVectorParts;
  readonly #isKnown: Uint8Array;
  readonly #values: Int8Array;
  /** By token: what a product of two tokens' values is multiplied with, once for each. */
  readonly #scales: Float32Array;
  readonly #norms: Float32Array;
  readonly #compared: number;
  /** Computations that have begun: what one question needs another may be computing. */
  readonly #running = new Set<Promise<void>>();

  constructor(parts: TokenVectorParts) {
    this.#parts = parts;
    this.#compared = parts.dimensions * comparedShare;
    this.#isKnown = new Uint8Array(parts.size);
    this.#values = new Int8Array(parts.size * this.#compared);
    this.#scales = new Float32Array(parts.size);
    this.#norms = new Float32Array(parts.size);
  }

  cosine(first: number, second: number): number {
    const values = this.#values;
    const length = this.#compared;
    const a = first * length;
    const b = second * length;
    const [scaleOfFirst, scaleOfSecond] = [this.#scales[first] ?? 0, this.#scales[second] ?? 0];
    if (scaleOfFirst === 0 || scaleOfSecond === 0) return 0;
    let sum = 0;
    for (let at = 0; at < length; at += 1) sum += (values[a + at] as number) * (values[b + at] as number);
    return sum * scaleOfFirst * scaleOfSecond;
  }

  get dimensions(): number {
    return this.#compared;
  }

  async rows(tokens: readonly number[]): Promise<TokenRows> {
    await this.load(tokens);
    const length = this.#compared;
    const vectors = new Float32Array(tokens.length * length);
    for (const [row, token] of tokens.entries()) {
      const scale = this.#scales[token] ?? 0;
      for (let at = 0; at < length; at += 1) {
        vectors[row * length + at] = (this.#values[token * length + at] ?? 0) * scale;
      }
    }
    return { vectors, norms: Float32Array.from(tokens, (token) => this.#norms[token] ?? 0) };
  }

  get size(): number {
    return this.#parts.size;
  }

  /** A matrix product by the encoder's runtime: thousands of tokens against a question take twenty times as long here. */
  async cosines(tokens: readonly number[], question: readonly number[]): Promise<Float32Array> {
    await this.load(tokens);
    await this.load(question);
    const all = new Float32Array(tokens.length * question.length);
    if (all.length === 0) return all;
    const columns = this.#unitColumns(question);
    for (let start = 0; start < tokens.length; start += batchSize) {
      const product = await this.#multiply(tokens.slice(start, start + batchSize), columns, question.length);
      all.set(product, start * question.length);
    }
    return all;
  }

  encode(text: string): number[] {
    return this.#parts.tokens.encode(text);
  }

  async load(ids: Iterable<number>): Promise<void> {
    const missing: number[] = [];
    for (const id of ids) {
      if (this.#isKnown[id] !== 0) continue;
      // Marked at once, so that a token asked for twice is computed once.
      this.#isKnown[id] = 1;
      missing.push(id);
    }
    const earlier = [...this.#running];
    if (missing.length === 0) return void (await settleAll(earlier));
    const own = this.#computeAll(missing);
    this.#running.add(own);
    try {
      await settleAll([...earlier, own]);
    } finally {
      this.#running.delete(own);
    }
  }

  async #multiply(tokens: readonly number[], columns: Float32Array, count: number): Promise<Float32Array> {
    const length = this.#compared;
    const rows = new Int8Array(tokens.length * length);
    const scales = new Float32Array(tokens.length);
    for (const [row, token] of tokens.entries()) {
      rows.set(this.#values.subarray(token * length, (token + 1) * length), row * length);
      scales[row] = this.#scales[token] ?? 0;
    }
    const { tensor, products } = this.#parts;
    const inputs: Record<string, Tensor> = {
      tokens: new tensor('int8', rows, [tokens.length, length]),
      scales: new tensor('float32', scales, [tokens.length, 1]),
      question: new tensor('float32', columns, [length, count]),
    };
    const { cosines } = (await products(inputs)) as Record<string, Tensor>;
    const result = cosines?.data as Float32Array;
    for (const each of Object.values(inputs)) each.dispose();
    return result;
  }

  /** Unit vectors side by side, `[compared, tokens.length]`; zeros for a token that is none. */
  #unitColumns(tokens: readonly number[]): Float32Array {
    const columns = new Float32Array(this.#compared * tokens.length);
    for (const [column, token] of tokens.entries()) {
      const scale = this.#scales[token] ?? 0;
      for (let at = 0; at < this.#compared; at += 1) {
        columns[at * tokens.length + column] = (this.#values[token * this.#compared + at] ?? 0) * scale;
      }
    }
    return columns;
  }

  async #computeAll(ids: readonly number[]): Promise<void> {
    for (let start = 0; start < ids.length; start += batchSize) {
      const batch = ids.slice(start, start + batchSize);
      try {
        await this.#compute(batch);
      } catch (error) {
        for (const id of ids.slice(start)) this.#isKnown[id] = 0;
        throw error;
      }
    }
  }

  async #compute(ids: readonly number[]): Promise<void> {
    const { model, tensor } = this.#parts;
    const rows = new BigInt64Array(ids.length);
    // Low words of the little-endian 64-bit values: no BigInt is made per token.
    const words = new Int32Array(rows.buffer);
    for (const [row, id] of ids.entries()) words[2 * row] = id;
    const dims = [ids.length, 1];
    const inputs: Record<string, Tensor> = {
      input_ids: new tensor('int64', rows, dims),
      attention_mask: new tensor('int64', new BigInt64Array(ids.length).fill(1n), dims),
      token_type_ids: new tensor('int64', new BigInt64Array(ids.length), dims),
    };
    const outputs = (await model(inputs)) as Record<string, Tensor>;
    const values = outputs.sentence_embedding?.data as Float32Array | undefined;
    if (values !== undefined) for (const [row, id] of ids.entries()) this.#store(id, values, row);
    for (const each of [...Object.values(inputs), ...Object.values(outputs)]) each.dispose();
  }

  #store(id: number, values: Float32Array, row: number): void {
    const from = row * this.#parts.dimensions;
    const compared = values.subarray(from, from + this.#compared);
    const largest = compared.reduce((high, value) => Math.max(high, Math.abs(value)), 1e-12);
    let squares = 0;
    for (let at = 0; at < compared.length; at += 1) {
      const value = Math.round(((compared[at] as number) / largest) * 127);
      this.#values[id * this.#compared + at] = value;
      squares += value * value;
    }
    this.#scales[id] = 1 / Math.sqrt(squares || 1);
    const whole = values.subarray(from, from + this.#parts.dimensions);
    this.#norms[id] = Math.sqrt(whole.reduce((sum, value) => sum + value * value, 0));
  }
}
