import { createInterface, type Interface } from 'node:readline/promises';
import { toDocentError } from '../../../src/core/errors.js';
import type { OutputStream } from '../output-stream.js';
import { MutedOutput } from './muted-output.js';

export interface LineReaderOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: OutputStream;
  /** Edits lines on a terminal and shows prompts; otherwise lines are read as they come. */
  readonly isInteractive: boolean;
  /** Ctrl-C on the terminal. */
  readonly onInterrupt: () => void;
  /** Ctrl-D, or the end of the input. */
  readonly onEnd: () => void;
  /** What Tab can complete. */
  readonly completions: readonly string[];
}

interface Waiter {
  readonly prompt: string;
  readonly take: (line: string | undefined) => void;
}

/** Lines in the order in which they were entered; those that come while nobody waits are kept. */
export class LineReader {
  readonly isInteractive: boolean;
  readonly #interface: Interface;
  readonly #output: OutputStream;
  readonly #editor: MutedOutput | undefined;
  readonly #lines: string[] = [];
  #waiter: Waiter | undefined;
  #isClosed = false;

  constructor({ input, output, isInteractive, onInterrupt, onEnd, completions }: LineReaderOptions) {
    this.isInteractive = isInteractive;
    this.#output = output;
    this.#editor = isInteractive ? new MutedOutput(output) : undefined;
    const completer = (line: string): [string[], string] => [completions.filter((each) => each.startsWith(line)), line];
    this.#interface = createInterface({
      input,
      crlfDelay: Number.POSITIVE_INFINITY,
      ...(this.#editor === undefined ? { terminal: false } : { terminal: true, output: this.#editor, completer }),
    });
    this.#interface.on('line', (line) => this.#entered(line));
    this.#interface.on('SIGINT', onInterrupt);
    this.#interface.on('close', () => {
      this.#isClosed = true;
      // What the shell writes next begins on a line of its own.
      if (isInteractive && this.#waiter !== undefined) output.write('\n');
      this.#settle(undefined);
      onEnd();
    });
  }

  /** The next line; undefined when there will be none. @throws the signal's reason where it fires first */
  async next(prompt: string, signal?: AbortSignal): Promise<string | undefined> {
    signal?.throwIfAborted();
    const [kept] = this.#lines.splice(0, 1);
    if (kept !== undefined) {
      // It was typed unseen.
      if (this.isInteractive) this.#output.write(`${prompt}${kept}\n`);
      return kept;
    }
    if (this.#isClosed) return undefined;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.discardLine('');
        this.#endWait();
        reject(toDocentError(signal?.reason));
      };
      const take = (line: string | undefined) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(line);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#await({ prompt, take });
    });
  }

  /** Throws away what is being typed, says why, and asks again. */
  discardLine(note: string): void {
    if (this.#editor === undefined || this.#waiter === undefined) return;
    this.#interface.write(null, { ctrl: true, name: 'e' });
    this.#interface.write(null, { ctrl: true, name: 'u' });
    this.#editor.write(`\n${note === '' ? '' : `${note}\n`}`);
    if (note !== '') this.#interface.prompt();
  }

  /** No further line is read; those that wait are forgotten. */
  close(): void {
    this.#lines.length = 0;
    this.#interface.close();
  }

  #await(waiter: Waiter): void {
    this.#waiter = waiter;
    if (this.#editor === undefined) return;
    this.#editor.isMuted = false;
    this.#interface.setPrompt(waiter.prompt);
    this.#interface.prompt(true); // keeps what was typed before
  }

  #entered(line: string): void {
    if (this.#waiter === undefined) this.#lines.push(line);
    else this.#settle(line);
  }

  #settle(line: string | undefined): void {
    this.#endWait()?.take(line);
  }

  #endWait(): Waiter | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    if (this.#editor !== undefined) this.#editor.isMuted = true;
    return waiter;
  }
}
