import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvExtractor } from '../../../ingest/extractors/csv.js';
import { detectDelimiter } from '../../../ingest/extractors/csv-delimiter.js';
import { expectSoundExtraction } from '../extraction-invariants.js';
import { blockTexts, extracted, pageLabels } from '../source-file.js';

const read = async (content: string | Uint8Array, name = 'a.csv') => extracted(csvExtractor, name, content);

describe('rows', () => {
  it('are lines of named values, a block each', async () => {
    const extraction = await read('Name,Age\r\nBob,7\r\n"Smith, Eve",9\r\n');
    expect(extraction.text).toBe('Name: Bob; Age: 7\nName: Smith, Eve; Age: 9');
    expect(extraction.blocks.map((block) => block.kind)).toEqual(['row', 'row']);
    expect(extraction.metadata).toEqual({ columns: 'Name, Age', rows: 3 });
  });

  it('are numbered as in the file', async () => {
    const extraction = await read(`Name,Age\n${'Bob,7\n'.repeat(60)}`);
    expect(pageLabels(extraction)).toEqual(['rows 2–51', 'rows 52–61']);
    expect(extraction.pages[0]?.kind).toBe('rows');
  });

  it('count once where quoted values have line breaks', async () => {
    const extraction = await read('Name,Text\nBob,"one\n\n two"\nEve,x\n');
    expect(extraction.text).toBe('Name: Bob; Text: one two\nName: Eve; Text: x');
    expect(pageLabels(extraction)).toEqual(['rows 2–3']);
  });

  it('may be shorter or longer than the header, and empty', async () => {
    const extraction = await read('a,b\n1\n\n1,2,3\n,,\n');
    expect(blockTexts(extraction)).toEqual(['a: 1', 'a: 1; b: 2; column 3: 3']);
    expect(pageLabels(extraction)).toEqual(['rows 2–4']);
  });

  it('that no page can hold are counted in parts', async () => {
    const extraction = await read(`Name,Text\nBob,${'word '.repeat(5_000)}\n`);
    expect(pageLabels(extraction)).toEqual(['row 2, part 1', 'row 2, part 2', 'row 2, part 3']);
    expectSoundExtraction(extraction);
  });
});

describe('the header', () => {
  it.each([
    ['1,2\n3,4', 'column 1: 1; column 2: 2'],
    ['2024-01-01,x\n2024-01-02,y', 'column 1: 2024-01-01; column 2: x'],
    ['a,a\nb,c', 'column 1: a; column 2: a'],
    ['only,one row', 'column 1: only; column 2: one row'],
    ['one row,and blank ones\n\n,,\n', 'column 1: one row; column 2: and blank ones'],
  ])('is not taken for one in %j', async (content, first) => {
    expect((await read(content)).text.split('\n')[0]).toBe(first);
  });

  it('may stand below blank rows', async () => {
    const extraction = await read('\n,\nName,Age\nBob,7\n');
    expect(extraction.text).toBe('Name: Bob; Age: 7');
    expect(pageLabels(extraction)).toEqual(['row 4']);
  });

  it('may lack a name', async () => {
    expect((await read('id,,city\n1,x,Rome')).text).toBe('id: 1; column 2: x; city: Rome');
  });
});

describe('the delimiter', () => {
  it.each([
    ['a;b\n1,5;2,5\n3;4,5\n', ';'],
    ['a\tb, c\n1\t2\n', '\t'],
    ['a|b\n1|2\n', '|'],
    ['"a;b";c,d\n', ','],
    ['name\nBob\n', ','],
  ])('of %j is %j', (head, delimiter) => expect(detectDelimiter(head)).toBe(delimiter));

  it('may be declared by Excel', async () => {
    const extraction = await read('sep=|\na|b\n1,2|3\n');
    expect(extraction.text).toBe('a: 1,2; b: 3');
    expect(pageLabels(extraction)).toEqual(['row 3']);
  });
});

it('a quotation mark that is never closed loses no row', async () => {
  const extraction = await read('a,b\n1,"open\n2,x\n');
  expect(extraction.text).toBe('a: 1; b: "open\na: 2; b: x');
  expect(extraction.metadata.damage).toContain('never closed');
});

it('any table is covered by its blocks', async () => {
  const cell = fc.oneof(fc.constantFrom('a', '1', '"x"', '"y\nz"', '""', '"'), fc.string());
  const rows = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 80 });
  const property = fc.asyncProperty(rows, fc.constantFrom(',', ';', '\t'), async (table, delimiter) => {
    const content = ['word', ...table.map((row) => row.join(delimiter))].join('\n');
    expectSoundExtraction(await read(content));
  });
  await fc.assert(property, { numRuns: 200 });
});
