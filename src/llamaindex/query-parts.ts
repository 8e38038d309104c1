import type { VectorStoreQuery } from 'llamaindex';
import { DocentError } from '../core/errors.js';
import type { IndexManifest } from '../store/index-store.js';

/** Number of results; 0 is a query for none. */
export function limitOf({ similarityTopK }: VectorStoreQuery): number {
  if (Number.isInteger(similarityTopK) && similarityTopK >= 0) return similarityTopK;
  throw invalid(`similarityTopK is ${similarityTopK}`, 'It must be a whole number, 0 or more.');
}

/** @throws DocentError `embedder-mismatch` for a vector of another length than the index holds */
export function vectorOf(
  { queryEmbedding, mode }: VectorStoreQuery,
  embedder: IndexManifest['embedder'],
): Float32Array {
  if (queryEmbedding === undefined) {
    throw invalid(`The mode ${mode} needs a query embedding`, 'Set queryEmbedding.');
  }
  if (queryEmbedding.length !== embedder.dimensions) {
    throw new DocentError(
      'embedder-mismatch',
      `The query's vector has ${queryEmbedding.length} values; this index was made with ${embedder.name}, whose vectors have ${embedder.dimensions}.`,
      { hint: 'Set Settings.embedModel to the embedModel of this vector store.' },
    );
  }
  return Float32Array.from(queryEmbedding);
}

export function textOf({ queryStr, mode }: VectorStoreQuery): string {
  if (queryStr !== undefined && queryStr !== '') return queryStr;
  throw invalid(`The mode ${mode} needs the text of the query`, 'Set queryStr.');
}

export function shareOf(query: VectorStoreQuery, name: 'alpha' | 'mmrThreshold'): number | undefined {
  const value = query[name];
  if (value === undefined || (value >= 0 && value <= 1)) return value;
  throw invalid(`${name} is ${value}`, 'It must be a number from 0 to 1.');
}

function invalid(what: string, hint: string): DocentError {
  return new DocentError('invalid-request', `${what}.`, { hint });
}
