import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeSources } from '../../ingest/remove-sources.js';
import { DocentError } from '../../src/core/errors.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import { happened, IngestWorkplace } from './ingest-workplace.js';
import { overridden } from './overridden-writer.js';

let place: IngestWorkplace;
const at = (name: string) => join(place.folder, name);

beforeEach(async () => {
  place = new IngestWorkplace();
  place.have({
    'harbour/pier.md': '# Pier\n\nThe Old Lighthouse stands at the pier.\n',
    'harbour/empty.md': '',
    'harbour/deep/gate.md': '# Gate\n\nThe Old Lighthouse and the pier are seen from the gate.\n',
    'town/square.md': '# Square\n\nThe way from the Old Lighthouse to the gate ends at the square.\n',
    'note.md': '# Note\n\nThe square is old.\n',
  });
  await place.ingest({ paths: [at('harbour'), at('town'), at('note.md')] });
});
afterEach(() => place.remove());

/** What `docent remove` does. */
async function remove(sources: readonly string[], wrapWriter = (writer: IndexWriter) => writer) {
  const { name, fingerprint, dimensions } = place.embedder;
  const writer = await openIndexWriter(place.uri, { embedder: { name, fingerprint, dimensions }, owner: 'test' });
  try {
    const journal = await place.journal();
    return await removeSources({ index: 'test', sources, writer: wrapWriter(writer), journal, folder: place.uri });
  } finally {
    await writer.close();
  }
}

/** An index of these paths that never had another source. */
async function indexOf(...names: readonly string[]) {
  const other = new IngestWorkplace();
  try {
    await other.ingest({ paths: names.map(at) });
    return await other.snapshot();
  } finally {
    other.remove();
  }
}

async function sources(): Promise<readonly string[]> {
  const reader = await openIndexReader(place.uri);
  const manifest = await reader.manifest();
  await reader.close();
  return manifest.sources;
}

describe('a folder that is taken out of an index', () => {
  it('leaves the index as if it had never been there', async () => {
    expect(await remove([at('harbour')])).toMatchObject({
      removed: [at('harbour')],
      documents: { deleted: 2, kept: 0 },
      chunks: { deleted: 2 },
      sources: [at('town'), at('note.md')],
    });
    expect(await place.snapshot()).toEqual(await indexOf('town', 'note.md'));
    expect(await sources()).toEqual([at('town'), at('note.md')]);
    const journal = await place.journal();
    expect([journal.failures(), [...journal.pending()], journal.links()]).toEqual([[], [], 'current']);
    expect(happened(await place.ingest({ paths: await sources() }))).toEqual({ unchanged: 2 });
  });

  it('keeps what a source that stays holds as well', async () => {
    await place.ingest({ paths: [at('harbour/deep'), at('harbour/empty.md')] });
    expect((await remove([at('harbour')])).documents).toEqual({ deleted: 1, kept: 1 });
    expect((await place.journal()).failures().map(({ uri }) => uri)).toEqual([at('harbour/empty.md')]);
    expect((await remove([at('harbour/deep'), at('town')])).documents).toEqual({ deleted: 2, kept: 0 });
    expect(await sources()).toEqual([at('note.md'), at('harbour/empty.md')]);
  });

  it('need not be there any more, and may be named by way of a link', async () => {
    symlinkSync(place.folder, join(place.root, 'link'));
    renameSync(at('harbour'), at('elsewhere'));
    expect((await remove([join(place.root, 'link', 'harbour'), `${at('note.md')}`])).documents.deleted).toBe(3);
    expect(await sources()).toEqual([at('town')]);
  });

  it('takes along what an interrupted ingest has left of documents that never got a row', async () => {
    const journal = await place.journal();
    await journal.begin(['0000000000000000']);
    await remove([at('harbour')]);
    expect([...(await place.journal()).pending()]).toEqual([]);
  });
});

describe('a removal that is refused', () => {
  it('changes nothing, and says what the sources are', async () => {
    const before = await place.snapshot();
    await expect(remove([at('town'), at('')])).rejects.toMatchObject({
      code: 'invalid-request',
      message: `The index "test" has no source ${at('')}.`,
      hint: `Its sources:\n  ${at('harbour')}\n  ${at('town')}\n  ${at('note.md')}`,
    });
    await expect(remove(['https://example.org/'])).rejects.toThrow('has no source https://example.org/');
    expect(await place.snapshot()).toEqual(before);
    expect(await sources()).toHaveLength(3);
  });

  it('is that of a part of a source, which can be left out with the line that it names', async () => {
    place.have({ 'harbour/a[1].md': '# First\n\nThe first text.\n' });
    await place.ingest({ paths: [at('harbour')] });
    const refused = await remove([at('harbour/a[1].md')]).catch((error: DocentError) => error);
    const hint = refused instanceof DocentError ? refused.hint : undefined;
    const [, line = '', file = ''] = /the line (\S+) into (\S+);/u.exec(hint ?? '') ?? [];
    expect([line, file]).toEqual([String.raw`/a\[1\].md`, at('harbour/.docentignore')]);
    place.have({ 'harbour/.docentignore': line });
    expect(happened(await place.ingest({ paths: [at('harbour')] }))).toMatchObject({ deleted: 1, unchanged: 2 });
  });
});

describe('a removal that is interrupted', () => {
  const fault = () => Promise.reject(new Error('killed'));
  it.each<[string, (writer: IndexWriter) => Partial<IndexWriter>]>([
    ['before the documents go', () => ({ deleteDocuments: fault })],
    ['before the mention graph is mended', () => ({ mentionState: fault })],
    ['in the middle of that', () => ({ replaceMentions: fault })],
    ['before the list of sources changes', () => ({ setSources: fault })],
  ])('%s, is completed by the next one and undone by an ingest', async (_, methods) => {
    const whole = await place.snapshot();
    const killed = () => remove([at('harbour')], (writer) => overridden(writer, methods(writer)));
    await expect(killed()).rejects.toThrow('killed');
    await place.ingest({ paths: await sources() });
    expect(await place.snapshot()).toEqual(whole);
    await expect(killed()).rejects.toThrow('killed');
    await remove([at('harbour')]);
    expect(await place.snapshot()).toEqual(await indexOf('town', 'note.md'));
    expect([...(await place.journal()).pending()]).toEqual([]);
  });
});
