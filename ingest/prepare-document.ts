import type { Chunk } from '../src/core/chunk.js';
import type { Document, Extraction } from '../src/core/document.js';
import { DocentError } from '../src/core/errors.js';
import { documentIdOf } from '../src/core/hash.js';
import type { StoredDocument, StoredPage } from '../src/store/index-store.js';
import type { Candidate, OpenCandidate } from './candidate.js';
import { titleFromFileName } from './chunk-context.js';

/** A document ready to be embedded and written: the result of a pure step from bytes and settings. */
export interface PreparedDocument {
  readonly document: StoredDocument;
  readonly pages: readonly StoredPage[];
  readonly chunks: readonly Chunk[];
}

/** @throws DocentError `file-without-text` */
export function documentOf(candidate: Candidate, opened: OpenCandidate, extraction: Extraction): Document {
  if (extraction.text.trim() === '') {
    throw new DocentError('file-without-text', `${candidate.name} holds no text.`, {
      hint: 'If it is a scan, run text recognition (OCR) on it first.',
    });
  }
  return {
    id: documentIdOf(candidate.uri),
    uri: candidate.uri,
    name: candidate.name,
    title: extraction.title?.replace(/\s+/gu, ' ').trim() || titleFromFileName(candidate.name),
    format: opened.format,
    contentHash: opened.contentHash,
    bytes: opened.bytes,
    modifiedAt: opened.modifiedAt,
    metadata: extraction.metadata,
    text: extraction.text,
    pages: extraction.pages,
    blocks: extraction.blocks,
  };
}

export function prepared(document: Document, chunks: readonly Chunk[], settingsFingerprint: string): PreparedDocument {
  const { text, pages, blocks: _, ...info } = document;
  return {
    document: {
      ...info,
      settingsFingerprint,
      pageCount: pages.length,
      chunkCount: chunks.length,
      ingestedAt: new Date().toISOString(),
    },
    pages: pages.map((page) => ({ ...page, documentId: info.id, text: text.slice(page.start, page.end) })),
    chunks,
  };
}
