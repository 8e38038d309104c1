import { DocentError } from '../../src/core/errors.js';
import { PdfChild } from './pdf-child.js';
import { aborted } from './pdf-errors.js';
import type { PdfContent, PdfJob, PdfLimits } from './pdf-job.js';

export interface PdfPoolOptions {
  /** Files that are read at the same time. */
  readonly children: number;
  readonly limits: (bytes: Uint8Array) => PdfLimits;
  /** Size of a child, in megabytes, that is not trusted with another file. */
  readonly recycleMb: number;
}

/** A child process, once there was work for it, and the queue before it. */
interface Lane {
  child: PdfChild | undefined;
  tail: Promise<unknown>;
  waiting: number;
}

/** Hands PDFs to a few child processes, in order; a child that failed is replaced when the next file comes. */
export class PdfPool {
  readonly #options: PdfPoolOptions;
  readonly #lanes: readonly Lane[];
  /** Counted up by `close`, so that what was queued before does not start a process again. */
  #generation = 0;

  constructor(options: PdfPoolOptions) {
    this.#options = options;
    this.#lanes = Array.from({ length: options.children }, () => ({
      child: undefined,
      tail: Promise.resolve(),
      waiting: 0,
    }));
  }

  /** @throws DocentError */
  read(name: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<PdfContent> {
    const lane = this.#lanes.reduce((best, next) => (next.waiting < best.waiting ? next : best));
    const generation = this.#generation;
    const job = { name, bytes, signal, limits: this.#options.limits(bytes) };
    lane.waiting += 1;
    const result = lane.tail.then(() => {
      if (signal?.aborted === true || generation !== this.#generation) throw aborted(name);
      return this.#start(lane, job);
    });
    const settled = () => {
      lane.waiting -= 1;
    };
    lane.tail = result.then(settled, settled);
    return orAborted(result, job);
  }

  processIds(): readonly number[] {
    return this.#lanes.flatMap((lane) => {
      const id = lane.child?.isEnded === false ? lane.child.processId : undefined;
      return id === undefined ? [] : [id];
    });
  }

  /** Ends the processes and what they do; files that still wait are given up. */
  async close(): Promise<void> {
    this.#generation += 1;
    await Promise.all(this.#lanes.map(async (lane) => lane.child?.kill()));
  }

  async #start(lane: Lane, job: PdfJob): Promise<PdfContent> {
    if (lane.child === undefined || lane.child.isEnded) lane.child = new PdfChild(job.limits.memoryMb);
    const child = lane.child;
    try {
      const content = await child.read(job);
      if (child.residentBytes > this.#options.recycleMb * 1024 * 1024) await child.kill();
      return content;
    } catch (error) {
      // A process that has read files before may have died of them, or while it had nothing to do.
      const isOldCrash = child.isUsed && error instanceof DocentError && error.code === 'extraction-crashed';
      if (!isOldCrash) throw error;
      return this.#start(lane, job);
    }
  }
}

/** A file that still waits in the queue when its signal fires is given up at once. */
function orAborted(result: Promise<PdfContent>, { name, signal }: PdfJob): Promise<PdfContent> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(aborted(name));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
