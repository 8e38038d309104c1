import type { DocumentLink } from '../src/core/document-reader.js';
import type { HtmlDocument, HtmlElement } from './structure/html-node.js';
import { withoutIgnorable } from './visible-text.js';

/** Nobody follows more; the menus of a large site can have thousands. */
const mostLinks = 1_000;
const longestText = 200;
const markdownLink = /\[([^\][\n]{1,300})\]\(<?(https?:\/\/[^\s()<>]{1,2000})/gu;
const bareLink = /https?:\/\/[^\s()<>"'\]]{1,2000}/gu;

/** Collects links in order, each address once, under the first text that it had. */
export class WebLinks {
  readonly #links = new Map<string, DocumentLink>();
  readonly #page: string;

  /** @param page where the links stand; those to itself are left out */
  constructor(page: string) {
    this.#page = page;
    const self = target(page, page);
    if (self !== undefined) this.#links.set(self, { text: '', url: self });
  }

  get all(): readonly DocumentLink[] {
    return [...this.#links.values()].slice(1);
  }

  ofHtml(part: HtmlDocument | HtmlElement, base?: string): void {
    for (const element of part.querySelectorAll('a[href]')) {
      const href = element.getAttribute('href') ?? '';
      if (!href.startsWith('#')) this.#add(element.textContent, href, this.#baseOf(base));
    }
  }

  ofText(text: string): void {
    for (const [, words = '', url = ''] of text.matchAll(markdownLink)) this.#add(words, url, this.#page);
    for (const [url] of text.matchAll(bareLink)) this.#add('', url.replace(/[.,;:!?*_`]+$/u, ''), this.#page);
  }

  /** Makes the links of a part absolute; what leads nowhere on the web is no link any more. */
  makeAbsolute(part: HtmlElement, base?: string): void {
    for (const element of part.querySelectorAll('a[href]')) {
      const href = element.getAttribute('href') ?? '';
      if (!href.startsWith('#')) element.setAttribute('href', target(href, this.#baseOf(base)) ?? '');
    }
  }

  addAll(links: readonly DocumentLink[]): void {
    for (const { text, url } of links) this.#add(text, url, this.#page);
  }

  #baseOf(base: string | undefined): string {
    return base !== undefined && URL.canParse(base, this.#page) ? new URL(base, this.#page).href : this.#page;
  }

  #add(words: string, href: string, base: string): void {
    const url = target(href, base);
    if (url === undefined || this.#links.has(url) || this.#links.size > mostLinks) return;
    const text = withoutIgnorable(words).replace(/\s+/gu, ' ').trim().slice(0, longestText);
    this.#links.set(url, { text: text || url.slice(0, longestText), url });
  }
}

/** Absolute, without fragment; undefined for what is no web page. */
function target(href: string, base: string): string | undefined {
  if (!URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  url.hash = '';
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
}
