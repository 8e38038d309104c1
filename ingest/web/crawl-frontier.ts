import type { SkippedPath } from '../ingest-summary.js';
import type { CrawlLimits } from './crawl-limits.js';
import { type CrawlScope, inScope } from './crawl-scope.js';
import type { CrawlState, FoundPage } from './crawl-state.js';
import type { RobotsRules } from './robots.js';
import type { WebSource } from './web-source.js';

export interface FrontierOptions {
  readonly source: WebSource;
  readonly state: CrawlState;
  readonly limits: CrawlLimits;
}

/** Decides which links become addresses to visit, and counts those that do not. */
export class CrawlFrontier {
  readonly #options: FrontierOptions;
  readonly #variants = new Map<string, number>();
  readonly #closed = new Set<string>();
  readonly #leftOut = new Set<string>();

  constructor(options: FrontierOptions) {
    this.#options = options;
    for (const url of options.state.foundUrls()) this.#countVariant(new URL(url));
  }

  /** Links that belong to the site and may be read are found; returned are all of these, new or not. */
  admit(links: readonly URL[], level: number, scope: CrawlScope, rules: RobotsRules): string[] {
    return links.flatMap((link) => {
      const url = inScope(scope, link);
      if (url === undefined) return [];
      return this.#isAdmitted({ url: url.href, level }, url, rules) ? [url.href] : [];
    });
  }

  /** Whether all that was found could be visited, given time. */
  get isWhole(): boolean {
    return !this.#options.state.isPartial;
  }

  /** What was left out, in words. */
  notes(): SkippedPath[] {
    const { url } = this.#options.source;
    const note = (count: number, what: string) => (count === 0 ? [] : [{ path: url, reason: `${count} ${what}` }]);
    return [
      ...note(this.#closed.size, 'linked pages were left out: the robots.txt of the site closes them.'),
      ...note(this.#leftOut.size, 'addresses were left out: too many, or too many that differ in their query alone.'),
    ];
  }

  #isAdmitted(page: FoundPage, url: URL, rules: RobotsRules): boolean {
    const { state, source, limits } = this.#options;
    if (state.hasFound(page.url)) return true;
    if (!isShort(url)) return false;
    if (!rules.isAllowed(url)) {
      this.#closed.add(page.url);
      return false;
    }
    const isTooMuch = state.foundCount >= source.maxPages * limits.addressesPerPage;
    if (isTooMuch || (this.#variants.get(pathOf(url)) ?? 0) >= limits.variantsOfPath) {
      state.setPartial();
      if (this.#leftOut.size < limits.addressesPerPage * source.maxPages) this.#leftOut.add(page.url);
      return false;
    }
    this.#countVariant(url);
    state.find(page);
    return true;
  }

  #countVariant(url: URL): void {
    this.#variants.set(pathOf(url), (this.#variants.get(pathOf(url)) ?? 0) + 1);
  }
}

function pathOf({ host, pathname }: URL): string {
  return `${host}${pathname}`;
}

/** As `checkWebUrl` has it. */
function isShort({ href }: URL): boolean {
  return href.length <= 2048;
}
