import type { Extractor } from '../extractor.js';
import { csvExtractor } from './csv.js';
import { docxExtractor } from './docx.js';
import { htmlExtractor } from './html.js';
import { jsonExtractor } from './json.js';
import { markdownExtractor } from './markdown.js';
import { notebookExtractor } from './notebook.js';
import { createPdfExtractor } from './pdf.js';
import { plainTextExtractor } from './plain-text.js';
import { sourceCodeExtractor } from './source-code.js';

/** Every format that docent reads; of several extractors that accept a file the first one takes it. */
export function createExtractors(): Extractor[] {
  return [
    createPdfExtractor(),
    docxExtractor,
    notebookExtractor,
    htmlExtractor,
    markdownExtractor,
    csvExtractor,
    jsonExtractor,
    sourceCodeExtractor,
    plainTextExtractor,
  ];
}
