import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DocumentSource, ReadDocument } from '../../src/core/document-reader.js';
import { DocentError, toDocentError } from '../../src/core/errors.js';
import { pageName } from './read-web-text.js';
import type { WebTextReply, WebTextRequest } from './web-text-protocol.js';

/**
 * A child process that reads pages, one at a time; started with the first, and again after one that it did not
 * survive. While nothing is read, it keeps nobody alive.
 */
export class WebTextChild {
  readonly #memoryMb: number;
  #process: ChildProcess | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(memoryMb: number) {
    this.#memoryMb = memoryMb;
  }

  /** Pages that are read or wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @throws DocentError what the page deserves, `extraction-crashed`, or the signal's reason */
  read(bytes: Uint8Array, source: DocumentSource): Promise<ReadDocument> {
    this.#waiting += 1;
    const result = this.#tail.then(() => this.#ask(bytes, source));
    const settled = () => {
      this.#waiting -= 1;
    };
    this.#tail = result.then(settled, settled);
    return result;
  }

  async close(): Promise<void> {
    const running = this.#process;
    if (running?.pid === undefined) return;
    running.ref();
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGKILL');
    });
  }

  async #ask(bytes: Uint8Array, { signal, ...source }: DocumentSource): Promise<ReadDocument> {
    if (hasFired(signal)) throw toDocentError(signal?.reason);
    const child = this.#process ?? this.#start();
    child.ref();
    child.channel?.ref();
    const stop = () => {
      // The next page needs a new one, however long this one takes to die.
      this.#process = undefined;
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await replyOf(child, { bytes, source });
    } catch (error) {
      throw hasFired(signal) ? toDocentError(signal?.reason) : error;
    } finally {
      signal?.removeEventListener('abort', stop);
      child.unref();
      child.channel?.unref();
    }
  }

  #start(): ChildProcess {
    const isSource = import.meta.url.endsWith('.ts');
    const worker = fileURLToPath(new URL(`./web-text-worker.${isSource ? 'ts' : 'js'}`, import.meta.url));
    const child = fork(worker, [], {
      serialization: 'advanced',
      execArgv: [...(isSource ? ['--import', 'tsx'] : []), `--max-old-space-size=${this.#memoryMb}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Whoever waits for a reply is told; without one it is no fault.
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#process === child) this.#process = undefined;
    });
    this.#process = child;
    return child;
  }
}

function replyOf(child: ChildProcess, request: WebTextRequest): Promise<ReadDocument> {
  return new Promise((resolve, reject) => {
    const onMessage = (reply: WebTextReply) => {
      if (reply.type === 'ready') return;
      settle();
      if (reply.type === 'read') resolve(reply.document);
      else reject(new DocentError(reply.code, reply.message, reply.hint === undefined ? {} : { hint: reply.hint }));
    };
    const onEnd = (end: Error | number | null, signal?: string | null) => {
      settle();
      reject(crashed(pageName(request.source.url), end instanceof Error ? end.message : (signal ?? `code ${end}`)));
    };
    const settle = () => {
      child.off('message', onMessage).off('exit', onEnd).off('error', onEnd);
    };
    child.on('message', onMessage).on('exit', onEnd).on('error', onEnd);
    // A child that is gone reports itself.
    child.send(request, () => undefined);
  });
}

function crashed(name: string, end: string): DocentError {
  return new DocentError('extraction-crashed', `${name} took more memory than a page may, or broke its reader.`, {
    hint: 'Use another page.',
    cause: new Error(`The reader ended with ${end}.`),
  });
}

function hasFired(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
