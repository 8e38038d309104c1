import { availableParallelism } from 'node:os';
import type { Extraction } from '../../src/core/document.js';
import { DocentError } from '../../src/core/errors.js';
import type { ExtractOptions, Extractor, FileProbe, SourceFile } from '../extractor.js';
import { assemblePdf } from './pdf-document.js';
import { withoutText } from './pdf-errors.js';
import type { PdfLimits } from './pdf-job.js';
import { PdfPool } from './pdf-pool.js';

export interface PdfExtractorOptions {
  /** Longest time for one file, before what its size and its pages add. */
  readonly timeoutMs?: number;
  /** Longest time without a new page. */
  readonly idleTimeoutMs?: number;
  /** Upper bound for a child process' memory, before three times the file's size is added. */
  readonly memoryMb?: number;
  /** Files that are read at the same time, each by its own process. */
  readonly processes?: number;
}

export interface PdfExtractor extends Extractor {
  /** Ids of the child processes that are alive now. */
  processIds(): readonly number[];
  close(): Promise<void>;
}

/** A page takes 10 ms of processor time on average and 0.13 s at most (2,446 measured); a busy machine takes longer. */
const defaults = { timeoutMs: 120_000, idleTimeoutMs: 60_000, memoryMb: 1_024 };
/** Two children read 2,446 pages in 21.4 s, one in 28.3 s (whole ingest, 2 cores); each takes up to 0.2 GB. */
const defaultProcesses = Math.min(2, availableParallelism());
const timeoutMsPerMegabyte = 20_000;
const timeoutMsPerPage = 1_000;

/** Reads PDFs page by page with pdf.js, in child processes of its own that live until `close`. */
export function createPdfExtractor(options: PdfExtractorOptions = {}): PdfExtractor {
  const settings = { ...defaults, processes: defaultProcesses, ...options };
  const limits = (bytes: Uint8Array): PdfLimits => ({
    idleTimeoutMs: settings.idleTimeoutMs,
    totalTimeoutMs: settings.timeoutMs + (bytes.byteLength / 2 ** 20) * timeoutMsPerMegabyte,
    pageTimeoutMs: timeoutMsPerPage,
    memoryMb: settings.memoryMb,
  });
  const pool = new PdfPool({ children: settings.processes, limits, recycleMb: settings.memoryMb / 2 });
  return {
    format: 'pdf',
    version: 1,
    accepts: isPdf,
    extract: (file, extractOptions) => extract(pool, file, extractOptions),
    processIds: () => pool.processIds(),
    close: () => pool.close(),
  };
}

function isPdf(probe: FileProbe): boolean {
  return probe.mimeType === 'application/pdf';
}

async function extract(pool: PdfPool, file: SourceFile, { signal }: ExtractOptions): Promise<Extraction> {
  if (file.bytes.byteLength === 0) {
    throw new DocentError('file-corrupt', `${file.name} is empty.`, { hint: 'Download or export it again.' });
  }
  const content = await pool.read(file.name, file.bytes, signal);
  const extraction = assemblePdf(content);
  if (extraction.text.trim() === '') throw withoutText(file.name, content.pageTexts.length);
  return extraction;
}
