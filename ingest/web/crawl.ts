import { DocentError, systemErrorCode, toDocentError } from '../../src/core/errors.js';
import type { StoredDocument } from '../../src/store/index-store.js';
import { PageStatusError } from '../../src/web/page-failure.js';
import type { Candidate } from '../candidate.js';
import type { Extractor } from '../extractor.js';
import type { SkippedPath } from '../ingest-summary.js';
import { CrawlFrontier } from './crawl-frontier.js';
import type { CrawlLimits } from './crawl-limits.js';
import { type CrawlScope, scopeOf } from './crawl-scope.js';
import type { CrawlState, FoundPage } from './crawl-state.js';
import { failedCandidate } from './page-candidate.js';
import { PageVisit } from './page-visit.js';
import { isGone, isPassing, type PoliteFetcher } from './polite-fetcher.js';
import { RobotsRefusal } from './robots.js';
import { isSitemapAddress, sitemapPages } from './sitemap.js';
import type { WebSource } from './web-source.js';

export interface CrawlParts {
  readonly source: WebSource;
  /** Begun, or resumed. */
  readonly state: CrawlState;
  readonly fetcher: PoliteFetcher;
  readonly extractors: readonly Extractor[];
  readonly limits: CrawlLimits;
  /** The document of this URI as it stands in the index, where the settings of now would make it the same. */
  readonly current: (uri: string) => StoredDocument | undefined;
  readonly signal: AbortSignal;
}

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
    const { state } = this.#parts;
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
    if (this.#stopped !== undefined) yield this.#note(`Stopped: ${this.#stopped.message} The next ingest goes on.`);
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
      yield this.#failedStart(source.url, toDocentError(error));
    }
    await state.save();
  }

  async #readSitemap(isSitemap: boolean): Promise<void> {
    const { fetcher, source, state, limits } = this.#parts;
    const start = new URL(source.url);
    const rules = await fetcher.rulesFor(new URL('/', `${this.#scope.protocol}//${this.#scope.host}`));
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
    const { signal, source, fetcher } = this.#parts;
    try {
      const visit = new PageVisit(this.#parts, { page, scope: this.#scope, isStart: page.url === source.url });
      const { scope, bytes, links, candidate, aside } = await visit.outcome();
      this.#scope = scope;
      this.#bytes += bytes;
      this.#failuresInARow = 0;
      if (links.length > 0) {
        const rules = await fetcher.rulesFor(new URL(`${scope.protocol}//${scope.host}`));
        visit.settle(this.#frontier.admit(links, page.level + 1, scope, rules));
      } else visit.settle([]);
      if (candidate !== undefined) return [{ kind: 'candidate', candidate }];
      return aside === undefined ? [] : [{ kind: 'skipped', skipped: { path: page.url, reason: aside } }];
    } catch (error) {
      signal.throwIfAborted();
      return this.#failure(page, toDocentError(error));
    }
  }

  async #failure(page: FoundPage, error: DocentError): Promise<Visited[]> {
    const { state, source, limits, fetcher } = this.#parts;
    const earlier = state.knownPage(page.url);
    if (page.url === source.url) return this.#failureOfStart(error, earlier?.document !== undefined);
    if (isGone(error) || isNoConcern(error) || (isClosed(error) && earlier?.document === undefined)) {
      state.settle(page.url, {});
      const isRemoved = earlier?.document !== undefined;
      return isRemoved ? [] : [{ kind: 'skipped', skipped: { path: page.url, reason: error.message } }];
    }
    this.#failed.set(page.url, error);
    if (isPassing(error)) this.#failuresInARow += 1;
    if (this.#failuresInARow >= limits.failuresInARow) this.#stopped = error;
    if (page.level < source.depth) {
      // What lies behind it is looked for by the links that it had.
      if (earlier?.links === undefined) this.#isWhole = false;
      const rules = await fetcher.rulesFor(new URL(page.url));
      const links = (earlier?.links ?? []).map((link) => new URL(link));
      this.#frontier.admit(links, page.level + 1, this.#scope, rules);
    }
    return [{ kind: 'candidate', candidate: failedCandidate(page.url, false, error) }];
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
    const isHopeless = !isPassing(error) || systemErrorCode(error.cause) === 'ENOTFOUND';
    if (isHopeless && !isKnown) return { kind: 'refused', url, error };
    return { kind: 'candidate', candidate: failedCandidate(url, true, error) };
  }

  #isFull(): boolean {
    const { state, source, limits } = this.#parts;
    return state.settledCount + this.#failed.size >= source.maxPages || this.#bytes >= limits.totalBytes;
  }

  #note(reason: string): Visited {
    return { kind: 'skipped', skipped: { path: this.#parts.source.url, reason } };
  }
}

/** A link that leads where docent does not go: no fault of the crawl. */
function isNoConcern(error: DocentError): boolean {
  return error instanceof RobotsRefusal || error.code === 'web-address-refused';
}

/** 401, 403 and the like: not for programs. */
function isClosed(error: DocentError): boolean {
  return error instanceof PageStatusError && !isPassing(error);
}
