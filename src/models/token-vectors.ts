import { join } from 'node:path';
import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import { projectRoot } from '../core/project-root.js';
import { settleAll } from '../core/settle-all.js';
import { bundledEncoder, loadBundledTokens } from './bundled-tokens.js';

/** Half of the vector tells as much (measured on the shared sets) in half the time. */
const comparedShare = 0.5;
/** Rows of one token each that go through the encoder at once. */
const batchSize = 4096;

/** The bundled encoder's vectors of single tokens, for late interaction whatever encoder the index has. */
export interface TokenVectors {
  /** Token ids without special tokens. */
  encode(text: string): number[];
  /** Computes what is not known yet; `cosine` is 0 for a token that was never loaded. */
  load(ids: Iterable<number>): Promise<void>;
  /** Of two tokens' vectors, −1 to 1. */
  cosine(first: number, second: number): number;
}

let loading: Promise<TokenVectors> | undefined;

/** Of the encoder that ships in the package; loaded once, for every question of every index asks it. */
export function loadTokenVectors(): Promise<TokenVectors> {
  loading ??= readTokenVectors().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The bundled encoder is static: its output for one token is that token's vector. */
async function readTokenVectors(): Promise<TokenVectors> {
  const { AutoModel, Tensor } = await import('@huggingface/transformers');
  const tokens = await loadBundledTokens();
  const model = await AutoModel.from_pretrained(join(projectRoot(), 'data', 'models', bundledEncoder), {
    dtype: 'int8',
    device: 'cpu',
    local_files_only: true,
    session_options: { intraOpNumThreads: 1, extra: { session: { intra_op: { allow_spinning: '0' } } } },
  });
  const { hidden_size: dimensions, vocab_size: size } = model.config as unknown as Record<string, number>;
  return new RememberedTokenVectors({ tokens, model, tensor: Tensor, dimensions: dimensions ?? 0, size: size ?? 0 });
}

interface Parts {
  readonly tokens: { encode(text: string): number[] };
  readonly model: PreTrainedModel;
  readonly tensor: typeof Tensor;
  readonly dimensions: number;
  readonly size: number;
}

/** Vectors in bytes: six times smaller than floats would be, and as good, for the encoder's own weights are bytes too. */
class RememberedTokenVectors implements TokenVectors {
  readonly #parts: Parts;
  readonly #isKnown: Uint8Array;
  readonly #values: Int8Array;
  /** By token: what a product of two tokens' values is multiplied with, once for each. */
  readonly #scales: Float32Array;
  readonly #compared: number;
  /** Computations that have begun: what one question needs another may be computing. */
  readonly #running = new Set<Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#compared = parts.dimensions * comparedShare;
    this.#isKnown = new Uint8Array(parts.size);
    this.#values = new Int8Array(parts.size * this.#compared);
    this.#scales = new Float32Array(parts.size);
  }

  cosine(first: number, second: number): number {
    // No destructuring here: this runs a hundred thousand times per question, and every array would be garbage.
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
  }
}
