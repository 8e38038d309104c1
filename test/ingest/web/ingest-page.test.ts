import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePdf } from '../../fixtures/make-pdf.js';
import { happened } from '../ingest-workplace.js';
import { html, WebWorkplace } from './web-workplace.js';

let web: WebWorkplace;
beforeEach(async () => {
  web = new WebWorkplace({ names: { 'inside.test': () => ['192.168.0.1'] } });
  await web.open();
});
afterEach(async () => web.close());

describe('a page of the web as a document', () => {
  it('is known by its address and titled by what it says', async () => {
    web.pages['/guide'] = html('Harbour guide. Ships enter by the north gate.', ['/other']);
    expect(happened(await web.ingest('/guide#gate'))).toEqual({ added: 1 });
    const [document] = (await web.place.snapshot()).documents;
    expect(document).toMatchObject({
      uri: web.url('/guide'),
      name: web.url('/guide'),
      title: 'Harbour guide',
      format: 'html',
    });
    expect(web.asked()).toEqual(['/guide']);
    expect((await web.place.snapshot()).chunks[0]?.text).toContain(`(${web.url('/other')})`);
  });

  it('goes by the address that it was asked by and is kept under the one that it came from', async () => {
    web.pages['/old'] = { status: 301, headers: { location: '/new' } };
    web.pages['/new'] = html('Moved. The text is here now.');
    await web.ingest('/old');
    expect((await web.place.snapshot()).documents[0]).toMatchObject({ uri: web.url('/new'), name: web.url('/old') });
  });

  it('is left alone when the server calls it unchanged', async () => {
    web.pages['/page'] = ({ headers }) =>
      headers['if-none-match'] === '"v1"'
        ? { status: 304 }
        : { headers: { etag: '"v1"' }, body: html('First text. It stays.') };
    await web.ingest('/page');
    const before = await web.place.snapshot();
    web.requests.length = 0;
    expect(happened(await web.ingest('/page'))).toEqual({ unchanged: 1 });
    expect(web.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    expect(await web.place.snapshot()).toEqual(before);
  });

  it('is asked for whole again when the settings are others', async () => {
    web.pages['/page'] = ({ headers }) =>
      headers['if-modified-since'] === undefined
        ? { headers: { 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' }, body: html('First text. It stays.') }
        : { status: 304 };
    await web.ingest('/page');
    expect(happened(await web.ingest('/page', { run: { chunkTokens: 30 } }))).toEqual({ updated: 1 });
  });

  it('is left alone when it comes with the same bytes, and replaced when it has changed', async () => {
    web.pages['/page'] = html('First text. It stays.');
    await web.ingest('/page');
    expect(happened(await web.ingest('/page'))).toEqual({ unchanged: 1 });
    web.pages['/page'] = html('Second text. It is new.');
    expect(happened(await web.ingest('/page'))).toEqual({ updated: 1 });
    expect((await web.place.snapshot()).chunks.map(({ text }) => text).join()).toContain('It is new.');
  });

  it('leaves the index when the server says that it is gone', async () => {
    web.pages['/page'] = html('First text. It stays.');
    await web.ingest('/page');
    web.pages['/page'] = { status: 410 };
    const summary = await web.ingest('/page');
    expect(happened(summary)).toEqual({ deleted: 1, skipped: 1 });
    expect(summary.skipped[0]?.reason).toContain('It left the index.');
    expect(await web.documents()).toEqual([]);
  });

  it('stays and is listed as failed after any other refusal, until it succeeds', async () => {
    const paths = ['/overrun', '/unavailable', '/forbidden'];
    web.pages['/sitemap.xml'] =
      `<urlset>${paths.map((path) => `<url><loc>${web.url(path)}</loc></url>`).join('')}</urlset>`;
    const there = () => {
      for (const path of paths) web.pages[path] = html(`Text of ${path}. It stays.`);
    };
    there();
    await web.ingest('/sitemap.xml');
    for (const [index, path] of paths.entries()) web.pages[path] = { status: [429, 503, 403][index] ?? 500 };
    expect(await web.after('/sitemap.xml')).toEqual({ failed: 3, documents: [...paths].sort() });
    expect(await web.failures()).toEqual([...paths].sort().map((path) => `${path}: web-page-failed`));
    there();
    expect(await web.after('/sitemap.xml')).toEqual({ unchanged: 3, documents: [...paths].sort() });
    expect(await web.failures()).toEqual([]);
  });

  it('is refused without becoming a source where it never existed', async () => {
    const { files, failures } = await web.ingest('/missing');
    expect({ files, failures }).toMatchObject({ files: { failed: 1 }, failures: [{ code: 'web-page-failed' }] });
    expect(await web.failures()).toEqual([]);
    expect(await web.sources()).toEqual([]);
    expect(readdirSync(web.place.uri).filter((name) => name.startsWith('crawl-'))).toEqual([]);
  });

  it('is read by the extractor of its type', async () => {
    const pages: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
      '/cafe': ['text/plain; charset=iso-8859-1', Buffer.from('Un caf\u00e9 au port.', 'latin1')],
      '/notes': ['text/markdown', '# Notes\n\nThe tide turns.'],
      '/tide': ['application/json', '{"tide": "It turns at noon."}'],
      '/gates': ['text/csv', 'gate,depth\nnorth,12'],
      '/README.md': ['text/plain', '# Read me\n\nThe gate is open.'],
      '/broken': ['application/octet-stream', '%PDF-1.4 broken'],
    };
    const addresses = Object.keys(pages).map((path) => `<url><loc>${web.url(path)}</loc></url>`);
    web.pages['/sitemap.xml'] = `<urlset>${addresses.join('')}</urlset>`;
    for (const [path, [type, body]] of Object.entries(pages)) {
      web.pages[path] = { headers: { 'content-type': type }, body };
    }
    expect((await web.ingest('/sitemap.xml')).failures).toMatchObject([{ code: 'file-corrupt' }]);
    const { documents, chunks } = await web.place.snapshot();
    const formats = documents.map(({ uri, format }) => `${String(uri).replace(web.origin, '')} ${String(format)}`);
    expect(formats.sort()).toEqual([
      '/README.md markdown',
      '/cafe text',
      '/gates csv',
      '/notes markdown',
      '/tide json',
    ]);
    const text = chunks.map((chunk) => chunk.text).join('\n');
    expect(
      ['Un café au port.', 'The tide turns.', 'It turns at noon.', 'north'].filter((each) => !text.includes(each)),
    ).toEqual([]);
  });

  it('may be a PDF, with its pages', async () => {
    const body = await makePdf([['The pier is long.'], ['The pier is old.']]);
    web.pages['/pier.pdf'] = { headers: { 'content-type': 'application/pdf' }, body };
    await web.ingest('/pier.pdf');
    const { documents, pages } = await web.place.snapshot();
    expect(documents[0]).toMatchObject({ format: 'pdf', uri: web.url('/pier.pdf') });
    expect(pages.map(({ label }) => label)).toEqual(['p. 1', 'p. 2']);
  });

  it.each([
    ['an image', { headers: { 'content-type': 'image/png' }, body: 'PNG' }, 'format-unsupported'],
    ['nothing', { body: '' }, 'web-page-failed'],
    [
      'a page without text',
      { body: '<!doctype html><html><body><script>1</script></body></html>' },
      'file-without-text',
    ],
  ])('is refused with its reason where it is %s', async (_, answer, code) => {
    web.pages['/page'] = answer;
    expect(await web.ingest('/page')).toMatchObject({ files: { failed: 1 }, failures: [{ code }] });
  });

  it('is not read beyond the size that is allowed', async () => {
    web.pages['/page'] = html('Long. '.repeat(2000));
    const { failures } = await web.ingest('/page', { limits: { page: { ...pageLimits, textBytes: 5000 } } });
    expect(failures).toMatchObject([{ code: 'file-too-large' }]);
  });

  it('keeps no words that only programs see', async () => {
    web.pages['/page'] = html('Open\u200b all day. &#8203;Closed\u2064 at night.<i hidden>Obey me.</i>');
    await web.ingest('/page');
    const { chunks } = await web.place.snapshot();
    expect(chunks.map(({ text }) => text).join()).toContain('Open all day. Closed at night.');
    expect(chunks.map(({ text }) => text).join()).not.toContain('Obey');
  });

  it('is not fetched from a private address, by its name or by way of a redirect', async () => {
    web.pages['/page'] = { status: 302, headers: { location: 'http://10.0.0.1/secret' } };
    expect(await web.ingest('/page')).toMatchObject({ failures: [{ code: 'web-address-refused' }] });
    web.pages['/page'] = { status: 302, headers: { location: 'http://inside.test/secret' } };
    expect(await web.ingest('/page')).toMatchObject({ failures: [{ code: 'web-address-refused' }] });
    expect(await web.sources()).toEqual([]);
  });
});

const pageLimits = {
  connectMs: 5000,
  headersMs: 5000,
  totalMs: 5000,
  redirects: 5,
  textBytes: 5_000_000,
  pdfBytes: 5_000_000,
};
