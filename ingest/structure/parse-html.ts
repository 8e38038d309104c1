import { parseHTML } from 'linkedom';
import { limitDepth } from './html-depth.js';
import { descendants, type HtmlDocument } from './html-node.js';

const textNode = 3;
/** White space that browsers do not collapse; pages have it for looks. */
const otherBlank = /[^\S \t\r\n]/u;
const otherBlanks = /[^\S \t\r\n]/gu;

/**
 * Parses HTML much as browsers do; elements that are nested too deep are taken apart, see `limitDepth`. What has to be
 * known of them is asked in `before`.
 */
export function parseHtml(html: string, before?: (document: HtmlDocument) => void): HtmlDocument {
  const whole = /<html[\s>/]/iu.test(html) ? html : `<html>${html}</html>`;
  const { document } = parseHTML(whole) as unknown as { document: HtmlDocument };
  before?.(document);
  // The parser cuts text at every character reference.
  document.documentElement.normalize();
  limitDepth(document);
  for (const [node] of descendants(document.documentElement)) {
    if (node.nodeType === textNode && otherBlank.test(node.textContent)) {
      node.textContent = node.textContent.replace(otherBlanks, ' ');
    }
  }
  return document;
}
