import type { OutputStream } from '../../../server/cli/output-stream.js';

const escapeCharacter = '\u001B';
const sequence = new RegExp(`^${escapeCharacter}\\[(\\d*)([AGJm])`, 'u');

/** A terminal that wraps, scrolls and obeys the few escape sequences that docent and the line editor send. */
export class SmallTerminal implements OutputStream {
  readonly isTTY = true;
  /** Everything that was written, escape sequences included. */
  written = '';
  readonly #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  readonly #awaited: { readonly text: string; readonly from: number; readonly seen: () => void }[] = [];

  constructor(
    readonly columns = 40,
    readonly rows = 10,
    readonly isColored = false,
  ) {}

  hasColors(): boolean {
    return this.isColored;
  }

  write(text: string): boolean {
    this.written += text;
    let rest = text;
    while (rest !== '') rest = rest.slice(this.#take(rest));
    for (const { text: wanted, from, seen } of this.#awaited) if (this.written.includes(wanted, from)) seen();
    return true;
  }

  /** What stands on the screen and above it, without the empty lines at the end. */
  get screen(): string {
    return this.#lines
      .map((cells) => cells.join('').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Fulfilled when this text is written, from now on. */
  seen(text: string): Promise<void> {
    const from = this.written.length;
    return new Promise((resolve) => this.#awaited.push({ text, from, seen: resolve }));
  }

  /** Obeys what stands at the start; gives its length. */
  #take(text: string): number {
    const [found = '', given = '', letter = ''] = sequence.exec(text) ?? [];
    if (found !== '') {
      this.#obey(letter, given === '' ? undefined : Number(given));
      return found.length;
    }
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    if (character === escapeCharacter)
      throw new Error(`This terminal does not know ${JSON.stringify(text.slice(0, 8))}.`);
    if (character === '\n') this.#move(this.#row + 1, 0);
    else if (character === '\r') this.#column = 0;
    else this.#print(character);
    return character.length;
  }

  #obey(letter: string, number: number | undefined): void {
    // The cursor never leaves the screen: what has scrolled away stays.
    const top = Math.max(0, this.#lines.length - this.rows);
    if (letter === 'A') this.#row = Math.max(top, this.#row - (number ?? 1));
    if (letter === 'G') this.#column = (number ?? 1) - 1;
    if (letter !== 'J') return;
    this.#lines.length = this.#row + 1;
    this.#lines[this.#row]?.splice(this.#column);
  }

  #print(character: string): void {
    const width = (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
    if (this.#column + width > this.columns) this.#move(this.#row + 1, 0);
    const line = this.#lines[this.#row] ?? [];
    while (line.length < this.#column) line.push(' ');
    line.splice(this.#column, width, character, ...(width === 2 ? [''] : []));
    this.#column += width;
  }

  #move(row: number, column: number): void {
    while (this.#lines.length <= row) this.#lines.push([]);
    this.#row = row;
    this.#column = column;
  }
}
