import type { StoredDocument, StoredPage } from '../../../src/store/index-store.js';
import type { DocumentBody, PageBody } from '../schemas/document.js';

export function presentDocument(document: StoredDocument): DocumentBody {
  return {
    id: document.id,
    name: document.name,
    title: document.title,
    format: document.format,
    uri: document.uri,
    bytes: document.bytes,
    contentHash: document.contentHash,
    modifiedAt: document.modifiedAt,
    ingestedAt: document.ingestedAt,
    pageCount: document.pageCount,
    chunkCount: document.chunkCount,
    metadata: document.metadata,
  };
}

export function presentPage(page: StoredPage, withText: boolean): PageBody {
  const { number, kind, label, start, end } = page;
  return { number, kind, label, start, end, ...(withText ? { text: page.text } : {}) };
}
