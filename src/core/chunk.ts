import type { Metadata } from './document.js';

/** The stored unit: an exact slice of its document's text. */
export interface Chunk {
  /** Hash of document id, span and text. */
  readonly id: string;
  readonly documentId: string;
  /** 0-based position among the document's chunks. */
  readonly ordinal: number;
  /** Exactly `document.text.slice(start, end)`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Document title and heading path; stands in front of the text where it is embedded and full-text-indexed. */
  readonly context: string;
  /** Headings above the chunk's first block, outermost first. */
  readonly headings: readonly string[];
  /** First and last page (1-based) that the chunk touches. */
  readonly pageStart: number;
  readonly pageEnd: number;
  /** Label of the first page, as a citation prints it. */
  readonly pageLabel: string;
  /** Length in the encoder's tokens, context included. */
  readonly tokens: number;
  /** SHA-256 of context and text: equal hashes have equal vectors under one encoder. */
  readonly hash: string;
  readonly metadata: Metadata;
}

export interface EmbeddedChunk extends Chunk {
  /** Unit length, one value per dimension of the encoder. */
  readonly vector: Float32Array;
}

/** The text that encoders and full-text search see of a chunk. */
export function searchableText(chunk: Pick<Chunk, 'context' | 'text'>): string {
  return chunk.context === '' ? chunk.text : `${chunk.context}\n${chunk.text}`;
}
