import { BaseEmbedding, extractSingleText, type MessageContentDetail } from 'llamaindex';
import type { Embedder } from '../models/embedder.js';

/** Texts per call of the encoder, which sorts and batches them itself. */
const textsPerCall = 512;

/**
 * docent's encoder as a LlamaIndex.TS embedding model: unit vectors, queries with the encoder's query prefix, nodes with
 * its document prefix.
 *
 * ```ts
 * import { openEmbedding } from 'docent/llamaindex/open-adapters';
 * Settings.embedModel = await openEmbedding();
 * ```
 */
export class DocentEmbedding extends BaseEmbedding {
  readonly embedder: Embedder;

  constructor(embedder: Embedder) {
    super();
    this.embedder = embedder;
    this.embedBatchSize = textsPerCall;
    this.embedInfo = { dimensions: embedder.dimensions, maxTokens: embedder.maxTokens };
  }

  async getTextEmbedding(text: string): Promise<number[]> {
    const [vector] = await this.getTextEmbeddings([text]);
    return vector ?? [];
  }

  // A property, because the base class makes it one in its constructor.
  override getTextEmbeddings = async (texts: string[]): Promise<number[][]> => {
    const vectors = await this.embedder.embedDocuments(texts);
    return vectors.map((vector) => Array.from(vector));
  };

  /** null for a part of a message that is not text. */
  override async getQueryEmbedding(query: MessageContentDetail): Promise<number[] | null> {
    const text = extractSingleText(query);
    return text === null || text === '' ? null : Array.from(await this.embedder.embedQuery(text));
  }

  dispose(): Promise<void> {
    return this.embedder.dispose();
  }
}
