import type { Extraction } from '../src/core/document.js';

/** What is known of a file before it is read whole. */
export interface FileProbe {
  /** File name with ending, without folders. */
  readonly fileName: string;
  /** Lower case, with the dot; empty where there is none. */
  readonly extension: string;
  /** MIME type by magic number (`application/pdf`), undefined for text. */
  readonly mimeType: string | undefined;
  /** The first 64 KiB decoded, where the bytes are text in some encoding; undefined for binary. */
  readonly textHead: string | undefined;
}

export interface SourceFile {
  /** Path relative to the ingested folder, for messages. */
  readonly name: string;
  readonly fileName: string;
  readonly extension: string;
  readonly bytes: Uint8Array;
}

export interface ExtractOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * One document format. A new format is one new file in `ingest/extractors/` and one line in its registry.
 * `extract` throws a DocentError (`file-corrupt`, `file-encrypted`, `file-without-text`, ...) that names the reason.
 */
export interface Extractor {
  /** Short name, kept with each document: `pdf`, `markdown`. */
  readonly format: string;
  /** Counted up whenever the same bytes would give another result: documents are then ingested again. */
  readonly version: number;
  /** Decides by content first, by ending only where contents look alike. */
  accepts(probe: FileProbe): boolean;
  extract(file: SourceFile, options: ExtractOptions): Promise<Extraction>;
  /** Ends helper processes, where there are any. */
  close?(): Promise<void>;
}
