import type { IndexReader, StoredDocument } from '../../src/store/index-store.js';

/** Rows that are read at once. */
const batch = 10_000;

/** Every document of an index, ordered by name. */
export async function allDocuments(reader: IndexReader): Promise<StoredDocument[]> {
  const all: StoredDocument[] = [];
  for (;;) {
    const { documents, total } = await reader.listDocuments({ limit: batch, offset: all.length });
    all.push(...documents);
    if (documents.length === 0 || all.length >= total) return all;
  }
}
