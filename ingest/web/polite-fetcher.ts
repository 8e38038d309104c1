import type { DocentError } from '../../src/core/errors.js';
import type { MediaType } from '../../src/web/media-type.js';
import { PageStatusError } from '../../src/web/page-failure.js';
import type { WebNetwork } from '../../src/web/web-network.js';
import type { CrawlLimits } from './crawl-limits.js';
import { fetchResource, type Resource, type Validators } from './fetch-resource.js';
import { HostGate, type Pause } from './host-gate.js';
import { RobotsBook, RobotsRefusal, type RobotsRules } from './robots.js';

export interface PoliteFetcherOptions {
  readonly network: WebNetwork;
  readonly limits: CrawlLimits;
  readonly pause: Pause;
  /** Requests per second and host. */
  readonly rate: number;
  readonly signal: AbortSignal;
}

export interface GetOptions {
  readonly validators?: Validators | undefined;
  readonly mostBytes: (type: MediaType | undefined) => number;
}

/** How often a page is asked for again that said when to come back. */
const mostRetries = 2;

/** Fetches as a guest: what robots.txt allows, no faster than asked, and later where a server says so. */
export class PoliteFetcher {
  readonly #options: PoliteFetcherOptions;
  readonly #gate: HostGate;
  readonly #robots: RobotsBook;

  constructor(options: PoliteFetcherOptions) {
    const { network, pause, rate, limits } = options;
    this.#options = options;
    this.#gate = new HostGate({ now: () => network.clock.now(), pause, rate });
    this.#robots = new RobotsBook((url) => this.#fetch(url, { mostBytes: () => limits.page.textBytes }));
  }

  /** @throws DocentError `web-unavailable` */
  async rulesFor(url: URL): Promise<RobotsRules> {
    return this.#robots.rulesFor(url);
  }

  /** One address, once its host may be asked. @throws DocentError as `fetchResource`; RobotsRefusal */
  async get(url: URL, options: GetOptions): Promise<Resource> {
    const rules = await this.#robots.rulesFor(url);
    if (!rules.isAllowed(url)) throw new RobotsRefusal(url);
    if (rules.delayMs > 0) this.#gate.slowDown(url.host, rules.delayMs);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#fetch(url, options);
      } catch (error) {
        const waitMs = retryAfterMs(error, this.#options.network.clock.now());
        if (waitMs === undefined) throw error;
        this.#gate.rest(url.host, Math.min(waitMs, this.#options.limits.longestWaitMs));
        if (attempt >= mostRetries || waitMs > this.#options.limits.longestWaitMs) throw error;
      }
    }
  }

  async #fetch(url: URL, options: GetOptions): Promise<Resource> {
    const { network, limits, signal } = this.#options;
    await this.#gate.turn(url.host, signal);
    return fetchResource({ ...options, url, network, limits: limits.page, signal });
  }
}

/** The wait that a 429 or 503 asks for; undefined where it asks for none. */
function retryAfterMs(error: unknown, nowMs: number): number | undefined {
  if (!(error instanceof PageStatusError) || (error.status !== 429 && error.status !== 503)) return undefined;
  const { retryAfter = '' } = error;
  if (/^\d+$/u.test(retryAfter)) return Number(retryAfter) * 1000;
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : Math.max(0, until - nowMs);
}

/** A failure that may be over at the next ingest: the old state of the page is kept until then. */
export function isPassing(error: DocentError): boolean {
  if (error instanceof PageStatusError) return error.status >= 500 || error.status === 429 || error.status === 408;
  return error.code === 'web-unavailable' || error.code === 'web-page-failed';
}

/** The server says that there is no such page. */
export function isGone(error: unknown): boolean {
  return error instanceof PageStatusError && (error.status === 404 || error.status === 410);
}
