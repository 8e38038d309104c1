import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonExtractor } from '../../../ingest/extractors/json.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';

const read = async (content: unknown, name = 'a.json') =>
  extracted(jsonExtractor, name, typeof content === 'string' ? content : JSON.stringify(content));

describe('an object', () => {
  it('becomes lines of paths and values, a section for each key that holds more', async () => {
    const value = {
      name: 'docent',
      private: true,
      scripts: { test: 'vitest', deep: { x: [1, 2], y: null } },
      tags: ['a', 'b'],
    };
    const extraction = await read(value);
    expect(extraction.text).toBe(
      'name: docent\nprivate: true\n\nscripts.test: vitest\nscripts.deep.x: 1, 2\nscripts.deep.y: null\n\ntags: a, b',
    );
    expect(pageLabels(extraction)).toEqual(['top level', 'scripts', 'tags']);
  });

  it('states its title where it has one', async () => {
    expect((await read({ title: 'Error codes', a: 1 })).title).toBe('Error codes');
    expect(await read({ title: 7, a: 1 })).not.toHaveProperty('title');
  });

  it('counts the elements of a list of records', async () => {
    const extraction = await read({ total: 2, items: Array.from({ length: 60 }, (_, id) => ({ id })) });
    expect(pageLabels(extraction)).toEqual(['top level', 'items, elements 1–50', 'items, elements 51–60']);
    expect(blockTexts(extraction)[1]).toBe('items.id: 0');
  });
});

describe('a list', () => {
  it('has a block for each short record', async () => {
    const extraction = await read([{ id: 1, text: 'one' }, { id: 2, parts: [{ a: 1 }, { a: 2 }] }, 'three']);
    expect(blockTexts(extraction)).toEqual(['id: 1\ntext: one', 'id: 2\nparts[0].a: 1\nparts[1].a: 2', 'three']);
    expect(pageLabels(extraction)).toEqual(['records 1–3']);
  });

  it('has blocks of paragraphs for a long record', async () => {
    const extraction = await read([{ text: `${'word '.repeat(300)}\n\n${'more '.repeat(300)}` }]);
    expect(extraction.blocks.map((block) => block.kind)).toEqual(['paragraph', 'paragraph']);
    expect(pageLabels(extraction)).toEqual(['record 1']);
  });
});

describe('JSON Lines', () => {
  it('have a record a line, numbered as in the file', async () => {
    const extraction = await read('{"a":1}\n\n{"a":2,"b":"x\\r\\ny"}\n', 'a.jsonl');
    expect(blockTexts(extraction)).toEqual(['a: 1', 'a: 2\nb: x\ny']);
    expect(pageLabels(extraction)).toEqual(['lines 1–3']);
  });

  it('may be named .json', async () => {
    expect(blockTexts(await read('{"a":1}\n{"a":2}\n'))).toEqual(['a: 1', 'a: 2']);
  });

  it('that break off keep all lines and say so', async () => {
    const extraction = await read('{"a":1}\n{"a":2}\n{"a":', 'a.jsonl');
    expect(blockTexts(extraction)).toEqual(['a: 1', 'a: 2', '{"a":']);
    expect(extraction.metadata).toEqual({ damage: 'Not valid JSON and kept as text: line 3.' });
  });

  it('with few damaged lines keep them as text', async () => {
    const extraction = await read(`${'{"a":1}\n'.repeat(30)}oops\n${'{"a":1}\n'.repeat(30)}`, 'a.jsonl');
    expect(extraction.metadata).toEqual({ damage: 'Not valid JSON and kept as text: line 31.' });
  });

  it('with many damaged lines are corrupt, and the first one is named', async () => {
    const content = '{"a":1}\noops\n{"a":1}\nagain\n';
    await expect(read(content, 'a.jsonl')).rejects.toMatchObject({
      code: 'file-corrupt',
      message: expect.stringContaining('Line 2 of a.jsonl'),
    });
  });
});

describe('what is named .json and is not', () => {
  it('is kept as text, with a note', async () => {
    const extraction = await read('{\n  // comment\n  "a": 1\n}\n');
    expect(extraction.text).toBe('{\n  // comment\n  "a": 1\n}\n');
    expect(extraction.metadata.damage).toContain('Not valid JSON');
  });
});

it.each(['{}', '[]', '[[], {}]'])('%s holds no text or next to none', async (content) => {
  await expect(read(content).then(blockTexts)).rejects.toMatchObject({ code: 'file-without-text' });
});

it('values nested deeper than any stack are read', async () => {
  const extraction = await read(`${'['.repeat(50_000)}"core"${']'.repeat(50_000)}`);
  expect(extraction.text).toContain('core');
  expect(extraction.text.length).toBeLessThan(1_000);
});

it('any JSON is covered by its blocks', async () => {
  const property = fc.asyncProperty(fc.json({ maxDepth: 4 }), async (json) => {
    expectSoundExtraction(await read(`{"word": "word", "value": ${json}}`));
    expectSoundExtraction(await read(`["word", ${json}]`));
    expectSoundExtraction(await read(`"word"\n${json}`, 'a.jsonl'));
  });
  await fc.assert(property, { numRuns: 200 });
});
