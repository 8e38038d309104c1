import type { StoredDocument } from '../../src/store/index-store.js';
import type { Extractor } from '../extractor.js';
import type { CrawlLimits } from './crawl-limits.js';
import type { CrawlState } from './crawl-state.js';
import type { PoliteFetcher } from './polite-fetcher.js';
import type { WebSource } from './web-source.js';

/** What the crawl of one source works with. */
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
