import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import { indexStoreContract } from '../contracts/index-store.contract.js';
import { testEmbedder } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';

indexStoreContract('LanceDB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-store-'));
  const uri = join(folder, 'index');
  const writer = await openIndexWriter(uri, { embedder: testEmbedder, owner: 'test' });
  const reader = await openIndexReader(uri, { embedder: testEmbedder });
  const dispose = async () => {
    await reader.close();
    await writer.close();
    await rm(folder, { recursive: true });
  };
  return { writer, reader, dispose };
});

indexStoreContract('memory', async () => {
  const index = new MemoryIndex();
  return { writer: index, reader: index, dispose: () => index.close() };
});
