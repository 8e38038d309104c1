import { linesOf } from '../structure/text-line.js';
import type { OutlineEntry } from './pdf-protocol.js';

/** A bookmark on its page; `start` equals `end` where its title was not found as a line of its own. */
export interface PageHeading {
  /** UTF-16 offsets into the page's text. */
  readonly start: number;
  readonly end: number;
  /** Outermost first, itself last. */
  readonly path: readonly string[];
}

/** A single bookmark names the file, not a section. */
const minEntries = 2;
/** A heading that is set over more lines than this is not recognised. */
const maxLines = 3;
const pageNumberTitle = /^(?:page|slide|p\.?|seite|folie|sheet)?\s*\d+$/iu;

/**
 * Finds the bookmarks' titles on their pages. A title that is not on its page counts from the page's start where it
 * is the page's first, otherwise from the next page on: the rest of its page cannot be told apart.
 * @returns for each page its headings in order
 */
export function locateHeadings(
  pageTexts: readonly string[],
  outline: readonly OutlineEntry[],
): readonly (readonly PageHeading[])[] {
  const byPage: PageHeading[][] = pageTexts.map(() => []);
  const entries = outline.filter((entry) => !pageNumberTitle.test(entry.title));
  if (entries.length < minEntries) return byPage;
  const stack: { title: string; depth: number }[] = [];
  const finders = new Map<number, LineFinder>();
  for (const entry of entries) {
    while ((stack.at(-1)?.depth ?? 0) >= entry.depth) stack.pop();
    stack.push(entry);
    const path = stack.map(({ title }) => title);
    const text = pageTexts[entry.page - 1];
    if (text === undefined) continue;
    const finder = finders.get(entry.page) ?? new LineFinder(text);
    finders.set(entry.page, finder);
    const isFirst = byPage[entry.page - 1]?.length === 0;
    const span = finder.find(entry.title);
    const target = span !== undefined || isFirst ? entry.page : entry.page + 1;
    byPage[target - 1]?.push({ ...(span ?? { start: 0, end: 0 }), path });
  }
  return byPage.map((headings) => headings.toSorted((a, b) => a.start - b.start));
}

/** Finds titles as whole lines of one page, each after the one before. */
class LineFinder {
  readonly #lines: readonly { start: number; end: number; key: string }[];
  #next = 0;

  constructor(text: string) {
    this.#lines = [...linesOf(text)].map(({ start, end }) => ({ start, end, key: keyOf(text.slice(start, end)) }));
  }

  find(title: string): { start: number; end: number } | undefined {
    const wanted = keyOf(title);
    if (wanted === '') return undefined;
    for (let first = this.#next; first < this.#lines.length; first++) {
      let joined = '';
      for (let last = first; last < first + maxLines; last++) {
        const [from, to] = [this.#lines[first], this.#lines[last]];
        if (from === undefined || to === undefined || from.key === '') break;
        joined += to.key;
        if (joined === wanted) {
          this.#next = last + 1;
          return { start: from.start, end: to.end };
        }
        if (!wanted.startsWith(joined)) break;
      }
    }
    return undefined;
  }
}

/** Letters and digits only: bookmarks and pages differ in blanks, dashes and case. */
function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
