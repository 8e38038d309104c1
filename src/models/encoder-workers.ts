import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DocentError, errorMessage } from '../core/errors.js';
import { settleAll } from '../core/settle-all.js';
import type { RuntimeOptions } from './encoder-runtime.js';
import type { EncoderJob, EncoderReply } from './encoder-worker.js';

/** Each takes about 80 MB and the model once more. */
const mostWorkers = 4;

type Rows = readonly (readonly number[])[];

/** The encoder on several cores: a worker thread each, started at the first batch. */
export class EncoderWorkers {
  readonly #options: RuntimeOptions;
  #workers: Worker[] = [];
  /** Runs take turns: a worker that had two questions at once could mix up their answers. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RuntimeOptions) {
    this.#options = options;
  }

  /** How many run side by side on this machine. */
  static get count(): number {
    return Math.min(mostWorkers, availableParallelism());
  }

  /**
   * Hands over the vectors of each batch as they come. After a failure or an abort no batch is begun; the error is thrown
   * when those under way have ended.
   * @throws DocentError `embedder-failed`, and what `signal` was aborted with
   */
  run(
    batches: readonly Rows[],
    onVectors: (batch: number, vectors: readonly Float32Array[]) => void,
    options: { readonly pad: number; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    const turn = this.#turn.then(() => this.#runAll(batches, onVectors, options));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    for (const worker of workers) await worker.terminate();
  }

  async #runAll(
    batches: readonly Rows[],
    onVectors: (batch: number, vectors: readonly Float32Array[]) => void,
    { pad, signal }: { readonly pad: number; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    const waiting = batches.entries();
    let isStopped = false;
    const lane = async (worker: Worker) => {
      // One iterator for all lanes: each takes what comes next.
      for (const [batch, rows] of waiting) {
        if (isStopped) return;
        try {
          signal?.throwIfAborted();
          onVectors(batch, await this.#ask(worker, { rows, pad }));
        } catch (error) {
          isStopped = true;
          throw error;
        }
      }
    };
    await settleAll(this.#started().map(lane));
  }

  #started(): Worker[] {
    while (this.#workers.length < EncoderWorkers.count) {
      const worker = startWorker(this.#options);
      worker.once('exit', () => this.#forget(worker));
      this.#workers.push(worker);
    }
    return [...this.#workers];
  }

  #forget(worker: Worker): void {
    this.#workers = this.#workers.filter((each) => each !== worker);
  }

  async #ask(worker: Worker, job: EncoderJob): Promise<readonly Float32Array[]> {
    // One that ended between two batches would never answer.
    if (!this.#workers.includes(worker)) throw this.#failure('its worker ended');
    const ended = new AbortController();
    // A worker keeps the process alive only while it works.
    worker.ref();
    try {
      worker.postMessage(job);
      const [reply] = (await Promise.race([
        once(worker, 'message', { signal: ended.signal }),
        once(worker, 'exit', { signal: ended.signal }).then(([code]) => [{ error: `its worker ended (${code})` }]),
      ])) as [EncoderReply];
      if ('error' in reply) throw reply.error;
      return reply.vectors;
    } catch (error) {
      this.#forget(worker);
      await worker.terminate();
      throw this.#failure(error);
    } finally {
      ended.abort();
      worker.unref();
    }
  }

  #failure(error: unknown): DocentError {
    return new DocentError('embedder-failed', `The encoder "${this.#options.name}" failed: ${errorMessage(error)}`, {
      hint: 'Try again. If it happens again, name another encoder with DOCENT_EMBEDDER.',
      cause: error,
    });
  }
}

/** Runs the source with tsx where docent itself runs from source, and the built file otherwise. */
function startWorker(options: RuntimeOptions): Worker {
  const worker = import.meta.url.endsWith('.ts')
    ? new Worker(sourceLoader(new URL('./encoder-worker.ts', import.meta.url)), { eval: true, workerData: options })
    : new Worker(new URL('./encoder-worker.js', import.meta.url), { workerData: options });
  worker.unref();
  // Whoever asks it is told; an error between two questions ends it, and the next question starts another.
  worker.on('error', () => undefined);
  return worker;
}

/** A thread takes no loader from its command line: tsx is registered within it. */
function sourceLoader(entry: URL): string {
  const tsx = import.meta.resolve('tsx/esm/api');
  return `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); });`;
}
