import { parseHTML } from 'linkedom';
import { limitDepth } from './html-depth.js';
import type { HtmlDocument } from './html-node.js';

/** Parses HTML much as browsers do; elements that are nested too deep are taken apart, see `limitDepth`. */
export function parseHtml(html: string): HtmlDocument {
  const whole = /<html[\s>/]/iu.test(html) ? html : `<html>${html}</html>`;
  const { document } = parseHTML(whole) as unknown as { document: HtmlDocument };
  // The parser cuts text at every character reference.
  document.documentElement.normalize();
  limitDepth(document);
  return document;
}
