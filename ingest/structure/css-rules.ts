import { cssDeclarations, type Declarations, withoutComments } from './css-declarations.js';

/** One selector with what it sets. */
export interface CssRule {
  readonly selector: string;
  /** Name, id and classes that the element itself must have: the selector's last part. */
  readonly last: { readonly name: string; readonly id: string; readonly classes: readonly string[] };
  /** Whether `last` is all there is, so that nothing else has to be asked. */
  readonly isSimple: boolean;
  /** Higher wins; of equals the later one. */
  readonly specificity: number;
  readonly declarations: Declarations;
}

/** Blocks that hold for a page on a screen whatever its size; others (print, phones) are left out. */
const alwaysTrue = /^@(?:media\s+(?:only\s+)?(?:screen|all)\s*$|layer\b|supports\b)/iu;
/** State, position and what scripts set: cannot be told from the page alone. */
const unknowable = /:/u;
const oneSelector = /(?:[^,[\]]|\[[^[\]]*\])+/gu;
const lastPart = /(?:^|[\s>+~])([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)((?:\[[^\]]*\])*)$/iu;
const deepestBlock = 3;
const longestSelector = 500;

/** The rules of a style sheet that set one of the properties, in order. */
export function* cssRules(css: string, isWanted: (property: string) => boolean): Generator<CssRule> {
  for (const { prelude, block } of blocksOf(withoutStrings(withoutComments(css)), 0)) {
    const declarations = cssDeclarations(withoutNested(block));
    if (![...declarations.keys()].some(isWanted)) continue;
    for (const [selector] of prelude.matchAll(oneSelector)) {
      const rule = ruleOf(selector.trim(), declarations);
      if (rule !== undefined) yield rule;
    }
  }
}

function ruleOf(selector: string, declarations: Declarations): CssRule | undefined {
  const isReadable = selector.length <= longestSelector && !unknowable.test(selector);
  const parts = isReadable ? lastPart.exec(selector) : null;
  if (parts === null) return undefined;
  const [whole, name = '', marks = '', attributes = ''] = parts;
  const marked = marks.match(/[.#][\w-]+/gu) ?? [];
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0;
  return {
    selector,
    last: {
      name: name === '*' ? '' : name.toUpperCase(),
      id: marked.find((mark) => mark.startsWith('#'))?.slice(1) ?? '',
      classes: marked.filter((mark) => mark.startsWith('.')).map((mark) => mark.slice(1)),
    },
    isSimple: attributes === '' && whole === selector,
    specificity: count(/#/gu) * 10_000 + count(/[.[]/gu) * 100 + count(/(?:^|[\s>+~])[a-z]/giu),
    declarations,
  };
}

/** Braces and semicolons in strings would look like those of rules. */
function withoutStrings(css: string): string {
  return css.replace(/"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/gu, (text) => text.replace(/[{};]/gu, '_'));
}

function* blocksOf(css: string, depth: number): Generator<{ readonly prelude: string; readonly block: string }> {
  const mark = /[{};]/gu;
  for (let start = 0; ; start = mark.lastIndex) {
    mark.lastIndex = start;
    const found = mark.exec(css);
    if (found === null) return;
    if (found[0] !== '{') continue;
    const prelude = css.slice(start, found.index).trim();
    const end = endOfBlock(css, found.index);
    const block = css.slice(found.index + 1, end);
    if (!prelude.startsWith('@')) yield { prelude, block };
    else if (depth < deepestBlock && alwaysTrue.test(prelude)) yield* blocksOf(block, depth + 1);
    mark.lastIndex = end + 1;
  }
}

/** Leaves rules inside a rule out. */
function withoutNested(block: string): string {
  let kept = '';
  let from = 0;
  for (let open = block.indexOf('{'); open !== -1; open = block.indexOf('{', from)) {
    const before = block.slice(from, open);
    kept += before.slice(0, before.lastIndexOf(';') + 1);
    from = endOfBlock(block, open) + 1;
  }
  return kept + block.slice(from);
}

function endOfBlock(css: string, opening: number): number {
  const brace = /[{}]/gu;
  brace.lastIndex = opening;
  for (let depth = 0, found = brace.exec(css); found !== null; found = brace.exec(css)) {
    depth += found[0] === '{' ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return css.length;
}
