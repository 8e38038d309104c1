import { DocentError } from '../../src/core/errors.js';
import { pageFailed } from '../../src/web/page-failure.js';
import { shownUrl } from '../../src/web/url-check.js';
import type { Candidate } from '../candidate.js';
import type { CrawlParts } from './crawl-parts.js';
import { type CrawlScope, inScope, isSameSite, scopeOf } from './crawl-scope.js';
import type { FoundPage, SettledPage } from './crawl-state.js';
import type { Content, Resource } from './fetch-resource.js';
import { arrivedPage, pageCandidate, unchangedCandidate, webExtractorVersion } from './page-candidate.js';
import { pageSigns } from './page-signs.js';
import { mostBytesOf } from './web-format.js';

export interface VisitPlace {
  readonly page: FoundPage;
  readonly scope: CrawlScope;
  readonly isStart: boolean;
}

export interface PageOutcome {
  /** That of the site, once the first page has said where it lies. */
  readonly scope: CrawlScope;
  readonly bytes: number;
  readonly links: readonly URL[];
  readonly candidate?: Candidate | undefined;
  /** Why it is no document; absent where that goes without saying. */
  readonly aside?: string | undefined;
}

interface Arrival {
  readonly url: URL;
  readonly resource: Exclude<Resource, { kind: 'moved' }>;
  /** Where the server was asked for changes alone. */
  readonly earlier: SettledPage | undefined;
}

/** One address: fetched by way of its redirects, and looked at. */
export class PageVisit {
  readonly #parts: CrawlParts;
  readonly #place: VisitPlace;
  #scope: CrawlScope;
  /** Addresses that were sent on to the page. */
  readonly #hops: string[] = [];
  /** Where they led, and what is there. */
  #arrivedAt: string | undefined;
  #record: SettledPage = {};

  constructor(parts: CrawlParts, place: VisitPlace) {
    this.#parts = parts;
    this.#place = place;
    this.#scope = place.scope;
  }

  async outcome(): Promise<PageOutcome> {
    const arrival = await this.#arrive();
    if (arrival === undefined) return { scope: this.#scope, bytes: 0, links: [] };
    const { url, resource, earlier } = arrival;
    if (resource.kind === 'content') return this.#arrived(url, resource);
    const known = this.#parts.current(earlier?.document ?? '');
    const extractor = this.#parts.extractors.find(({ format }) => format === known?.format);
    if (known === undefined || extractor === undefined) throw pageFailed(url, 'answered 304 unasked', 'Try again.');
    const { document, hash, etag, lastModified, links } = earlier ?? {};
    this.#record = { document, hash, etag, lastModified, links };
    const candidate = unchangedCandidate(known, webExtractorVersion(extractor), this.#naming);
    return {
      scope: this.#scope,
      bytes: 0,
      candidate,
      links: this.#wantsLinks ? (links ?? []).map((link) => new URL(link)) : [],
    };
  }

  /** Tells the state what became of each address. */
  settle(links: readonly string[]): void {
    const { state } = this.#parts;
    const { document, hash } = this.#record;
    for (const url of this.#hops) state.settle(url, { document, hash });
    if (this.#arrivedAt === undefined) return;
    state.settle(
      this.#arrivedAt,
      this.#wantsLinks && document !== undefined ? { ...this.#record, links } : this.#record,
    );
  }

  get #isSite(): boolean {
    const { depth, sitemap } = this.#parts.source;
    return depth > 0 || sitemap || !this.#place.isStart;
  }

  get #wantsLinks(): boolean {
    return this.#place.page.level < this.#parts.source.depth;
  }

  get #naming() {
    return { name: this.#place.page.url, isExplicit: this.#place.isStart };
  }

  /** Undefined for an address that leads to a page that has been seen. */
  async #arrive(): Promise<Arrival | undefined> {
    const { fetcher, limits, state } = this.#parts;
    let url = new URL(this.#place.page.url);
    for (let hops = 0; hops <= limits.page.redirects; hops += 1) {
      const earlier = this.#askedForChanges(url);
      const resource = await fetcher.get(url, { validators: earlier, mostBytes: mostBytesOf(url, limits.page) });
      if (resource.kind !== 'moved') {
        this.#arrivedAt = url.href;
        return { url, resource, earlier };
      }
      this.#hops.push(url.href);
      const to = this.#movedTo(url, resource.to);
      if (this.#hops.includes(to.href)) throw pageFailed(url, 'is sent round in a circle', 'Use another page.');
      const seen = state.settledPage(to.href);
      if (seen !== undefined) {
        this.#record = { document: seen.document, hash: seen.hash };
        return undefined;
      }
      url = to;
    }
    throw pageFailed(url, `is sent on more than ${limits.page.redirects} times`, 'Use another page.');
  }

  /** @throws DocentError `web-address-refused` where a site's page leads out of the site */
  #movedTo(from: URL, to: URL): URL {
    to.hash = '';
    if (!this.#isSite) return to;
    if (this.#place.isStart && isSameSite(from, to)) {
      this.#scope = scopeOf(to, this.#parts.source.wholeSite);
      return to;
    }
    const within = inScope(this.#scope, to);
    if (within !== undefined) return within;
    throw new DocentError('web-address-refused', `${shownUrl(from)} leads out of the site, to ${shownUrl(to)}.`, {
      hint: `If that is what you want, ingest it by its own address: docent ingest ${shownUrl(to)}`,
    });
  }

  /** What is known of a page, where the server may be asked whether it has changed. */
  #askedForChanges(url: URL): SettledPage | undefined {
    const earlier = this.#parts.state.knownPage(url.href);
    if (earlier?.document === undefined || earlier.hash === undefined) return undefined;
    if (earlier.etag === undefined && earlier.lastModified === undefined) return undefined;
    if (this.#wantsLinks && earlier.links === undefined) return undefined;
    return this.#parts.current(earlier.document)?.contentHash === earlier.hash ? earlier : undefined;
  }

  async #arrived(url: URL, content: Content): Promise<PageOutcome> {
    const { state, extractors } = this.#parts;
    const arrived = await arrivedPage(content, extractors);
    const signs = await pageSigns(content, arrived.html, this.#wantsLinks);
    const found = { scope: this.#scope, bytes: content.bytes.length, links: signs.links };
    const canonical = await this.#canonical(url, signs.canonical);
    if (canonical !== undefined) return { ...found, aside: `It is a copy of ${canonical}.` };
    if (!signs.isIndexable) return { ...found, aside: 'It asks not to be kept in an index (noindex).' };
    const twin = this.#isSite ? state.documentWith(arrived.hash) : undefined;
    if (twin !== undefined && twin !== url.href) return { ...found, links: [], aside: `It is the same as ${twin}.` };
    const { etag, lastModified } = content;
    this.#record = { document: url.href, hash: arrived.hash, etag, lastModified };
    return { ...found, candidate: pageCandidate(arrived, this.#naming) };
  }

  /** The address that stands for this page, found if it was not; undefined where the page stands for itself. */
  async #canonical(url: URL, stated: URL | undefined): Promise<string | undefined> {
    const { state, fetcher } = this.#parts;
    const canonical = this.#isSite && stated !== undefined ? inScope(this.#scope, stated) : undefined;
    if (canonical === undefined || canonical.href === url.href) return undefined;
    if (!(await fetcher.rulesFor(canonical)).isAllowed(canonical)) return undefined;
    const settled = state.settledPage(canonical.href);
    // Two pages that point at each other: one of them has to stay.
    if (settled !== undefined && settled.document === undefined) return undefined;
    state.find({ url: canonical.href, level: this.#place.page.level });
    return canonical.href;
  }
}
