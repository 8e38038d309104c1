import { DocentError, toDocentError } from '../../src/core/errors.js';
import { PageStatusError } from '../../src/web/page-failure.js';
import type { Candidate } from '../candidate.js';
import type { SkippedPath } from '../ingest-summary.js';
import { CrawlFrontier } from './crawl-frontier.js';
import type { CrawlParts } from './crawl-parts.js';
import { type CrawlScope, scopeOf } from './crawl-scope.js';
import type { FoundPage } from './crawl-state.js';
import { failedCandidate } from './page-candidate.js';
import { PageVisit } from './page-visit.js';
import { isGone, isPassing } from './polite-fetcher.js';
import { isUnknownHost, RobotsRefusal, type RobotsRules } from './robots.js';
import { isSitemapAddress, sitemapPages } from './sitemap.js';

/** What became of one address. */
export type Visited =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'skipped'; readonly skipped: SkippedPath }
  /** The source cannot be read, and trying again would not help. */
  | { readonly kind: 'refused'; readonly url: string; readonly error: DocentError };

/** Reads one source page by page, nearest first, and remembers in its state what it has done. */
export class Crawl {
  readonly #parts: CrawlParts;
  readonly #frontier: CrawlFrontier;
  readonly #start: FoundPage;
  readonly #failed = new Map<string, DocentError>();
  #scope: CrawlScope;
  #bytes = 0;
  #failuresInARow = 0;
  #isWhole = true;
  #stopped: DocentError | undefined;

  constructor(parts: CrawlParts) {
    this.#parts = parts;
    this.#frontier = new CrawlFrontier(parts);
    const { url, wholeSite } = parts.source;
    this.#start = { url, level: 0 };
    this.#scope = parts.state.scope ?? scopeOf(new URL(url), wholeSite || isSitemapAddress(new URL(url)));
  }

  /** Addresses that could not be read, and why. */
  get failed(): ReadonlyMap<string, DocentError> {
    return this.#failed;
  }

  /** Whether every page of the source was seen: what was not seen is then gone. */
  get isWhole(): boolean {
    return this.#isWhole && this.#frontier.isWhole && this.#stopped === undefined;
  }

  /** Why the crawl ended before its end; the next ingest goes on with it. */
  get stopped(): DocentError | undefined {
    return this.#stopped;
  }

  /** @throws the signal's reason */
  async *visits(): AsyncGenerator<Visited> {
    const { state, source, signal } = this.#parts;
    try {
      await this.#rules();
    } catch (error) {
      signal.throwIfAborted();
      yield this.#failedStart(source.url, toDocentError(error));
      return;
    }
    if (state.scope === undefined) yield* this.#begin();
    while (this.#stopped === undefined) {
      const page = state.next();
      if (page === undefined) break;
      if (this.#failed.has(page.url)) continue;
      if (this.#isFull()) {
        this.#isWhole = false;
        yield this.#note(`${state.waitingCount + 1} pages that were found were not read: the limit is reached.`);
        break;
      }
      yield* await this.#visit(page);
      await state.save();
    }
    for (const skipped of this.#frontier.notes()) yield { kind: 'skipped', skipped };
    if (this.#isRefusedAgainAndAgain())
      yield this.#note('The site failed too often in a row; the next ingest goes on.');
  }

  /** The first page, which decides where the site lies, and the sitemap. */
  async *#begin(): AsyncGenerator<Visited> {
    const { state, source, signal } = this.#parts;
    const isSitemap = isSitemapAddress(new URL(source.url));
    if (!isSitemap) {
      state.find(this.#start);
      yield* await this.#visit(this.#start);
    }
    if (this.#stopped !== undefined) return;
    try {
      if (isSitemap || source.sitemap) await this.#readSitemap(isSitemap);
      state.setStarted(this.#scope);
    } catch (error) {
      signal.throwIfAborted();
      // The page that it began with may well be in the index: the failure goes by another name.
      yield this.#failedStart(isSitemap ? source.url : `${source.url}#sitemap`, toDocentError(error));
    }
    await state.save();
  }

  async #readSitemap(isSitemap: boolean): Promise<void> {
    const { fetcher, source, state, limits } = this.#parts;
    const start = new URL(source.url);
    const rules = await this.#rules();
    const named = rules.sitemaps.filter((each) => URL.canParse(each)).map((each) => new URL(each));
    const own = named.filter(({ host }) => host === this.#scope.host);
    const usual = new URL('/sitemap.xml', `${this.#scope.protocol}//${this.#scope.host}`);
    const starts = isSitemap ? [start] : own.length > 0 ? own : [usual];
    const fetch = (url: URL) => fetcher.get(url, { mostBytes: () => limits.page.textBytes });
    for await (const url of sitemapPages(starts, { fetch, scope: this.#scope })) {
      this.#frontier.admit([url], 0, this.#scope, rules);
      if (!this.#frontier.isWhole) break;
    }
    if (state.foundCount > 0) return;
    throw new DocentError('web-page-failed', `The sitemap ${source.url} names no page of ${start.host}.`, {
      hint: 'Give the address of a page, with --depth to follow its links.',
    });
  }

  async #visit(page: FoundPage): Promise<Visited[]> {
    const { signal, source } = this.#parts;
    try {
      const visit = new PageVisit(this.#parts, { page, scope: this.#scope, isStart: page.url === source.url });
      const { scope, bytes, links, candidate, aside } = await visit.outcome();
      this.#scope = scope;
      this.#bytes += bytes;
      this.#failuresInARow = 0;
      visit.settle(this.#frontier.admit(links, page.level + 1, scope, await this.#rules()));
      if (candidate !== undefined) return [{ kind: 'candidate', candidate }];
      return aside === undefined ? [] : [{ kind: 'skipped', skipped: { path: page.url, reason: aside } }];
    } catch (error) {
      signal.throwIfAborted();
      return this.#failure(page, toDocentError(error));
    }
  }

  async #failure(page: FoundPage, error: DocentError): Promise<Visited[]> {
    const { state, source } = this.#parts;
    const earlier = state.knownPage(page.url);
    if (page.url === source.url) return this.#failureOfStart(error, earlier?.document !== undefined);
    if (isGone(error) || isNoConcern(error) || (isClosed(error) && earlier?.document === undefined)) {
      state.settle(page.url, {});
      const isRemoved = earlier?.document !== undefined;
      return isRemoved ? [] : [{ kind: 'skipped', skipped: { path: page.url, reason: error.message } }];
    }
    this.#failed.set(page.url, error);
    if (isPassing(error)) await this.#passOver(page, error);
    return [{ kind: 'candidate', candidate: failedCandidate(page.url, false, error) }];
  }

  /** What lies behind a page that is missing for now is looked for by the links that it had. */
  async #passOver(page: FoundPage, error: DocentError): Promise<void> {
    const { state, source } = this.#parts;
    this.#failuresInARow += 1;
    if (this.#isRefusedAgainAndAgain()) this.#stopped = error;
    if (page.level >= source.depth) return;
    const { links } = state.knownPage(page.url) ?? {};
    if (links === undefined) this.#isWhole = false;
    const addresses = (links ?? []).map((link) => new URL(link));
    this.#frontier.admit(addresses, page.level + 1, this.#scope, await this.#rules());
  }

  #failureOfStart(error: DocentError, hasDocument: boolean): Visited[] {
    const { state, source } = this.#parts;
    if (!isGone(error) || !hasDocument) return [this.#failedStart(source.url, error)];
    state.settle(source.url, {});
    if (source.depth > 0 || source.sitemap) this.#stopped = error;
    return [this.#note(`${error.message} It left the index.`)];
  }

  #failedStart(url: string, error: DocentError): Visited {
    this.#failed.set(url, error);
    this.#stopped = error;
    const isKnown = this.#parts.state.allDocuments().size > 0;
    const isHopeless = !isPassing(error) || isUnknownHost(error);
    if (isHopeless && !isKnown) return { kind: 'refused', url, error };
    return { kind: 'candidate', candidate: failedCandidate(url, true, error) };
  }

  /** Those of the site's host; fetched once. */
  async #rules(): Promise<RobotsRules> {
    return this.#parts.fetcher.rulesFor(new URL(`${this.#scope.protocol}//${this.#scope.host}`));
  }

  #isRefusedAgainAndAgain(): boolean {
    return this.#failuresInARow >= this.#parts.limits.failuresInARow;
  }

  #isFull(): boolean {
    const { state, source, limits } = this.#parts;
    return state.settledCount + this.#failed.size >= source.maxPages || this.#bytes >= limits.totalBytes;
  }

  #note(reason: string): Visited {
    return { kind: 'skipped', skipped: { path: this.#parts.source.url, reason } };
  }
}

const noConcern: ReadonlySet<string> = new Set(['web-address-refused', 'format-unsupported']);

/** A link that leads where docent does not go: no fault of the crawl. */
function isNoConcern(error: DocentError): boolean {
  return error instanceof RobotsRefusal || noConcern.has(error.code);
}

/** 401, 403 and the like: not for programs. */
function isClosed(error: DocentError): boolean {
  return error instanceof PageStatusError && !isPassing(error);
}
