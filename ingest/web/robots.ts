import robots from 'robots-parser';
import { DocentError, systemErrorCode } from '../../src/core/errors.js';
import { PageStatusError, pageFailed } from '../../src/web/page-failure.js';
import { shownUrl } from '../../src/web/url-check.js';
import { RefusedRedirect, type Resource, robotName } from './fetch-resource.js';

/** What a site's robots.txt says to docent. */
export interface RobotsRules {
  isAllowed(url: URL): boolean;
  /** Between requests, at most ten seconds: longer ones forbid a crawl in all but name. */
  readonly delayMs: number;
  /** Addresses of sitemaps, as they stand there. */
  readonly sitemaps: readonly string[];
}

/** A page that the site's robots.txt closes to programs. */
export class RobotsRefusal extends DocentError {
  constructor(url: URL) {
    super('web-address-refused', `The robots.txt of ${url.host} asks programs not to read ${shownUrl(url)}.`, {
      hint: 'Ask the owner of the site, or save the page yourself and ingest the file.',
    });
  }
}

interface ParsedRobots {
  isAllowed(url: string, agent?: string): boolean | undefined;
  getCrawlDelay(agent?: string): number | undefined;
  getSitemaps(): string[];
}

/** The library's types claim a `default` that its CommonJS does not have. */
const parseRobots = robots as unknown as (url: string, text: string) => ParsedRobots;

const longestDelayMs = 10_000;
/** RFC 9309, 2.5: at least so much is read. */
const mostCharacters = 512_000;
/** RFC 9309, 2.3.1.2. */
const mostRedirects = 5;

/** The rules of each origin, fetched once in a run. */
export class RobotsBook {
  readonly #rules = new Map<string, Promise<RobotsRules>>();
  readonly #fetch: (url: URL) => Promise<Resource>;

  constructor(fetch: (url: URL) => Promise<Resource>) {
    this.#fetch = fetch;
  }

  /** @throws DocentError `web-unavailable` where the site cannot tell: it is not read then (RFC 9309, 2.3.1.4) */
  async rulesFor({ origin }: URL): Promise<RobotsRules> {
    const known = this.#rules.get(origin);
    if (known !== undefined) return known;
    const asked = this.#ask(new URL('/robots.txt', origin));
    this.#rules.set(origin, asked);
    return asked;
  }

  async #ask(address: URL): Promise<RobotsRules> {
    try {
      return rulesFrom(address, await this.#textAt(address));
    } catch (error) {
      if (error instanceof PageStatusError && isAbsent(error.status)) return rulesFrom(address, '');
      if (!(error instanceof DocentError) || !isUnreadable(error)) throw error;
      throw new DocentError('web-unavailable', `${address.host} was not read: ${error.message}`, {
        hint: 'Without its robots.txt nobody knows what the site allows. Try again later.',
        cause: error,
      });
    }
  }

  async #textAt(address: URL): Promise<string> {
    let url = address;
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const resource = await this.#fetch(url);
      if (resource.kind === 'content') return new TextDecoder().decode(resource.bytes).slice(0, mostCharacters);
      if (resource.kind === 'moved') url = resource.to;
    }
    throw pageFailed(address, `is sent on more than ${mostRedirects} times`, 'Try again later.');
  }
}

function rulesFrom(address: URL, text: string): RobotsRules {
  const parsed = parseRobots(address.href, text);
  const delay = parsed.getCrawlDelay(robotName) ?? 0;
  return {
    isAllowed: (url) => parsed.isAllowed(url.href, robotName) ?? true,
    delayMs: Math.min(Math.max(delay, 0) * 1000, longestDelayMs),
    sitemaps: parsed.getSitemaps(),
  };
}

/** Whether the name of the host leads nowhere: a slip of the keyboard, more often than a site that is gone. */
export function isUnknownHost({ cause }: DocentError): boolean {
  return systemErrorCode(cause) === 'ENOTFOUND';
}

/** A host that does not exist, or must not be asked, is no matter of its rules. */
function isUnreadable(error: DocentError): boolean {
  if (error instanceof RefusedRedirect || error.code === 'file-too-large') return true;
  return error.code === 'web-page-failed' && !isUnknownHost(error);
}

/** RFC 9309, 2.3.1.3: a site that has no rules allows; one that is overrun has not said so. */
function isAbsent(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
