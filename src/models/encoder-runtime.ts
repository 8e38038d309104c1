import type { PreTrainedModel, Tensor } from '@huggingface/transformers';
import { DocentError } from '../core/errors.js';
import type { Pooling } from './embedder-profile.js';
import type { ModelSource } from './model-source.js';
import { poolRow } from './pooling.js';

/** What a runtime is made from; plain data, so that it can be sent to a worker. */
export interface RuntimeOptions {
  /** What people call the encoder. */
  readonly name: string;
  readonly source: ModelSource;
  readonly pooling: Pooling;
}

/**
 * A static encoder's only product is large. A contextual encoder's many are small: a second thread made them no quicker
 * and doubled their processor time (6 layers of 384, 256 tokens: 20 ms with one thread, 21 with two, 16 with two and
 * eight rows). What makes use of several cores are workers.
 */
const staticThreads = 2;
const contextualThreads = 1;

/** The ONNX model of an encoder: token ids in, one vector a row out. A run holds up the thread that it is called from. */
export class EncoderRuntime {
  readonly #options: RuntimeOptions;
  readonly #model: PreTrainedModel;
  readonly #tensor: typeof Tensor;
  readonly dimensions: number;
  readonly isStatic: boolean;
  /** Tokens that the model has positions for; undefined where it does not say. */
  readonly positions: number | undefined;

  private constructor(options: RuntimeOptions, model: PreTrainedModel, tensor: typeof Tensor) {
    this.#options = options;
    this.#model = model;
    this.#tensor = tensor;
    const config: { num_hidden_layers?: number; max_position_embeddings?: number; hidden_size?: number } = model.config;
    const { source } = options;
    const dimensions = source.kind === 'folder' ? source.shape.dimensions : config.hidden_size;
    if (dimensions === undefined) throw new Error('config.json states no hidden_size');
    this.dimensions = dimensions;
    this.isStatic = config.num_hidden_layers === 0;
    this.positions = config.max_position_embeddings;
  }

  static async load(options: RuntimeOptions): Promise<EncoderRuntime> {
    const { source } = options;
    const { AutoModel, Tensor } = await transformersFor(source);
    const isStatic = source.kind === 'folder' && source.shape.isStatic;
    const model = await AutoModel.from_pretrained(modelId(source), {
      dtype: source.dtype as 'int8',
      device: 'cpu',
      // Spinning threads cost up to twice the time on a busy machine (library notes, section 3).
      session_options: {
        intraOpNumThreads: isStatic ? staticThreads : contextualThreads,
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      },
    });
    return new EncoderRuntime(options, model, Tensor);
  }

  /** One vector of `dimensions` values a row, not normalised. */
  async run(rows: readonly (readonly number[])[], pad: number): Promise<Float32Array[]> {
    const width = Math.max(1, ...rows.map((row) => row.length));
    const ids = new BigInt64Array(rows.length * width);
    const mask = new BigInt64Array(rows.length * width);
    // Low words of the little-endian 64-bit values: no BigInt is made per token.
    const idWords = new Int32Array(ids.buffer);
    const maskWords = new Int32Array(mask.buffer);
    rows.forEach((row, index) => {
      for (let column = 0; column < width; column += 1) {
        const word = 2 * (index * width + column);
        idWords[word] = row[column] ?? pad;
        maskWords[word] = column < row.length ? 1 : 0;
      }
    });
    return this.#infer(rows, [rows.length, width], { ids, mask });
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  async #infer(
    rows: readonly (readonly number[])[],
    dims: [number, number],
    { ids, mask }: { readonly ids: BigInt64Array; readonly mask: BigInt64Array },
  ): Promise<Float32Array[]> {
    const inputs: Record<string, Tensor> = {
      input_ids: new this.#tensor('int64', ids, dims),
      attention_mask: new this.#tensor('int64', mask, dims),
      token_type_ids: new this.#tensor('int64', new BigInt64Array(ids.length), dims),
    };
    const outputs = (await this.#model(inputs)) as Record<string, Tensor>;
    try {
      return this.#vectorsOf(outputs, rows);
    } finally {
      for (const each of [...Object.values(inputs), ...Object.values(outputs)]) each.dispose();
    }
  }

  #vectorsOf(outputs: Record<string, Tensor>, rows: readonly (readonly number[])[]): Float32Array[] {
    const sentence = outputs.sentence_embedding;
    if (sentence !== undefined) {
      const data = sentence.data as Float32Array;
      return rows.map((_, row) => data.slice(row * this.dimensions, (row + 1) * this.dimensions));
    }
    const tokens = outputs.last_hidden_state ?? outputs.token_embeddings;
    if (tokens === undefined) {
      throw new DocentError(
        'embedder-failed',
        `The encoder "${this.#options.name}" has none of the outputs sentence_embedding, last_hidden_state, token_embeddings.`,
      );
    }
    const output = { data: tokens.data as Float32Array, dims: tokens.dims };
    return rows.map((row, index) => poolRow(output, index, row.length, this.#options.pooling));
  }
}

/** transformers.js, told where this model may come from. */
export async function transformersFor(source: ModelSource) {
  const transformers = await import('@huggingface/transformers');
  const { env, LogLevel } = transformers;
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = source.kind === 'hub';
  env.useFSCache = source.kind === 'hub';
  if (source.kind === 'hub') env.cacheDir = source.cacheFolder;
  return transformers;
}

/** What transformers.js calls the model: an id of the hub, or an absolute path. */
export function modelId(source: ModelSource): string {
  return source.kind === 'hub' ? source.id : source.folder;
}
