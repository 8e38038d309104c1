import { type Colour, cssColour, isSameColour, white } from '../structure/css-colour.js';
import { cssLength } from '../structure/css-length.js';
import { type HtmlDocument, type HtmlElement, type HtmlNode, isElement } from '../structure/html-node.js';
import { stylesOf } from '../structure/html-styles.js';
import { hidesWhole, hidingProperties } from './html-hiding-styles.js';

/** What an element hands on to its text and its children. */
interface Look {
  readonly isVisible: boolean;
  readonly isLegible: boolean;
  readonly colour: Colour | undefined;
  /** Undefined: a picture, or not known. */
  readonly ground: Colour | undefined;
}

const textNode = 3;
/** Pixels; nobody reads such letters. */
const smallest = 1;
/** In the shorthand, the size is what has a unit or is zero; a weight has none. */
const fontSize = /(?:^|\s)(0|\d*\.?\d+(?:[a-z]+|%))(?:\s*\/\s*\S+)?\s/u;
/** These wait for a script or a style sheet to show the page, and hold all of it. */
const wholePage = new Set(['HTML', 'BODY']);

/**
 * Removes text that a reader of the page does not see: not displayed, transparent, of no size, moved out of the window,
 * or in the colour of its ground, by the page's own `style` attributes and `<style>` elements. Visits every node once.
 */
export function removeHidden(document: HtmlDocument): void {
  const root = document.documentElement;
  const styles = stylesOf(document, (property) => hidingProperties.has(property));
  // Style sheets from elsewhere may set grounds; only without them is a page known to be white.
  const hasOther = document.querySelector('link[rel~=stylesheet]') !== null;
  const looks: Look[] = [{ isVisible: true, isLegible: true, colour: undefined, ground: hasOther ? undefined : white }];
  const hidden: HtmlNode[] = [];
  let node: HtmlNode | null = root;
  while (node !== null) {
    const look: Look = looks.at(-1) as Look;
    if (isElement(node)) {
      const style = styles(node);
      if (!wholePage.has(node.nodeName) && hidesWhole(style)) hidden.push(node);
      else if (node.firstChild !== null) {
        looks.push(lookOf(node, style, look));
        node = node.firstChild;
        continue;
      }
    } else if (node.nodeType === textNode && isHiddenText(look)) hidden.push(node);
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      looks.pop();
    }
    node = node === root ? null : (node?.nextSibling ?? null);
  }
  for (const each of hidden) each.remove();
}

function lookOf(element: HtmlElement, style: ReadonlyMap<string, string>, around: Look): Look {
  const visibility = wholePage.has(element.nodeName) ? undefined : style.get('visibility');
  const size = style.get('font-size') ?? fontSize.exec(style.get('font') ?? '')?.[1];
  const colour = style.get('color') ?? statedColour(element) ?? 'inherit';
  return {
    isVisible: visibility === undefined || visibility === 'inherit' ? around.isVisible : visibility === 'visible',
    isLegible: size === undefined || size === 'inherit' ? around.isLegible : !isTiny(size, around.isLegible),
    colour: colour === 'inherit' || colour === 'currentcolor' ? around.colour : cssColour(colour.toLowerCase()),
    ground: groundOf(element, style, around.ground),
  };
}

function statedColour(element: HtmlElement): string | null {
  if (element.nodeName === 'FONT') return element.getAttribute('color');
  return element.nodeName === 'BODY' ? element.getAttribute('text') : null;
}

/** Relative sizes of nothing are nothing. */
function isTiny(size: string, isLegibleAround: boolean): boolean {
  if (/^(?:\d*\.?\d+)(?:em|%)$/u.test(size) && !isLegibleAround) return true;
  const pixels = size.endsWith('%') ? (cssLength(size) ?? 0) * 0.016 : cssLength(size);
  return pixels !== undefined && pixels <= smallest;
}

function groundOf(
  element: HtmlElement,
  style: ReadonlyMap<string, string>,
  around: Colour | undefined,
): Colour | undefined {
  if (/url|gradient|image/u.test(`${style.get('background')} ${style.get('background-image')}`)) return undefined;
  const stated = style.get('background-color') ?? style.get('background') ?? element.getAttribute('bgcolor');
  if (stated === null || stated === undefined || /^(?:none|inherit|initial|unset)$/u.test(stated)) return around;
  const value = stated.toLowerCase();
  // In the shorthand, the colour may stand before or after what sets a picture.
  const colour = cssColour(value) ?? cssColour(value.split(' ')[0] ?? '') ?? cssColour(value.split(' ').at(-1) ?? '');
  if (colour?.[3] === 0) return around;
  return colour?.[3] === 1 ? colour : undefined;
}

function isHiddenText({ isVisible, isLegible, colour, ground }: Look): boolean {
  if (!isVisible || !isLegible) return true;
  if (colour === undefined) return false;
  return colour[3] === 0 || (ground !== undefined && isSameColour(colour, ground));
}
