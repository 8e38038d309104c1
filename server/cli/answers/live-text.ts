import type { OutputStream } from '../output-stream.js';
import { terminalLines } from './terminal-lines.js';

const defaultColumns = 80;
const defaultRows = 24;

/** Text at the bottom of a terminal that changes and goes again. Of a text higher than the screen the end is shown. */
export class LiveText {
  readonly #stream: OutputStream;
  readonly #style: (text: string) => string;
  #shown: readonly string[] = [];

  constructor(stream: OutputStream, style: (text: string) => string) {
    this.#stream = stream;
    this.#style = style;
  }

  /** Replaces what is shown; `text` has no escape sequences. */
  show(text: string): void {
    const { columns = defaultColumns, rows = defaultRows } = this.#stream;
    // The last column stays free: terminals differ in when they wrap there. So does a row, for the cursor.
    const lines = terminalLines(text, columns - 1).slice(-Math.max(1, rows - 1));
    const changed = lines.findIndex((line, place) => line !== this.#shown[place]);
    if (changed === -1 && lines.length === this.#shown.length) return;
    const kept = changed === -1 ? lines.length : changed;
    this.#stream.write(
      this.#backTo(kept) +
        lines
          .slice(kept)
          .map((line) => `${this.#style(line)}\n`)
          .join(''),
    );
    this.#shown = lines;
  }

  clear(): void {
    if (this.#shown.length > 0) this.#stream.write(this.#backTo(0));
    this.#shown = [];
  }

  /** Moves to the start of a shown line and erases from there: the cursor stands below the last one. */
  #backTo(line: number): string {
    const up = this.#shown.length - line;
    return up > 0 ? `\u001B[${up}A\u001B[J` : '';
  }
}
