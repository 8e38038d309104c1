import type { Extraction } from '../../src/core/document.js';
import { errorMessage } from '../../src/core/errors.js';
import { readText } from '../encoding.js';
import type { Extractor } from '../extractor.js';
import { renderJson, renderJsonLines } from './json-records.js';
import { plainTextStructure } from './plain-text.js';
import { requireBlocks } from './require-blocks.js';

const lineEndings = new Set(['.jsonl', '.ndjson']);
const endings = new Set(['.json', '.geojson', '.jsonld', '.json5', '.jsonc', '.webmanifest', ...lineEndings]);

/**
 * JSON and JSON Lines as readable `path.to.key: value` lines. What is named `.json` and is not JSON (comments, a cut-off
 * end) is kept as plain text, with a note in the metadata. Numbers have JavaScript's precision.
 */
export const jsonExtractor: Extractor = {
  format: 'json',
  version: 1,
  accepts: (probe) => probe.textHead !== undefined && probe.mimeType === undefined && endings.has(probe.extension),
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    const isLines = lineEndings.has(file.extension);
    const rendered = isLines ? renderJsonLines(text, file.name) : renderFile(text, file.name);
    return requireBlocks(file, { ...rendered, metadata: { ...metadata, ...rendered.metadata } });
  },
};

function renderFile(text: string, name: string): Extraction {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    if (startsLikeJsonLines(text)) return renderJsonLines(text, name);
    const { pages, blocks } = plainTextStructure(text);
    const damage = `Not valid JSON and kept as text: ${errorMessage(error).slice(0, 200)}`;
    return { text, pages, blocks, metadata: { damage } };
  }
  return { ...renderJson(root), ...statedTitle(root), metadata: {} };
}

function statedTitle(root: unknown): { readonly title?: string } {
  if (typeof root !== 'object' || root === null || !('title' in root) || typeof root.title !== 'string') return {};
  const title = root.title.trim();
  return title === '' || title.length > 300 ? {} : { title };
}

/** Data sets often come as JSON Lines under the ending `.json`. */
function startsLikeJsonLines(text: string): boolean {
  const lines = text.slice(0, 1_000_000).trimStart().split('\n', 2);
  return lines.length === 2 && lines.every(isJsonObject);
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
