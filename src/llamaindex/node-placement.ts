import type { EmbeddedChunk } from '../core/chunk.js';
import { hashOf } from '../core/hash.js';
import type { DocumentRecord, StoredDocument, StoredPage } from '../store/index-store.js';
import type { NodeContent } from './node-content.js';

/** Format of documents whose nodes came through LlamaIndex.TS. */
export const nodeFormat = 'llamaindex';
/** Lines between two nodes in the text that they make together. */
const gap = '\n\n'.length;

/** A document as it stands, or as it begins. */
export interface PlacedDocument {
  readonly document: StoredDocument;
  readonly pages: readonly StoredPage[];
  readonly chunks: readonly EmbeddedChunk[];
}

/**
 * The document with these nodes added: a node that is there already with the same text keeps its place; every other one
 * becomes a page of its own behind the last, so that citations find its text. `gone` are ids that leave the document.
 */
export function withNodes(
  placed: PlacedDocument,
  nodes: readonly NodeContent[],
  { gone, at }: { readonly gone: ReadonlySet<string>; readonly at: string },
): DocumentRecord {
  const added = new Map(nodes.map((node) => [node.fields.id, node]));
  const staying = placed.chunks.flatMap((chunk) => {
    const node = added.get(chunk.id);
    if (node === undefined) return gone.has(chunk.id) ? [] : [chunk];
    if (node.fields.text !== chunk.text) return [];
    added.delete(chunk.id);
    return [{ ...chunk, ...node.fields }];
  });
  const pages = stayingPages(placed, staying);
  const chunks = [...staying];
  for (const node of added.values()) {
    const page = nextPage(placed.document.id, pages.at(-1), node);
    pages.push(page);
    chunks.push(chunkOn(page, node, placed.document.id));
  }
  chunks.sort((left, right) => left.start - right.start || left.end - right.end);
  const numbered = chunks.map((chunk, ordinal) => ({ ...chunk, ordinal }));
  return { document: describedBy(placed.document, pages, numbered, at), pages, chunks: numbered };
}

/** Pages that lost their last chunk go; ones that never had any, like a blank page of a PDF, stay. */
function stayingPages(placed: PlacedDocument, staying: readonly EmbeddedChunk[]): StoredPage[] {
  const used = pageNumbersOf(staying);
  const usedBefore = pageNumbersOf(placed.chunks);
  return placed.pages.filter(({ number }) => used.has(number) || !usedBefore.has(number));
}

function pageNumbersOf(chunks: readonly EmbeddedChunk[]): ReadonlySet<number> {
  const ranges = chunks.map(({ pageStart, pageEnd }) =>
    Array.from({ length: pageEnd - pageStart + 1 }, (_, step) => pageStart + step),
  );
  return new Set(ranges.flat());
}

function nextPage(documentId: string, last: StoredPage | undefined, { fields, stated }: NodeContent): StoredPage {
  const { text } = fields;
  const number = (last?.number ?? 0) + 1;
  const start = last === undefined ? 0 : last.end + gap;
  // Not "p. 12": that is said of pages whose unit has the page's number, and several nodes may share one page.
  const page = stated.page_label ?? stated.page_number ?? stated.page;
  const label = typeof page === 'string' || typeof page === 'number' ? `page ${page}` : `part ${number}`;
  return { documentId, number, kind: 'section', label, start, end: start + text.length, text };
}

function chunkOn(page: StoredPage, node: NodeContent, documentId: string): EmbeddedChunk {
  return {
    ...node.fields,
    documentId,
    ordinal: 0,
    start: page.start,
    end: page.end,
    headings: [],
    pageStart: page.number,
    pageEnd: page.number,
    pageLabel: page.label,
  };
}

/** The hash changes with every change of the nodes: the store tells the states of a document by it. */
function describedBy(
  document: StoredDocument,
  pages: readonly StoredPage[],
  chunks: readonly EmbeddedChunk[],
  at: string,
): StoredDocument {
  const states = chunks.flatMap(({ id, hash, start, metadata }) => [id, hash, String(start), JSON.stringify(metadata)]);
  return {
    ...document,
    contentHash: hashOf(nodeFormat, ...states),
    bytes:
      document.format === nodeFormat
        ? pages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
        : document.bytes,
    pageCount: pages.length,
    chunkCount: chunks.length,
    ingestedAt: at,
  };
}
