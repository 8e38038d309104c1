import { parseHTML } from 'linkedom';

/** The part of the DOM that docent uses; TypeScript's own DOM types would make browser globals look available. */
export interface HtmlNode {
  /** 1: element, 3: text. */
  readonly nodeType: number;
  /** Upper case for elements. */
  readonly nodeName: string;
  textContent: string;
  readonly parentNode: HtmlElement | null;
  readonly firstChild: HtmlNode | null;
  readonly nextSibling: HtmlNode | null;
  readonly previousSibling: HtmlNode | null;
  remove(): void;
}

export interface HtmlElement extends HtmlNode {
  readonly className: string;
  getAttribute(name: string): string | null;
  closest(selector: string): HtmlElement | null;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement> & { readonly length: number };
  insertBefore(node: HtmlNode, before: HtmlNode | null): HtmlNode;
}

export interface HtmlDocument {
  readonly documentElement: HtmlElement;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement> & { readonly length: number };
  createTextNode(text: string): HtmlNode;
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return node.nodeType === 1;
}

/** Markdown is made by recursion; Node's stack holds four times this depth. */
const maxDepth = 250;
const inlineElements = new Set(
  'A ABBR B BIG CITE CODE EM FONT I KBD MARK Q S SMALL SPAN STRONG SUB SUP TT U VAR'.split(' '),
);

/** Parses HTML as browsers do, except that elements nested deeper than 250 are taken apart and only their text stays. */
export function parseHtml(html: string): HtmlDocument {
  const whole = /<html[\s>/]/iu.test(html) ? html : `<html>${html}</html>`;
  const { document } = parseHTML(whole) as unknown as { document: HtmlDocument };
  limitDepth(document);
  return document;
}

/** Visits every node once; each node is moved at most once, so unclosed tags in their thousands cost no more. */
function limitDepth(document: HtmlDocument): void {
  const root = document.documentElement;
  let depth = 1;
  let node: HtmlNode | null = root.firstChild;
  while (node !== null && node !== root) {
    if (isElement(node) && depth > maxDepth) {
      node = unwrap(document, node);
    } else if (node.firstChild !== null) {
      node = node.firstChild;
      depth += 1;
      continue;
    }
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      depth -= 1;
    }
    if (node !== null && node !== root) node = node.nextSibling;
  }
}

/** Puts an element's children in its place. @returns the node before which the walk goes on after */
function unwrap(document: HtmlDocument, element: HtmlElement): HtmlNode {
  const parent = element.parentNode;
  if (parent === null) return element;
  const mark = parent.insertBefore(document.createTextNode(inlineElements.has(element.nodeName) ? '' : ' '), element);
  for (let child = element.firstChild; child !== null; child = element.firstChild) parent.insertBefore(child, element);
  if (!inlineElements.has(element.nodeName)) parent.insertBefore(document.createTextNode(' '), element);
  element.remove();
  return mark;
}
