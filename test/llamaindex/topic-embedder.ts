import type { Embedder } from '../../src/models/embedder.js';

const topics = ['cat', 'dog', 'ship', 'bread', 'moon', 'money', 'river'];

/** An encoder that counts seven words, so that a test can say what is similar; the eighth value stands for the rest. */
export class TopicEmbedder implements Embedder {
  readonly name = 'topics';
  readonly fingerprint = 'topics-1';
  readonly dimensions = topics.length + 1;
  readonly maxTokens = 512;
  readonly preferredChunkTokens = 64;
  /** Every text that was embedded, queries with their prefix. */
  readonly embedded: string[] = [];
  isDisposed = false;

  countTokens(text: string): number {
    return text.match(/\S+/gu)?.length ?? 0;
  }

  async embedDocuments(texts: readonly string[]): Promise<Float32Array[]> {
    this.embedded.push(...texts);
    return texts.map(vectorOf);
  }

  async embedQuery(text: string): Promise<Float32Array> {
    this.embedded.push(`query: ${text}`);
    return vectorOf(text);
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }
}

function vectorOf(text: string): Float32Array {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = topics.map((topic) => words.filter((word) => word.startsWith(topic)).length);
  const isOther = counts.every((count) => count === 0) && text.trim() !== '';
  const values = Float32Array.from([...counts, isOther ? 1 : 0]);
  const length = Math.hypot(...values);
  return length === 0 ? values : values.map((value) => value / length);
}
