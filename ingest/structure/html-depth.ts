import { type HtmlDocument, type HtmlElement, type HtmlNode, isElement } from './html-node.js';

/** Markdown is made by recursion, for which Node's stack holds four times this depth. */
const maxDepth = 250;
/** Real pages stay below; beyond, what only wraps or indents is taken out, so that a heading there remains one. */
const maxWrapperDepth = 60;
const words = (text: string) => new Set(text.split(' '));
const inlineElements = words('A ABBR B BIG CITE CODE EM FONT I KBD MARK Q S SMALL SPAN STRONG SUB SUP TT U VAR');
const wrappers = words('ARTICLE B BIG BLOCKQUOTE CENTER DIV EM FONT I LI MAIN OL S SECTION SMALL SPAN STRONG U UL');

/**
 * Takes elements apart that are nested too deep: their content stays in their place, blocks set apart by line breaks.
 * Visits every node once and moves it at most once, so thousands of unclosed tags cost no more than others.
 */
export function limitDepth(document: HtmlDocument): void {
  const root = document.documentElement;
  let depth = 1;
  let node = root.firstChild;
  while (node !== null) {
    if (isElement(node) && node.firstChild !== null && depth > depthLimit(node)) {
      node = unwrap(document, node);
    } else if (node.firstChild !== null) {
      node = node.firstChild;
      depth += 1;
    } else {
      while (node !== null && node.nextSibling === null) {
        node = node.parentNode;
        depth -= 1;
        if (node === root) return;
      }
      node = node?.nextSibling ?? null;
    }
  }
}

function depthLimit(element: HtmlElement): number {
  return wrappers.has(element.nodeName) ? maxWrapperDepth : maxDepth;
}

/** @returns the first of the nodes that stand in the element's place */
function unwrap(document: HtmlDocument, element: HtmlElement): HtmlNode | null {
  const parent = element.parentNode;
  const isInline = inlineElements.has(element.nodeName);
  const nodes: HtmlNode[] = [];
  for (let child = element.firstChild; child !== null; child = child.nextSibling) nodes.push(child);
  if (!isInline) nodes.unshift(document.createElement('br'));
  if (!isInline) nodes.push(document.createElement('br'));
  for (const node of nodes) parent?.insertBefore(node, element);
  element.remove();
  return nodes[0] ?? null;
}
