import type { Extraction } from '../../src/core/document.js';
import { DocentError } from '../../src/core/errors.js';
import type { SourceFile } from '../extractor.js';

/**
 * Passes an extraction on that has something to read.
 * @throws DocentError `file-without-text`
 */
export function requireBlocks(file: SourceFile, extraction: Extraction): Extraction {
  if (extraction.blocks.length > 0) return extraction;
  throw new DocentError('file-without-text', `${file.name} holds no text to read.`, {
    hint: 'Check that the file was saved completely.',
  });
}
