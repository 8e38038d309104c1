import type { ChunkMentions } from '../../src/store/index-store.js';
import { loadLance } from '../../src/store/lance.js';
import { readState } from '../../src/store/manifest.js';
import { storedMentionsOf } from '../../src/store/mention-rows.js';
import { type Row, readRows } from '../../src/store/query-rows.js';
import { chunksTable, documentsTable, manifestTable, mentionsTable, pagesTable } from '../../src/store/table-names.js';

type Columns = Readonly<Record<string, unknown>>;

/** Every row of an index but for times and versions, ordered: two indexes of the same folder have equal snapshots. */
export interface IndexSnapshot {
  readonly documents: readonly Columns[];
  readonly pages: readonly Columns[];
  readonly chunks: readonly Columns[];
  readonly mentions: readonly Columns[];
  /** Of the chunks, in their order. */
  readonly vectors: readonly Float32Array[];
}

/** Reads the tables themselves, past the store's own reading code: rows that nobody would find show up too. */
export async function indexSnapshot(uri: string): Promise<IndexSnapshot> {
  const { connect } = await loadLance();
  const connection = await connect(uri);
  try {
    const manifest = await readState(connection, manifestTable, uri);
    if (manifest === undefined) throw new Error(`There is no index at ${uri}.`);
    const rowsOf = async (name: string) => readRows((await connection.openTable(name)).query());
    const mentions = await (await connection.openTable(mentionsTable(manifest.generation))).query().toArrow();
    const chunkRows = sortedBy(await rowsOf(chunksTable(manifest.generation)), 'document_id', 'ordinal');
    return {
      documents: sortedBy(await rowsOf(documentsTable(manifest.generation)), 'id').map(documentOf),
      pages: sortedBy(await rowsOf(pagesTable(manifest.generation)), 'document_id', 'number').map(pageOf),
      chunks: chunkRows.map(chunkOf),
      mentions: storedMentionsOf(mentions)
        .map(mentionOf)
        .sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1)),
      vectors: chunkRows.map((row) => row.vector('vector')),
    };
  } finally {
    connection.close();
  }
}

function sortedBy(rows: readonly Row[], text: string, number?: string): Row[] {
  return [...rows].sort((a, b) => {
    const [left, right] = [a.text(text), b.text(text)];
    if (left !== right) return left < right ? -1 : 1;
    return number === undefined ? 0 : a.number(number) - b.number(number);
  });
}

function documentOf(row: Row): Columns {
  const { modifiedAt: _, ingestedAt: __, ...record } = JSON.parse(row.text('record')) as Columns;
  return { ...record, rowId: row.text('id'), rowName: row.text('name'), revision: row.text('revision') };
}

function pageOf(row: Row): Columns {
  return columnsOf(row, ['id', 'document_id', 'revision', 'kind', 'label', 'text'], ['number', 'span_start']);
}

function chunkOf(row: Row): Columns {
  return columnsOf(
    row,
    ['id', 'document_id', 'revision', 'text', 'context', 'headings', 'page_label', 'hash', 'document_name', 'terms'],
    ['ordinal', 'span_start', 'span_end', 'page_start', 'page_end', 'tokens'],
  );
}

function mentionOf(row: ChunkMentions): Columns {
  const { counts, terms, tokens } = row;
  return { ...row, counts: [...counts], terms: [...terms], tokens: [...tokens] };
}

function columnsOf(row: Row, texts: readonly string[], numbers: readonly string[]): Columns {
  return Object.fromEntries([
    ...texts.map((column) => [column, row.text(column)] as const),
    ...numbers.map((column) => [column, row.number(column)] as const),
  ]);
}
