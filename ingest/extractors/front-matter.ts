import { parse } from 'yaml';
import type { Metadata, MetadataValue } from '../../src/core/document.js';

export interface FrontMatter {
  /** What stands below it; the whole text where there is none. */
  readonly body: string;
  readonly title: string | undefined;
  /** Its scalars, and lists of scalars joined by `, `; anything deeper is left out. */
  readonly metadata: Metadata;
}

/** Longer ones are documents between rules, not front matter. */
const maximumLength = 64 * 1024;

/** Takes YAML between `---` lines off the beginning of a text; what is not a YAML mapping stays text. */
export function splitFrontMatter(text: string): FrontMatter {
  const none = { body: text, title: undefined, metadata: {} };
  const yaml = /^---[ \t]*\n(?:([\s\S]*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)/u.exec(text.slice(0, maximumLength));
  if (yaml === null) return none;
  const mapping = mappingOf(yaml[1] ?? '');
  if (mapping === undefined) return none;
  const { title, ...rest } = Object.fromEntries(scalarsOf(mapping));
  return { body: text.slice(yaml[0].length), title: title === undefined ? undefined : String(title), metadata: rest };
}

function mappingOf(yaml: string): object | undefined {
  try {
    const value: unknown = parse(yaml, { logLevel: 'error' });
    if (value === null) return {};
    return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    // Broken front matter is shown to readers as the text that it is.
    return undefined;
  }
}

function* scalarsOf(mapping: object): Generator<readonly [string, MetadataValue]> {
  for (const [key, value] of Object.entries(mapping)) {
    const flat: unknown = Array.isArray(value) && value.every(isScalar) ? value.join(', ') : value;
    if (isScalar(flat) && flat !== '') yield [key, flat];
  }
}

function isScalar(value: unknown): value is MetadataValue {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  );
}
