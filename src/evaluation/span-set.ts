import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { z } from 'zod';
import { DocentError } from '../core/errors.js';
import { invalidLine, readJsonLines } from './line-files.js';
import type { Span } from './span-metrics.js';

export interface SpanQuery {
  readonly id: string;
  readonly text: string;
  /** Offsets in UTF-16 units of the raw document. */
  readonly references: readonly Span[];
}

/** Questions whose answers are judged as characters of raw documents. */
export interface SpanSet {
  /** Folder of the documents. */
  readonly folder: string;
  /** File name → raw text; a span's `document` is the file name. */
  readonly documents: ReadonlyMap<string, string>;
  readonly queries: readonly SpanQuery[];
}

const referenceSchema = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  content: z.string().min(1),
});
const querySchema = z.object({
  _id: z.string().min(1),
  text: z.string().regex(/\S/u, 'the query is empty'),
  /** The document's file name without its ending. */
  corpus: z.string().min(1),
  references: z.array(referenceSchema).min(1),
});

/**
 * Reads spans.jsonl and documents/ of a set; undefined where it has none.
 * @throws DocentError `benchmark-invalid` naming file and line, also where a span does not hold what it quotes
 */
export async function readSpanSet(folder: string): Promise<SpanSet | undefined> {
  const file = join(folder, 'spans.jsonl');
  const documentsFolder = join(folder, 'documents');
  if (!existsSync(file)) return undefined;
  if (!existsSync(documentsFolder)) {
    throw new DocentError('benchmark-invalid', `${file} judges documents that are not there: ${documentsFolder}.`);
  }
  const documents = await readDocuments(documentsFolder);
  const names = new Map([...documents.keys()].map((name) => [parse(name).name, name]));
  const queries: SpanQuery[] = [];
  for await (const { value, number } of readJsonLines(file, querySchema)) {
    const name = names.get(value.corpus);
    if (name === undefined) throw invalidLine(file, number, `documents/ has no ${JSON.stringify(value.corpus)}`);
    const text = documents.get(name) ?? '';
    const references = value.references.map((reference) => {
      const span = spanOf(text, reference);
      if (span !== undefined) return { document: name, ...span };
      const place = `${reference.start}-${reference.end}`;
      throw invalidLine(file, number, `${name} does not hold the quoted text at ${place}`);
    });
    queries.push({ id: value._id, text: value.text, references });
  }
  return { folder: documentsFolder, documents, queries };
}

async function readDocuments(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(entries.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

/** Sets made in Python count code points; where a text holds none above U+FFFF both counts are the same. */
function spanOf(text: string, { start, end, content }: z.infer<typeof referenceSchema>) {
  if (text.slice(start, end) === content) return { start, end };
  const points = Array.from(text);
  const from = points.slice(0, start).join('').length;
  return text.startsWith(content, from) ? { start: from, end: from + content.length } : undefined;
}
