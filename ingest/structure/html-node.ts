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
  setAttribute(name: string, value: string): void;
  matches(selector: string): boolean;
  closest(selector: string): HtmlElement | null;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement> & { readonly length: number };
  normalize(): void;
  insertBefore(node: HtmlNode, before: HtmlNode | null): HtmlNode;
}

export interface HtmlDocument {
  readonly documentElement: HtmlElement;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement> & { readonly length: number };
  createElement(name: string): HtmlElement;
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return node.nodeType === 1;
}

/** All nodes below an element in reading order, with their depth below it; without recursion. */
export function* descendants(root: HtmlElement): Generator<readonly [node: HtmlNode, depth: number]> {
  let depth = 1;
  let node = root.firstChild;
  while (node !== null) {
    yield [node, depth];
    if (node.firstChild !== null) {
      node = node.firstChild;
      depth += 1;
      continue;
    }
    while (node !== null && node.nextSibling === null) {
      node = node.parentNode;
      depth -= 1;
      if (node === root) return;
    }
    node = node?.nextSibling ?? null;
  }
}
