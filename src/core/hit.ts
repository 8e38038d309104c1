import type { Chunk } from './chunk.js';

/** The part of a document that a result names it by. */
export interface DocumentReference {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly format: string;
}

/** A chunk as the store returns it. */
export interface StoredChunk extends Chunk {
  readonly document: DocumentReference;
}

/** Scores by the retriever that gave them, for inspection. */
export type ScoreParts = Readonly<Record<string, number>>;

/** One result of one query. */
export interface Hit {
  readonly chunk: StoredChunk;
  /** Comparable within one query only; higher is better. */
  readonly score: number;
  /** 1-based. */
  readonly rank: number;
  readonly parts: ScoreParts;
}

/** The page number that a viewer shows; undefined in documents whose units are sections, rows, cells or lines. */
export function viewerPageOf({ pageLabel, pageStart }: Pick<Chunk, 'pageLabel' | 'pageStart'>): number | undefined {
  return /^p\. \d+$/u.test(pageLabel) ? pageStart : undefined;
}
