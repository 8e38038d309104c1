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
  /** Milliseconds in which at least one file was in the stage; stages overlap. */
  readonly stagesMs: Readonly<Record<Stage, number>>;
  readonly failures: readonly FileFailure[];
  readonly skipped: readonly SkippedPath[];
}

export const stages = ['read', 'extract', 'chunk', 'transform', 'embed', 'write', 'link', 'finish'] as const;
export type Stage = (typeof stages)[number];

/** Adds up the time per stage in which at least one piece of work is in it. */
export class StageClock {
  readonly #started = performance.now();
  readonly #stages = new Map(stages.map((stage) => [stage, { totalMs: 0, running: 0, since: 0 }]));

  async measure<T>(stage: Stage, work: () => Promise<T> | T): Promise<T> {
    const state = this.#stages.get(stage) ?? { totalMs: 0, running: 0, since: 0 };
    if (state.running === 0) state.since = performance.now();
    state.running += 1;
    try {
      return await work();
    } finally {
      state.running -= 1;
      if (state.running === 0) state.totalMs += performance.now() - state.since;
    }
  }

  totals(): Record<Stage, number> {
    const entries = stages.map((stage) => [stage, Math.round(this.#stages.get(stage)?.totalMs ?? 0)]);
    return Object.fromEntries(entries) as Record<Stage, number>;
  }

  elapsedMs(): number {
    return Math.round(performance.now() - this.#started);
  }
}
