import type { Block } from '../../src/core/document.js';
import { readText } from '../encoding.js';
import type { Extractor } from '../extractor.js';
import { type MarkdownStructure, markdownStructure } from '../structure/markdown-structure.js';
import { splitFrontMatter } from './front-matter.js';
import { requireBlocks } from './require-blocks.js';

const endings = new Set(['.md', '.markdown', '.mdx', '.mkd', '.mdown', '.qmd', '.rmd']);

/** Markdown with YAML front matter, and MDX. The text is the file's own, below the front matter. */
export const markdownExtractor: Extractor = {
  format: 'markdown',
  version: 1,
  accepts: (probe) => probe.textHead !== undefined && probe.mimeType === undefined && endings.has(probe.extension),
  extract: async (file, { signal }) => {
    signal?.throwIfAborted();
    const { text, metadata } = readText(file);
    const matter = splitFrontMatter(text);
    const structure = file.extension === '.mdx' ? mdxStructure(matter.body) : markdownStructure(matter.body);
    const title = matter.title ?? structure.firstTopHeading;
    return requireBlocks(file, {
      text: matter.body,
      ...(title === undefined ? {} : { title }),
      pages: structure.pages,
      blocks: structure.blocks,
      metadata: { ...metadata, ...matter.metadata },
    });
  },
};

/** Module code is blanked for the scanner alone, so that it makes no section of its own and moves no offset. */
function mdxStructure(text: string): MarkdownStructure {
  const structure = markdownStructure(text);
  const hidden = structure.blocks.filter((block) => isModuleCode(text, block));
  const parts: string[] = [];
  let end = 0;
  for (const block of hidden) {
    parts.push(text.slice(end, block.start), ' '.repeat(block.end - block.start));
    end = block.end;
  }
  return hidden.length === 0 ? structure : markdownStructure(parts.join('') + text.slice(end));
}

/** In MDX, a paragraph that begins with `import` or `export` is JavaScript (mdxjs.com, "ESM"). */
function isModuleCode(text: string, block: Block): boolean {
  if (block.kind !== 'paragraph') return false;
  return /^(?:import\s*["'{*]|import\s+\w+(?:\s*,|\s+from\b)|export\s+(?:default|const|let|var|async|function|class|type|interface)\b|export\s*[{*])/u.test(
    text.slice(block.start, Math.min(block.end, block.start + 200)),
  );
}
