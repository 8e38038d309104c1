import type { Extraction, Metadata, MetadataValue } from '../src/core/document.js';
import { hashOf } from '../src/core/hash.js';
import type { Candidate } from './candidate.js';
import { markdownStructure } from './structure/markdown-structure.js';

/** What is used of a LlamaIndex.TS `Document`; every reader's documents fit. */
export interface ReaderDocument {
  readonly id_: string;
  readonly metadata: Record<string, unknown>;
  getText(): string;
}

const extractorVersion = 1;

/** Documents of any LlamaIndex.TS reader as candidates; several of one file (one a page, say) stay apart. */
export function readerCandidates(documents: readonly ReaderDocument[]): Candidate[] {
  return documents.map((document) => {
    const text = document.getText();
    const uri = uriOf(document);
    return {
      uri,
      name: nameOf(document),
      bytes: Buffer.byteLength(text),
      isExplicit: true,
      open: async () => ({
        contentHash: hashOf(text, JSON.stringify(document.metadata)),
        bytes: Buffer.byteLength(text),
        modifiedAt: String(document.metadata.last_modified ?? new Date(0).toISOString()),
        format: 'llamaindex',
        extractorVersion,
        extract: async () => extractionOf(document, text),
      }),
    };
  });
}

/** Readers give random ids to what they read: the file and page stay the same from run to run. */
function uriOf({ id_, metadata }: ReaderDocument): string {
  const path = metadata.file_path ?? metadata.source;
  if (typeof path !== 'string') return `llamaindex:${id_}`;
  const page = pageOf(metadata);
  return `llamaindex:${path}${page === undefined ? '' : `#page=${page}`}`;
}

function nameOf({ id_, metadata }: ReaderDocument): string {
  const name = metadata.file_name ?? metadata.file_path ?? metadata.source ?? metadata.title;
  return typeof name === 'string' ? name : id_;
}

function extractionOf({ metadata }: ReaderDocument, text: string): Extraction {
  const structure = markdownStructure(text);
  const page = pageOf(metadata);
  const title = metadata.title;
  return {
    text,
    ...(typeof title === 'string'
      ? { title }
      : structure.firstHeading === undefined
        ? {}
        : { title: structure.firstHeading }),
    pages:
      page === undefined
        ? structure.pages
        : [{ number: page, kind: 'page', label: `p. ${page}`, start: 0, end: text.length }],
    blocks: page === undefined ? structure.blocks : structure.blocks.map((block) => ({ ...block, page })),
    metadata: scalarsOf(metadata),
  };
}

function pageOf(metadata: Record<string, unknown>): number | undefined {
  const stated = Number(metadata.page_number ?? metadata.page_label ?? metadata.page);
  return Number.isInteger(stated) && stated > 0 ? stated : undefined;
}

function scalarsOf(metadata: Record<string, unknown>): Metadata {
  const entries = Object.entries(metadata).filter((entry): entry is [string, MetadataValue] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return Object.fromEntries(entries);
}
