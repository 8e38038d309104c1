import type { Citation } from '../../../src/core/citation.js';
import type { StoredPage } from '../../../src/store/index-store.js';

/**
 * Whether a quote stands verbatim at its span of the stored document: every character that lies on a page is the
 * page's, and what lies between pages is blank. Checked here anew, not by what the agent checks its citations with.
 */
export function quoteStands({ start, end, quote }: Citation, pages: readonly StoredPage[]): boolean {
  if (quote.trim() === '' || quote.length !== end - start) return false;
  const stored = Array.from({ length: quote.length }, () => '');
  for (const page of pages) {
    for (let at = Math.max(start, page.start); at < Math.min(end, page.end); at++) {
      stored[at - start] = page.text[at - page.start] ?? '';
    }
  }
  return stored.every((character, at) => {
    const quoted = quote[at] ?? '';
    return character === '' ? /\s/u.test(quoted) : character === quoted;
  });
}
