import { DocentError, toDocentError } from '../core/errors.js';
import { linkedAbort } from '../core/linked-abort.js';
import { packageVersion } from '../core/package-version.js';
import { inSpan, type Span, silentSpan } from '../core/trace.js';
import { fetchSpan, statusAttributes } from '../core/trace-attributes.js';
import { mediaTypeOf, type PageKind, pageKindOf } from './media-type.js';
import { nextAddress } from './next-address.js';
import { PageStatusError, pageFailed } from './page-failure.js';
import { defaultPageLimits, type PageLimits } from './page-limits.js';
import { type PinnedResponse, pinnedRequest } from './pinned-request.js';
import { acceptedEncodings, readBody } from './read-body.js';
import { checkWebUrl, shownUrl } from './url-check.js';
import { publicNetwork, type WebNetwork } from './web-network.js';

export interface FetchWebPageOptions {
  readonly signal?: AbortSignal | undefined;
  readonly span?: Span | undefined;
  readonly network?: WebNetwork | undefined;
  readonly limits?: Partial<PageLimits> | undefined;
}

/** A page as it came, unpacked. */
export interface WebResponse {
  /** As it was asked for, in the WHATWG form. */
  readonly url: string;
  /** After redirects. */
  readonly finalUrl: string;
  readonly status: number;
  readonly mediaType: PageKind;
  /** What the server calls the encoding, unchecked. */
  readonly charset: string | undefined;
  readonly bytes: Uint8Array;
  /** ISO 8601. */
  readonly accessedAt: string;
}

interface Journey {
  readonly network: WebNetwork;
  readonly limits: PageLimits;
  readonly signal: AbortSignal;
  readonly span: Span;
}

/**
 * Fetches one page of the public web. Each redirect is checked like the first address; nothing is sent along but the
 * address itself and docent's name.
 * @throws DocentError `web-address-refused`, `web-page-failed` (a PageStatusError where the server answered),
 * `web-unavailable`, `format-unsupported`, `file-too-large`, `invalid-request`, `aborted` or the signal's reason
 */
export async function fetchWebPage(address: string, options: FetchWebPageOptions = {}): Promise<WebResponse> {
  const { network = publicNetwork, span = silentSpan } = options;
  const limits = { ...defaultPageLimits, ...options.limits };
  const url = checkWebUrl(address, network);
  const link = linkedAbort(options.signal);
  const outOfTime = () =>
    link.abort(pageFailed(url, `was not there after ${limits.totalMs} ms`, 'Use another page, or try later.'));
  const cancel = network.clock.schedule(outOfTime, limits.totalMs);
  try {
    return await follow(url, { network, limits, signal: link.signal, span });
  } catch (error) {
    throw toDocentError(link.signal.aborted ? link.signal.reason : error);
  } finally {
    cancel();
    link.close();
  }
}

async function follow(start: URL, journey: Journey): Promise<WebResponse> {
  const seen = new Set<string>();
  for (let url = start; ; ) {
    seen.add(withoutFragment(url));
    const arrived = await inSpan(journey.span, ...fetchSpan(url.href), (span) => step(url, journey, span));
    if (!(arrived instanceof URL)) return { ...arrived, url: start.href, finalUrl: url.href };
    if (seen.has(withoutFragment(arrived))) {
      throw pageFailed(start, `is sent round in a circle, by way of ${shownUrl(arrived)}`, 'Use another page.');
    }
    if (seen.size > journey.limits.redirects) {
      throw pageFailed(start, `is sent on more than ${journey.limits.redirects} times`, 'Use another page.');
    }
    url = arrived;
  }
}

/** One request: the page, or where to go on. */
async function step(url: URL, journey: Journey, span: Span): Promise<URL | Omit<WebResponse, 'url' | 'finalUrl'>> {
  journey.signal.throwIfAborted();
  const response = await pinnedRequest({ ...journey, url, headers: requestHeaders() });
  try {
    const { message } = response;
    span.set(statusAttributes(message.statusCode ?? 0));
    return nextAddress(url, message, journey.network) ?? (await pageIn(url, response, journey));
  } finally {
    response.close();
  }
}

async function pageIn(url: URL, { message }: PinnedResponse, { limits, network }: Journey) {
  const { statusCode: status = 0, headers: given } = message;
  if (status < 200 || status > 299) throw new PageStatusError(url, status, given['retry-after']);
  const stated = mediaTypeOf(given['content-type']);
  const mediaType = pageKindOf(stated, url);
  if (mediaType === undefined) {
    throw new DocentError('format-unsupported', `${shownUrl(url)} is ${stated?.name}, which docent does not read.`, {
      hint: 'Read are HTML, plain text, Markdown, JSON, XML and PDF.',
    });
  }
  const accessedAt = new Date(network.clock.now()).toISOString();
  const maxBytes = mediaType === 'application/pdf' ? limits.pdfBytes : limits.textBytes;
  const bytes = await readBody(url, message, maxBytes);
  if (bytes.length === 0) throw pageFailed(url, `answered ${status} with nothing in it`, 'Use another page.');
  return { status, mediaType, charset: stated?.charset, bytes, accessedAt };
}

function requestHeaders(): Readonly<Record<string, string>> {
  return {
    'user-agent': `docent/${packageVersion()}`,
    accept: 'text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain;q=0.9, */*;q=0.5',
    'accept-encoding': acceptedEncodings,
    connection: 'close',
  };
}

function withoutFragment(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length);
}
