import { createHash } from 'node:crypto';
import type { Embedder, EmbedOptions } from '../../src/models/embedder.js';

/** An encoder made of a hash: equal texts have equal unit vectors. Counts what it is asked for. */
export class CountingEmbedder implements Embedder {
  readonly name = 'counting';
  readonly fingerprint: string;
  readonly dimensions = 8;
  readonly maxTokens = 512;
  readonly preferredChunkTokens: number;
  /** Every document text that was embedded, in order. */
  readonly embedded: string[] = [];
  /** Called before each batch of documents. */
  onBatch: () => void = () => undefined;

  constructor({ fingerprint = 'counting-1', chunkTokens = 60 } = {}) {
    this.fingerprint = fingerprint;
    this.preferredChunkTokens = chunkTokens;
  }

  countTokens(text: string): number {
    return text.match(/\S+/gu)?.length ?? 0;
  }

  async embedDocuments(texts: readonly string[], { signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    this.onBatch();
    signal?.throwIfAborted();
    this.embedded.push(...texts);
    return texts.map((text) => this.#vectorOf(text));
  }

  async embedQuery(text: string): Promise<Float32Array> {
    return this.#vectorOf(text);
  }

  async dispose(): Promise<void> {
    return undefined;
  }

  #vectorOf(text: string): Float32Array {
    const bytes = createHash('sha256').update(text).digest();
    const values = Float32Array.from({ length: this.dimensions }, (_, index) => bytes.readInt32LE(index * 4) / 2 ** 31);
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  }
}
