import type { Extraction } from '../../src/core/document.js';
import type { PageNames } from '../structure/numbered-pages.js';
import { RecordText } from '../structure/record-text.js';
import { columnName, headerOf } from './csv-header.js';

const pageLimits = { lines: 50, characters: 10_000 };
const rowNames: PageNames = { kind: 'rows', one: 'row', many: 'rows' };

/** Renders rows as they come; keeps only their text. */
export class CsvTable {
  readonly #records = new RecordText(pageLimits, '\n');
  readonly #firstRow: number;
  /** The first row waits for another one, without which it cannot be a header. */
  #waiting: { readonly row: readonly string[]; readonly number: number } | undefined;
  #isFirst = true;
  #header: readonly string[] | undefined;
  #count = 0;

  /** @param firstRow number of the first row in the file, 1-based */
  constructor(firstRow: number) {
    this.#firstRow = firstRow;
  }

  add(row: readonly string[]): void {
    this.#count += 1;
    const number = this.#firstRow + this.#count - 1;
    if (row.every((cell) => cell.trim() === '')) return;
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#waiting = { row, number };
      return;
    }
    if (this.#waiting !== undefined) {
      this.#header = headerOf([this.#waiting.row, row]);
      if (this.#header === undefined) this.#render(this.#waiting.row, this.#waiting.number);
      this.#waiting = undefined;
    }
    this.#render(row, number);
  }

  result(): Pick<Extraction, 'text' | 'pages' | 'blocks'> & {
    readonly header: readonly string[] | undefined;
    readonly rowCount: number;
  } {
    if (this.#waiting !== undefined) this.#render(this.#waiting.row, this.#waiting.number);
    return { ...this.#records.result(), header: this.#header, rowCount: this.#count };
  }

  #render(row: readonly string[], number: number): void {
    const cells = row.map((cell, index) => {
      const value = onOneLine(cell);
      return value === '' ? '' : `${this.#header?.[index] ?? columnName(index)}: ${value}`;
    });
    this.#records.add(cells.filter((cell) => cell !== '').join('; '), number, rowNames);
  }
}

function onOneLine(cell: string): string {
  if (!cell.includes('\n')) return cell.trim();
  const lines = cell.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
