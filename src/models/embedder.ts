/** Who made a vector: two embedders with equal fingerprints give interchangeable vectors. */
export interface EmbedderIdentity {
  /** What people call it: a folder name or hub id. */
  readonly name: string;
  /** Covers weights, tokenizer, pooling, prefixes and precision. */
  readonly fingerprint: string;
  readonly dimensions: number;
}

export interface EmbedOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Text in, unit vectors out. */
export interface Embedder extends EmbedderIdentity {
  /** Longest input that is not cut off, in tokens. */
  readonly maxTokens: number;
  /** Length of a chunk that suits this encoder, in tokens. */
  readonly preferredChunkTokens: number;
  /** Number of tokens of `text`; additive over whitespace-separated pieces within a token or two. */
  countTokens(text: string): number;
  /**
   * One unit vector of `dimensions` values per text, in the order of `texts`.
   * @throws DocentError `embedder-failed` where a vector has the wrong length or a value that is not finite
   */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>;
  dispose(): Promise<void>;
}
