import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchConfig, type CachedIndex, ingestCached } from '../../../server/bench/cached-index.js';
import { corpusDocuments } from '../../../server/bench/corpus-documents.js';
import { loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import { indexUri } from '../../../src/retrieval/index-catalog.js';
import { openIndexReader, openIndexWriter } from '../../../src/store/open-index.js';
import { CountingEmbedder } from '../../fakes/counting-embedder.js';

let root: string;
let embedder: CountingEmbedder;
let index: CachedIndex;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'docent-cache-'));
  embedder = new CountingEmbedder();
  const config = benchConfig(loadConfig({ DOCENT_INDEXES: root }));
  index = { config, name: 'set-1', embedder };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const corpusOf = (count: number) =>
  corpusDocuments(
    Array.from({ length: count }, (_, number) => ({ id: `d${number}`, title: '', text: `Document number ${number}.` })),
  );

async function stored(): Promise<number> {
  const reader = await openIndexReader(indexUri(index.config, index.name));
  try {
    return (await reader.stats()).documents;
  } finally {
    await reader.close();
  }
}

describe('ingestCached', () => {
  it('goes on where an interrupted run stopped', async () => {
    const count = 3000;
    const stop = new AbortController();
    embedder.onBatch = () => {
      if (embedder.embedded.length > count / 2) stop.abort(new DocentError('aborted', 'Stopped.'));
    };
    const stopped = ingestCached({ ...index, signal: stop.signal }, corpusOf(count));
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    embedder.embedded.length = 0;
    expect(await ingestCached(index, corpusOf(count))).toMatchObject({ isCached: false, withoutText: 0 });
    expect(embedder.embedded.length).toBeLessThan(count);
    expect(await stored()).toBe(count);
    expect(await ingestCached(index, corpusOf(count))).toMatchObject({ isCached: true });
  });

  it('takes documents out that left the corpus', async () => {
    await ingestCached(index, corpusOf(5));
    expect(await ingestCached(index, corpusOf(3))).toMatchObject({ isCached: false });
    expect(await stored()).toBe(3);
  });

  it('says who holds the index while another process writes it', async () => {
    const owner = 'docent bench';
    const writer = await openIndexWriter(indexUri(index.config, index.name), { embedder: index.embedder, owner });
    try {
      await expect(ingestCached(index, corpusOf(1))).rejects.toMatchObject({
        code: 'index-locked',
        message: expect.stringContaining(`\`${owner}\` (process ${process.pid}`),
      });
    } finally {
      await writer.close();
    }
  });
});
