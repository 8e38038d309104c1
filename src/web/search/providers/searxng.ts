import { z } from 'zod';
import { jsonOf } from '../json-reply.js';
import { plainText } from '../plain-text.js';
import { ProviderFailure } from '../provider-failure.js';
import { jsonHeaders } from '../provider-headers.js';
import type { SearchProvider } from '../search-provider.js';
import { type SearchReply, type SearchTransport, sendQuery } from '../search-request.js';
import { statusFailure } from '../status-failure.js';
import { longestSnippet, longestTitle, webResults } from '../web-results.js';

export interface SearxngOptions {
  readonly transport: SearchTransport;
  /** Address of the instance; a path is kept. */
  readonly url: string | undefined;
}

const name = 'searxng';

const replySchema = z.object({
  results: z.array(
    z.object({
      url: z.string().catch(''),
      title: z.string().nullish().catch(''),
      content: z.string().nullish().catch(''),
    }),
  ),
  // Pairs of an engine and what kept it from answering.
  unresponsive_engines: z.array(z.array(z.string().nullable())).nullish().catch([]),
});

/** A SearXNG instance that its owner has allowed to answer in JSON. */
export function searxngSearch({ transport, url }: SearxngOptions): SearchProvider {
  return {
    name,
    isConfigured: url !== undefined,
    async search(query, { count, signal }) {
      if (url === undefined) throw new ProviderFailure(name, 'failed', 'DOCENT_SEARXNG_URL is not set');
      const address = new URL('search', url.endsWith('/') ? url : `${url}/`);
      // Safe search 2 is strict.
      address.search = new URLSearchParams({ q: query, format: 'json', safesearch: '2' }).toString();
      const reply = await sendQuery({ provider: name, url: address, headers: jsonHeaders() }, transport, signal);
      if (isWithoutJson(reply)) throw withoutJson(reply.status);
      const failure = statusFailure(reply, { provider: name, now: transport.clock.now() });
      if (failure !== undefined) throw failure;
      const { results, unresponsive_engines: silent } = jsonOf(name, reply, replySchema);
      if (results.length === 0 && (silent ?? []).length > 0) throw withoutEngines(silent ?? []);
      const pages = results.map((page) => ({
        url: page.url,
        title: plainText(page.title ?? '', longestTitle),
        snippet: plainText(page.content ?? '', longestSnippet),
      }));
      return webResults(name, pages, count);
    },
  };
}

/** An instance whose settings do not list JSON answers 403 (docs.searxng.org/dev/search_api); some proxies, a page. */
function isWithoutJson({ status, mediaType }: SearchReply): boolean {
  return status === 403 || (status === 200 && mediaType === 'text/html');
}

function withoutJson(status: number): ProviderFailure {
  const reason = `the instance gives no JSON (status ${status}): add "json" to search.formats in its settings.yml`;
  return new ProviderFailure(name, 'failed', reason, {
    hint: 'Add "json" to search.formats in the settings.yml of the instance, or choose one that has it.',
  });
}

/** The engines behind it were not reached: that is not "nothing found". */
function withoutEngines(silent: readonly (readonly (string | null)[])[]): ProviderFailure {
  const engines = silent.slice(0, 4).map(([engine, why]) => plainText(`${engine ?? '?'}: ${why ?? '?'}`, 60));
  return new ProviderFailure(name, 'failed', `the search engines behind it did not answer (${engines.join(', ')})`);
}
