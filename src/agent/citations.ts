import type { Citation } from '../core/citation.js';
import { type Hit, type StoredChunk, viewerPageOf } from '../core/hit.js';
import type { IndexSearch } from '../retrieval/index-search.js';

/** A span of a hit's chunk that an answer leans on; offsets into the chunk's text. */
export interface QuotedSpan {
  readonly hit: Hit;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

export function citationOf(id: number, { hit, start, end, score }: QuotedSpan): Citation {
  const { chunk } = hit;
  const heading = chunk.headings.at(-1);
  const page = viewerPageOf(chunk);
  return {
    id,
    documentId: chunk.documentId,
    ...sourceOf(chunk),
    document: chunk.document.name,
    title: chunk.document.title,
    ...(page === undefined ? {} : { page }),
    ...(heading === undefined ? {} : { heading }),
    location: chunk.pageLabel,
    unit: chunk.pageStart,
    chunkId: chunk.id,
    start: chunk.start + start,
    end: chunk.start + end,
    quote: chunk.text.slice(start, end),
    score,
  };
}

/** What tells a page of the web, or a tool's result, from a document of the index. */
function sourceOf({ document, metadata }: StoredChunk): Pick<Citation, 'source' | 'url' | 'accessedAt'> {
  if (document.format !== 'web' && document.format !== 'tool') return {};
  const { accessedAt } = metadata;
  return {
    source: document.format,
    ...(document.format === 'web' ? { url: document.name } : {}),
    ...(typeof accessedAt === 'string' ? { accessedAt } : {}),
  };
}

/**
 * Reads the cited places from the index again and keeps the citations whose quote stands there verbatim; a citation
 * that names the first unit of a chunk while its quote begins in a later one is moved to that one.
 */
export async function verifiedCitations(
  citations: readonly Citation[],
  hits: readonly Hit[],
  index: IndexSearch,
): Promise<Citation[]> {
  const chunks = new Map(hits.map(({ chunk }) => [chunk.id, chunk]));
  const checked = await Promise.all(
    citations.map(async (citation) => {
      const chunk = chunks.get(citation.chunkId);
      if (chunk === undefined || citation.quote === '') return undefined;
      const numbers = Array.from({ length: chunk.pageEnd - chunk.pageStart + 1 }, (_, step) => chunk.pageStart + step);
      const pages = await index.pages(citation.documentId, numbers);
      const page = pages.find(({ start, end }) => start <= citation.start && citation.start < end);
      if (page === undefined) return undefined;
      const following = pages.filter(({ start }) => start >= page.start && start < citation.end);
      if (!standsAt(citation, following)) return undefined;
      return {
        ...citation,
        unit: page.number,
        location: page.label,
        ...(citation.page === undefined ? {} : { page: page.number }),
        ...(page.kind === 'section' ? headingOf(page.label, citation.heading) : {}),
      };
    }),
  );
  return checked.filter((citation) => citation !== undefined);
}

/** A chunk may hold several small sections: the quote's own is named. */
function headingOf(label: string, heading: string | undefined): { readonly heading?: string } {
  const own = label.split(' › ').at(-1);
  return heading === undefined || own === undefined ? {} : { heading: own };
}

/** Compares the quote with each unit it touches; what lies between two units is blank. */
function standsAt(
  { start, end, quote }: Citation,
  pages: readonly { readonly start: number; readonly end: number; readonly text: string }[],
): boolean {
  let covered = 0;
  for (const page of pages) {
    const from = Math.max(start, page.start);
    const to = Math.min(end, page.end);
    if (page.text.slice(from - page.start, to - page.start) !== quote.slice(from - start, to - start)) return false;
    covered += Math.max(0, to - from);
  }
  return covered > 0 && quote.length === end - start;
}
