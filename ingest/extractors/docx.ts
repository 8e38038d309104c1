import mammoth from 'mammoth';
import type { Metadata } from '../../src/core/document.js';
import type { Extractor, FileProbe, SourceFile } from '../extractor.js';
import { htmlToMarkdown } from '../structure/html-to-markdown.js';
import { markdownStructure } from '../structure/markdown-structure.js';
import { meaningfulTitle } from '../structure/meaningful-title.js';
import { parseHtml } from '../structure/parse-html.js';
import { corrupt, readXmlParts } from './docx-archive.js';
import { requireBlocks } from './require-blocks.js';

const wordTypes =
  /^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.|ms-word\.(?:document|template)\.macroenabled)/iu;
const wordEndings = new Set(['.docx', '.docm', '.dotx', '.doc']);
const containerTypes = new Set(['application/zip', 'application/x-cfb']);
const styles = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "p[style-name='Code'] => pre:separator('\\n')",
];

/** Otherwise every picture is unpacked. */
const convertImage = mammoth.images.imgElement(async () => ({ src: '' }));

/** Word documents (2007 and later) as Markdown: headings, lists, tables and footnotes; pictures are left out. */
export const docxExtractor: Extractor = {
  format: 'docx',
  version: 1,
  accepts: isWord,
  extract: async (file, { signal }) => {
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
  },
};

/** Archives and old Word files only by their ending: they are accepted to be refused with the right words. */
function isWord({ mimeType, extension }: FileProbe): boolean {
  if (mimeType === undefined) return false;
  return wordTypes.test(mimeType) || (containerTypes.has(mimeType) && wordEndings.has(extension));
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
