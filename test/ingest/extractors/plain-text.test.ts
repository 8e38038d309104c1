import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainTextExtractor } from '../../../ingest/extractors/plain-text.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';

const read = async (content: string | Uint8Array, name = 'a.txt') => extracted(plainTextExtractor, name, content);

describe('short text', () => {
  it('is one page of paragraphs', async () => {
    const extraction = await read('first\nlines\n\nsecond\n');
    expect(pageLabels(extraction)).toEqual(['whole document']);
    expect(blockTexts(extraction)).toEqual(['first\nlines', 'second']);
  });

  it('is without text where a byte order mark is all', async () => {
    await expect(read('\uFEFF\n')).rejects.toMatchObject({ code: 'file-without-text' });
  });
});

describe('underlined headings', () => {
  it('make sections, whose levels follow the order in which styles appear', async () => {
    const extraction = await read(
      '=====\nTitle\n=====\n\nPart\n----\n\ntext\n\nSub\n~~~\n\nPart 2\n------\n\nend',
      'a.rst',
    );
    expect(extraction.title).toBe('Title');
    expect(pageLabels(extraction)).toEqual(['Title', 'Title › Part', 'Title › Part › Sub', 'Title › Part 2']);
    expect(extraction.blocks.map((block) => block.kind).slice(0, 3)).toEqual(['heading', 'heading', 'paragraph']);
  });

  it('are not lines that separate, tables, or numbers', async () => {
    for (const content of [
      'words\n--------------------',
      'Name Age\n--------\nBob  7\nEve  9',
      '12\n--\n\nx',
      'a\n===',
    ]) {
      expect((await read(content)).blocks[0]?.kind, content).toBe(content === 'a\n===' ? 'heading' : 'paragraph');
    }
  });
});

describe('long text', () => {
  it('has pages of at most 200 lines, cut between paragraphs', async () => {
    const extraction = await read(`${'a\nb\nc\n\n'.repeat(100)}`);
    expect(pageLabels(extraction)).toEqual(['lines 1–199', 'lines 201–399']);
    expectSoundExtraction(extraction);
  });

  it('has pages of at most 200 lines also where no line is blank', async () => {
    const extraction = await read('2024-01-01 something happened\n'.repeat(450));
    expect(pageLabels(extraction)).toEqual(['lines 1–200', 'lines 201–400', 'lines 401–450']);
    expectSoundExtraction(extraction);
  });

  it('has pages of at most 20,000 characters also where a line is longer', async () => {
    const extraction = await read(`start\n${'word '.repeat(10_000)}\nend`);
    expect(pageLabels(extraction)).toEqual(['lines 1–2', 'line 2, parts 4–7', 'lines 2–3']);
    for (const page of extraction.pages) expect(page.end - page.start).toBeLessThanOrEqual(20_001);
    expectSoundExtraction(extraction);
  });

  it('has a page for each section where the sections are short', async () => {
    const extraction = await read(`${'Part\n====\n\ntext\n\n'.repeat(100)}`);
    expect(extraction.pages).toHaveLength(100);
    expect(extraction.pages[0]).toMatchObject({ kind: 'section', label: 'Part' });
  });

  it('keeps headings above its blocks where a section is too long for a page', async () => {
    const extraction = await read(`Part\n====\n\n${'line\n'.repeat(300)}`);
    expect(extraction.pages.map((page) => page.kind)).toEqual(['lines', 'lines']);
    expect(extraction.blocks.every((block) => block.headings[0] === 'Part')).toBe(true);
  });
});

it('any text is covered by its blocks', async () => {
  const lines = fc.array(
    fc.oneof(fc.constantFrom('', ' ', 'Title', '=====', '---', 'text'), fc.string({ unit: 'grapheme' })),
  );
  const property = fc.asyncProperty(lines, fc.integer({ min: 1, max: 120 }), async (parts, times) => {
    expectSoundExtraction(await read(`word\n${`${parts.join('\n')}\n`.repeat(times)}`));
  });
  await fc.assert(property, { numRuns: 100 });
});
