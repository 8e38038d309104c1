import type { FileFailure } from './journal.js';

/** Where an ingest stands; given after every file and every embedded batch. */
export interface IngestProgress {
  readonly filesDone: number;
  /** Grows while the folders are still being walked. */
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly chunksDone: number;
  /** File that was finished last. */
  readonly current: string;
}

export interface SkippedPath {
  readonly path: string;
  readonly reason: string;
}

/** What one ingest did; `docent ingest --json` prints it. */
export interface IngestSummary {
  readonly index: string;
  readonly files: {
    readonly seen: number;
    readonly added: number;
    readonly updated: number;
    readonly moved: number;
    readonly unchanged: number;
    readonly deleted: number;
    readonly failed: number;
    readonly skipped: number;
  };
  readonly chunks: { readonly written: number; readonly embedded: number; readonly reused: number };
  readonly bytes: number;
  readonly durationMs: number;
  /** Milliseconds that the ingesting thread spent or waited in each stage. */
  readonly stagesMs: Readonly<Record<Stage, number>>;
  readonly failures: readonly FileFailure[];
  readonly skipped: readonly SkippedPath[];
}

export const stages = ['read', 'extract', 'chunk', 'transform', 'embed', 'write', 'finish'] as const;
export type Stage = (typeof stages)[number];

/** Adds up time per stage. */
export class StageClock {
  readonly #totals = new Map<Stage, number>(stages.map((stage) => [stage, 0]));

  async measure<T>(stage: Stage, work: () => Promise<T> | T): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#totals.set(stage, (this.#totals.get(stage) ?? 0) + performance.now() - start);
    }
  }

  totals(): Record<Stage, number> {
    const entries = stages.map((stage) => [stage, Math.round(this.#totals.get(stage) ?? 0)]);
    return Object.fromEntries(entries) as Record<Stage, number>;
  }
}
