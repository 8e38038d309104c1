import type { IndexReader } from '../../src/store/index-store.js';
import type { CorpusText } from './beir-corpus.js';

export interface PageCheck {
  /** Corpus pages that have text and whose file was to be ingested. */
  readonly checked: number;
  readonly right: number;
  /** Mean overlap of the stored text with its page, 0 to 1. */
  readonly overlap: number;
  /** Ids of corpus pages whose stored text fits another page better, or is missing. */
  readonly wrong: readonly string[];
}

type Bag = ReadonlyMap<string, number>;

interface ReferencePage {
  readonly id: string;
  /** 1-based. */
  readonly number: number;
  readonly bag: Bag;
}

/** Whether the text that is stored for each page fits that page best among all pages of its filing. */
export async function checkPages(reader: IndexReader, corpus: readonly CorpusText[]): Promise<PageCheck> {
  const { documents } = await reader.listDocuments();
  const ids = new Map(documents.map(({ name, id }) => [name.replace(/\.pdf$/iu, ''), id]));
  const wrong: string[] = [];
  const overlaps: number[] = [];
  for (const [filing, references] of referencesByFiling(corpus)) {
    const documentId = ids.get(filing);
    const pages = documentId === undefined ? [] : await reader.getPages(documentId);
    const stored = new Map(pages.map((page) => [page.number, bagOf(page.text)]));
    for (const reference of references) {
      if (reference.bag.size === 0) continue;
      const own = stored.get(reference.number) ?? new Map<string, number>();
      const fit = overlapOf(own, reference.bag);
      overlaps.push(fit);
      if (fit === 0 || references.some((other) => overlapOf(own, other.bag) > fit)) wrong.push(reference.id);
    }
  }
  const overlap = overlaps.reduce((sum, each) => sum + each, 0) / Math.max(1, overlaps.length);
  return { checked: overlaps.length, right: overlaps.length - wrong.length, overlap, wrong };
}

function referencesByFiling(corpus: readonly CorpusText[]): Map<string, ReferencePage[]> {
  const filings = new Map<string, ReferencePage[]>();
  for (const { id, text } of corpus) {
    const match = /^(.*)#p(\d+)$/u.exec(id);
    if (match?.[1] === undefined) continue;
    const page = { id, number: Number(match[2]) + 1, bag: bagOf(text) };
    filings.set(match[1], [...(filings.get(match[1]) ?? []), page]);
  }
  return filings;
}

function bagOf(text: string): Bag {
  const bag = new Map<string, number>();
  for (const [token] of text
    .normalize('NFKC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    bag.set(token, (bag.get(token) ?? 0) + 1);
  }
  return bag;
}

/** Dice coefficient of two bags of tokens: 0 for nothing in common, 1 for equal ones. */
function overlapOf(left: Bag, right: Bag): number {
  let shared = 0;
  for (const [token, count] of left) shared += Math.min(count, right.get(token) ?? 0);
  return (2 * shared) / Math.max(1, sizeOf(left) + sizeOf(right));
}

const sizes = new WeakMap<Bag, number>();

function sizeOf(bag: Bag): number {
  const known = sizes.get(bag);
  if (known !== undefined) return known;
  const size = [...bag.values()].reduce((sum, count) => sum + count, 0);
  sizes.set(bag, size);
  return size;
}
