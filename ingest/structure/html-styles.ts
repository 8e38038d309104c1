import { type CssValue, cssDeclarations, type Declarations } from './css-declarations.js';
import { type CssRule, cssRules } from './css-rules.js';
import type { HtmlDocument, HtmlElement } from './html-node.js';

/** What the page's own styles say of an element, the winning value for each property. */
export type StylesOf = (element: HtmlElement) => ReadonlyMap<string, string>;

/** Real pages stay far below: 3,000 rules, and 10 for an element. To ask for a selector's other parts costs more. */
const limits = { rules: 10_000, checks: 3_000_000, partsCost: 50 };
const none: ReadonlyMap<string, string> = new Map();

/** The cascade over `<style>` and `style`, for the wanted properties; style sheets elsewhere are not loaded. */
export function stylesOf(document: HtmlDocument, isWanted: (property: string) => boolean): StylesOf {
  const rules = indexedRules(document, isWanted);
  let checks = 0;
  const applies = ({ rule }: NumberedRule, element: HtmlElement, classes: readonly string[]) => {
    const { name, id, classes: needed } = rule.last;
    checks += 1;
    if ((name !== '' && name !== element.nodeName) || (id !== '' && id !== element.getAttribute('id'))) return false;
    if (!needed.every((each) => classes.includes(each))) return false;
    if (rule.isSimple) return true;
    checks += limits.partsCost;
    return matches(element, rule.selector);
  };
  return (element) => {
    const style = element.getAttribute('style');
    const classes = (element.getAttribute('class') ?? '').split(/\s+/u).filter(Boolean);
    const keys = [`#${element.getAttribute('id') ?? ''}`, ...classes.map((name) => `.${name}`), element.nodeName, '*'];
    const candidates = checks > limits.checks ? [] : keys.flatMap((key) => rules.get(key) ?? []);
    const found = candidates.filter((rule) => applies(rule, element, classes));
    if (found.length === 0 && style === null) return none;
    const ordered = found.sort((a, b) => a.rule.specificity - b.rule.specificity || a.number - b.number);
    return cascaded([...ordered.map(({ rule }) => rule.declarations), cssDeclarations(style ?? '')]);
  };
}

interface NumberedRule {
  readonly rule: CssRule;
  readonly number: number;
}

/** By the rarest thing that the element must have. */
function indexedRules(
  document: HtmlDocument,
  isWanted: (property: string) => boolean,
): ReadonlyMap<string, readonly NumberedRule[]> {
  const index = new Map<string, NumberedRule[]>();
  let number = 0;
  for (const sheet of document.querySelectorAll('style')) {
    if (/^\s*(?:print|speech)\s*$/iu.test(sheet.getAttribute('media') ?? '')) continue;
    for (const rule of cssRules(sheet.textContent, isWanted)) {
      number += 1;
      if (number > limits.rules) return index;
      const { id, classes, name } = rule.last;
      const key = id !== '' ? `#${id}` : classes[0] !== undefined ? `.${classes[0]}` : name || '*';
      const known = index.get(key) ?? [];
      known.push({ rule, number });
      index.set(key, known);
    }
  }
  return index;
}

function cascaded(declarations: readonly Declarations[]): ReadonlyMap<string, string> {
  const winning = new Map<string, CssValue>();
  for (const each of declarations) {
    for (const [property, value] of each) {
      if (winning.get(property)?.isImportant === true && !value.isImportant) continue;
      winning.set(property, value);
    }
  }
  return new Map([...winning].map(([property, { value }]) => [property, value]));
}

function matches(element: HtmlElement, selector: string): boolean {
  try {
    return element.matches(selector);
  } catch {
    // A selector that the library cannot read selects nothing.
    return false;
  }
}
