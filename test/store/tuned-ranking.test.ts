import { describe, expect, it } from 'vitest';
import type { TunedRanking } from '../../src/store/tuned-ranking.js';
import { connectTo, openReader, openWriter, otherEmbedder, temporaryUri } from './temporary-index.js';

const ranking: TunedRanking = {
  blend: { dense: 0.3 },
  ranker: 'ranker-1',
  questions: 40,
  source: 'given',
  gain: 0.02,
  interval: { lower: 0.01, upper: 0.03 },
  tunedAt: '2026-01-02T03:04:05.000Z',
};

async function tunedIndex(): Promise<string> {
  const uri = await temporaryUri();
  const writer = await openWriter(uri);
  await writer.setRanking(ranking);
  await writer.close();
  return uri;
}

const rankingOf = async (uri: string, embedder?: typeof otherEmbedder) =>
  (await (await openReader(uri, embedder)).manifest()).ranking;

/** Writes the manifest's JSON as another version of the program might. */
async function rewriteManifest(uri: string, change: (manifest: Record<string, unknown>) => void): Promise<void> {
  const connection = await connectTo(uri);
  const table = await connection.openTable('manifest');
  const [row] = (await table.query().toArray()) as { json: string }[];
  const manifest = JSON.parse(row?.json ?? '') as Record<string, unknown>;
  change(manifest);
  await table.update({ values: { json: JSON.stringify(manifest) } });
}

describe('the ranking of an index', () => {
  it('is seen by an open reader at once, and still there when the index is opened again', async () => {
    const uri = await temporaryUri();
    const writer = await openWriter(uri);
    const reader = await openReader(uri);
    expect((await reader.manifest()).ranking).toBeUndefined();
    await writer.setRanking(ranking);
    expect((await reader.manifest()).ranking).toEqual(ranking);
    await writer.close();
    expect(await rankingOf(uri)).toEqual(ranking);
  });

  it('outlives a rebuild with the same encoder', async () => {
    const uri = await tunedIndex();
    const writer = await openWriter(uri, { rebuild: true });
    await writer.publish();
    await writer.close();
    expect(await rankingOf(uri)).toEqual(ranking);
  });

  it('is that of the index, not of a rebuild that was begun before it', async () => {
    const uri = await tunedIndex();
    await (await openWriter(uri, { rebuild: true })).close();
    const between = await openWriter(uri);
    await between.setRanking({ ...ranking, questions: 99 });
    await between.close();
    const resumed = await openWriter(uri, { rebuild: true });
    await resumed.publish();
    await resumed.close();
    expect((await rankingOf(uri))?.questions).toBe(99);
  });

  it('goes with a rebuild with another encoder', async () => {
    const uri = await tunedIndex();
    const writer = await openWriter(uri, { rebuild: true, embedder: otherEmbedder });
    await writer.publish();
    await writer.close();
    expect(await rankingOf(uri, otherEmbedder)).toBeUndefined();
  });

  it('counts as none where another version wrote it otherwise', async () => {
    const uri = await tunedIndex();
    await rewriteManifest(uri, (manifest) => {
      manifest.ranking = { blend: 'loud' };
    });
    expect(await rankingOf(uri)).toBeUndefined();
  });

  it('is missing in manifests of earlier versions, which are read as before', async () => {
    const uri = await tunedIndex();
    await rewriteManifest(uri, (manifest) => {
      delete manifest.ranking;
    });
    const reader = await openReader(uri);
    expect(await reader.manifest()).toMatchObject({ generation: 1, sources: [] });
    expect((await reader.manifest()).ranking).toBeUndefined();
  });
});
