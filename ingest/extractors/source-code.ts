import type { Block } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import type { Extractor } from '../extractor.js';
import { linePieces, type StartsPiece } from '../structure/line-pieces.js';
import { NumberedPages } from '../structure/numbered-pages.js';
import { requireBlocks } from './require-blocks.js';
import { languageOf } from './source-language.js';

/** A screen of code. */
const pageLimits = { lines: 60, characters: 6_000 };

/** Program and configuration files: pages of up to 60 lines, cut between top-level definitions where possible. */
export const sourceCodeExtractor: Extractor = {
  format: 'code',
  version: 1,
  accepts: (probe) =>
    probe.textHead !== undefined && probe.mimeType === undefined && languageOf(probe, probe.textHead) !== undefined,
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    const pages = new NumberedPages(pageLimits);
    const blocks: Block[] = [];
    for (const piece of linePieces(text, pageLimits, startsDefinition)) {
      blocks.push({ kind: 'code', start: piece.start, end: piece.end, headings: [], page: pages.place(piece) });
    }
    const language = languageOf(file, text);
    return requireBlocks(file, {
      text,
      pages: pages.pages(text.length),
      blocks,
      metadata: { ...metadata, ...(language === undefined ? {} : { language }) },
    });
  },
};

/** After a blank line, a line at the margin that does not continue or close what stands above it. */
const startsDefinition: StartsPiece = (head, isAfterBlank) =>
  isAfterBlank &&
  /^\S/u.test(head) &&
  !/^(?:[\])}>]|(?:end|else|elif|except|finally|catch|case|default)\b)/u.test(head);
