import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DocentError } from '../../src/core/errors.js';
import { connectionFailure, pageFailed, pageTooLarge } from '../../src/web/page-failure.js';
import { atHost, type CrawlScope } from './crawl-scope.js';
import type { Content, Resource } from './fetch-resource.js';
import type { WebSource } from './web-source.js';

/** Files of one site that are read; an index names up to 50,000. */
const mostFiles = 50;
/** The protocol's own limit for one file, unpacked. */
const mostBytes = 52_428_800;
const mostRedirects = 5;
/** The protocol allows nothing around the address but white space, and its characters escaped. */
const location = /<loc>\s*(?:<!\[CDATA\[\s*)?([^<>\]\s]{1,2500})\s*(?:\]\]>\s*)?<\/loc>/giu;

export interface SitemapOptions {
  readonly fetch: (url: URL) => Promise<Resource>;
  readonly scope: CrawlScope;
}

/** Whether an address is that of a sitemap by its name. */
export function isSitemapAddress({ pathname }: URL): boolean {
  return /sitemap[^/]*\.xml(?:\.gz)?$/iu.test(pathname);
}

/** Whether a source is more than the page that it begins with. */
export function isSite({ url, depth, sitemap }: WebSource): boolean {
  return depth > 0 || sitemap || isSitemapAddress(new URL(url));
}

/**
 * The pages that sitemaps name, in order, and those of the sitemaps that they name in turn; other hosts are left out.
 * @throws DocentError what fetching throws; `web-page-failed` for what is no sitemap
 */
export async function* sitemapPages(starts: readonly URL[], { fetch, scope }: SitemapOptions): AsyncGenerator<URL> {
  const queue = [...starts];
  const seen = new Set(queue.map(({ href }) => href));
  for (let read = 0; read < mostFiles; read += 1) {
    const address = queue.shift();
    if (address === undefined) return;
    const xml = await textOf(await contentAt(address, { fetch, scope }));
    const isIndex = /<(?:\w+:)?sitemapindex[\s>]/iu.test(xml.slice(0, 5000));
    if (!isIndex && !/<(?:\w+:)?urlset[\s>]/iu.test(xml.slice(0, 5000))) {
      throw pageFailed(address, 'is no sitemap', 'Leave --sitemap out, or give the address of the sitemap itself.');
    }
    for (const [, stated = ''] of xml.matchAll(location)) {
      const url = atHost(scope, unescaped(stated));
      if (url === undefined) continue;
      if (!isIndex) yield url;
      else if (!seen.has(url.href)) queue.push(url);
      if (isIndex) seen.add(url.href);
    }
  }
}

async function contentAt(address: URL, { fetch, scope }: SitemapOptions): Promise<Content> {
  let url = address;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const resource = await fetch(url);
    if (resource.kind === 'content') return resource;
    const to = resource.kind === 'moved' ? atHost(scope, resource.to) : undefined;
    if (to === undefined) {
      throw new DocentError('web-address-refused', `The sitemap ${address.href} leads to another host.`, {
        hint: 'Give the address of the sitemap itself.',
      });
    }
    url = to;
  }
  throw pageFailed(address, `is sent on more than ${mostRedirects} times`, 'Give the address of the sitemap itself.');
}

const unpack = promisify(gunzip);

async function textOf({ url, bytes }: Content): Promise<string> {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder().decode(isPacked ? await unpack(bytes, { maxOutputLength: mostBytes }) : bytes);
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? pageTooLarge(url, mostBytes, 'unpacks to') : connectionFailure(url, error);
  }
}

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,6}));/gu, (whole, name?: string, code?: string) => {
    if (name !== undefined) return references[name] ?? whole;
    return code === undefined ? whole : String.fromCodePoint(Number(code));
  });
}
