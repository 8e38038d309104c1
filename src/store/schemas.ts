import type { Field, Schema } from 'apache-arrow';
import type { IndexManifest } from './index-store.js';
import { arrow } from './lance.js';

export type EmbedderReference = IndexManifest['embedder'];

const text = (name: string): Field => new arrow.Field(name, new arrow.Utf8(), false);
const integer = (name: string): Field => new arrow.Field(name, new arrow.Int32(), false);

/** Columns that a `StoredChunk` is made from; JSON where SQL never looks inside. */
export const chunkTextColumns = [
  'id',
  'document_id',
  'revision',
  'text',
  'context',
  'headings',
  'page_label',
  'hash',
  'metadata',
  'document_name',
  'document_title',
  'document_format',
  'document_uri',
  'document_modified_at',
  'terms',
] as const;
export const chunkIntegerColumns = ['ordinal', 'span_start', 'span_end', 'page_start', 'page_end', 'tokens'] as const;
export const pageTextColumns = ['id', 'document_id', 'revision', 'kind', 'label', 'text'] as const;
export const pageIntegerColumns = ['number', 'span_start', 'span_end'] as const;
export const documentTextColumns = ['id', 'name', 'revision', 'record'] as const;

/** The encoder stands in the schema too, so that a table tells what its vectors are without the manifest. */
export function chunksSchema(embedder: EmbedderReference): Schema {
  const vector = new arrow.FixedSizeList(embedder.dimensions, new arrow.Field('item', new arrow.Float32(), true));
  return new arrow.Schema(
    [...chunkTextColumns.map(text), ...chunkIntegerColumns.map(integer), new arrow.Field('vector', vector, false)],
    new Map([
      ['docent.embedder.name', embedder.name],
      ['docent.embedder.fingerprint', embedder.fingerprint],
      ['docent.embedder.dimensions', String(embedder.dimensions)],
    ]),
  );
}

export function pagesSchema(): Schema {
  return new arrow.Schema([...pageTextColumns.map(text), ...pageIntegerColumns.map(integer)]);
}

export function documentsSchema(): Schema {
  return new arrow.Schema(documentTextColumns.map(text));
}

/** One row with one JSON text. */
export function stateSchema(): Schema {
  return new arrow.Schema([text('json')]);
}
