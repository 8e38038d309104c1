import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Span, spanScores } from '../../src/evaluation/span-metrics.js';
import { readSpanSet } from '../../src/evaluation/span-set.js';

const span = (start: number, end: number, document = 'a.md'): Span => ({ document, start, end });

describe('spanScores', () => {
  it('counts the characters that retrieved and reference spans share', () => {
    // Found: 50 of 60; paid for: 100 + 40; missed: 10.
    const scores = spanScores([span(0, 100), span(200, 240)], [span(50, 110)]);
    expect(scores).toEqual({ recall: 50 / 60, precision: 50 / 140, iou: 50 / 150 });
  });

  it('finds a character once and pays for it twice where chunks overlap', () => {
    const scores = spanScores([span(0, 100), span(50, 150)], [span(60, 90), span(140, 170)]);
    expect(scores).toEqual({ recall: 40 / 60, precision: 40 / 200, iou: 40 / 220 });
  });

  it('pays for spans of other documents', () => {
    expect(spanScores([span(0, 10, 'b.md'), span(0, 10)], [span(0, 10)])).toEqual({
      recall: 1,
      precision: 0.5,
      iou: 0.5,
    });
  });

  it('is 0 where nothing is found', () => {
    expect(spanScores([], [span(0, 10)])).toEqual({ recall: 0, precision: 0, iou: 0 });
    expect(spanScores([span(10, 20)], [span(0, 10)])).toEqual({ recall: 0, precision: 0, iou: 0 });
  });

  it('misses what lies before, between and behind the retrieved parts of a reference', () => {
    const scores = spanScores([span(10, 20), span(30, 40)], [span(0, 50)]);
    expect(scores).toEqual({ recall: 20 / 50, precision: 1, iou: 20 / 50 });
  });
});

describe('readSpanSet', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'docent-spans-'));
    mkdirSync(join(folder, 'documents'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const have = (text: string, references: readonly object[], corpus = 'pears') => {
    writeFileSync(join(folder, 'documents', 'pears.md'), text);
    writeFileSync(join(folder, 'spans.jsonl'), JSON.stringify({ _id: 'q', text: 'What?', corpus, references }));
  };

  it('gives nothing for a set that judges no spans', async () => {
    expect(await readSpanSet(folder)).toBeUndefined();
  });

  it('reads offsets that count code points, as Python does', async () => {
    have('🍐🍐 Pears are green.', [{ start: 3, end: 8, content: 'Pears' }]);
    const set = await readSpanSet(folder);
    expect(set?.queries[0]?.references).toEqual([{ document: 'pears.md', start: 5, end: 10 }]);
  });

  it('names the line of a span that does not hold what it quotes, and of an unknown document', async () => {
    have('Pears are green.', [{ start: 1, end: 6, content: 'Pears' }]);
    await expect(readSpanSet(folder)).rejects.toMatchObject({
      message: expect.stringMatching(/spans\.jsonl, line 1: /u),
    });
    have('Pears are green.', [{ start: 0, end: 5, content: 'Pears' }], 'plums');
    await expect(readSpanSet(folder)).rejects.toMatchObject({ message: expect.stringContaining('has no "plums"') });
  });
});
