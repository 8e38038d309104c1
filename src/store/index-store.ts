import type { EmbeddedChunk } from '../core/chunk.js';
import type { DocumentInfo, PageKind } from '../core/document.js';
import type { Filter } from '../core/filter.js';
import type { StoredChunk } from '../core/hit.js';

/** What an index knows of itself; replaced in one commit. */
export interface IndexManifest {
  /** Layout of the tables; an unknown number is refused. */
  readonly format: number;
  /** Which set of tables is current; a rebuild writes the next one and switches at the end. */
  readonly generation: number;
  readonly embedder: { readonly name: string; readonly fingerprint: string; readonly dimensions: number };
  /** Absolute paths or URLs that were ingested, for `--rebuild` and `docent status`. */
  readonly sources: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A document as its row in the index. */
export interface StoredDocument extends DocumentInfo {
  /** Hash of everything that shaped its chunks besides the bytes: extractor, chunking, encoder, analysis. */
  readonly settingsFingerprint: string;
  readonly pageCount: number;
  readonly chunkCount: number;
  /** ISO 8601. */
  readonly ingestedAt: string;
}

export interface StoredPage {
  readonly documentId: string;
  readonly number: number;
  readonly kind: PageKind;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All that belongs to one document; goes into the index whole or not at all. */
export interface DocumentRecord {
  readonly document: StoredDocument;
  readonly pages: readonly StoredPage[];
  readonly chunks: readonly EmbeddedChunk[];
}

export interface ScoredId {
  readonly id: string;
  /** Cosine similarity or BM25; higher is better. */
  readonly score: number;
}

export interface SearchOptions {
  readonly limit: number;
  readonly filter?: Filter | undefined;
  /** Score these chunks only. */
  readonly among?: readonly string[] | undefined;
}

export interface IndexStats {
  readonly documents: number;
  readonly pages: number;
  readonly chunks: number;
  /** On disk, all versions included; undefined where it cannot be told (object storage). */
  readonly bytes: number | undefined;
}

/** Reads one index; sees every finished commit of a writer in any process without being reopened. */
export interface IndexReader {
  manifest(): Promise<IndexManifest>;
  /** Cosine similarity of the query vector (unit length) with each chunk's. */
  searchDense(vector: Float32Array, options: SearchOptions): Promise<ScoredId[]>;
  /** BM25 over context and text of each chunk; chunks without any query term are left out. */
  searchLexical(query: string, options: SearchOptions): Promise<ScoredId[]>;
  /** In how many chunks each term (as `analyze` gives it) occurs, counted up to some thousands, and the number of all chunks. */
  termFrequencies(
    terms: readonly string[],
  ): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly total: number }>;
  /** In the order of `ids`; ids that are gone are left out. */
  getChunks(ids: readonly string[]): Promise<StoredChunk[]>;
  /** Ordered by name. */
  listDocuments(options?: {
    readonly limit?: number;
    readonly offset?: number;
  }): Promise<{ readonly documents: readonly StoredDocument[]; readonly total: number }>;
  getDocument(id: string): Promise<StoredDocument | undefined>;
  /** Pages in order; all of them where no numbers are given. */
  getPages(documentId: string, numbers?: readonly number[]): Promise<StoredPage[]>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}

/** The one process that may write; holds the index's lock until closed. */
export interface IndexWriter extends IndexReader {
  /** Replaces pages, chunks and row of each document: readers see all of a document's old chunks or all of its new ones. */
  replaceDocuments(records: readonly DocumentRecord[]): Promise<void>;
  deleteDocuments(ids: readonly string[]): Promise<void>;
  /** Drops chunks and pages of these documents where no document row stands for them. */
  dropOrphans(documentIds: readonly string[]): Promise<void>;
  /** Every document row, for comparing with a folder. */
  allDocuments(): Promise<StoredDocument[]>;
  /** Chunk hash → vector, for the chunks of these documents. */
  vectorsByHash(documentIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  setSources(sources: readonly string[]): Promise<void>;
  /** Merges small files, brings the indices up to date and drops versions older than ten minutes, where it is due. */
  compact(options?: { readonly force?: boolean }): Promise<void>;
  /** Makes a rebuilt generation the current one; nothing to do otherwise. */
  publish(): Promise<void>;
}
