import type { IndexWriter } from '../src/store/index-store.js';
import type { Collected } from './collect-files.js';
import type { StoredDocuments } from './examine.js';
import { isBelow } from './is-below.js';
import type { Journal } from './journal.js';

interface Removal {
  readonly writer: IndexWriter;
  readonly journal: Journal;
  readonly collected: Collected;
  readonly stored: StoredDocuments;
}

/**
 * Takes documents out of the index whose files are gone from the folders that were read, and forgets failures of files
 * that are gone. What lies below a folder that could not be read is left alone. Returns the ids of the documents.
 */
export async function removeVanished({ writer, journal, collected, stored }: Removal): Promise<readonly string[]> {
  const seen = new Set(collected.candidates.map((candidate) => candidate.uri));
  const unread = collected.failures.map((failure) => failure.uri);
  const isGone = (uri: string) =>
    !seen.has(uri) &&
    collected.folders.some((folder) => isBelow(uri, folder)) &&
    !unread.some((path) => path === uri || isBelow(uri, path));
  const gone = [...stored.all()].filter((document) => isGone(document.uri)).map((document) => document.id);
  if (gone.length > 0) {
    await journal.begin(gone);
    await writer.deleteDocuments(gone);
    await journal.finish(gone);
  }
  for (const failure of journal.failures()) if (isGone(failure.uri)) await journal.resolveFailure(failure.uri);
  return gone;
}
