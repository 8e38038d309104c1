import type { IncomingMessage } from 'node:http';
import { DocentError, toDocentError } from '../../src/core/errors.js';
import { linkedAbort } from '../../src/core/linked-abort.js';
import { packageVersion } from '../../src/core/package-version.js';
import { type MediaType, mediaTypeOf } from '../../src/web/media-type.js';
import { nextAddress } from '../../src/web/next-address.js';
import { PageStatusError, pageFailed } from '../../src/web/page-failure.js';
import type { PageLimits } from '../../src/web/page-limits.js';
import { pinnedRequest } from '../../src/web/pinned-request.js';
import { acceptedEncodings, readBody } from '../../src/web/read-body.js';
import type { WebNetwork } from '../../src/web/web-network.js';

/** What a server said to tell later whether a page has changed. */
export interface Validators {
  readonly etag?: string | undefined;
  /** The header `Last-Modified` as it came. */
  readonly lastModified?: string | undefined;
}

export interface ResourceRequest {
  /** As `checkWebUrl` let it pass. */
  readonly url: URL;
  readonly network: WebNetwork;
  readonly limits: PageLimits;
  readonly signal: AbortSignal;
  /** Asks for the page only if it has changed. */
  readonly validators?: Validators | undefined;
  /** Bytes that may come, by kind; throws where such a kind is not wanted at all. */
  readonly mostBytes: (type: MediaType | undefined) => number;
}

export interface Content extends Validators {
  readonly kind: 'content';
  readonly url: URL;
  readonly type: MediaType | undefined;
  readonly bytes: Uint8Array;
  /** Each header `X-Robots-Tag`, and `Link`. */
  readonly robotsTags: readonly string[];
  readonly linkHeaders: readonly string[];
  /** ISO 8601. */
  readonly fetchedAt: string;
}

/** A host that was asked and sends on to where docent does not go. */
export class RefusedRedirect extends DocentError {
  constructor({ code, message, hint, cause }: DocentError) {
    super(code, message, hint === undefined ? { cause } : { hint, cause });
  }
}

export type Resource = Content | { readonly kind: 'moved'; readonly to: URL } | { readonly kind: 'unchanged' };

/** The name that a site's robots.txt knows docent by. */
export const robotName = 'docent';
const notModified = 304;

/**
 * One request of one address; a redirect is handed back, not followed. Every address is checked as for pages that the
 * agent reads.
 * @throws DocentError `web-address-refused`, `web-page-failed` (a PageStatusError where the server answered),
 *   `web-unavailable`, `file-too-large`, what `mostBytes` throws, or the signal's reason
 */
export async function fetchResource(request: ResourceRequest): Promise<Resource> {
  const { url, network, limits } = request;
  const link = linkedAbort(request.signal);
  const outOfTime = () => link.abort(pageFailed(url, `was not there after ${limits.totalMs} ms`, 'Try again later.'));
  const cancel = network.clock.schedule(outOfTime, limits.totalMs);
  try {
    const response = await pinnedRequest({ url, network, limits, signal: link.signal, headers: headersFor(request) });
    try {
      return await resourceIn(response.message, request);
    } finally {
      response.close();
    }
  } catch (error) {
    throw toDocentError(link.signal.aborted ? link.signal.reason : error);
  } finally {
    cancel();
    link.close();
  }
}

async function resourceIn(message: IncomingMessage, request: ResourceRequest): Promise<Resource> {
  const { url, network, validators, mostBytes } = request;
  const { statusCode: status = 0, headers, headersDistinct } = message;
  if (status === notModified && validators !== undefined) return { kind: 'unchanged' };
  const to = addressAfter(url, message, network);
  if (to !== undefined) return { kind: 'moved', to };
  if (status < 200 || status > 299) throw new PageStatusError(url, status, headers['retry-after']);
  const type = mediaTypeOf(headers['content-type']);
  return {
    kind: 'content',
    url,
    type,
    bytes: await readBody(url, message, mostBytes(type)),
    etag: headers.etag,
    lastModified: headers['last-modified'],
    robotsTags: headersDistinct['x-robots-tag'] ?? [],
    linkHeaders: headersDistinct.link ?? [],
    fetchedAt: new Date(network.clock.now()).toISOString(),
  };
}

function addressAfter(url: URL, message: IncomingMessage, network: WebNetwork): URL | undefined {
  try {
    return nextAddress(url, message, network);
  } catch (error) {
    const isRefused = error instanceof DocentError && error.code === 'web-address-refused';
    throw isRefused ? new RefusedRedirect(error) : error;
  }
}

function headersFor({ validators }: ResourceRequest): Readonly<Record<string, string>> {
  const { etag, lastModified } = validators ?? {};
  return {
    'user-agent': `${robotName}/${packageVersion()} (reads pages into its user's own index)`,
    accept: 'text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain;q=0.9, */*;q=0.5',
    'accept-encoding': acceptedEncodings,
    connection: 'close',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}
