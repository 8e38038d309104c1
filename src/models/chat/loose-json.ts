import { jsonrepair } from 'jsonrepair';

/**
 * The JSON in a model's words: code fences, trailing commas, single quotes, Python's constants and prose around it are
 * forgiven.
 * @param isWhole false: the words were cut off, so that what is missing must not be made up
 */
export function readLooseJson(text: string, { isWhole = true } = {}): { readonly value: unknown } | undefined {
  const fenced = /```[\w-]*[ \t]*\n?([\s\S]*?)```/u.exec(text)?.[1];
  for (const candidate of [text, fenced, firstObject(text)]) {
    const value = candidate === undefined ? undefined : parsed(candidate);
    if (value !== undefined) return value;
  }
  if (!isWhole) return undefined;
  const start = text.search(/[{[]/u);
  return start < 0 ? undefined : repaired(firstObject(text) ?? fenced ?? text.slice(start));
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function repaired(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(jsonrepair(text)) as unknown };
  } catch {
    return undefined;
  }
}

/** From the first `{` to the `}` that closes it; braces in strings do not count. */
export function firstObject(text: string): string | undefined {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  let depth = 0;
  let quote = '';
  let before = ''; // the last character that is no blank: an apostrophe opens a string only where a value may begin
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || (character === "'" && '{[,:'.includes(before))) {
      quote = character;
    } else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return text.slice(start, index + 1);
    }
    if (character.trim() !== '') before = character;
  }
  return undefined;
}
