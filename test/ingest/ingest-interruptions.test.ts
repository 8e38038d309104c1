import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndexWriter } from '../../src/store/index-store.js';
import { loadLance } from '../../src/store/lance.js';
import { deferred } from '../fakes/deferred.js';
import { happened, IngestWorkplace } from './ingest-workplace.js';
import { overridden } from './overridden-writer.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

/** So many small files share one commit. */
const filesPerCommit = 1000;

function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`file-${number}.txt`, `Text ${number}.`]));
}

async function undisturbed() {
  const other = new IngestWorkplace();
  try {
    await other.ingest({ paths: [place.folder] });
    return await other.snapshot();
  } finally {
    other.remove();
  }
}

describe('an ingest that is interrupted', () => {
  it('keeps what was committed when it is aborted, and a rerun completes it', async () => {
    place.have(manyFiles(filesPerCommit + 100));
    const controller = new AbortController();
    place.embedder.onBatch = () => {
      if (place.embedder.embedded.length >= filesPerCommit) controller.abort(new Error('enough'));
    };
    await expect(place.ingest({ signal: controller.signal })).rejects.toThrow('enough');
    expect((await place.snapshot()).documents).toHaveLength(filesPerCommit);
    expect([...(await place.journal()).pending()]).toEqual([]);

    expect(happened(await place.ingest())).toEqual({ added: 100, unchanged: filesPerCommit });
    expect(await place.snapshot()).toEqual(await undisturbed());
  });

  it('waits for the commit under way before it ends', async () => {
    place.have(manyFiles(filesPerCommit + 100));
    const [begun, mayGoOn] = [deferred<void>(), deferred<void>()];
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => setImmediate(() => mayGoOn.resolve()));
    let isCommitted = false;
    const wrapWriter = (writer: IndexWriter) =>
      overridden(writer, {
        async replaceDocuments(records) {
          begun.resolve();
          await mayGoOn.promise;
          await writer.replaceDocuments(records);
          isCommitted = true;
        },
      });
    place.embedder.onBatch = () => {
      if (place.embedder.embedded.length >= filesPerCommit) controller.abort(new Error('enough'));
    };
    const outcome = place.ingest({ signal: controller.signal, wrapWriter }).catch((error: Error) => ({
      message: error.message,
      wasCommitted: isCommitted,
    }));
    await begun.promise;
    expect(await outcome).toEqual({ message: 'enough', wasCommitted: true });
    expect((await place.snapshot()).documents).toHaveLength(filesPerCommit);
  });

  it('does again what stood in the journal as begun', async () => {
    place.have({ 'a.txt': 'Apples.', 'b.txt': 'Bananas.' });
    await place.ingest();
    const [first] = (await place.snapshot()).documents;
    const journal = await place.journal();
    await journal.begin([String(first?.id)]);
    expect(happened(await place.ingest())).toEqual({ updated: 1, unchanged: 1 });
    expect([...(await place.journal()).pending()]).toEqual([]);
    expect(await place.snapshot()).toEqual(await undisturbed());
  });

  it('leaves nothing of a document whose row was never written and whose file is gone since', async () => {
    place.have({ 'a.txt': 'Apples.', 'b.txt': 'Bananas.' });
    await place.ingest();
    const orphan = (await place.snapshot()).documents.find((document) => document.name === 'b.txt');
    const connection = await (await loadLance()).connect(place.uri);
    await (await connection.openTable('documents_g1')).delete(`id = '${String(orphan?.id)}'`);
    await (await place.journal()).begin([String(orphan?.id)]);
    place.have({ 'b.txt': undefined });
    await place.ingest();
    const { chunks, pages } = await place.snapshot();
    expect([...chunks, ...pages].map((row) => row.document_id)).not.toContain(orphan?.id);
    expect(await place.snapshot()).toEqual(await undisturbed());
  });

  it('names the disk when it is full, keeps what was there and goes on when there is space', async () => {
    place.have({ 'a.txt': 'Apples.' });
    await place.ingest();
    place.have({ 'b.txt': 'Bananas.' });
    const full = new Error('LanceError(IO): No space left on device (os error 28)');
    const wrapWriter = (writer: IndexWriter) => overridden(writer, { replaceDocuments: () => Promise.reject(full) });
    await expect(place.ingest({ wrapWriter })).rejects.toThrow('No space left');
    expect((await place.snapshot()).documents).toHaveLength(1);
    expect((await place.journal()).pending().size).toBe(1);
    expect(happened(await place.ingest())).toEqual({ added: 1, unchanged: 1 });
    expect(await place.snapshot()).toEqual(await undisturbed());
  });
});
