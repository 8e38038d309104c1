import { z } from 'zod';
import type { Generation } from './generation.js';
import type { AnalysedChunk, ChunkPlace, MentionState, NamedChunk } from './index-store.js';
import { textsAt } from './mention-rows.js';
import { readRows } from './query-rows.js';
import { isIn } from './sql.js';

const placeColumns = [
  'id',
  'document_id',
  'hash',
  'ordinal',
  'headings',
  'document_title',
  'document_name',
  'document_format',
];
const headings = z.array(z.string());

/** What a refresh of the mention graph begins with; no texts. */
export async function mentionState(generation: Generation): Promise<MentionState> {
  return { chunks: await chunkPlaces(generation), rows: await namedChunks(generation) };
}

export async function hasMentionsOfAll({ chunks, mentions }: Generation): Promise<boolean> {
  return (await chunks.countRows()) === (await mentions.countRows());
}

export async function analysedChunks({ chunks }: Generation, ids: readonly string[]): Promise<AnalysedChunk[]> {
  if (ids.length === 0) return [];
  const query = chunks.query().where(isIn('id', ids)).select(['id', 'text', 'context', 'terms']);
  return (await readRows(query)).map((row) => ({
    id: row.text('id'),
    text: row.text('text'),
    context: row.text('context'),
    terms: row.text('terms'),
  }));
}

async function chunkPlaces({ chunks }: Generation): Promise<ChunkPlace[]> {
  const query = chunks.query().select([...placeColumns]);
  return (await readRows(query)).map((row) => ({
    id: row.text('id'),
    documentId: row.text('document_id'),
    hash: row.text('hash'),
    ordinal: row.number('ordinal'),
    headings: row.text('headings') === '[]' ? [] : headings.parse(JSON.parse(row.text('headings'))),
    document: {
      id: row.text('document_id'),
      title: row.text('document_title'),
      name: row.text('document_name'),
      format: row.text('document_format'),
    },
  }));
}

async function namedChunks({ mentions }: Generation): Promise<NamedChunk[]> {
  const table = await mentions.query().select(['id', 'hash', 'titles', 'candidates', 'names']).toArrow();
  const [id, hash, titles] = [table.getChild('id'), table.getChild('hash'), table.getChild('titles')];
  const [candidates, names] = [table.getChild('candidates'), table.getChild('names')];
  return Array.from({ length: table.numRows }, (_, row) => ({
    id: String(id?.get(row)),
    hash: String(hash?.get(row)),
    titles: textsAt(titles, row),
    candidates: textsAt(candidates, row),
    names: textsAt(names, row),
  }));
}
