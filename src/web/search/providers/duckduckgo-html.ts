import { parseHTML } from 'linkedom';
import { isChallenge } from '../duckduckgo-challenge.js';
import { tidy } from '../plain-text.js';
import { ProviderFailure } from '../provider-failure.js';
import { pageHeaders } from '../provider-headers.js';
import type { SearchProvider } from '../search-provider.js';
import { fittingQuery } from '../search-query.js';
import { type SearchReply, type SearchTransport, sendQuery } from '../search-request.js';
import { statusFailure } from '../status-failure.js';
import { type FoundPage, longestSnippet, longestTitle, webResults } from '../web-results.js';

export interface DuckDuckGoHtmlOptions {
  readonly transport: SearchTransport;
  readonly origin?: string;
}

interface PageElement {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

interface ResultPage {
  readonly found: readonly FoundPage[];
  readonly saysNothingFound: boolean;
}

const name = 'duckduckgo-html';
/** DuckDuckGo refuses 500 characters and more. */
const most = { characters: 499 };

/** DuckDuckGo's page for browsers without scripts, asked by its form. */
export function duckDuckGoHtmlSearch({
  transport,
  origin = 'https://html.duckduckgo.com',
}: DuckDuckGoHtmlOptions): SearchProvider {
  return {
    name,
    isConfigured: true,
    async search(query, { count, signal }) {
      const url = new URL('/html/', origin);
      // `kp=1`: strict safe search; `wt-wt`: no region.
      const body = new URLSearchParams({ q: fittingQuery(query, most), b: '', kl: 'wt-wt', kp: '1' }).toString();
      const headers = {
        ...pageHeaders(),
        'content-type': 'application/x-www-form-urlencoded',
        referer: 'https://html.duckduckgo.com/',
      };
      const reply = await sendQuery({ provider: name, url, method: 'POST', headers, body }, transport, signal);
      return webResults(name, foundIn(reply, transport.clock.now()), count);
    },
  };
}

/** @throws ProviderFailure where the page neither has results nor says that there are none */
function foundIn(reply: SearchReply, now: number): readonly FoundPage[] {
  // The challenge comes with 202, or with 200.
  const isBlocked = () => reply.status === 202 || isChallenge(reply.text);
  const failure = reply.status === 202 ? undefined : statusFailure(reply, { provider: name, now });
  if (failure !== undefined) throw isBlocked() ? blocked() : failure;
  const page = readPage(reply.text);
  if (page !== undefined && page.found.length > 0) return page.found;
  if (isBlocked()) throw blocked();
  if (page?.saysNothingFound === true) return [];
  throw new ProviderFailure(name, 'changed-markup', 'its page has neither results nor a word that there are none');
}

function blocked(): ProviderFailure {
  return new ProviderFailure(name, 'blocked', 'it asks for proof that a human searches');
}

/** Undefined for what cannot be taken apart. */
function readPage(html: string): ResultPage | undefined {
  try {
    const { document } = parseHTML(html) as unknown as { document: PageElement };
    const organic = [...document.querySelectorAll('.result')].filter((result) => !isAdvertisement(result));
    return {
      found: organic.flatMap(foundPage),
      saysNothingFound: document.querySelector('.no-results, .result--no-result') !== null,
    };
  } catch {
    // Markup nested without end overflows the parser's stack.
    return undefined;
  }
}

function isAdvertisement(result: PageElement): boolean {
  return /(?:^|\s)result--ad(?:\s|$)/u.test(result.getAttribute('class') ?? '');
}

function foundPage(result: PageElement): FoundPage[] {
  const link = result.querySelector('a.result__a');
  const url = link?.getAttribute('href') ?? '';
  if (link === null || url === '') return [];
  const snippet = result.querySelector('.result__snippet')?.textContent ?? '';
  return [{ url, title: tidy(link.textContent, longestTitle), snippet: tidy(snippet, longestSnippet) }];
}
