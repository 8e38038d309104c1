import type { Extraction, Metadata } from '../../src/core/document.js';
import type { ExtractOptions, SourceFile } from '../extractor.js';
import type { HtmlDocument, HtmlElement } from '../structure/html-node.js';
import { htmlToMarkdown } from '../structure/html-to-markdown.js';
import { markdownStructure } from '../structure/markdown-structure.js';
import { parseHtml } from '../structure/parse-html.js';
import { mainContent } from './html-content.js';
import { htmlPlainText, isHugeHtml } from './html-plain-text.js';
import { readHtml } from './html-source.js';
import { requireBlocks } from './require-blocks.js';

const maxHeadCharacters = 100_000;

export interface HtmlLooks {
  /** Sees the page while its menus are still there; hidden parts are gone. */
  readonly onVisible?: (document: HtmlDocument, base: string | undefined) => void;
  /** Sees what becomes the text, and may change it. */
  readonly onContent?: (content: HtmlElement, base: string | undefined) => void;
}

/** A page's content as Markdown, without menus, frames and scripts. */
export function extractHtml(file: SourceFile, { signal }: ExtractOptions, looks: HtmlLooks = {}): Extraction {
  signal?.throwIfAborted();
  const { html, metadata } = readHtml(file);
  const { title, language, base } = describe(parseHtml(headOf(html)));
  const content = () => {
    const main = mainContent(html, (document) => looks.onVisible?.(document, base));
    looks.onContent?.(main, base);
    return main;
  };
  const text = isHugeHtml(html) ? htmlPlainText(html) : htmlToMarkdown(content());
  const { pages, blocks, firstHeading } = markdownStructure(text);
  const name = title ?? firstHeading;
  const languages: Metadata = language === undefined ? {} : { language };
  return requireBlocks(file, {
    text,
    ...(name === undefined ? {} : { title: name }),
    pages,
    blocks,
    metadata: { ...metadata, ...languages },
  });
}

/** Everything up to the body, so that the whole page is not parsed for its title. */
function headOf(html: string): string {
  const body = html.search(/<body[\s>]/iu);
  return html.slice(0, Math.min(body === -1 ? html.length : body, maxHeadCharacters));
}

interface HtmlHead {
  readonly title: string | undefined;
  readonly language: string | undefined;
  /** What links are relative to, where the page says so. */
  readonly base: string | undefined;
}

function describe(head: HtmlDocument): HtmlHead {
  const text = (value: string | null | undefined) => {
    const line = (value ?? '').replace(/\s+/gu, ' ').trim();
    return line === '' ? undefined : line;
  };
  const meta = (name: string) => text(head.querySelector(`meta[property="${name}"]`)?.getAttribute('content'));
  const root = head.querySelector('html');
  return {
    title: text(head.querySelector('title')?.textContent) ?? meta('og:title'),
    language: text(root?.getAttribute('lang') ?? root?.getAttribute('xml:lang')),
    base: text(head.querySelector('base[href]')?.getAttribute('href')),
  };
}
