import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptPages } from '../../../src/agent/web/kept-pages.js';
import { pageId } from '../../../src/agent/web/page-passages.js';

const page = {
  url: 'https://ferries.example/',
  title: 'Ferries',
  text: 'The ferry leaves at nine.',
  links: [],
  accessedAt: '2026-11-21T12:00:00.000Z',
};
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('KeptPages', () => {
  it('gives back the text that a citation was checked against', async () => {
    const pages = new KeptPages(folder);
    await pages.keep(page);
    await pages.keep(page);
    const { links: _, ...kept } = page;
    expect(await pages.read(pageId(page))).toEqual({ id: pageId(page), ...kept });
  });

  it('keeps another text of the same address beside it', async () => {
    const pages = new KeptPages(folder);
    const changed = { ...page, text: 'The ferry leaves at ten.' };
    await pages.keep(changed);
    expect((await pages.read(pageId(page))).text).toBe(page.text);
    expect((await pages.read(pageId(changed))).text).toBe(changed.text);
  });

  it.each(['', '../../../etc/passwd', '0123456789abcdef', 'x'.repeat(500)])('knows no page %j', async (id) => {
    await expect(new KeptPages(folder).read(id)).rejects.toMatchObject({ code: 'document-not-found' });
  });

  it('says what it cannot keep', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(new KeptPages(file).keep(page)).rejects.toMatchObject({ code: 'index-not-writable' });
  });
});
