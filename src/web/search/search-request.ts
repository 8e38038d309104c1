import { linkedAbort } from '../../core/linked-abort.js';
import type { SearchProviderName } from '../../core/web-config.js';
import { networkFailure, timeoutFailure, tooLarge } from './network-failure.js';
import type { ProviderFailure } from './provider-failure.js';
import type { RateLimiter } from './rate-limiter.js';
import { abortReason, type SearchClock } from './search-clock.js';

/** How providers reach the web; tests pass their own parts. */
export interface SearchTransport {
  readonly fetch: typeof fetch;
  readonly clock: SearchClock;
  readonly limiter: RateLimiter;
  /** Longest time for one provider's answer, not counting the wait for its turn. */
  readonly timeoutMs: number;
  /** Largest answer after decompression. */
  readonly maxBytes: number;
}

export interface SearchQuery {
  readonly provider: SearchProviderName;
  readonly url: URL;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SearchReply {
  readonly status: number;
  readonly headers: Headers;
  /** `text/html`, say; empty where none is given. */
  readonly mediaType: string;
  readonly text: string;
}

/**
 * One request in its turn, with one deadline from the first byte sent to the last byte read. Redirects are not followed:
 * they would carry questions and keys elsewhere.
 * @throws ProviderFailure `timeout`, `unreachable`, `failed` (too large); DocentError `aborted`
 */
export async function sendQuery(
  query: SearchQuery,
  transport: SearchTransport,
  signal: AbortSignal,
): Promise<SearchReply> {
  const { clock, limiter, timeoutMs, maxBytes, fetch: send } = transport;
  await limiter.turn(query.url.host, signal);
  const limited = linkedAbort(signal);
  const cancel = clock.schedule(() => limited.abort(timeoutFailure(query.provider, timeoutMs)), timeoutMs);
  try {
    const { method = 'GET', headers = {}, body } = query;
    const init = { method, headers, redirect: 'manual', signal: limited.signal } as const;
    const response = await send(query.url, body === undefined ? init : { ...init, body });
    const text = await readText(response, maxBytes, () => tooLarge(query.provider, maxBytes));
    return { status: response.status, headers: response.headers, mediaType: mediaTypeOf(response.headers), text };
  } catch (error) {
    if (signal.aborted) throw abortReason(signal);
    if (limited.signal.aborted) throw abortReason(limited.signal);
    throw networkFailure(query.provider, error);
  } finally {
    cancel();
    limited.close();
    // Ends what is left of a reply that was not read to its end.
    limited.abort(undefined);
  }
}

async function readText(response: Response, maxBytes: number, excess: () => ProviderFailure): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw excess();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function mediaTypeOf(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
