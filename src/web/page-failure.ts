import { STATUS_CODES } from 'node:http';
import { DocentError, errorMessage } from '../core/errors.js';
import { shownUrl } from './url-check.js';

/** A server that answered, but not with the page. */
export class PageStatusError extends DocentError {
  readonly status: number;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | undefined;

  constructor(url: URL, status: number, retryAfter?: string) {
    const name = STATUS_CODES[status];
    const wait = retryAfter !== undefined && /^\d{1,6}$/u.test(retryAfter) ? ` and asks to wait ${retryAfter} s` : '';
    super('web-page-failed', `${shownUrl(url)} answered ${status}${name === undefined ? '' : ` (${name})`}${wait}.`, {
      hint: statusHint(status),
    });
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export function pageFailed(url: URL, what: string, hint: string, cause?: unknown): DocentError {
  return new DocentError('web-page-failed', `${shownUrl(url)} ${what}.`, { hint, cause });
}

export function pageTooLarge(url: URL, maxBytes: number, how: 'is' | 'unpacks to'): DocentError {
  const megabytes = Math.round(maxBytes / 100_000) / 10;
  return new DocentError('file-too-large', `${shownUrl(url)} ${how} more than ${megabytes} MB and was not read on.`, {
    hint: 'Look for a shorter page on the same matter.',
  });
}

/** What went wrong on the way to a page and back, in words. */
export function connectionFailure(url: URL, error: unknown): DocentError {
  if (error instanceof DocentError) return error;
  const code = codeOf(error);
  const cause = error;
  if (code === 'EAI_AGAIN' || code === 'ENETUNREACH' || code === 'ENETDOWN') {
    return new DocentError('web-unavailable', `${shownUrl(url)} cannot be reached from this machine now (${code}).`, {
      hint: "Check the machine's network and name lookup.",
      cause,
    });
  }
  const known = failures.find(({ codes }) => codes.test(code));
  const what = known?.what ?? 'could not be loaded';
  const hint = known?.hint ?? 'Try again later, or another page.';
  return pageFailed(url, `${what} (${code === '' ? errorMessage(error).slice(0, 100) : code})`, hint, cause);
}

const another = 'Try another page, or this one later.';
const failures = [
  { codes: /^(?:ENOTFOUND|ENODATA)$/u, what: 'names a host that does not exist', hint: 'Correct the address.' },
  { codes: /^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ETIMEDOUT)$/u, what: 'does not answer', hint: another },
  { codes: /^(?:ECONNRESET|EPIPE|ECONNABORTED)$/u, what: 'broke the connection off', hint: another },
  { codes: /^HPE_/u, what: 'does not speak proper HTTP', hint: another },
  { codes: /^Z_|^ERR_(?:_|BROTLI|ZLIB)/u, what: 'is packed in a damaged way', hint: another },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|^CRL_/u,
    what: 'shows a certificate that cannot be trusted',
    hint: 'Its content could come from anyone: use another page.',
  },
  { codes: /^(?:EPROTO|ERR_SSL|ERR_TLS)/u, what: 'offers no connection that is safe', hint: another },
] as const;

function statusHint(status: number): string {
  if (status === 401 || status === 403 || status === 451) {
    return 'It is not open to programs, or not to everyone: use another page.';
  }
  if (status === 404 || status === 410) return 'It does not exist, or no longer: check the address, or search for it.';
  if (status === 429) return 'It had too many requests: use another page, or wait.';
  return status >= 500 ? 'The site has trouble: try later, or another page.' : 'Use another page.';
}

/** Of several addresses that were tried, the error holds one for each. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}
