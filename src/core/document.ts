/** What kind of unit a citation into this document can name. */
export type PageKind = 'page' | 'section' | 'rows' | 'cell' | 'lines';

/** The unit that a citation can name: a PDF page, a heading's section, table rows, a notebook cell, lines of code. */
export interface Page {
  /** 1-based; for PDFs the page number that a viewer shows. */
  readonly number: number;
  readonly kind: PageKind;
  /** What a citation prints: `p. 12`, `Setup › Install`, `rows 2–40`, `cell 3`, `lines 10–60`. */
  readonly label: string;
  /** UTF-16 offsets into the document's text, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** How a block may be split and joined when chunks are cut. */
export type BlockKind = 'heading' | 'paragraph' | 'list' | 'code' | 'row' | 'table';

/** The smallest structural piece of a document; blocks are ordered, do not overlap and cover all its visible text. */
export interface Block {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
  /** Headings above this block, outermost first; a heading block counts itself. */
  readonly headings: readonly string[];
  /** Number of the page that holds the block. */
  readonly page: number;
}

export type MetadataValue = string | number | boolean;
export type Metadata = Readonly<Record<string, MetadataValue>>;

/** What an extractor makes of a file's bytes. */
export interface Extraction {
  readonly text: string;
  /** The title that the file itself states; absent where it states none. */
  readonly title?: string;
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
  readonly metadata: Metadata;
}

/** What is known of a document without its text. */
export interface DocumentInfo {
  /** Stable for one source: a hash of its URI. */
  readonly id: string;
  /** Absolute path or URL that it came from. */
  readonly uri: string;
  /** What people see: the path relative to the ingested folder. */
  readonly name: string;
  readonly title: string;
  /** Name of the extractor: `pdf`, `markdown`, ... */
  readonly format: string;
  /** SHA-256 of the source's bytes, hexadecimal. */
  readonly contentHash: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly metadata: Metadata;
}

export interface Document extends DocumentInfo {
  readonly text: string;
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
}
