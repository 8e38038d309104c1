import { isProbablyReaderable, Readability } from '@mozilla/readability';
import { descendants, type HtmlDocument, type HtmlElement, isElement } from '../structure/html-node.js';
import { parseHtml } from '../structure/parse-html.js';
import { letters, removeInvisible, removeNavigation } from './html-boilerplate.js';

/** A part that holds less of the page's text than this is not its content: documentation is lost otherwise. */
const contentShare = 0.5;
/** Readability takes 0.7 s for 20,000 elements, and 8 s at a depth of 1,000: it grows with the cube of the depth. */
const readabilityLimits = { elements: 20_000, depth: 100 };

/**
 * The part of a page that is its content: what it marks as such (`main`, a single `article`), or what Readability
 * takes for the article, where that is at least half of its text; otherwise all of it but menus and frames. `look` is
 * shown the page while its menus are still there.
 */
export function mainContent(html: string, look: (visible: HtmlDocument) => void = () => undefined): HtmlElement {
  const document = parseHtml(html, removeInvisible);
  look(document);
  removeNavigation(document);
  const total = letters(document.documentElement);
  const marked = markedContent(document);
  if (marked !== undefined && letters(marked) >= contentShare * total) return marked;
  const article = readableArticle(document, html);
  return article !== undefined && letters(article) >= contentShare * total ? article : document.documentElement;
}

function markedContent(document: HtmlDocument): HtmlElement | undefined {
  for (const selector of ['main', '[role=main]', 'article']) {
    const [only, another] = document.querySelectorAll(selector);
    if (only !== undefined && another === undefined) return only;
  }
  return undefined;
}

function readableArticle(document: HtmlDocument, html: string): HtmlElement | undefined {
  if (isTooLarge(document.documentElement)) return undefined;
  const readable = document as unknown as Parameters<typeof isProbablyReaderable>[0];
  if (!isProbablyReaderable(readable)) return undefined;
  // Readability takes its document apart, so it gets one of its own.
  const own = parseHtml(html, removeInvisible);
  removeNavigation(own);
  const serializer = (node: unknown) => node as HtmlElement;
  const options = { serializer, disableJSONLD: true };
  return new Readability(own as unknown as typeof readable, options).parse()?.content ?? undefined;
}

function isTooLarge(root: HtmlElement): boolean {
  let elements = 0;
  for (const [node, depth] of descendants(root)) {
    if (isElement(node)) elements += 1;
    if (elements > readabilityLimits.elements || depth > readabilityLimits.depth) return true;
  }
  return false;
}
