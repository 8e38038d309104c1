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
