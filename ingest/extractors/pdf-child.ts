import type { ChildProcess } from 'node:child_process';
import type { DocentError } from '../../src/core/errors.js';
import { Deadline } from './pdf-deadline.js';
import { aborted, crashed, failed, timedOut } from './pdf-errors.js';
import type { PdfContent, PdfJob } from './pdf-job.js';
import { startPdfProcess } from './pdf-process.js';
import type { PdfMessage, PdfRequest } from './pdf-protocol.js';

type Opened = Extract<PdfMessage, { type: 'opened' }>;

/** A request under way. */
interface Run {
  readonly job: PdfJob;
  readonly deadline: Deadline;
  readonly pageTexts: string[];
  opened: Opened | undefined;
  readonly resolve: (content: PdfContent) => void;
  readonly reject: (error: DocentError) => void;
}

/** Enough of the child's standard error to say why it died. */
const stderrCharacters = 2_000;

/**
 * One child process that reads PDFs, one at a time. It is ended by its first failure of any kind: pdf.js may go on
 * with a corrupt file in the background. While nothing is read, it keeps nobody alive.
 */
export class PdfChild {
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #run: Run | undefined;
  #isReady = false;
  #isEnded = false;
  #stderr = '';
  #residentBytes = 0;

  constructor(memoryMb: number) {
    this.#process = startPdfProcess(memoryMb);
    this.#process.on('message', (message: PdfMessage) => this.#receive(message));
    this.#process.on('error', (cause) => this.#end((job) => crashed(job, cause.message)));
    this.#process.on('close', (code, signal) => this.#end((job) => crashed(job, signal ?? code, this.#stderr)));
    this.#process.stderr?.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-stderrCharacters);
    });
    this.#gone = new Promise((resolve) => this.#process.on('close', resolve).on('error', resolve));
    this.#keepAlive(false);
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether it has read a file before. */
  get isUsed(): boolean {
    return this.#residentBytes > 0;
  }

  /** After its last file, garbage included. */
  get residentBytes(): number {
    return this.#residentBytes;
  }

  /** Ends the process and the request under way; resolves once the process is gone. */
  async kill(): Promise<void> {
    this.#end((job) => aborted(job.name));
    this.#keepAlive(true);
    await this.#gone;
  }

  /** @throws DocentError; the child is then ended. */
  read(job: PdfJob): Promise<PdfContent> {
    return new Promise((resolve, reject) => {
      const deadline = new Deadline({
        idleMs: job.limits.idleTimeoutMs,
        totalMs: job.limits.totalTimeoutMs,
        onExpired: (reason) => this.#end(() => timedOut(job, reason, this.#run?.pageTexts.length ?? 0)),
      });
      const onAbort = () => this.#end(() => aborted(job.name));
      const settle = () => {
        deadline.stop();
        job.signal?.removeEventListener('abort', onAbort);
        this.#run = undefined;
        this.#keepAlive(false);
      };
      this.#run = {
        job,
        deadline,
        pageTexts: [],
        opened: undefined,
        resolve: (content) => {
          settle();
          resolve(content);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      job.signal?.addEventListener('abort', onAbort, { once: true });
      this.#keepAlive(true);
      if (this.#isReady) this.#send();
    });
  }

  #send(): void {
    const job = this.#run?.job;
    if (job === undefined) return;
    const request: PdfRequest = { bytes: job.bytes, memoryLimitBytes: memoryLimitBytes(job) };
    // A child that is gone reports itself through `close`.
    this.#process.send(request, () => undefined);
  }

  #receive(message: PdfMessage): void {
    if (message.type === 'ready') {
      this.#isReady = true;
      this.#run?.deadline.progress();
      this.#send();
      return;
    }
    const run = this.#run;
    if (run === undefined) return;
    run.deadline.progress();
    if (message.type === 'opened') {
      run.opened = message;
      run.deadline.extend(message.pages * run.job.limits.pageTimeoutMs);
    } else if (message.type === 'page') {
      run.pageTexts.push(message.text);
    } else if (message.type === 'failed') {
      this.#end((job) => failed(job, message));
    } else {
      this.#finish(run, message.residentBytes);
    }
  }

  #finish(run: Run, residentBytes: number): void {
    this.#residentBytes = residentBytes;
    if (run.opened === undefined) return;
    const { info, outline } = run.opened;
    run.resolve({ info, outline, pageTexts: run.pageTexts });
  }

  #end(reason: (job: PdfJob) => DocentError): void {
    this.#isEnded = true;
    this.#process.kill('SIGKILL');
    if (this.#run !== undefined) this.#run.reject(reason(this.#run.job));
  }

  #keepAlive(isNeeded: boolean): void {
    const change = isNeeded ? 'ref' : 'unref';
    this.#process[change]();
    this.#process.channel?.[change]();
    const stderr = this.#process.stderr;
    // A socket by Node's documentation; typed as a plain stream.
    if (stderr !== null && change in stderr) (stderr as unknown as { ref(): void; unref(): void })[change]();
  }
}

/** The file's bytes are held up to three times while they arrive. */
function memoryLimitBytes(job: PdfJob): number {
  return job.limits.memoryMb * 1024 * 1024 + 3 * job.bytes.byteLength;
}
