import type { Extraction } from '../src/core/document.js';

/** Something that may have to go into the index: a file, or a document handed over by a program. */
export interface Candidate {
  /** Absolute path or another URI; the same URI is the same document. */
  readonly uri: string;
  readonly name: string;
  readonly bytes: number;
  /** Named by the user, not found in a folder: then even an unknown format is a failure. */
  readonly isExplicit: boolean;
  open(): Promise<OpenCandidate>;
}

/** A candidate whose bytes are known; extraction has not been paid for yet. */
export interface OpenCandidate {
  readonly contentHash: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly format: string;
  /** Version of the code that extracts this format. */
  readonly extractorVersion: number;
  extract(signal: AbortSignal | undefined): Promise<Extraction>;
}
