import type { Extraction } from '../src/core/document.js';
import { DocentError } from '../src/core/errors.js';
import { hashOf } from '../src/core/hash.js';
import type { Candidate } from './candidate.js';
import { scalarMetadata } from './llamaindex-metadata.js';
import { markdownStructure } from './structure/markdown-structure.js';

/**
 * What is used of a LlamaIndex.TS `Document`; every reader's documents fit. A document without a file or source is known
 * by its `id_`: where LlamaIndex.TS makes up a random one, each ingest adds it anew.
 */
export interface ReaderDocument {
  readonly id_: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  getText(): string;
}

const extractorVersion = 2;

/** Documents of any LlamaIndex.TS reader as candidates; several of one file (one a page, say) stay apart. */
export function readerCandidates(documents: readonly ReaderDocument[]): Candidate[] {
  const seen = new Map<string, number>();
  return documents.map((document) => {
    const uri = uriOf(document);
    const part = (seen.get(uri) ?? 0) + 1;
    seen.set(uri, part);
    return candidateOf(document, part === 1 ? uri : `${uri}#part=${part}`);
  });
}

function candidateOf(document: ReaderDocument, uri: string): Candidate {
  const text = document.getText().replace(/\r\n?/gu, '\n');
  const bytes = Buffer.byteLength(text);
  return {
    uri,
    name: nameOf(document),
    bytes,
    isExplicit: true,
    open: async () => {
      const metadata = scalarMetadata(document.metadata);
      return {
        contentHash: hashOf(text, JSON.stringify(metadata)),
        bytes,
        modifiedAt: modifiedAtOf(document.metadata),
        format: 'llamaindex',
        extractorVersion,
        extract: async () => ({ ...structureOf(document, text), metadata }),
      };
    },
  };
}

/** Readers give random ids to what they read: the file and page stay the same from run to run. */
function uriOf({ id_, metadata }: ReaderDocument): string {
  const path = [metadata.file_path, metadata.source].find(isText);
  if (path === undefined) return `llamaindex:${id_}`;
  const page = pageOf(metadata);
  return `llamaindex:${path}${page === undefined ? '' : `#page=${page}`}`;
}

function nameOf({ id_, metadata }: ReaderDocument): string {
  return [metadata.file_name, metadata.file_path, metadata.source, metadata.title].find(isText) ?? id_;
}

function structureOf(document: ReaderDocument, text: string): Omit<Extraction, 'metadata'> {
  const { metadata } = document;
  const { pages, blocks, firstHeading } = markdownStructure(text);
  if (blocks.length === 0) throw new DocentError('file-without-text', `${nameOf(document)} holds no text to read.`);
  const title = [metadata.title, firstHeading].find(isText);
  const page = pageOf(metadata);
  const stated = title === undefined ? {} : { title };
  if (page === undefined) return { text, ...stated, pages, blocks };
  // A page that is not numbered, `iv`, is the first unit of its document.
  const number = /^[1-9]\d*$/u.test(page) ? Number(page) : 1;
  return {
    text,
    ...stated,
    pages: [{ number, kind: 'page', label: `p. ${page}`, start: 0, end: text.length }],
    blocks: blocks.map((block) => ({ ...block, page: number })),
  };
}

/** As it is printed: `12`, `iv`. */
function pageOf({ page_number, page_label, page }: Readonly<Record<string, unknown>>): string | undefined {
  const stated = [page_number, page_label, page].find((each) => isText(each) || isPageNumber(each));
  return stated === undefined ? undefined : String(stated).trim();
}

function isPageNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function modifiedAtOf(metadata: Readonly<Record<string, unknown>>): string {
  const stated = metadata.last_modified ?? metadata.last_modified_date ?? metadata.lastModified;
  const isTime = typeof stated === 'string' || typeof stated === 'number' || stated instanceof Date;
  const time = new Date(isTime ? stated : 0);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
