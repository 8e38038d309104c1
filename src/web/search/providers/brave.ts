import { z } from 'zod';
import type { Secret } from '../../../core/secret.js';
import { jsonOf } from '../json-reply.js';
import { checkedKey } from '../key-check.js';
import { plainText } from '../plain-text.js';
import { ProviderFailure } from '../provider-failure.js';
import { jsonHeaders } from '../provider-headers.js';
import type { SearchProvider } from '../search-provider.js';
import { fittingQuery } from '../search-query.js';
import { type SearchReply, type SearchTransport, sendQuery } from '../search-request.js';
import { statusFailure } from '../status-failure.js';
import { longestSnippet, longestTitle, webResults } from '../web-results.js';

export interface BraveOptions {
  readonly transport: SearchTransport;
  readonly key: Secret | undefined;
  readonly origin?: string;
}

const name = 'brave';
/** Limits of the API (api-dashboard.search.brave.com/api-reference/web/search). */
const most = { characters: 400, words: 50, results: 20 };

/** A search that found nothing has no `web`, but always says what was asked. */
const replySchema = z.object({
  type: z.literal('search'),
  query: z.object({}),
  web: z
    .object({
      results: z.array(
        z.object({
          url: z.string().catch(''),
          title: z.string().catch(''),
          description: z.string().nullish().catch(''),
        }),
      ),
    })
    .nullish(),
});

/** The API of Brave Search; takes a key. */
export function braveSearch({ transport, key, origin = 'https://api.search.brave.com' }: BraveOptions): SearchProvider {
  return {
    name,
    isConfigured: key !== undefined,
    async search(query, { count, signal }) {
      const token = checkedKey(name, key);
      const url = new URL('/res/v1/web/search', origin);
      url.search = new URLSearchParams({
        q: fittingQuery(query, most),
        count: String(Math.min(count, most.results)),
        safesearch: 'strict',
        result_filter: 'web',
        text_decorations: 'false',
      }).toString();
      const headers = { ...jsonHeaders(), 'x-subscription-token': token };
      const reply = await sendQuery({ provider: name, url, headers }, transport, signal);
      const failure = keyFailure(reply, key) ?? statusFailure(reply, context(transport, key));
      if (failure !== undefined) throw failure;
      const found = jsonOf(name, reply, replySchema).web?.results ?? [];
      const pages = found.map((page) => ({
        url: page.url,
        title: plainText(page.title, longestTitle),
        snippet: plainText(page.description ?? '', longestSnippet),
      }));
      return webResults(name, pages, count);
    },
  };
}

function context({ clock }: SearchTransport, key: Secret | undefined) {
  return { provider: name, keyVariable: key?.variable, now: clock.now() } as const;
}

/** Brave answers a wrong key with 422, as it does a wrong request; only the code in the body tells them apart. */
function keyFailure({ status, text }: SearchReply, key: Secret | undefined): ProviderFailure | undefined {
  if (status !== 422 || !/"SUBSCRIPTION_TOKEN_\w+"|"x-subscription-token"/u.test(text)) return undefined;
  const variable = key?.variable ?? '';
  return new ProviderFailure(name, 'refused-key', `it refuses the key in ${variable} (status 422)`, {
    hint: `Check ${variable}.`,
  });
}
