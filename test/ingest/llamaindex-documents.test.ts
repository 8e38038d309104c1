import { Document } from 'llamaindex';
import { describe, expect, it } from 'vitest';
import { readerCandidates } from '../../ingest/llamaindex-documents.js';

async function opened(...documents: readonly Document[]) {
  const candidates = readerCandidates(documents);
  return Promise.all(
    candidates.map(async (candidate) => {
      const open = await candidate.open();
      return { uri: candidate.uri, name: candidate.name, ...open, ...(await open.extract(undefined)) };
    }),
  );
}

describe('documents of a LlamaIndex.TS reader', () => {
  it('are known by their id', async () => {
    const [document] = await opened(new Document({ id_: 'note 7', text: '# Cats\n\nThey sleep.' }));
    expect(document).toMatchObject({ uri: 'llamaindex:note 7', name: 'note 7', title: 'Cats', format: 'llamaindex' });
    expect(document?.blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph']);
  });

  it('are known by their file, whatever random id the reader gives', async () => {
    const metadata = { file_path: '/data/a.md', file_name: 'a.md' };
    const [first] = await opened(new Document({ text: 'x', metadata }));
    const [second] = await opened(new Document({ text: 'x', metadata }));
    expect({ ...first, extract: 0 }).toEqual({ ...second, extract: 0 });
    expect(first).toMatchObject({ uri: 'llamaindex:/data/a.md', name: 'a.md' });
  });

  it('stay apart where one file gives several, with and without page numbers', async () => {
    const of = (metadata: object) => new Document({ text: 'x', metadata: { file_path: '/a', ...metadata } });
    const documents = await opened(of({ page_number: 1 }), of({ page_label: 'iv' }), of({}), of({}), of({}));
    expect(documents.map(({ uri }) => uri)).toEqual([
      'llamaindex:/a#page=1',
      'llamaindex:/a#page=iv',
      'llamaindex:/a',
      'llamaindex:/a#part=2',
      'llamaindex:/a#part=3',
    ]);
  });

  it.each([
    [{ page_number: 12 }, 12, 'p. 12', 'page'],
    [{ page_label: '7' }, 7, 'p. 7', 'page'],
    [{ page_label: 'iv' }, 1, 'p. iv', 'page'],
    [{ page: true }, 1, 'a.md', 'section'],
    [{ page_number: 0 }, 1, 'a.md', 'section'],
  ])('with the metadata %j have the page %s, %s', async (stated, number, label, kind) => {
    const [document] = await opened(new Document({ text: 'Cats.', metadata: { file_name: 'a.md', ...stated } }));
    expect(document?.pages[0]?.number).toBe(number);
    expect(document?.pages[0]?.kind).toBe(kind);
    if (kind === 'page') expect(document?.pages[0]?.label).toBe(label);
    expect(document?.blocks.every(({ page }) => page === number)).toBe(true);
  });

  it('keep metadata of any kind as scalars', async () => {
    const metadata = {
      author: 'Ann',
      year: 1999,
      draft: false,
      tags: ['a', 'b'],
      nested: { deep: 1 },
      at: new Date(0),
      big: 7n,
      nothing: null,
      absent: undefined,
      infinite: Number.POSITIVE_INFINITY,
    };
    const [document] = await opened(new Document({ id_: 'x', text: 'Cats.', metadata }));
    expect(document?.metadata).toEqual({
      author: 'Ann',
      year: 1999,
      draft: false,
      tags: '["a","b"]',
      nested: '{"deep":1}',
      at: '1970-01-01T00:00:00.000Z',
      big: '7',
    });
  });

  it('count as changed when their text or metadata changes, not otherwise', async () => {
    const hash = async (text: string, metadata: object) =>
      (await opened(new Document({ id_: 'x', text, metadata })))[0]?.contentHash;
    expect(await hash('a', { tags: ['x'] })).toBe(await hash('a', { tags: ['x'] }));
    expect(await hash('a', { tags: ['x'] })).not.toBe(await hash('a', { tags: ['y'] }));
    expect(await hash('a', {})).not.toBe(await hash('b', {}));
  });

  it.each([
    [{ last_modified: new Date(1000) }, '1970-01-01T00:00:01.000Z'],
    [{ last_modified: '2024-05-01' }, '2024-05-01T00:00:00.000Z'],
    [{ last_modified_date: 2000 }, '1970-01-01T00:00:02.000Z'],
    [{ last_modified: 'yesterday' }, '1970-01-01T00:00:00.000Z'],
    [{}, '1970-01-01T00:00:00.000Z'],
  ])('with the metadata %j were modified at %s', async (metadata, modifiedAt) => {
    expect((await opened(new Document({ id_: 'x', text: 'a', metadata })))[0]?.modifiedAt).toBe(modifiedAt);
  });

  it('have line ends of one kind, which offsets are counted in', async () => {
    const [document] = await opened(new Document({ id_: 'x', text: 'one\r\ntwo\rthree' }));
    expect(document?.text).toBe('one\ntwo\nthree');
  });

  it('whose metadata is not JSON fail with the key', async () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    await expect(opened(new Document({ id_: 'x', text: 'a', metadata: { loop } }))).rejects.toMatchObject({
      code: 'ingest-failed',
      message: expect.stringContaining('"loop"'),
    });
  });

  it('that hold nothing to read fail', async () => {
    await expect(opened(new Document({ id_: 'x', text: '<!-- nothing -->' }))).rejects.toMatchObject({
      code: 'file-without-text',
    });
  });
});
