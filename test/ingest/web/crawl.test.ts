import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePdf } from '../../fixtures/make-pdf.js';
import { html, WebWorkplace } from './web-workplace.js';

let web: WebWorkplace;
beforeEach(async () => {
  web = new WebWorkplace();
  await web.open();
});
afterEach(async () => web.close());

function sitemap(...addresses: readonly string[]): string {
  return `<?xml version="1.0"?><urlset>${addresses.map((each) => `<url><loc>${each}</loc></url>`).join('')}</urlset>`;
}

describe('following links', () => {
  it('goes as deep as it is told, nearest first, and stays on the host and below the folder', async () => {
    web.pages = {
      '/docs/': html('Start. Here it begins.', [
        '/docs/a',
        '/docs/b#part',
        '/blog',
        'http://other.test/docs/x',
        'mailto:a@b.c',
      ]),
      '/docs/a': html('Page a. First.', ['/docs/a/deep', '/docs/b', '/docs/photo.jpg']),
      '/docs/b': html('Page b. Second.', ['/docs/b?x=1']),
      '/docs/a/deep': html('Deep. Third.', ['/docs/deeper']),
      '/docs/b?x=1': html('Variant. Fourth.'),
    };
    expect(await web.after('/docs/', { depth: 1 })).toEqual({ added: 3, documents: ['/docs/', '/docs/a', '/docs/b'] });
    expect(web.asked()).toEqual(['/docs/', '/docs/a', '/docs/b']);
    expect(await web.sources()).toEqual(['/docs/ --depth 1']);
    expect(await web.after('/docs/', { depth: 2 })).toMatchObject({ added: 2, unchanged: 3 });
    expect(web.asked()).toEqual(['/docs/', '/docs/a', '/docs/b', '/docs/a/deep', '/docs/b?x=1']);
    expect(await web.sources()).toEqual(['/docs/ --depth 2']);
  });

  it('takes the whole host with --whole-site, and PDFs on the way', async () => {
    const body = await makePdf([['The pier is long.']]);
    web.pages = {
      '/docs/': html('Start. Here it begins.', ['/blog', '/pier.pdf', '/picture']),
      '/blog': html('Blog. Elsewhere.'),
      '/pier.pdf': { headers: { 'content-type': 'application/pdf' }, body },
      '/picture': { headers: { 'content-type': 'image/png' }, body: 'PNG' },
    };
    const outcome = await web.after('/docs/', { depth: 1, wholeSite: true });
    expect(outcome).toEqual({ added: 3, skipped: 1, documents: ['/blog', '/docs/', '/pier.pdf'] });
  });

  it('removes pages that are no longer there or no longer linked, and no others', async () => {
    web.pages = {
      '/': html('Start. Here it begins.', ['/a', '/b', '/c']),
      '/a': html('Page a. First.'),
      '/b': html('Page b. Second.'),
      '/c': html('Page c. Third.'),
    };
    await web.ingest('/', { depth: 1 });
    await web.ingest('/c');
    web.pages['/'] = html('Start. Here it begins.', ['/a', '/b']);
    delete web.pages['/b'];
    const { documents, deleted } = await web.after('/', { depth: 1 });
    // `/c` is a source of its own.
    expect({ documents, deleted }).toEqual({ documents: ['/', '/a', '/c'], deleted: 1 });
    web.pages['/'] = html('Start. Here it ends.');
    expect((await web.after('/', { depth: 1 })).documents).toEqual(['/', '/c']);
  });

  it('keeps what it could not see because a page failed, and looks behind it by the links that it had', async () => {
    web.pages = {
      '/': html('Start. Here it begins.', ['/hub']),
      '/hub': html('Hub. It links.', ['/leaf']),
      '/leaf': html('Leaf. It is linked.'),
    };
    await web.ingest('/', { depth: 2 });
    web.pages['/hub'] = { status: 500 };
    web.pages['/leaf'] = html('Leaf. It has changed.');
    expect(await web.after('/', { depth: 2 })).toEqual({
      failed: 1,
      updated: 1,
      unchanged: 1,
      documents: ['/', '/hub', '/leaf'],
    });
    expect(await web.failures()).toEqual(['/hub: web-page-failed']);
    web.pages['/hub'] = html('Hub. It links.');
    expect((await web.after('/', { depth: 2 })).documents).toEqual(['/', '/hub']);
    expect(await web.failures()).toEqual([]);
  });

  it('removes nothing unseen while a page fails whose links are unknown, or while its start is gone', async () => {
    web.pages = { '/': html('Start. Here it begins.', ['/hub']), '/hub': html('Hub. It links.') };
    await web.ingest('/', { depth: 2 });
    web.pages = { '/': html('Start. It has changed.', ['/new-hub']), '/new-hub': { status: 500 } };
    expect((await web.after('/', { depth: 2 })).documents).toEqual(['/', '/hub']);
    web.pages = {};
    expect((await web.after('/', { depth: 2 })).documents).toEqual(['/hub']);
  });

  it('asks only for changes, and knows the links of pages that have not changed', async () => {
    const versioned = (body: string) => (request: { headers: Record<string, unknown> }) =>
      request.headers['if-none-match'] === '"1"' ? { status: 304 } : { headers: { etag: '"1"' }, body };
    web.pages = {
      '/': versioned(html('Start. Here it begins.', ['/a'])),
      '/a': versioned(html('Page a. First.')),
    };
    await web.ingest('/', { depth: 1 });
    expect(await web.after('/', { depth: 1 })).toEqual({ unchanged: 2, documents: ['/', '/a'] });
    expect(web.requests.filter(({ headers }) => headers['if-none-match'] === '"1"')).toHaveLength(2);
  });

  it('counts redirects, canonical addresses and equal bytes as one page', async () => {
    const canonical = `<link rel="canonical" href="/real">`;
    web.pages = {
      '/': html('Start. Here it begins.', [
        '/real?print=1',
        '/moved',
        '/real',
        '/one',
        '/plain',
        '/plain/index',
        '/away',
      ]),
      '/real': html('Real. The one.', [], canonical),
      '/real?print=1': html('Real. For print.', [], canonical),
      '/moved': { status: 301, headers: { location: '/real' } },
      '/one': html('One. Or the other.', [], '<link rel="canonical" href="/other">'),
      '/other': html('Other. Or the one.', [], '<link rel="canonical" href="/one">'),
      '/plain': html('Plain. Said twice.'),
      '/plain/index': html('Plain. Said twice.'),
      '/away': { status: 302, headers: { location: 'http://other.test/' } },
    };
    const { documents, added } = await web.after('/', { depth: 1 });
    expect({ documents, added }).toEqual({ documents: ['/', '/other', '/plain', '/real'], added: 4 });
    const again = await web.after('/', { depth: 1 });
    expect(again).toMatchObject({ documents, unchanged: 4 });
  });

  it('honours noindex and nofollow of pages, headers and links', async () => {
    web.pages = {
      '/': html('Start. Here it begins.', ['/hub', '/dead-end', '/header', '/others']).replace(
        '</ul>',
        '</ul><a rel="nofollow" href="/advert">Advert</a><a href="/trap" style="display:none">Trap</a>',
      ),
      '/hub': html('Hub. Only links.', ['/leaf'], '<meta name="robots" content="noindex">'),
      '/leaf': html('Leaf. It is kept.'),
      '/dead-end': html('Dead end. No links.', ['/hidden'], '<meta name="Robots" content="nofollow">'),
      '/header': { headers: { 'x-robots-tag': 'noindex, nofollow' }, body: html('Header. Not kept.', ['/hidden']) },
      '/others': { headers: { 'x-robots-tag': 'googlebot: noindex' }, body: html('Others. It is kept.') },
    };
    const { documents } = await web.after('/', { depth: 2 });
    expect(documents).toEqual(['/', '/dead-end', '/leaf', '/others']);
    expect(web.asked()).toEqual(['/', '/hub', '/dead-end', '/header', '/others', '/leaf']);
  });

  it('comes to an end in an endless calendar', async () => {
    web.otherwise = (path) => {
      const month = Number(/month=(\d+)/u.exec(path)?.[1] ?? 0);
      return html(`Month ${month}. Nothing on.`, [`/calendar?month=${month + 1}`, `/calendar?month=${month + 2}`]);
    };
    const { documents } = await web.after('/', { depth: 20, limits: { variantsOfPath: 4 } });
    expect(documents).toHaveLength(5);
    web.otherwise = (path) => html(`Room ${path.length}. A maze.`, [`${path}/deeper`]);
    expect((await web.after('/maze', { depth: 20, wholeSite: true })).documents).toHaveLength(5 + 4);
    const limited = await web.after('/limit/', { depth: 20, maxPages: 2 });
    expect(limited).toMatchObject({ added: 2, skipped: 1 });
  });

  it('leaves a site alone that fails again and again, and goes on with it later', async () => {
    const names = ['/a', '/b', '/c', '/d'];
    web.pages = { '/': html('Start. Here it begins.', names) };
    for (const name of names) web.pages[name] = { status: 503 };
    const outcome = await web.after('/', { depth: 1, limits: { failuresInARow: 2 } });
    expect(outcome).toEqual({ added: 1, failed: 2, skipped: 1, documents: ['/'] });
    web.asked();
    for (const name of names) web.pages[name] = html(`Page ${name}. It is there.`);
    expect((await web.after('/', { depth: 1 })).documents).toEqual(['/', ...names]);
    expect(web.asked()).toEqual(names);
    expect(await web.failures()).toEqual([]);
  });

  it('moves with a site that has gone to another name of its own, and to no other', async () => {
    const www = web.origin.replace('site.test', 'www.site.test');
    web.pages = {
      '/': ({ headers }) =>
        headers.host?.startsWith('www.') === true
          ? html('Start. Here it begins.', ['/a', `${web.origin}/b`])
          : { status: 301, headers: { location: `${www}/` } },
      '/a': html('Page a. First.'),
      '/else': { status: 301, headers: { location: 'http://else.test/' } },
    };
    expect((await web.after('/', { depth: 1 })).documents).toEqual([`${www}/`, `${www}/a`]);
    const { failures } = await web.ingest('/else', { depth: 1 });
    expect(failures).toMatchObject([
      { code: 'web-address-refused', hint: expect.stringContaining('docent ingest http://else.test/') },
    ]);
  });
});

describe('sitemaps', () => {
  it('that are missing are listed as a failure beside the page that is there, until they are found', async () => {
    web.pages = { '/': html('Start. Here it begins.') };
    expect(await web.after('/', { sitemap: true })).toEqual({ added: 1, failed: 1, documents: ['/'] });
    expect(await web.failures()).toEqual(['/#sitemap: web-page-failed']);
    web.pages['/sitemap.xml'] = sitemap(web.url('/a'));
    web.pages['/a'] = html('Page a. First.');
    expect(await web.after('/', { sitemap: true })).toMatchObject({ documents: ['/', '/a'] });
    expect(await web.failures()).toEqual([]);
  });

  it('are read where the address is one, with those that they name, packed ones too', async () => {
    web.pages = {
      '/sitemap.xml': `<sitemapindex><sitemap><loc>${web.url('/maps/one.xml')}</loc></sitemap><sitemap><loc> ${web.url(
        '/maps/two.xml.gz',
      )} </loc></sitemap><sitemap><loc>http://other.test/sitemap.xml</loc></sitemap></sitemapindex>`,
      '/maps/one.xml': sitemap(web.url('/a?x=1&amp;y=2'), 'http://other.test/b'),
      '/maps/two.xml.gz': { headers: { 'content-type': 'application/gzip' }, body: gzipSync(sitemap(web.url('/c'))) },
      '/a?x=1&y=2': html('Page a. First.', ['/d']),
      '/c': html('Page c. Second.'),
    };
    expect(await web.after('/sitemap.xml')).toEqual({ added: 2, documents: ['/a?x=1&y=2', '/c'] });
    expect(web.asked()).toEqual(['/sitemap.xml', '/maps/one.xml', '/maps/two.xml.gz', '/a?x=1&y=2', '/c']);
    web.pages['/maps/one.xml'] = sitemap(web.url('/c'));
    expect((await web.after('/sitemap.xml')).documents).toEqual(['/c']);
    web.pages['/sitemap.xml'] = { status: 503 };
    expect(await web.after('/sitemap.xml')).toEqual({ failed: 1, documents: ['/c'] });
    expect(await web.failures()).toEqual(['/sitemap.xml: web-page-failed']);
  });

  it('are found by robots.txt with --sitemap, and their pages lie below the folder', async () => {
    web.pages = {
      '/robots.txt': `User-agent: *\nDisallow: /docs/closed\nSitemap: ${web.url('/map.xml')}`,
      '/map.xml': sitemap(web.url('/docs/a'), web.url('/blog'), web.url('/docs/closed')),
      '/docs/': html('Start. Here it begins.', ['/docs/linked']),
      '/docs/a': html('Page a. First.'),
    };
    expect(await web.after('/docs/', { sitemap: true })).toEqual({
      added: 2,
      skipped: 1,
      documents: ['/docs/', '/docs/a'],
    });
  });
});
