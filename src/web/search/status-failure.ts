import type { SearchProviderName } from '../../core/web-config.js';
import { ProviderFailure } from './provider-failure.js';
import type { SearchReply } from './search-request.js';

export interface StatusContext {
  readonly provider: SearchProviderName;
  /** Where the provider takes a key: the variable that holds it. */
  readonly keyVariable?: string | undefined;
  readonly now: number;
}

/** What a status other than 200 means; undefined for 200. */
export function statusFailure(
  { status, headers }: Pick<SearchReply, 'status' | 'headers'>,
  { provider, keyVariable, now }: StatusContext,
): ProviderFailure | undefined {
  if (status === 200) return undefined;
  const retryAt = retryTime(headers, now);
  const fail = (state: ProviderFailure['state'], reason: string, hint?: string) =>
    new ProviderFailure(provider, state, reason, { retryAt, ...(hint === undefined ? {} : { hint }) });
  if (status === 429) return fail('rate-limited', 'it wants fewer requests (status 429)');
  if ((status === 401 || status === 403) && keyVariable !== undefined) {
    return fail('refused-key', `it refuses the key in ${keyVariable} (status ${status})`, `Check ${keyVariable}.`);
  }
  if (status === 401 || status === 403) return fail('blocked', `it refuses to answer (status ${status})`);
  if (status >= 300 && status < 400) return fail('failed', `it redirects${targetOf(headers)} (status ${status})`);
  return fail('failed', `it answered with status ${status}`);
}

/** `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3), as a time in milliseconds since 1970. */
export function retryTime(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d+)?$/u.test(text)) return now + Number(text) * 1000;
  // Without a letter it is no date, though Date.parse would guess one.
  const date = /[a-z]/iu.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(date, now);
}

/** Only the host: the rest of an address can hold anything. */
function targetOf(headers: Headers): string {
  const location = headers.get('location') ?? '';
  return URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
}
