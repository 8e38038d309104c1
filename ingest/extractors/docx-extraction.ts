import mammoth from 'mammoth';
import type { Extraction, Metadata } from '../../src/core/document.js';
import type { ExtractOptions, SourceFile } from '../extractor.js';
import { htmlToMarkdown } from '../structure/html-to-markdown.js';
import { markdownStructure } from '../structure/markdown-structure.js';
import { meaningfulTitle } from '../structure/meaningful-title.js';
import { parseHtml } from '../structure/parse-html.js';
import { corrupt, readXmlParts } from './docx-archive.js';
import { requireBlocks } from './require-blocks.js';

const styles = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "p[style-name='Code'] => pre:separator('\\n')",
];

/** Otherwise every picture is unpacked. */
const convertImage = mammoth.images.imgElement(async () => ({ src: '' }));

/** Headings, lists, tables and footnotes as Markdown; pictures are left out. */
export async function extractDocx(file: SourceFile, { signal }: ExtractOptions): Promise<Extraction> {
  signal?.throwIfAborted();
  const parts = await readXmlParts(file);
  const { title: stated, ...properties } = readProperties(parts.get('docProps/core.xml'));
  signal?.throwIfAborted();
  const text = await toMarkdown(file);
  const { pages, blocks, firstHeading } = markdownStructure(text);
  const title = meaningfulTitle(stated) ?? firstHeading;
  return requireBlocks(file, {
    text,
    ...(title === undefined ? {} : { title }),
    pages,
    blocks,
    metadata: properties,
  });
}

async function toMarkdown(file: SourceFile): Promise<string> {
  try {
    const html = await mammoth.convertToHtml({ buffer: Buffer.from(file.bytes) }, { styleMap: styles, convertImage });
    const { documentElement } = parseHtml(html.value);
    for (const image of documentElement.querySelectorAll('img')) image.remove();
    return htmlToMarkdown(documentElement);
  } catch (error) {
    throw corrupt(file, error);
  }
}

/** Dublin Core, as ECMA-376 part 2, 11.1 has it. */
function readProperties(core: Buffer | undefined): Metadata & { readonly title?: string } {
  const { documentElement } = parseHtml(`<html>${core?.toString('utf8') ?? ''}</html>`);
  const read = (name: string, element: string) => {
    const value = documentElement.querySelector(element)?.textContent.trim() ?? '';
    return value === '' ? {} : { [name]: value };
  };
  return { ...read('title', 'dc\\:title'), ...read('author', 'dc\\:creator'), ...read('created', 'dcterms\\:created') };
}
