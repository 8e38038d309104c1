import type { Document } from '../src/core/document.js';

/** More heading than this says nothing new about a passage. */
const contextLimit = 240;

/**
 * Title of a file that states none: its name without ending, separators as blanks.
 * `2023_10K-annual.report.pdf` → `2023 10K annual report`
 */
export function titleFromFileName(fileName: string): string {
  const bare = fileName.replace(/^.*\//u, '').replace(/\.[A-Za-z0-9]{1,8}$/u, '');
  return bare.replace(/[_\-.+\s]+/gu, ' ').trim() || fileName;
}

/**
 * What stands in front of a chunk where it is embedded and indexed: title and headings, each once. A title taken
 * from inside the file is followed by the file's name: filings and manuals are asked for by either.
 */
export function contextOf(document: Pick<Document, 'title' | 'name'>, headings: readonly string[]): string {
  const parts: string[] = [];
  for (const part of [document.title, titleFromFileName(document.name), ...headings]) {
    const clean = part.replace(/\s+/gu, ' ').trim();
    const isKnown = parts.some((known) => known.toLowerCase().includes(clean.toLowerCase()));
    if (clean !== '' && !isKnown) parts.push(clean);
  }
  const context = parts.join(' › ');
  return context.length <= contextLimit ? context : truncateWords(context, contextLimit);
}

function truncateWords(text: string, limit: number): string {
  const cut = text.lastIndexOf(' ', limit);
  return text.slice(0, cut > limit / 2 ? cut : limit).trimEnd();
}
