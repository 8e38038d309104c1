import { basename, dirname } from 'node:path';
import type { PreTrainedModel, PreTrainedTokenizer, Tensor } from '@huggingface/transformers';
import type { EmbedderConfig } from '../core/config.js';
import { DocentError, errorMessage } from '../core/errors.js';
import { batchesByLength } from './batches.js';
import { isBundledEncoder, type LoadedTokenizer, loadBundledTokenizer } from './bundled-tokens.js';
import type { Embedder, EmbedOptions } from './embedder.js';
import { embedderHint, type ModelSource, type ResolvedModel, resolveModel } from './model-source.js';
import { PieceTokenizer } from './piece-tokenizer.js';
import { poolRow } from './pooling.js';
import { normalizeChecked } from './vectors.js';

/** A static encoder reads no context: long chunks blur its average. Chosen by taste until the benchmark decides. */
const staticChunkTokens = 256;
const contextualChunkTokens = 384;

interface Loaded extends LoadedTokenizer {
  readonly model: PreTrainedModel;
  readonly tensor: typeof Tensor;
}

/**
 * Loads an encoder with transformers.js.
 * @throws DocentError `embedder-not-found` saying what was tried, `embedder-failed`
 */
export async function loadEmbedder(config: EmbedderConfig): Promise<Embedder> {
  const resolved = await resolveModel(config);
  try {
    return await TransformersEmbedder.create(resolved, await load(resolved.source));
  } catch (cause) {
    if (cause instanceof DocentError) throw cause;
    throw loadFailure(config, resolved.source, cause);
  }
}

async function load(source: ModelSource): Promise<Loaded> {
  const { AutoModel, AutoTokenizer, Tensor, env, LogLevel } = await import('@huggingface/transformers');
  env.logLevel = LogLevel.ERROR;
  env.allowRemoteModels = source.kind === 'hub';
  env.useFSCache = source.kind === 'hub';
  if (source.kind === 'hub') env.cacheDir = source.cacheFolder;
  else env.localModelPath = dirname(source.folder);
  const id = source.kind === 'hub' ? source.id : basename(source.folder);
  const isBundled = source.kind === 'folder' && isBundledEncoder(source.folder);
  const loaded = isBundled ? await loadBundledTokenizer() : withPieces(await AutoTokenizer.from_pretrained(id));
  const model = await AutoModel.from_pretrained(id, {
    dtype: source.dtype as 'int8',
    device: 'cpu',
    // Spinning threads cost up to twice the time on a busy machine (library notes, section 3).
    session_options: { intraOpNumThreads: 2, extra: { session: { intra_op: { allow_spinning: '0' } } } },
  });
  return { ...loaded, model, tensor: Tensor };
}

function withPieces(tokenizer: PreTrainedTokenizer): LoadedTokenizer {
  return { tokenizer, pieces: new PieceTokenizer(tokenizer) };
}

class TransformersEmbedder implements Embedder {
  readonly name: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maxTokens: number;
  readonly preferredChunkTokens: number;
  readonly #resolved: ResolvedModel;
  readonly #loaded: Loaded;
  readonly #pieces: PieceTokenizer;
  readonly #special: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly #isStatic: boolean;

  private constructor(resolved: ResolvedModel, loaded: Loaded, dimensions: number) {
    this.#resolved = resolved;
    this.#loaded = loaded;
    this.name = resolved.name;
    this.fingerprint = resolved.fingerprint;
    this.dimensions = dimensions;
    this.#pieces = loaded.pieces;
    this.#special = specialTokens(loaded.tokenizer);
    const config: { num_hidden_layers?: number; max_position_embeddings?: number } = loaded.model.config;
    this.#isStatic = config.num_hidden_layers === 0;
    const stated = Number(loaded.tokenizer.model_max_length);
    this.maxTokens = Math.min(Number.isFinite(stated) ? stated : 512, config.max_position_embeddings ?? 512);
    const preferred = this.#isStatic ? staticChunkTokens : contextualChunkTokens;
    this.preferredChunkTokens = Math.min(
      preferred,
      this.maxTokens - this.#special.before.length - this.#special.after.length,
    );
  }

  static async create(resolved: ResolvedModel, loaded: Loaded): Promise<Embedder> {
    const stated = resolved.source.kind === 'folder' ? resolved.source.dimensions : undefined;
    const hidden = (loaded.model.config as { hidden_size?: number }).hidden_size;
    const dimensions = stated ?? hidden;
    if (dimensions === undefined) throw new Error('config.json states no hidden_size');
    return new TransformersEmbedder(resolved, loaded, dimensions);
  }

  countTokens(text: string): number {
    return this.#pieces.count(text);
  }

  async embedDocuments(texts: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    const { documentPrefix } = this.#resolved.profile;
    return this.#embed(
      texts.map((text) => documentPrefix + text),
      options,
    );
  }

  async embedQuery(text: string, options: EmbedOptions = {}): Promise<Float32Array> {
    const [vector] = await this.#embed([this.#resolved.profile.queryPrefix + text], options);
    if (vector === undefined) throw new DocentError('embedder-failed', `The encoder "${this.name}" returned nothing.`);
    return vector;
  }

  async dispose(): Promise<void> {
    await this.#loaded.model.dispose();
  }

  async #embed(texts: readonly string[], { signal }: EmbedOptions): Promise<Float32Array[]> {
    const rows = texts.map((text) => this.#encode(text));
    const vectors: Float32Array[] = Array.from({ length: texts.length });
    for (const batch of batchesByLength(rows, this.#isStatic)) {
      signal?.throwIfAborted();
      const results = await this.#run(batch.map((index) => rows[index] ?? []));
      batch.forEach((index, position) => {
        const vector = results[position] ?? new Float32Array(0);
        vectors[index] = normalizeChecked(vector, this.dimensions, this.name);
      });
    }
    return vectors;
  }

  #encode(text: string): number[] {
    const { before, after } = this.#special;
    const ids = this.#pieces.encode(text);
    return [...before, ...ids.slice(0, this.maxTokens - before.length - after.length), ...after];
  }

  async #run(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const width = Math.max(1, ...rows.map((row) => row.length));
    const ids = new BigInt64Array(rows.length * width);
    const mask = new BigInt64Array(rows.length * width);
    // Low words of the little-endian 64-bit values: no BigInt is made per token.
    const idWords = new Int32Array(ids.buffer);
    const maskWords = new Int32Array(mask.buffer);
    const pad = this.#loaded.tokenizer.pad_token_id ?? 0;
    rows.forEach((row, index) => {
      for (let column = 0; column < width; column += 1) {
        const word = 2 * (index * width + column);
        idWords[word] = row[column] ?? pad;
        maskWords[word] = column < row.length ? 1 : 0;
      }
    });
    return this.#infer(rows, [rows.length, width], { ids, mask });
  }

  async #infer(
    rows: readonly (readonly number[])[],
    dims: [number, number],
    { ids, mask }: { readonly ids: BigInt64Array; readonly mask: BigInt64Array },
  ): Promise<Float32Array[]> {
    const { tensor, model } = this.#loaded;
    const inputs: Record<string, Tensor> = {
      input_ids: new tensor('int64', ids, dims),
      attention_mask: new tensor('int64', mask, dims),
      token_type_ids: new tensor('int64', new BigInt64Array(ids.length), dims),
    };
    const outputs = (await model(inputs)) as Record<string, Tensor>;
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
        `The encoder "${this.name}" has none of the outputs sentence_embedding, last_hidden_state, token_embeddings.`,
      );
    }
    const output = { data: tokens.data as Float32Array, dims: tokens.dims };
    return rows.map((row, index) => poolRow(output, index, row.length, this.#resolved.profile.pooling));
  }
}

/** What the tokenizer puts around every text, e.g. [CLS] … [SEP]. */
function specialTokens(tokenizer: PreTrainedTokenizer): { before: readonly number[]; after: readonly number[] } {
  const bare = tokenizer.encode('a', { add_special_tokens: false });
  const full = tokenizer.encode('a', { add_special_tokens: true });
  const start = full.indexOf(bare[0] ?? -1);
  return start < 0
    ? { before: [], after: [] }
    : { before: full.slice(0, start), after: full.slice(start + bare.length) };
}

function loadFailure(config: EmbedderConfig, source: ModelSource, cause: unknown): DocentError {
  const tried =
    source.kind === 'hub'
      ? `${config.modelsFolder}/${config.name} (not there) and the model hub (${errorMessage(cause)})`
      : `${source.folder} (${errorMessage(cause)})`;
  const advice =
    source.kind === 'hub'
      ? 'Check the spelling of OWNER/NAME and the network connection. '
      : 'The model files may be damaged. ';
  return new DocentError('embedder-not-found', `The encoder "${config.name}" cannot be loaded. Tried: ${tried}.`, {
    hint: advice + embedderHint(config.modelsFolder),
    cause,
  });
}
