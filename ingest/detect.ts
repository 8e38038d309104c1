import { extname } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { DocentError } from '../src/core/errors.js';
import { unsupportedFile } from './detect-error.js';
import { decodeHead, decodeText } from './encoding.js';
import type { Extractor, FileProbe } from './extractor.js';

/** Formats whose files may be pure text and are still no text for a reader. */
const textualContainers = new Set(['application/pdf', 'application/rtf', 'application/postscript', 'application/eps']);
/** Readers find `%PDF-` anywhere in the first kilobyte (PDF 1.7 reference, appendix H.3, note 13). */
const pdfHeaderReach = 1024;

/**
 * What a file is, by its content.
 * @throws DocentError `file-empty`, `file-without-text` for white space alone
 */
export async function probeFile(file: { readonly fileName: string; readonly bytes: Uint8Array }): Promise<FileProbe> {
  const { fileName, bytes } = file;
  if (bytes.length === 0) {
    throw new DocentError('file-empty', `${fileName} is empty (0 bytes).`, {
      hint: 'Check that the file was saved or copied completely.',
    });
  }
  const textHead = decodeHead(bytes);
  if (textHead?.trim() === '' && decodeText(bytes)?.text.trim() === '') {
    throw new DocentError('file-without-text', `${fileName} holds nothing but white space.`, {
      hint: 'Check that the file was saved completely.',
    });
  }
  const mimeType = await mimeTypeOf(bytes, textHead);
  return { fileName, extension: extname(fileName).toLowerCase(), mimeType, textHead };
}

/**
 * The first extractor that takes the file.
 * @throws DocentError `format-unsupported`; `file-binary` or `file-corrupt` where the ending promises a known format
 */
export function chooseExtractor(probe: FileProbe, extractors: readonly Extractor[]): Extractor {
  const extractor = extractors.find((candidate) => candidate.accepts(probe));
  if (extractor === undefined) throw unsupportedFile(probe, extractors);
  return extractor;
}

async function mimeTypeOf(bytes: Uint8Array, textHead: string | undefined): Promise<string | undefined> {
  if (textHead !== undefined) {
    if (isSvg(textHead)) return 'image/svg+xml';
    if (/^\s*%PDF-\d/u.test(textHead)) return 'application/pdf';
    // Short magic numbers are ordinary words in a text: `BM` is a bitmap, `MZ` a program.
    const found = await magicType(bytes);
    return found !== undefined && textualContainers.has(found) ? found : undefined;
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, pdfHeaderReach));
  return head.includes('%PDF-') ? 'application/pdf' : magicType(bytes);
}

async function magicType(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    // A damaged container that breaks the library's look inside has no known type.
    return undefined;
  }
}

function isSvg(textHead: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/u.test(textHead);
}
