import { DocentError } from '../../src/core/errors.js';
import type { MediaType } from '../../src/web/media-type.js';
import type { PageLimits } from '../../src/web/page-limits.js';
import { shownUrl } from '../../src/web/url-check.js';
import { chooseExtractor, probeFile } from '../detect.js';
import type { Extractor } from '../extractor.js';
import type { Content } from './fetch-resource.js';
import { inUtf8 } from './in-utf8.js';

/** Media types whose format is certain; plain text, downloads and pages without a type are told by their content. */
const certain: readonly { readonly type: RegExp; readonly format: string }[] = [
  { type: /^(?:text\/html|application\/xhtml\+xml)$/u, format: 'html' },
  { type: /^application\/(?:x-)?pdf$/u, format: 'pdf' },
  { type: /^text\/(?:x-)?markdown$/u, format: 'markdown' },
  { type: /^application\/x-ipynb\+json$/u, format: 'notebook' },
  { type: /^(?:application|text)\/(?:[\w.-]+\+)?json$/u, format: 'json' },
  { type: /^text\/csv$/u, format: 'csv' },
  { type: /^application\/vnd\.openxmlformats-officedocument\.wordprocessingml\.document$/u, format: 'docx' },
];
const byContent =
  /^(?:text\/|(?:application|binary)\/(?:octet-stream|force-download|download)$|application\/(?:[\w.-]+\+)?xml$)/u;
/** Downloads and files of office programs may be as large as a PDF. */
const large = /^(?:application|binary)\/(?!(?:[\w.-]+\+)?(?:json|xml)$)/u;

/** How many bytes of a page are read. @throws DocentError `format-unsupported` before any of them is */
export function mostBytesOf(url: URL, limits: Pick<PageLimits, 'textBytes' | 'pdfBytes'>) {
  return (type: MediaType | undefined): number => {
    const name = type?.name ?? 'text/html';
    if (!byContent.test(name) && !certain.some((each) => each.type.test(name))) {
      throw new DocentError('format-unsupported', `${shownUrl(url)} is ${name}, which docent does not read.`, {
        hint: 'Read are HTML, Markdown, plain text, JSON, CSV, Word, notebooks and PDF.',
      });
    }
    return large.test(name) ? limits.pdfBytes : limits.textBytes;
  };
}

/** A page's bytes, and the extractor that takes them. */
export interface RecognisedPage {
  readonly extractor: Extractor;
  /** UTF-8 where the server named the encoding. */
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly extension: string;
}

/** @throws DocentError `format-unsupported`, `file-empty`, `file-without-text`, `file-binary`, `file-corrupt` */
export async function recognise(content: Content, extractors: readonly Extractor[]): Promise<RecognisedPage> {
  const bytes = large.test(content.type?.name ?? '') ? content.bytes : inUtf8(content.bytes, content.type?.charset);
  const fileName = content.url.pathname.split('/').at(-1) ?? '';
  const probe = await probeFile({ fileName: fileName || content.url.host, bytes });
  const stated = certain.find(({ type }) => type.test(content.type?.name ?? ''));
  // Servers call PDFs what they like, but nothing else begins like one.
  const format = probe.mimeType === 'application/pdf' ? 'pdf' : stated?.format;
  const extractor = extractors.find((each) => each.format === format) ?? chooseExtractor(probe, extractors);
  return { extractor, bytes, fileName, extension: probe.extension };
}
