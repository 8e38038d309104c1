import type { DocumentLink, DocumentReader, ReadDocument } from '../core/document-reader.js';
import { toDocentError } from '../core/errors.js';
import { linkedAbort } from '../core/linked-abort.js';
import { rejectionOf } from '../core/rejection-of.js';
import type { Span } from '../core/trace.js';
import { fetchWebPage, type WebResponse } from './fetch-web-page.js';
import { pageFailed } from './page-failure.js';
import type { PageLimits } from './page-limits.js';
import { isWebUrl } from './url-check.js';
import { publicNetwork, type WebNetwork } from './web-network.js';

/** A page of the web as text. */
export interface WebPage extends Pick<WebResponse, 'url' | 'finalUrl' | 'mediaType' | 'accessedAt'> {
  /** What the page calls itself, or its host. */
  readonly title: string;
  readonly text: string;
  /** The units that a citation can name: PDF pages, sections; offsets into `text`. */
  readonly pages: ReadDocument['pages'];
  readonly links: readonly DocumentLink[];
  /** The text goes on beyond what is here. */
  readonly truncated: boolean;
}

export interface VisitLimits extends PageLimits {
  /** From the bytes to the text. */
  readonly readMs: number;
  readonly characters: number;
  readonly links: number;
}

export interface PageVisitorOptions {
  readonly reader: DocumentReader;
  readonly network?: WebNetwork | undefined;
  readonly limits?: Partial<VisitLimits> | undefined;
}

export interface VisitOptions {
  readonly signal?: AbortSignal | undefined;
  /** The span that fetches are recorded under. */
  readonly span?: Span | undefined;
}

export interface PageVisitor {
  /** @throws DocentError what `fetchWebPage` and the reader throw */
  visit(url: string, options?: VisitOptions): Promise<WebPage>;
}

/** 300,000 characters are a book of 100 pages, more than a question can need. */
const defaults = { readMs: 20_000, characters: 300_000, links: 100 };

/** Fetches pages of the public web and makes text of them. */
export function openPageVisitor({ reader, network = publicNetwork, limits = {} }: PageVisitorOptions): PageVisitor {
  const { readMs, characters, links, ...fetching } = { ...defaults, ...limits };
  return {
    async visit(url, options = {}) {
      const response = await fetchWebPage(url, { ...options, network, limits: fetching });
      const read = await readWithin(response, { reader, network, readMs, signal: options.signal });
      const { finalUrl, mediaType, accessedAt } = response;
      const text = firstCharacters(read.text, characters);
      return {
        url: response.url,
        finalUrl,
        title: read.title || new URL(finalUrl).host,
        text,
        pages: pagesWithin(read.pages, text.length),
        links: read.links.filter((link) => isWebUrl(link.url)).slice(0, links),
        mediaType,
        accessedAt,
        truncated: text.length < read.text.length,
      };
    },
  };
}

interface Reading extends Required<Pick<PageVisitorOptions, 'reader'>> {
  readonly network: WebNetwork;
  readonly readMs: number;
  readonly signal: AbortSignal | undefined;
}

async function readWithin(response: WebResponse, { reader, network, readMs, signal }: Reading): Promise<ReadDocument> {
  const { bytes, mediaType, charset, finalUrl: url } = response;
  const link = linkedAbort(signal);
  const outOfTime = () =>
    link.abort(pageFailed(new URL(url), `could not be read within ${readMs} ms`, 'Use a shorter page.'));
  const cancel = network.clock.schedule(outOfTime, readMs);
  try {
    const reading = reader(bytes, { mediaType, charset, url, signal: link.signal });
    return await Promise.race([reading, rejectionOf(link.signal)]);
  } catch (error) {
    throw toDocentError(link.signal.aborted ? link.signal.reason : error);
  } finally {
    cancel();
    link.close();
  }
}

/** Does not cut a character in two. */
function firstCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const splits = (text.codePointAt(limit - 1) ?? 0) > 0xffff;
  return text.slice(0, splits ? limit - 1 : limit);
}

function pagesWithin(pages: ReadDocument['pages'], length: number): ReadDocument['pages'] {
  return pages.filter(({ start }) => start < length).map((page) => ({ ...page, end: Math.min(page.end, length) }));
}
