import { extname } from 'node:path';
import type { Extractor, SourceFile } from '../../ingest/extractor.js';
import type { Extraction } from '../../src/core/document.js';

export function sourceFile(name: string, content: string | Uint8Array): SourceFile {
  const fileName = name.slice(name.lastIndexOf('/') + 1);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { name, fileName, extension: extname(fileName).toLowerCase(), bytes };
}

export async function extracted(extractor: Extractor, name: string, content: string | Uint8Array): Promise<Extraction> {
  return extractor.extract(sourceFile(name, content), {});
}

/** What each block says, in order. */
export function blockTexts(extraction: Pick<Extraction, 'text' | 'blocks'>): string[] {
  return extraction.blocks.map((block) => extraction.text.slice(block.start, block.end));
}

export function pageLabels(extraction: Pick<Extraction, 'pages'>): string[] {
  return extraction.pages.map((page) => page.label);
}
