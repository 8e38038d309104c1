import { z } from 'zod';
import { DocentError } from '../../src/core/errors.js';

const lines = z.union([z.string(), z.array(z.string())]).transform((value) => {
  const text = Array.isArray(value) ? value.join('') : value;
  return text.replace(/\r\n?/gu, '\n');
});

const output = z.looseObject({
  output_type: z.string().optional(),
  text: lines.optional(),
  data: z.looseObject({ 'text/plain': lines.optional(), 'text/markdown': lines.optional() }).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});

const cell = z.looseObject({
  cell_type: z.string(),
  /** In nbformat 3 the code of a code cell is its `input`, and headings are cells with a level. */
  source: lines.optional(),
  input: lines.optional(),
  level: z.number().int().min(1).max(6).optional(),
  outputs: z.array(output).optional(),
});

const named = z.looseObject({ name: z.string().optional(), language: z.string().optional() });
const notebook = z.looseObject({
  cells: z.array(cell).optional(),
  worksheets: z.array(z.looseObject({ cells: z.array(cell) })).optional(),
  metadata: z
    .looseObject({ title: z.string().optional(), language_info: named.optional(), kernelspec: named.optional() })
    .optional(),
});

export type NotebookOutput = z.infer<typeof output>;

export interface NotebookCell {
  readonly kind: 'markdown' | 'code' | 'raw';
  readonly source: string;
  readonly outputs: readonly NotebookOutput[];
}

export interface Notebook {
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly cells: readonly NotebookCell[];
}

/**
 * Jupyter's notebook format, versions 3 and 4.
 * @throws DocentError `file-corrupt`
 */
export function parseNotebook(text: string, name: string): Notebook {
  try {
    const { metadata, ...parsed } = notebook.parse(JSON.parse(text));
    const cells = parsed.cells ?? parsed.worksheets?.flatMap((sheet) => sheet.cells) ?? [];
    const language = metadata?.language_info?.name ?? metadata?.kernelspec?.language;
    return { title: metadata?.title, language, cells: cells.map(toCell) };
  } catch (cause) {
    throw new DocentError('file-corrupt', `${name} is not a readable Jupyter notebook.`, {
      hint: 'Open it in Jupyter and save it again.',
      cause,
    });
  }
}

function toCell(raw: z.infer<typeof cell>): NotebookCell {
  const source = raw.source ?? raw.input ?? '';
  if (raw.cell_type === 'heading') {
    return { kind: 'markdown', source: `${'#'.repeat(raw.level ?? 1)} ${source}`, outputs: [] };
  }
  const kind = raw.cell_type === 'markdown' || raw.cell_type === 'code' ? raw.cell_type : 'raw';
  return { kind, source, outputs: raw.outputs ?? [] };
}
