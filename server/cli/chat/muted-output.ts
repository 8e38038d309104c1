import { Writable } from 'node:stream';
import type { OutputStream } from '../output-stream.js';

/** A terminal that the line editor writes to only while a line is awaited: what is typed meanwhile disturbs no answer. */
export class MutedOutput extends Writable {
  isMuted = true;
  readonly #terminal: OutputStream;

  constructor(terminal: OutputStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  /** The line editor asks for it to know where a long line wraps. */
  get columns(): number {
    return this.#terminal.columns ?? 80;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    if (!this.isMuted) this.#terminal.write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    done();
  }
}
