/** Properties in lower case with their values, escapes and comments resolved. */
export type Declarations = ReadonlyMap<string, CssValue>;

export interface CssValue {
  /** Lower case, single spaces. */
  readonly value: string;
  readonly isImportant: boolean;
}

/** One declaration: `;` inside strings and brackets does not end it. */
const declaration = /(?:[^;"'()]|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|\((?:[^()"']|"[^"]*"|'[^']*')*\))+/gu;

/** Reads what stands in a `style` attribute or between the braces of a rule; what makes no sense is left out. */
export function cssDeclarations(text: string): Declarations {
  const found = new Map<string, CssValue>();
  for (const [part] of withoutComments(text).matchAll(declaration)) {
    const colon = part.indexOf(':');
    if (colon === -1) continue;
    const property = withoutEscapes(part.slice(0, colon)).trim().toLowerCase();
    const stated = withoutEscapes(part.slice(colon + 1))
      .trim()
      .toLowerCase()
      .replace(/\s+/gu, ' ');
    const value = stated.replace(/ ?! ?important$/u, '');
    const isImportant = value !== stated;
    if (value === '' || (found.get(property)?.isImportant === true && !isImportant)) continue;
    found.set(property, { value, isImportant });
  }
  return found;
}

export function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, ' ');
}

/** `d\69 splay` is `display` (CSS Syntax 3, "consume an escaped code point"). */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:([\da-f]{1,6})\s?|([\s\S]))/giu, (_, code: string | undefined, character: string) => {
    const point = Number.parseInt(code ?? '', 16);
    return code === undefined ? character : point <= 0x10_ff_ff ? String.fromCodePoint(point) : '\uFFFD';
  });
}
