import type { IndexedSource } from '../indexed-source.js';
import { inScope, scopeOf } from './crawl-scope.js';
import { CrawlState, crawlStatePath } from './crawl-state.js';
import { isSite, isSitemapAddress } from './sitemap.js';
import { sourceFrom } from './web-source.js';

/**
 * A page or site; what it has brought stands in the state of its crawl.
 * @param folder the index's, where that state lies
 */
export async function indexedSite(text: string, folder: string): Promise<IndexedSource> {
  // Nothing is fetched: an address that would be refused today can be removed, too.
  const source = sourceFrom(text, { isAllowedAddress: () => true });
  const { url } = source;
  const start = new URL(url);
  const state = await CrawlState.open(crawlStatePath(folder, url));
  const documents = state.allDocuments();
  const scope = state.scope ?? scopeOf(start, source.wholeSite || isSitemapAddress(start));
  const covers = (uri: string) => {
    // A failure of the sitemap goes by the address with a fragment.
    const [address = uri] = uri.split('#', 1);
    return address === url || state.hasFound(address) || (isSite(source) && inScope(scope, address) !== undefined);
  };
  return { text, place: url, isSite: true, holds: (uri) => documents.has(uri), covers, forget: () => state.discard() };
}
