import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { EmbedderConfig } from '../core/config.js';
import { DocentError, errorMessage } from '../core/errors.js';
import { batchesByLength } from './batches.js';
import { isBundledEncoder, type LoadedTokenizer, loadBundledTokenizer } from './bundled-tokens.js';
import type { Embedder, EmbedOptions } from './embedder.js';
import { EncoderRuntime, modelId, transformersFor } from './encoder-runtime.js';
import { EncoderWorkers } from './encoder-workers.js';
import { embedderHint, type ModelSource, type ResolvedModel, resolveModel } from './model-source.js';
import { PieceTokenizer } from './piece-tokenizer.js';
import { normalizeChecked } from './vectors.js';

/** A static encoder reads no context: long chunks blur its average. Chosen by taste until the benchmark decides. */
const staticChunkTokens = 256;
const contextualChunkTokens = 384;

/** Fewer tokens at once are not worth starting workers for: about 400 ms of one core. */
const tokensForWorkers = 4096;

interface Loaded extends LoadedTokenizer {
  readonly runtime: EncoderRuntime;
  readonly workers: EncoderWorkers;
}

/**
 * Loads an encoder with transformers.js.
 * @throws DocentError `embedder-not-found` saying what was tried, `embedder-failed`
 */
export async function loadEmbedder(config: EmbedderConfig): Promise<Embedder> {
  const resolved = await resolveModel(config);
  try {
    return new TransformersEmbedder(resolved, await load(resolved));
  } catch (cause) {
    if (cause instanceof DocentError) throw cause;
    throw loadFailure(config, resolved.source, cause);
  }
}

async function load({ name, source, profile }: ResolvedModel): Promise<Loaded> {
  const { AutoTokenizer } = await transformersFor(source);
  const isBundled = source.kind === 'folder' && isBundledEncoder(source.folder);
  const loaded = isBundled
    ? await loadBundledTokenizer()
    : withPieces(await AutoTokenizer.from_pretrained(modelId(source)));
  const options = { name, source, pooling: profile.pooling };
  return { ...loaded, runtime: await EncoderRuntime.load(options), workers: new EncoderWorkers(options) };
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

  constructor(resolved: ResolvedModel, loaded: Loaded) {
    const { runtime, tokenizer, pieces } = loaded;
    this.#resolved = resolved;
    this.#loaded = loaded;
    this.name = resolved.name;
    this.fingerprint = resolved.fingerprint;
    this.dimensions = runtime.dimensions;
    this.#pieces = pieces;
    this.#special = specialTokens(tokenizer);
    const shape = resolved.source.kind === 'folder' ? resolved.source.shape : undefined;
    const stated = Number(tokenizer.model_max_length);
    this.maxTokens = Math.min(Number.isFinite(stated) ? stated : 512, runtime.positions ?? 512);
    const preferred = shape?.chunkTokens ?? (runtime.isStatic ? staticChunkTokens : contextualChunkTokens);
    this.preferredChunkTokens = Math.min(
      preferred,
      this.maxTokens - this.#special.before.length - this.#special.after.length,
    );
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
    await this.#loaded.workers.dispose();
    await this.#loaded.runtime.dispose();
  }

  async #embed(texts: readonly string[], { signal }: EmbedOptions): Promise<Float32Array[]> {
    const { runtime, tokenizer, workers } = this.#loaded;
    const pad = tokenizer.pad_token_id ?? 0;
    const rows = texts.map((text) => this.#encode(text));
    const vectors: Float32Array[] = Array.from({ length: texts.length });
    const indices = batchesByLength(rows, runtime.isStatic);
    const batches = indices.map((batch) => batch.map((index) => rows[index] ?? []));
    const keep = (batch: number, results: readonly Float32Array[]) => {
      for (const [position, index] of (indices[batch] ?? []).entries()) {
        vectors[index] = normalizeChecked(results[position] ?? new Float32Array(0), this.dimensions, this.name);
      }
    };
    if (this.#isForWorkers(rows)) {
      await workers.run(batches, keep, { pad, signal });
      return vectors;
    }
    for (const [number, batch] of batches.entries()) {
      signal?.throwIfAborted();
      keep(number, await runtime.run(batch, pad));
    }
    return vectors;
  }

  #isForWorkers(rows: readonly (readonly number[])[]): boolean {
    if (this.#loaded.runtime.isStatic || EncoderWorkers.count < 2) return false;
    return rows.reduce((sum, row) => sum + row.length, 0) >= tokensForWorkers;
  }

  #encode(text: string): number[] {
    const { before, after } = this.#special;
    const ids = this.#pieces.encode(text);
    return [...before, ...ids.slice(0, this.maxTokens - before.length - after.length), ...after];
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
