import type { DocumentReader } from '../src/core/document-reader.js';
import type { Extractor } from './extractor.js';
import { createPdfExtractor } from './extractors/pdf.js';
import { readWebFile } from './web/read-web-text.js';
import { WebTextChild } from './web/web-text-child.js';

export interface WebDocumentReader {
  readonly read: DocumentReader;
  /** Ends the processes that read. */
  close(): Promise<void>;
}

export interface WebDocumentReaderOptions {
  readonly pdfExtractor?: Extractor;
  /** Pages that are read at the same time, each by its own process. */
  readonly processes?: number;
  /** What such a process may take; the largest pages that were measured took half of it. */
  readonly memoryMb?: number;
}

/**
 * Reads what came from the web with the extractors that read files, in processes of their own, and leaves out what
 * people do not see there: scripts, hidden elements, comments, and characters that show nothing. Links in the text are
 * made absolute. A signal that fires ends the process that reads.
 */
export function openWebDocumentReader({
  pdfExtractor = createPdfExtractor(),
  processes = 2,
  memoryMb = 768,
}: WebDocumentReaderOptions = {}): WebDocumentReader {
  const children = Array.from({ length: processes }, () => new WebTextChild(memoryMb));
  return {
    async read(bytes, source) {
      source.signal?.throwIfAborted();
      const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
      if (isPdf || source.mediaType === 'application/pdf') return readWebFile(pdfExtractor, bytes, source);
      const child = children.reduce((best, next) => (next.waiting < best.waiting ? next : best));
      return child.read(bytes, source);
    },
    async close() {
      await Promise.all([pdfExtractor.close?.(), ...children.map((child) => child.close())]);
    },
  };
}
