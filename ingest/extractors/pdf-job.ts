import type { OutlineEntry, PdfInfo } from './pdf-protocol.js';

export interface PdfLimits {
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** Added to the total for each page, once their number is known. */
  readonly pageTimeoutMs: number;
  readonly memoryMb: number;
}

export interface PdfJob {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly limits: PdfLimits;
  readonly signal: AbortSignal | undefined;
}

/** A PDF as the child read it. */
export interface PdfContent {
  readonly info: PdfInfo;
  readonly outline: readonly OutlineEntry[];
  /** Raw text of each page, in order. */
  readonly pageTexts: readonly string[];
}
