import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IndexWriter } from '../../src/store/index-store.js';
import { openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import { type IndexUnderTest, indexStoreContract } from '../contracts/index-store.contract.js';
import { testEmbedder } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';

indexStoreContract('LanceDB', () => openLance((writer) => writer));

// New rows are searched in another way than those that the full-text index covers.
indexStoreContract('LanceDB, compacted after each write,', () => openLance(compactingAfterWrites));

indexStoreContract('memory', async () => {
  const index = new MemoryIndex();
  return { writer: index, reader: index, dispose: () => index.close() };
});

async function openLance(wrap: (writer: IndexWriter) => IndexWriter): Promise<IndexUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'docent-store-'));
  const uri = join(folder, 'index');
  const writer = await openIndexWriter(uri, { embedder: testEmbedder, owner: 'test' });
  const reader = await openIndexReader(uri, { embedder: testEmbedder });
  const dispose = async () => {
    await reader.close();
    await writer.close();
    await rm(folder, { recursive: true });
  };
  return { writer: wrap(writer), reader, dispose };
}

function compactingAfterWrites(writer: IndexWriter): IndexWriter {
  const replaceDocuments: IndexWriter['replaceDocuments'] = async (records) => {
    await writer.replaceDocuments(records);
    await writer.compact({ force: true });
  };
  return new Proxy(writer, {
    get: (target, key) => {
      if (key === 'replaceDocuments') return replaceDocuments;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
