import { expect } from 'vitest';
import type { Extraction } from '../../src/core/document.js';

export interface InvariantOptions {
  /** Removes from the text between two blocks what is not meant to be read, such as comments. */
  readonly withoutInvisible?: (gap: string) => string;
}

/**
 * What holds for the extraction of any format: pages are numbered, in order and inside the text; blocks are in order,
 * do not overlap, lie inside their page, hold something, and together hold everything that is to be read.
 */
export function expectSoundExtraction(extraction: Extraction, options: InvariantOptions = {}): void {
  const { text } = extraction;
  expect(text.includes('\r'), 'no carriage returns').toBe(false);
  expect(text.startsWith('\uFEFF'), 'no byte order mark').toBe(false);
  expectSoundPages(extraction);
  expectSoundBlocks(extraction, options.withoutInvisible ?? ((gap) => gap));
  for (const value of Object.values(extraction.metadata))
    expect(['string', 'number', 'boolean']).toContain(typeof value);
  if (extraction.title !== undefined) expect(extraction.title.trim()).not.toBe('');
}

function expectSoundPages({ text, pages }: Extraction): void {
  let end = 0;
  for (const [index, page] of pages.entries()) {
    const place = `page ${page.number} (${page.label})`;
    expect(page.number, place).toBe(index + 1);
    expect(page.label.trim(), place).not.toBe('');
    if (page.start < end || page.end < page.start || page.end > text.length) expect.fail(`${place} is out of order`);
    end = page.end;
  }
}

function expectSoundBlocks({ text, pages, blocks }: Extraction, withoutInvisible: (gap: string) => string): void {
  let end = 0;
  for (const [index, block] of blocks.entries()) {
    const place = `block ${index} (${block.start} to ${block.end})`;
    const page = pages[block.page - 1];
    if (block.start < end || block.end <= block.start || block.end > text.length)
      expect.fail(`${place} is out of order`);
    if (page === undefined || block.start < page.start || block.end > page.end) {
      expect.fail(`${place} is not inside its page ${block.page}`);
    }
    if (text.slice(block.start, block.end).trim() === '') expect.fail(`${place} is blank`);
    if (splitsCharacter(text, block.start) || splitsCharacter(text, block.end))
      expect.fail(`${place} cuts a character`);
    expect(withoutInvisible(text.slice(end, block.start)).trim(), `text before ${place}`).toBe('');
    end = block.end;
  }
  expect(withoutInvisible(text.slice(end)).trim(), 'text after the last block').toBe('');
}

function splitsCharacter(text: string, offset: number): boolean {
  return (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
