import type { PageLimits } from '../../src/web/page-limits.js';

/** What a whole crawl may take. */
export interface CrawlLimits {
  readonly page: PageLimits;
  /** Of all pages of one run together, unpacked. */
  readonly totalBytes: number;
  /** Addresses that are remembered, for each page that may be read. */
  readonly addressesPerPage: number;
  /** So many pages of one path that differ in their query alone are read: an endless calendar, a shop's filters. */
  readonly variantsOfPath: number;
  /** After so many failures in a row the site is left alone. */
  readonly failuresInARow: number;
  /** `Retry-After` up to here is waited for; longer ones end the page. */
  readonly longestWaitMs: number;
}

/** A page is waited for longer than a person would, and may be a book: it is read once and kept. */
export const defaultCrawlLimits: CrawlLimits = {
  page: {
    connectMs: 10_000,
    headersMs: 30_000,
    totalMs: 120_000,
    redirects: 5,
    textBytes: 10_000_000,
    pdfBytes: 100_000_000,
  },
  totalBytes: 2_000_000_000,
  addressesPerPage: 10,
  variantsOfPath: 250,
  failuresInARow: 5,
  longestWaitMs: 120_000,
};
