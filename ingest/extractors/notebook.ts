import type { Block, BlockKind, Extraction, Page } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import type { Extractor, FileProbe } from '../extractor.js';
import { HeadingPath } from '../structure/heading-path.js';
import { markdownStructure } from '../structure/markdown-structure.js';
import { type NotebookCell, parseNotebook } from './notebook-cells.js';
import { outputText } from './notebook-output.js';
import { requireBlocks } from './require-blocks.js';

/** Jupyter notebooks: a page per cell; Markdown cells give headings to the cells below them. */
export const notebookExtractor: Extractor = {
  format: 'notebook',
  version: 1,
  accepts: isNotebook,
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    const notebook = parseNotebook(text, file.name);
    const composed = new NotebookText();
    for (const [index, cell] of notebook.cells.entries()) composed.add(cell, index + 1);
    const { title, ...result } = composed.result();
    const stated = notebook.title ?? title;
    const language = notebook.language === undefined ? {} : { language: notebook.language };
    const named = stated === undefined ? {} : { title: stated };
    return requireBlocks(file, {
      ...result,
      ...named,
      metadata: { ...metadata, ...language, cells: notebook.cells.length },
    });
  },
};

/** By content; the format's version number stands at the end of the file, out of the probe's reach. */
function isNotebook(probe: FileProbe): boolean {
  const { textHead, mimeType, extension } = probe;
  if (textHead === undefined || mimeType !== undefined || !/^\s*\{/u.test(textHead)) return false;
  if (extension === '.ipynb') return true;
  return extension === '.json' && /"cells"\s*:\s*\[/u.test(textHead) && textHead.includes('"cell_type"');
}

class NotebookText {
  readonly #parts: string[] = [];
  readonly #blocks: Block[] = [];
  readonly #pages: Page[] = [];
  readonly #path = new HeadingPath();
  #title: string | undefined;
  #length = 0;

  /** @param position the cell's place in the notebook, 1-based */
  add(cell: NotebookCell, position: number): void {
    const source = cell.source.trim() === '' ? '' : cell.source;
    const output = outputText(cell.outputs);
    if (source === '' && output === '') return;
    this.#write(this.#parts.length === 0 ? '' : '\n\n');
    const start = this.#length;
    const page = this.#pages.length + 1;
    if (cell.kind === 'markdown') this.#addMarkdown(source, page);
    else this.#addBlock(cell.kind === 'code' ? 'code' : 'paragraph', source, page);
    if (source !== '' && output !== '') this.#write('\n\n');
    this.#addBlock('code', output === '' ? '' : `Output:\n${output}`, page);
    this.#pages.push({ number: page, kind: 'cell', label: `cell ${position}`, start, end: this.#length });
  }

  result(): Omit<Extraction, 'title' | 'metadata'> & { readonly title: string | undefined } {
    return { title: this.#title, text: this.#parts.join(''), pages: this.#pages, blocks: this.#blocks };
  }

  #addMarkdown(source: string, page: number): void {
    const structure = markdownStructure(source, this.#path);
    this.#title ??= structure.firstTopHeading;
    for (const block of structure.blocks) {
      this.#blocks.push({ ...block, start: block.start + this.#length, end: block.end + this.#length, page });
    }
    this.#write(source);
  }

  #addBlock(kind: BlockKind, text: string, page: number): void {
    if (text === '') return;
    const start = this.#length;
    this.#write(text);
    this.#blocks.push({ kind, start, end: this.#length, headings: this.#path.titles, page });
  }

  #write(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }
}
