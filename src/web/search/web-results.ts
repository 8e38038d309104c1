import type { SearchProviderName } from '../../core/web-config.js';
import { ProviderFailure } from './provider-failure.js';
import { pageKey, resultAddress } from './result-address.js';
import type { WebResult } from './search-provider.js';

/** A result as a provider gave it: texts already plain, the address as it stood there. */
export interface FoundPage {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}

/** Characters of a title and a snippet that are kept. */
export const longestTitle = 300;
export const longestSnippet = 1200;

/**
 * Results in the provider's order: web addresses only, no advertisements, one for each page.
 * @throws ProviderFailure `changed-markup` where pages were given and none of them can be used: that is not "nothing found"
 */
export function webResults(
  provider: SearchProviderName,
  found: readonly FoundPage[],
  count: number,
): readonly WebResult[] {
  const pages = new Map<string, FoundPage>();
  for (const page of found) {
    const url = resultAddress(page.url);
    if (url === undefined) continue;
    const key = pageKey(url);
    const known = pages.get(key);
    if (known === undefined) pages.set(key, { ...page, url, title: page.title === '' ? url : page.title });
    else if (known.snippet === '') pages.set(key, { ...known, snippet: page.snippet });
  }
  if (pages.size === 0 && found.length > 0) {
    throw new ProviderFailure(provider, 'changed-markup', `none of its ${found.length} results has a usable address`);
  }
  return [...pages.values()].slice(0, count).map((page, index) => ({ ...page, provider, rank: index + 1 }));
}
