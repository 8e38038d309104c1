/** Where a sentence of an answer comes from; the quote stands verbatim at its span of the document's text. */
export interface Citation {
  /** The mark in the answer: `[1]` is citation 1. */
  readonly id: number;
  readonly documentId: string;
  /** Where it was found; absent for the index. */
  readonly source?: 'tool' | 'web';
  /** Of a web page. */
  readonly url?: string;
  /** When the page was read, ISO 8601. */
  readonly accessedAt?: string;
  /** Name of the document: its path relative to the ingested folder. */
  readonly document: string;
  readonly title: string;
  /** Page number, for documents that have real pages. */
  readonly page?: number;
  readonly heading?: string;
  /** Readable place: `p. 12`, `Setup › Install`, `rows 2–40`. */
  readonly location: string;
  /** Number of the unit that `GET /v1/documents/{id}?page=` returns. */
  readonly unit: number;
  readonly chunkId: string;
  /** UTF-16 offsets of the quote in the document's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly score: number;
}
