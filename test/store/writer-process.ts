import { openIndexWriter } from '../../src/store/open-index.js';
import { documentRecord, testEmbedder } from '../fakes/index-records.js';

/** The documents that a writer process writes, each text naming the version. */
export function versionedRecords(version: number) {
  const ids = Array.from({ length: 8 }, (_, number) => `document-${number}`);
  return ids.map((id, number) => {
    const text = (part: number) => `version ${version} of ${id} part ${part}`;
    // Documents shrink and grow from one version to the next.
    const parts = Array.from({ length: 1 + ((version + number) % 4) }, (_, part) => [text(part)]);
    return documentRecord(id, { pages: parts });
  });
}

// Started by a test: holds the index it is given, and with `write` replaces its documents over and over.
const [uri, mode] = process.argv.slice(2);
if (process.send !== undefined && uri !== undefined) {
  // Keeps the process until the test ends it: without a listener it would end by itself, and the lock with it.
  process.on('disconnect', () => process.exit());
  const writer = await openIndexWriter(uri, { embedder: testEmbedder, owner: 'docent ingest other' });
  process.send('open');
  for (let version = 1; mode === 'write'; version++) {
    await writer.replaceDocuments(versionedRecords(version));
    process.send(version);
  }
}
