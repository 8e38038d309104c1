import type { Data, Table, Vector } from 'apache-arrow';
import { Numbering } from '../core/numbering.js';
import type { ChunkMentions, IntegerLists, MentionColumns } from './index-store.js';

/** What `columnsFromTable` reads. */
export const mentionColumnNames: readonly string[] = [
  'id',
  'document_id',
  'ordinal',
  'context_terms',
  'names',
  'counts',
  'titles',
  'targets',
  'terms',
  'tokens',
];

/** Whole columns, for an index has some hundred numbers per chunk: row by row it would take ten times as long. */
export function columnsFromTable(table: Table): MentionColumns {
  const keys = new Numbering();
  const column = (name: string) => table.getChild(name);
  const nameLists = (name: string) => textLists(column(name), keys);
  return {
    ids: textsOf(column('id')),
    documentIds: textsOf(column('document_id')),
    ordinals: integersOf(column('ordinal')),
    contextTerms: integersOf(column('context_terms')),
    names: nameLists('names'),
    counts: integerLists(column('counts')),
    titles: nameLists('titles'),
    targets: nameLists('targets'),
    terms: integerLists(column('terms')),
    tokens: integerLists(column('tokens')),
    keys: keys.keys,
  };
}

export function columnsFromRows(rows: readonly ChunkMentions[]): MentionColumns {
  const keys = new Numbering();
  const nameLists = (of: (row: ChunkMentions) => readonly string[]) =>
    listsOf(rows.map((row) => of(row).map((key) => keys.numberOf(key))));
  return {
    ids: rows.map(({ id }) => id),
    documentIds: rows.map(({ documentId }) => documentId),
    ordinals: Int32Array.from(rows, ({ ordinal }) => ordinal),
    contextTerms: Int32Array.from(rows, ({ contextTerms }) => contextTerms),
    names: nameLists(({ names }) => names),
    counts: listsOf(rows.map(({ counts }) => counts)),
    titles: nameLists(({ titles }) => titles),
    targets: nameLists(({ targets }) => targets),
    terms: listsOf(rows.map(({ terms }) => terms)),
    tokens: listsOf(rows.map(({ tokens }) => tokens)),
    keys: keys.keys,
  };
}

function listsOf(lists: readonly ArrayLike<number>[]): IntegerLists {
  const offsets = new Int32Array(lists.length + 1);
  for (const [row, list] of lists.entries()) offsets[row + 1] = (offsets[row] ?? 0) + list.length;
  const values = new Int32Array(offsets[lists.length] ?? 0);
  for (const [row, list] of lists.entries()) values.set(list, offsets[row]);
  return { offsets, values };
}

function textsOf(column: Vector | null): string[] {
  return (column?.data ?? []).flatMap((data) => {
    const read = textReader(data as Data);
    return Array.from({ length: data.length }, (_, row) => read(row));
  });
}

function integersOf(column: Vector | null): Int32Array {
  return column === null ? new Int32Array(0) : Int32Array.from(column.toArray() as Int32Array);
}

function integerLists(column: Vector | null): IntegerLists {
  const joined = joinedOffsets(column);
  const values = new Int32Array(joined.total);
  for (const { list, first, start, count } of joined.parts) {
    const items = list.children[0]?.values as Int32Array | undefined;
    if (items !== undefined) values.set(items.subarray(first, first + count), start);
  }
  return { offsets: joined.offsets, values };
}

function textLists(column: Vector | null, keys: Numbering): IntegerLists {
  const joined = joinedOffsets(column);
  const values = new Int32Array(joined.total);
  for (const { list, first, start, count } of joined.parts) {
    const texts = list.children[0];
    if (texts === undefined) continue;
    const read = textReader(texts);
    for (let at = 0; at < count; at += 1) values[start + at] = keys.numberOf(read(first + at));
  }
  return { offsets: joined.offsets, values };
}

interface ListPart {
  readonly list: Data;
  /** Position of the part's first item among its own items, and among all. */
  readonly first: number;
  readonly start: number;
  readonly count: number;
}

/** A result comes in several parts; their offsets are laid end to end. */
function joinedOffsets(column: Vector | null) {
  const data = (column?.data ?? []) as readonly Data[];
  const offsets = new Int32Array(data.reduce((rows, { length }) => rows + length, 0) + 1);
  const parts: ListPart[] = [];
  let row = 0;
  let total = 0;
  for (const list of data) {
    const own = list.valueOffsets as Int32Array;
    const first = own[0] ?? 0;
    for (let at = 0; at < list.length; at += 1) offsets[row + at + 1] = total + (own[at + 1] ?? first) - first;
    const count = (own[list.length] ?? first) - first;
    parts.push({ list, first, start: total, count });
    row += list.length;
    total += count;
  }
  return { offsets, parts, total };
}

/** Reads texts of one part by their bytes: Arrow's own reader makes an object for each list. */
function textReader(texts: Data): (row: number) => string {
  const ends = texts.valueOffsets as Int32Array;
  const bytes = texts.values as Uint8Array;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (row) => buffer.toString('utf8', ends[row], ends[row + 1]);
}
