import type { Extraction } from '../../src/core/document.js';
import type { DocumentReader, DocumentSource, ReadDocument } from '../../src/core/document-reader.js';
import { DocentError } from '../../src/core/errors.js';
import { decodeText } from '../encoding.js';
import type { Extractor, SourceFile } from '../extractor.js';
import { jsonExtractor } from '../extractors/json.js';
import { markdownExtractor } from '../extractors/markdown.js';
import { plainTextExtractor } from '../extractors/plain-text.js';
import { markdownStructure } from '../structure/markdown-structure.js';
import { rewritten, withoutComments, withoutIgnorable } from '../visible-text.js';
import { WebLinks } from '../web-links.js';
import { inUtf8 } from './in-utf8.js';

/** Above, hidden text cannot be told from other any more: see `isHugeHtml`. Large pages have a fifth of it. */
const mostTags = 400_000;
/** What a page says until its scripts have run. */
const placeholder =
  /^\W*(?:loading|please wait|just a moment|one moment|redirecting|enable javascript|javascript is required|you need to enable javascript|please enable javascript)\b.{0,120}$/isu;

interface Reading extends Pick<Extraction, 'text' | 'pages'> {
  readonly title?: string | undefined;
  readonly links: WebLinks;
}

type Read = (file: SourceFile, source: DocumentSource) => Promise<Reading>;

const readers: Readonly<Record<string, Read>> = {
  'application/json': (file, source) => plain(jsonExtractor, file, source),
  'text/markdown': (file, source) => plain(markdownExtractor, withoutMarkdownComments(file), source),
  'application/xml': (file, source) => (isMarkedXhtml(file) ? readPage : readXml)(file, source),
  'text/html': readPage,
  'application/xhtml+xml': readPage,
};

/** Makes text of anything from the web but PDFs, with the extractors that read files. */
export const readWebText: DocumentReader = async (bytes, source) => {
  const file = fileOf(inUtf8(bytes, source.charset), source.url);
  const read = readers[source.mediaType] ?? ((each, from) => plain(plainTextExtractor, each, from));
  return asSeen(await read(file, source));
};

/** Makes text with one extractor, whatever the media type. */
export async function readWebFile(
  extractor: Extractor,
  bytes: Uint8Array,
  source: DocumentSource,
): Promise<ReadDocument> {
  return asSeen(await plain(extractor, fileOf(bytes, source.url), source));
}

async function plain(extractor: Extractor, file: SourceFile, { url, signal }: DocumentSource): Promise<Reading> {
  const { text, pages, title } = await extractor.extract(file, { signal });
  const links = new WebLinks(url);
  links.ofText(text);
  return { text, pages, title, links };
}

async function readPage(file: SourceFile, { url, signal }: DocumentSource): Promise<Reading> {
  if (tagsIn(file.bytes) > mostTags) {
    throw new DocentError('file-too-large', `${file.name} has more than ${mostTags} tags and was not read.`, {
      hint: 'Look for a shorter page on the same matter.',
    });
  }
  const { extractHtml } = await import('../extractors/html-extraction.js');
  const links = new WebLinks(url);
  const all = new WebLinks(url);
  const looks = {
    onVisible: (...page: Parameters<WebLinks['ofHtml']>) => all.ofHtml(...page),
    onContent: (...content: Parameters<WebLinks['makeAbsolute']>) => {
      links.ofHtml(...content);
      links.makeAbsolute(...content);
    },
  };
  try {
    const { text, pages, title } = extractHtml(file, { signal }, looks);
    if (placeholder.test(text)) throw withoutScripts(file);
    links.addAll(all.all);
    return { text, pages, title, links };
  } catch (error) {
    throw error instanceof DocentError && error.code === 'file-without-text' ? withoutScripts(file) : error;
  }
}

async function readXml(file: SourceFile, source: DocumentSource): Promise<Reading> {
  const text = Buffer.from(file.bytes)
    .toString('utf8')
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, '');
  return plain(plainTextExtractor, { ...file, bytes: Buffer.from(text) }, source);
}

function asSeen({ text, pages, title, links }: Reading): ReadDocument {
  const seen = rewritten({ text, pages }, withoutIgnorable);
  return {
    title: withoutIgnorable(title ?? '')
      .replace(/\s+/gu, ' ')
      .trim(),
    text: seen.text,
    pages: seen.pages.map(({ number, label, start, end }) => ({ number, label: withoutIgnorable(label), start, end })),
    links: links.all,
  };
}

function withoutMarkdownComments(file: SourceFile): SourceFile {
  const text = decodeText(file.bytes)?.text;
  if (text === undefined) return file;
  return { ...file, bytes: Buffer.from(withoutComments(text, markdownStructure(text).blocks)) };
}

function isMarkedXhtml(file: SourceFile): boolean {
  const head = Buffer.from(file.bytes.subarray(0, 4096)).toString('latin1');
  return /<html[\s>]|xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml/iu.test(head);
}

function tagsIn(bytes: Uint8Array): number {
  const tag = '<'.charCodeAt(0);
  let tags = 0;
  for (let at = bytes.indexOf(tag); at !== -1 && tags <= mostTags; at = bytes.indexOf(tag, at + 1)) tags += 1;
  return tags;
}

/** For messages: without what could be a key. */
export function pageName(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`.slice(0, 200);
}

function fileOf(bytes: Uint8Array, address: string): SourceFile {
  const name = pageName(address);
  return { name, fileName: name.split('/').at(-1) ?? '', extension: '', bytes };
}

function withoutScripts(file: SourceFile): DocentError {
  return new DocentError('web-page-failed', `${file.name}: the page has no text without scripts.`, {
    hint: 'Use another page, or a version of it for print or for readers.',
  });
}
