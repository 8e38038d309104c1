import type { Block, Extraction, Metadata, Page } from '../../src/core/document.js';
import { meaningfulTitle } from '../structure/meaningful-title.js';
import { pageBlocks } from './pdf-blocks.js';
import { locateHeadings } from './pdf-headings.js';
import { joinHyphenatedWords } from './pdf-hyphens.js';
import type { PdfContent } from './pdf-job.js';
import { repairLigatures } from './pdf-ligatures.js';
import { cleanPageText } from './pdf-page-text.js';

const pageSeparator = '\n\n';

/** Puts the pages of a PDF together as one text. Every page of the file is a page here, also one without text. */
export function assemblePdf(content: PdfContent): Extraction {
  const pageTexts = joinHyphenatedWords(repairLigatures(content.pageTexts).map(cleanPageText));
  const headings = locateHeadings(pageTexts, content.outline);
  const pages: Page[] = [];
  const blocks: Block[] = [];
  let start = 0;
  let path: readonly string[] = [];
  for (const [index, text] of pageTexts.entries()) {
    const number = index + 1;
    const offset = start;
    pages.push({ number, kind: 'page', label: `p. ${number}`, start, end: start + text.length });
    const changes = [...(headings[index] ?? [])];
    for (const block of pageBlocks(text, changes)) {
      while (changes[0] !== undefined && changes[0].start <= block.start) path = changes.shift()?.path ?? path;
      blocks.push({
        kind: block.kind,
        start: offset + block.start,
        end: offset + block.end,
        headings: path,
        page: number,
      });
    }
    path = changes.at(-1)?.path ?? path;
    start += text.length + pageSeparator.length;
  }
  const title = meaningfulTitle(content.info.title);
  return {
    text: pageTexts.join(pageSeparator),
    ...(title === undefined ? {} : { title }),
    pages,
    blocks,
    metadata: metadataOf(content, pageTexts),
  };
}

function metadataOf({ info }: PdfContent, pageTexts: readonly string[]): Metadata {
  const empty = pageTexts.filter((text) => text === '').length;
  return {
    pages: pageTexts.length,
    ...(empty === 0 ? {} : { pagesWithoutText: empty }),
    ...(info.author === undefined ? {} : { author: info.author }),
    ...(info.created === undefined ? {} : { created: info.created }),
  };
}
