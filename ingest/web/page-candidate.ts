import type { Extraction } from '../../src/core/document.js';
import { DocentError } from '../../src/core/errors.js';
import { hashOfBytes } from '../../src/core/hash.js';
import type { StoredDocument } from '../../src/store/index-store.js';
import { pageFailed } from '../../src/web/page-failure.js';
import { shownUrl } from '../../src/web/url-check.js';
import type { Candidate } from '../candidate.js';
import type { ExtractOptions, Extractor, SourceFile } from '../extractor.js';
import { readHtml } from '../extractors/html-source.js';
import { rewritten, withoutIgnorable } from '../visible-text.js';
import { WebLinks } from '../web-links.js';
import type { Content } from './fetch-resource.js';
import { type RecognisedPage, recognise } from './web-format.js';

/** Twice what large pages have. So many take seconds to parse, a few times over; ten times as many take memory too. */
const mostTags = 150_000;
/** Counted up whenever the same page would give another text than the same file does now. */
const readingVersion = 1;

/** Version of the code that extracts a page: that of the format, and of what is done to pages besides. */
export function webExtractorVersion({ version }: Pick<Extractor, 'version'>): number {
  return readingVersion * 1000 + version;
}

/** A page that came, before its text is taken out. */
export interface ArrivedPage {
  readonly content: Content;
  readonly recognised: RecognisedPage;
  /** SHA-256 of its bytes. */
  readonly hash: string;
  /** Its source, where it is a web page. */
  readonly html: string | undefined;
}

/** @throws DocentError as `recognise`; `web-page-failed` for an empty page, `file-too-large` for one of too many tags */
export async function arrivedPage(content: Content, extractors: readonly Extractor[]): Promise<ArrivedPage> {
  if (content.bytes.length === 0) throw pageFailed(content.url, 'answered with nothing in it', 'Try again later.');
  const recognised = await recognise(content, extractors);
  const { extractor, bytes } = recognised;
  const html = extractor.format === 'html' ? readHtml(fileOf(content.url, recognised)).html : undefined;
  if (html !== undefined && hasTooManyTags(html)) throw tooManyTags(content.url);
  return { content, recognised, hash: hashOfBytes(bytes), html };
}

function hasTooManyTags(html: string): boolean {
  let tags = 0;
  for (let at = html.indexOf('<'); at !== -1 && tags <= mostTags; at = html.indexOf('<', at + 1)) tags += 1;
  return tags > mostTags;
}

function tooManyTags(url: URL): DocentError {
  return new DocentError('file-too-large', `${shownUrl(url)} has more than ${mostTags} tags and was not read.`, {
    hint: 'Look for the same text on several pages, or save the page and ingest the file.',
  });
}

interface Naming {
  /** What people see: the address that was asked for. */
  readonly name: string;
  readonly isExplicit: boolean;
}

/** A page as a candidate for the index; it is known by the address that it came from at last. */
export function pageCandidate({ content, recognised, hash }: ArrivedPage, { name, isExplicit }: Naming): Candidate {
  const { url } = content;
  const { extractor } = recognised;
  return {
    uri: url.href,
    name,
    bytes: content.bytes.length,
    isExplicit,
    open: async () => ({
      contentHash: hash,
      bytes: content.bytes.length,
      modifiedAt: modifiedAtOf(content),
      format: extractor.format,
      extractorVersion: webExtractorVersion(extractor),
      extract: async (signal) => asSeen(await extract(fileOf(url, recognised), url, extractor, { signal }), url),
    }),
  };
}

/** A page that its server calls unchanged. */
export function unchangedCandidate(known: StoredDocument, extractorVersion: number, naming: Naming): Candidate {
  const { uri, contentHash, modifiedAt, format } = known;
  const extract = () =>
    Promise.reject(new DocentError('ingest-failed', `${uri} was called unchanged and is not in the index.`));
  return {
    uri,
    ...naming,
    bytes: 0,
    open: async () => ({ contentHash, bytes: 0, modifiedAt, format, extractorVersion, extract }),
  };
}

/** A page that did not come, or should not. */
export function failedCandidate(uri: string, isExplicit: boolean, error: DocentError): Candidate {
  return { uri, name: uri, bytes: 0, isExplicit, open: () => Promise.reject(error) };
}

async function extract(file: SourceFile, url: URL, extractor: Extractor, options: ExtractOptions): Promise<Extraction> {
  if (extractor.format !== 'html') return extractor.extract(file, options);
  const { extractHtml } = await import('../extractors/html-extraction.js');
  const links = new WebLinks(url.href);
  return extractHtml(file, options, { onContent: (...content) => links.makeAbsolute(...content) });
}

/** Without the characters that show nothing: a page can hide words in them. */
function asSeen(extraction: Extraction, url: URL): Extraction {
  const { text, pages, blocks, metadata } = extraction;
  const title = withoutIgnorable(extraction.title ?? '').trim() || titleFrom(url);
  if (withoutIgnorable(text) === text) return { ...extraction, title };
  const spans = [...pages, ...blocks].map(
    ({ start, end }) => ({ number: 0, kind: 'section', label: '', start, end }) as const,
  );
  const seen = rewritten({ text, pages: spans }, withoutIgnorable);
  const place = (index: number) => ({ start: seen.pages[index]?.start ?? 0, end: seen.pages[index]?.end ?? 0 });
  return {
    title,
    metadata,
    text: seen.text,
    pages: pages.map((page, index) => ({ ...page, label: withoutIgnorable(page.label), ...place(index) })),
    blocks: blocks
      .map((block, index) => ({
        ...block,
        headings: block.headings.map(withoutIgnorable),
        ...place(pages.length + index),
      }))
      .filter(({ start, end }) => start < end),
  };
}

/** Of a page that states no title: the end of its path, or its host. */
function titleFrom({ pathname, host }: URL): string {
  const last = pathname.split('/').findLast((segment) => segment !== '') ?? '';
  const bare = last.replace(/\.[a-z\d]{1,8}$/iu, '').replace(/[_\-.+\s]+/gu, ' ');
  return bare.trim() || host;
}

function modifiedAtOf({ lastModified, fetchedAt }: Content): string {
  const stated = Date.parse(lastModified ?? '');
  return Number.isNaN(stated) ? fetchedAt : new Date(stated).toISOString();
}

/** Messages name the page without what could be a key. */
function fileOf(url: URL, { fileName, extension, bytes }: RecognisedPage): SourceFile {
  return { name: shownUrl(url), fileName, extension, bytes };
}
