import type { EmbeddedChunk } from '../core/chunk.js';
import type { DocumentInfo, PageKind } from '../core/document.js';
import type { Filter } from '../core/filter.js';
import type { StoredChunk } from '../core/hit.js';
import type { TunedRanking } from './tuned-ranking.js';

/** What an index knows of itself; replaced in one commit. */
export interface IndexManifest {
  /** Layout of the tables; an unknown number is refused. */
  readonly format: number;
  /** Which set of tables is current; a rebuild writes the next one and switches at the end. */
  readonly generation: number;
  readonly embedder: { readonly name: string; readonly fingerprint: string; readonly dimensions: number };
  /** Absolute paths or URLs that were ingested, for `--rebuild` and `docent status`. */
  readonly sources: readonly string[];
  /** What `docent tune` chose for this index, where it did. */
  readonly ranking?: TunedRanking | undefined;
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

/** A word as indexed texts spell it. */
export interface SimilarWord {
  readonly word: string;
  /** Letters that are missing, wrong, too many or swapped against the word that was looked for. */
  readonly edits: number;
  /** How many of the chunks that were read have it. */
  readonly chunks: number;
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

/** What the mention graph and late interaction know of one chunk. */
export interface ChunkMentions {
  readonly id: string;
  readonly documentId: string;
  /** Of all that the row was made from beside the other chunks' names; not the chunk's own. */
  readonly hash: string;
  readonly ordinal: number;
  /** Keys of the names that the text mentions, each once, without its own titles. */
  readonly names: readonly string[];
  /** How often, by position in `names`. */
  readonly counts: Int32Array;
  /** Keys by which the chunk's document and section are called. */
  readonly titles: readonly string[];
  /** Those titles that lead to this very chunk: a document's to its first, a heading's to the first under it. */
  readonly targets: readonly string[];
  /** Names as the text has them, which count as names once several chunks share them; empty where a reader gives it. */
  readonly candidates: readonly string[];
  /** Hashes (`termHash`) of the search terms of context and text, in order. */
  readonly terms: Int32Array;
  /** How many of `terms` are the context's: title and headings. */
  readonly contextTerms: number;
  /** Distinct token ids of context and text in the bundled encoder's vocabulary. */
  readonly tokens: Int32Array;
}

/** Lists laid end to end: list `row` is `values` from `offsets[row]` to `offsets[row + 1]`. */
export interface IntegerLists {
  readonly offsets: Int32Array;
  readonly values: Int32Array;
}

/** `ChunkMentions` of many chunks by columns, without hashes and candidates; names are positions in `keys`. */
export interface MentionColumns {
  readonly ids: readonly string[];
  readonly documentIds: readonly string[];
  readonly ordinals: Int32Array;
  readonly contextTerms: Int32Array;
  readonly keys: readonly string[];
  readonly names: IntegerLists;
  readonly counts: IntegerLists;
  readonly titles: IntegerLists;
  readonly targets: IntegerLists;
  readonly terms: IntegerLists;
  readonly tokens: IntegerLists;
}

/** Names of the mention graph: who mentions them, and what they lead to. */
export interface NameUses {
  readonly mentions: readonly { readonly name: string; readonly id: string; readonly count: number }[];
  readonly targets: readonly { readonly name: string; readonly id: string }[];
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
  /** Words of the index that differ from `word` in at most `edits` letters (2 at most) but the first; the likest first. */
  similarWords(word: string, edits: number): Promise<SimilarWord[]>;
  /** In the order of `ids`; ids that are gone are left out. */
  getChunks(ids: readonly string[]): Promise<StoredChunk[]>;
  /** A document's chunks at these places (`ordinal`), in order; places that it does not have are left out. */
  getChunksAt(documentId: string, ordinals: readonly number[]): Promise<StoredChunk[]>;
  /** Ordered by name. */
  listDocuments(options?: {
    readonly limit?: number;
    readonly offset?: number;
  }): Promise<{ readonly documents: readonly StoredDocument[]; readonly total: number }>;
  getDocument(id: string): Promise<StoredDocument | undefined>;
  /** Pages in order; all of them where no numbers are given. */
  getPages(documentId: string, numbers?: readonly number[]): Promise<StoredPage[]>;
  /** In no particular order; ids without a row are left out. */
  getMentions(ids: readonly string[]): Promise<ChunkMentions[]>;
  findMentions(names: readonly string[]): Promise<NameUses>;
  /** All rows of `getMentions`; undefined where there are more than `limit`. */
  allMentions(limit: number): Promise<MentionColumns | undefined>;
  /** Mean number of search terms in the rows of `getMentions`, over all chunks. */
  averageTerms(): Promise<number>;
  /** Another text after every commit that could change what the four above give, or `termFrequencies`. */
  mentionsVersion(): Promise<string>;
  stats(): Promise<IndexStats>;
  close(): Promise<void>;
}

/** The part of a chunk's mention row that the other rows depend on. */
export type NamedChunk = Pick<ChunkMentions, 'id' | 'hash' | 'titles' | 'candidates' | 'names'>;

/** A chunk as names are read from it. */
export type MentioningChunk = Pick<
  StoredChunk,
  'id' | 'documentId' | 'hash' | 'ordinal' | 'text' | 'context' | 'headings' | 'document'
>;

/** A chunk and what it is called by, without its text. */
export type ChunkPlace = Omit<MentioningChunk, 'text' | 'context'>;

/** The texts of a chunk. */
export interface AnalysedChunk extends Pick<StoredChunk, 'id' | 'text' | 'context'> {
  /** Search terms of context and text, in order, joined by blanks. */
  readonly terms: string;
}

export interface MentionState {
  readonly chunks: readonly ChunkPlace[];
  readonly rows: readonly NamedChunk[];
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
  /** All chunks, and the rows that the mention graph has so far. */
  mentionState(): Promise<MentionState>;
  /** Whether there are as many mention rows as chunks: a quick look that finds most of what a refresh has to do. */
  hasMentionsOfAll(): Promise<boolean>;
  /** In no particular order; ids that are gone are left out. */
  getMentioningChunks(ids: readonly string[]): Promise<AnalysedChunk[]>;
  /** Writes these rows and drops those of `removed`. */
  replaceMentions(rows: readonly ChunkMentions[], removed: readonly string[]): Promise<void>;
  setSources(sources: readonly string[]): Promise<void>;
  /** Without any, the product's own ranking comes back. */
  setRanking(ranking: TunedRanking | undefined): Promise<void>;
  /** Merges small files, brings the indices up to date and drops versions older than ten minutes, where it is due. */
  compact(options?: { readonly force?: boolean }): Promise<void>;
  /** Makes a rebuilt generation the current one; nothing to do otherwise. */
  publish(): Promise<void>;
  /** Forgets a rebuild that was begun and not finished: resumed, it would bring back what has been removed since. */
  dropRebuild(): Promise<void>;
  /** Takes the whole index away; after it nothing but `close`. */
  discard(): Promise<void>;
}
