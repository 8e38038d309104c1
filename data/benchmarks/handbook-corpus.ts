import { collectFiles } from '../../ingest/collect-files.js';
import { createExtractors } from '../../ingest/extractors/registry.js';
import { documentOf } from '../../ingest/prepare-document.js';
import type { Block, Document, Page } from '../../src/core/document.js';

/** A line of corpus.jsonl: one unit that a citation can name. */
export interface CorpusRow {
  /** File name and place: `hybrid-search.md#narrowing-a-search`, `glossary.csv#rows-2-6`. */
  readonly _id: string;
  /** Title of the document and the headings above the unit. */
  readonly title: string;
  readonly text: string;
}

/** A run of neighbouring blocks of one page. */
interface Unit {
  /** What follows `#` in the id. */
  readonly place: string;
  readonly blocks: readonly Block[];
}

/** A page of rows is far longer than what answers one question: as many rows as fit here make a unit. */
const rowsLimit = 600;

/** The corpus of the handbook set, in the order of file names and places: what the extractors make of a folder. */
export async function handbookCorpus(folder: string): Promise<readonly CorpusRow[]> {
  const extractors = createExtractors();
  try {
    const { candidates } = await collectFiles([folder], extractors);
    const rows: CorpusRow[] = [];
    for (const candidate of candidates.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const opened = await candidate.open();
      rows.push(...rowsOf(documentOf(candidate, opened, await opened.extract(undefined))));
    }
    return rows;
  } finally {
    for (const extractor of extractors) await extractor.close?.();
  }
}

function rowsOf(document: Document): CorpusRow[] {
  const used = new Map<string, number>();
  return document.pages
    .flatMap((page) => unitsOf(document, page))
    .flatMap(({ place, blocks }) => {
      const body = blocks.filter(({ kind }) => kind !== 'heading');
      const [first, last] = [body[0], body.at(-1)];
      if (first === undefined || last === undefined) return [];
      const count = (used.get(place) ?? 0) + 1;
      used.set(place, count);
      return {
        _id: `${document.name}#${place}${count === 1 ? '' : `-${count}`}`,
        title: [document.title, ...first.headings.filter((heading) => heading !== document.title)].join(' › '),
        text: document.text.slice(first.start, last.end),
      };
    });
}

function unitsOf(document: Document, page: Page): Unit[] {
  const blocks = document.blocks.filter((block) => block.page === page.number);
  if (blocks.every(({ kind }) => kind === 'row')) return rowGroups(page, blocks);
  if (page.kind === 'page') return [{ place: `p${page.number}`, blocks }];
  if (page.kind !== 'section') return [{ place: slug(page.label), blocks }];
  const heading = blocks[0]?.headings.at(-1);
  return heading === undefined ? partsOfPlainText(document, blocks) : [{ place: slug(heading), blocks }];
}

/** The page's label states the number of its first row (`rows 2–47`), and each row is one block. */
function rowGroups(page: Page, blocks: readonly Block[]): Unit[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    if (group !== undefined && block.end - (group[0]?.start ?? 0) <= rowsLimit) group.push(block);
    else groups.push([block]);
  }
  const numbers = /(\d+)(?:–\d+)?$/u.exec(page.label);
  if (numbers === null) return [{ place: slug(page.label), blocks }];
  const kind = slug(page.label.slice(0, numbers.index));
  let next = Number(numbers[1]);
  return groups.map((group) => {
    const first = next;
    next += group.length;
    return { place: group.length === 1 ? `${kind}-${first}` : `${kind}-${first}-${next - 1}`, blocks: group };
  });
}

/** A file without headings is cut where two lines or more are left blank; the part's first line names it. */
function partsOfPlainText({ text }: Document, blocks: readonly Block[]): Unit[] {
  const parts: Block[][] = [];
  let end = 0;
  for (const block of blocks) {
    const isNew = parts.length === 0 || /\n[^\S\n]*\n[^\S\n]*\n/u.test(text.slice(end, block.start));
    if (isNew) parts.push([block]);
    else parts.at(-1)?.push(block);
    end = block.end;
  }
  return parts.map((part) => ({ place: slug(text.slice(part[0]?.start, part[0]?.end)), blocks: part }));
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, 60).replace(/-+$/u, '');
}
