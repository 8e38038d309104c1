import { describe, expect, it } from 'vitest';
import { decodeHead, decodeText, readText } from '../../../ingest/encoding.js';
import { processorMs } from '../../processor-ms.js';
import { sourceFile } from '../source-file.js';

/** Bytes of a text in an encoding that Node can only read, each character looked up by decoding its candidates. */
function encoded(label: string, text: string): Uint8Array {
  const decoder = new TextDecoder(label, { fatal: true });
  const known = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(character).length === 1 && !known.has(character)) known.set(character, bytes);
    } catch {
      // Not a character of this encoding.
      return;
    }
  };
  for (let byte = 0; byte < 0x100; byte += 1) learn(byte);
  for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) learn(lead, trail);
  return Uint8Array.from(
    Array.from(text).flatMap((character) => known.get(character) ?? expect.fail(`no ${character}`)),
  );
}

function wide(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

const japanese = 'これは日本語の文章です。東京は日本の首都です。\n';
const chinese = '这是一个中文文档。北京是中国的首都。\n';
const russian = 'Это русский текст. Москва — столица России.\n'.replace('—', '-');

describe('text is decoded', () => {
  it.each([
    ['iso-8859-1', 'windows-1252', 'Le café est fermé à cause de la grève générale.\n'],
    ['windows-1252', 'windows-1252', 'It’s “quoted” – for 5 €, très cher.\n'],
    ['shift_jis', 'shift_jis', japanese],
    ['euc-jp', 'euc-jp', japanese],
    ['gb18030', 'gb18030', chinese],
    ['big5', 'big5', '這是一個中文文檔。台北是台灣的首都。\n'],
    ['euc-kr', 'euc-kr', '이것은 한국어 문서입니다. 서울은 한국의 수도입니다.\n'],
    ['koi8-r', 'koi8-r', russian],
    ['windows-1251', 'windows-1251', russian],
  ])('from %s', (label, detected, text) => {
    const bytes = label.endsWith('1252')
      ? windows1252(text)
      : label === 'iso-8859-1'
        ? Buffer.from(text, 'latin1')
        : encoded(label, text);
    expect(decodeText(bytes)).toEqual({ text, encoding: detected, replaced: 0 });
  });

  it.each([
    ['utf-16le', 'plain words\n'],
    ['utf-16be', 'plain words\n'],
    ['utf-16le', japanese],
    ['utf-16be', chinese],
    ['utf-16be', russian],
  ])('from %s without a byte order mark: %j', (label, text) => {
    expect(decodeText(wide(text, label === 'utf-16be'))).toEqual({ text, encoding: label, replaced: 0 });
  });

  it.each([
    ['utf-8', Buffer.from('\uFEFFwörds')],
    ['utf-16le', wide('\uFEFFwörds', false)],
    ['utf-16be', wide('\uFEFFwörds', true)],
  ])('from %s with a byte order mark, which is no part of it', (encoding, bytes) => {
    expect(decodeText(bytes)).toEqual({ text: 'wörds', encoding, replaced: 0 });
  });

  it('from seven-bit Japanese', () => {
    const bytes = Buffer.from('\u001b$BF|K\\8l\u001b(B\n', 'latin1');
    expect(decodeText(bytes)).toEqual({ text: '日本語\n', encoding: 'iso-2022-jp', replaced: 0 });
  });

  it('as UTF-8 with replacement where only a few bytes are damaged', () => {
    const bytes = Buffer.concat([Buffer.from('größer, schöner, weiter\n'), Buffer.from([0xff]), Buffer.from('Öl')]);
    expect(decodeText(bytes)).toEqual({ text: 'größer, schöner, weiter\n\uFFFDÖl', encoding: 'utf-8', replaced: 1 });
  });

  it('by its first special character, even megabytes into the file', () => {
    const bytes = Buffer.concat([
      Buffer.alloc(4_000_000, 'plain ascii line\n'),
      Buffer.from('à la française, déjà vu', 'latin1'),
    ]);
    expect(decodeText(bytes)?.text.endsWith('à la française, déjà vu')).toBe(true);
  });

  it('with every kind of line break as a line feed', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\nd'))?.text).toBe('a\nb\nc\nd');
  });

  it('in its head without half a character', () => {
    expect(decodeHead(Buffer.from('aä€'), 3)).toBe('aä');
    expect(decodeHead(Buffer.from('aä€'), 4)).toBe('aä');
  });
});

describe('binary data is told from text', () => {
  it.each([
    ['zero bytes', Buffer.from([1, 0, 0, 0, 5, 0, 200, 3, 0, 0, 17, 9])],
    ['control characters', Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 37) % 256))],
    [
      'text with a binary tail',
      Buffer.concat([Buffer.from('#!/bin/sh\n'), Buffer.alloc(500, Buffer.from([0, 255, 1]))]),
    ],
  ])('by its %s', (_reason, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
    expect(() => readText(sourceFile('a.txt', bytes))).toThrow(expect.objectContaining({ code: 'file-binary' }));
  });

  it('but a log with a few zero bytes, or with colours, is text', () => {
    expect(decodeText(Buffer.from(`${'a line of a log\n'.repeat(50)}\0\0\0`))?.encoding).toBe('utf-8');
    expect(decodeText(Buffer.from('\u001b[31mred\u001b[0m\n'))?.encoding).toBe('utf-8');
  });
});

describe('the metadata of a text', () => {
  it('names an encoding other than UTF-8 and counts damaged characters', () => {
    expect(readText(sourceFile('a.txt', Buffer.from('déjà vu à Paris', 'latin1'))).metadata).toEqual({
      encoding: 'windows-1252',
    });
    const damaged = Buffer.concat([Buffer.from('größer, schöner'), Buffer.from([0xff])]);
    expect(readText(sourceFile('a.txt', damaged)).metadata).toEqual({ damagedCharacters: 1 });
    expect(readText(sourceFile('a.txt', 'plain')).metadata).toEqual({});
  });
});

it('50 MB are decoded in seconds', () => {
  const start = processorMs();
  expect(decodeText(Buffer.alloc(50_000_000, Buffer.from('eine Zeile über etwas\r\n', 'latin1')))?.encoding).toBe(
    'windows-1252',
  );
  expect(processorMs() - start).toBeLessThan(8_000);
});

/** Only what the test texts need beyond ISO-8859-1. */
function windows1252(text: string): Uint8Array {
  const bytes: Readonly<Record<string, number>> = { '€': 0x80, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96 };
  return Uint8Array.from(text, (character) => bytes[character] ?? character.charCodeAt(0));
}
