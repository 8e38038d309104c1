import { CsvError, parse } from 'csv-parse/sync';
import type { Metadata } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import type { Extractor } from '../extractor.js';
import { detectDelimiter } from './csv-delimiter.js';
import { CsvTable } from './csv-table.js';
import { requireBlocks } from './require-blocks.js';

const endings = new Set(['.csv', '.tsv', '.tab', '.psv']);
const headLength = 64 * 1024;

/** Delimited tables: each row becomes one line, `Header: value; Header: value`. */
export const csvExtractor: Extractor = {
  format: 'csv',
  version: 1,
  accepts: (probe) => probe.textHead !== undefined && probe.mimeType === undefined && endings.has(probe.extension),
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    // Excel's own way to name the delimiter.
    const declared = /^sep=(.)\n/u.exec(text);
    const source = declared === null ? text : text.slice(declared[0].length);
    const delimiter = declared?.[1] ?? detectDelimiter(source.slice(0, headLength));
    const { table, note } = tableOf(source, delimiter, declared === null ? 1 : 2);
    const { header, rowCount, ...result } = table.result();
    const columns: Metadata = header === undefined ? {} : { columns: header.join(', ') };
    return requireBlocks(file, { ...result, metadata: { ...metadata, ...note, ...columns, rows: rowCount } });
  },
};

function tableOf(source: string, delimiter: string, firstRow: number): { table: CsvTable; note: Metadata } {
  try {
    return { table: read(source, delimiter, firstRow, '"'), note: {} };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A quotation mark that is never closed would swallow the rest of the file.
    const note = { damage: 'A quotation mark is never closed; all of them are kept as text.' };
    return { table: read(source, delimiter, firstRow, false), note };
  }
}

function read(source: string, delimiter: string, firstRow: number, quote: '"' | false): CsvTable {
  const table = new CsvTable(firstRow);
  parse(source, {
    delimiter,
    quote,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    on_record: (row: string[]) => {
      table.add(row);
      return null;
    },
  });
  return table;
}
