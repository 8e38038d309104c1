import type { Candidate } from './candidate.js';
import type { Examined } from './examine.js';
import type { IngestProgress, IngestSummary, SkippedPath } from './ingest-summary.js';
import type { FileFailure, Journal } from './journal.js';

interface SummaryParts {
  readonly index: string;
  readonly skipped: readonly SkippedPath[];
  /** Ids of documents that left the index. */
  readonly deleted: readonly string[];
  readonly chunks: IngestSummary['chunks'];
  readonly durationMs: number;
  readonly stagesMs: IngestSummary['stagesMs'];
}

/** Counts what happens to each file, tells the progress and makes the summary. */
export class IngestTally {
  readonly #onProgress: ((progress: IngestProgress) => void) | undefined;
  readonly #failures: FileFailure[] = [];
  readonly #skipped: SkippedPath[] = [];
  readonly #newDocuments: { readonly donors: readonly string[] }[] = [];
  #updated = 0;
  #unchanged = 0;
  #progress: IngestProgress;
  /** Found and not yet read: their number and size are guesses, and no part of the summary. */
  #ahead = 0;

  constructor(candidates: readonly Candidate[], onProgress?: (progress: IngestProgress) => void) {
    this.#onProgress = onProgress;
    this.#progress = {
      filesDone: 0,
      filesTotal: candidates.length,
      bytesDone: 0,
      bytesTotal: candidates.reduce((sum, candidate) => sum + candidate.bytes, 0),
      chunksDone: 0,
      current: '',
    };
  }

  async fail(journal: Journal, failure: FileFailure): Promise<void> {
    this.#failures.push(failure);
    await journal.fail(failure);
  }

  /** A candidate that turned up on the way; about so many more may follow it. */
  expect(candidate: Pick<Candidate, 'bytes'>, ahead: number): void {
    this.#ahead = Math.max(0, ahead);
    const { filesTotal, bytesTotal } = this.#progress;
    this.#progress = { ...this.#progress, filesTotal: filesTotal + 1, bytesTotal: bytesTotal + candidate.bytes };
  }

  expectNoMore(): void {
    this.#ahead = 0;
  }

  /** A source that cannot be read and need not be tried again. */
  refuse(failure: FileFailure): void {
    this.#failures.push(failure);
  }

  skip(candidate: Pick<Candidate, 'uri'>, reason: string): void {
    this.#skipped.push({ path: candidate.uri, reason });
  }

  settle(examined: Examined): void {
    if (examined.kind === 'unchanged') this.#unchanged += 1;
    if (examined.kind === 'changed') {
      if (examined.isNew) this.#newDocuments.push({ donors: examined.donors });
      else this.#updated += 1;
    }
    this.#report({
      filesDone: this.#progress.filesDone + 1,
      bytesDone: this.#progress.bytesDone + examined.candidate.bytes,
      current: examined.candidate.name,
    });
  }

  chunksEmbedded(count: number): void {
    this.#report({ chunksDone: this.#progress.chunksDone + count });
  }

  summary(parts: SummaryParts): IngestSummary {
    const deleted = new Set(parts.deleted);
    let moved = 0;
    // A new document with the bytes of one that left is the same file at another place; a second one is a copy.
    for (const { donors } of this.#newDocuments) if (donors.some((id) => deleted.delete(id))) moved += 1;
    const skipped = [...parts.skipped, ...this.#skipped];
    return {
      index: parts.index,
      files: {
        seen: this.#progress.filesTotal,
        added: this.#newDocuments.length - moved,
        updated: this.#updated,
        moved,
        unchanged: this.#unchanged,
        deleted: deleted.size,
        failed: this.#failures.length,
        skipped: skipped.length,
      },
      chunks: parts.chunks,
      bytes: this.#progress.bytesDone,
      durationMs: parts.durationMs,
      stagesMs: parts.stagesMs,
      failures: this.#failures,
      skipped,
    };
  }

  #report(change: Partial<IngestProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    const { filesDone, filesTotal, bytesDone, bytesTotal } = this.#progress;
    const bytesAhead = Math.round((bytesDone / Math.max(1, filesDone)) * this.#ahead);
    this.#onProgress?.({
      ...this.#progress,
      filesTotal: filesTotal + this.#ahead,
      bytesTotal: bytesTotal + bytesAhead,
    });
  }
}
