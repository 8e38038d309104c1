import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseExtractor, probeFile } from '../../../ingest/detect.js';
import { createExtractors } from '../../../ingest/extractors/registry.js';

const extractors = createExtractors();
afterAll(async () => {
  for (const extractor of extractors) await extractor.close?.();
});

async function formatOf(fileName: string, content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return chooseExtractor(await probeFile({ fileName, bytes }), extractors).format;
}

const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.alloc(64, 0),
]);
const pdf = Buffer.concat([
  Buffer.from('%PDF-1.7\n'),
  Buffer.from([0xe2, 0xe3, 0xcf, 0xd3]),
  Buffer.from('\n1 0 obj\n<<>>\nendobj\n'),
]);
const compressed = deflateSync(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * index * 31) % 251)));

describe('the format is chosen by content', () => {
  it.each([
    ['a PDF with a text ending', 'a.txt', pdf, 'pdf'],
    ['a PDF behind other bytes', 'a.pdf', Buffer.concat([Buffer.from([10, 0, 1, 2]), pdf]), 'pdf'],
    ['a PDF of letters only', 'a', '%PDF-1.4\n1 0 obj\n', 'pdf'],
    ['a text that talks about PDFs', 'a.txt', 'A PDF begins with its version.', 'text'],
    ['a notebook named .json', 'a.json', '{"cells": [{"cell_type": "code", "source": []}], "nbformat": 4}', 'notebook'],
    ['a notebook', 'a.ipynb', '{"cells": [], "nbformat": 4}', 'notebook'],
    ['JSON in a text file', 'a.txt', '{"a": 1}', 'text'],
    ['JSON', 'a.json', '{"a": 1}', 'json'],
    ['JSON Lines', 'a.jsonl', '{"a": 1}\n', 'json'],
    ['HTML without an ending', 'page', '<!DOCTYPE html><title>T</title><p>words', 'html'],
    ['HTML named like a table', 'export.csv', '\n<html><body><table><tr><td>1</table>', 'html'],
    ['HTML that a server sent for a PDF', 'a.pdf', '<html><body>Not found</body></html>', 'html'],
    ['an archive named like a Word document', 'a.docx', Buffer.from('504b03040a00000000000000', 'hex'), 'docx'],
    ['a part of a page', 'part.htm', '<p>words</p>', 'html'],
    ['Markdown', 'README.md', '# Title', 'markdown'],
    ['Markdown that begins with HTML', 'README.md', '<h1 align="center">Title</h1>\n\nSome *words*.', 'markdown'],
    ['MDX', 'a.mdx', 'import A from "a"\n\n# T', 'markdown'],
    ['a table', 'a.csv', 'a,b\n1,2\n', 'csv'],
    ['a program by its ending', 'a.py', 'import os\n', 'code'],
    ['a program by its first line', 'run', '#!/usr/bin/env -S node --x\nfoo()\n', 'code'],
    ['a program by its name', 'Dockerfile', 'FROM scratch\n', 'code'],
    ['a text without ending', 'NOTES', 'words', 'text'],
    ['words that look like a magic number', 'a.txt', 'BM is a bitmap, MZ a program.', 'text'],
    ['text in UTF-16', 'a.txt', Buffer.from('words and more words', 'utf16le'), 'text'],
    ['XML', 'a.xml', '<?xml version="1.0"?><a/>', 'code'],
  ])('%s', async (_case, fileName, content, format) => {
    expect(await formatOf(fileName, content)).toBe(format);
  });
});

describe('files that cannot be read are told why', () => {
  it.each([
    ['file-empty', 'an empty file', 'a.txt', ''],
    ['file-without-text', 'nothing but white space', 'a.md', ' \n\t\n'],
    ['file-without-text', 'a lot of white space', 'a.md', ' '.repeat(100_000)],
    ['file-binary', 'a picture named .txt', 'a.txt', png],
    ['file-binary', 'binary data named like a program', 'a.py', compressed],
    ['file-corrupt', 'something else named .pdf', 'a.pdf', png],
    ['format-unsupported', 'a picture', 'a.png', png],
    ['format-unsupported', 'a picture in XML', 'a.svg', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="x"></svg>'],
    ['format-unsupported', 'rich text', 'a.rtf', '{\\rtf1 words}'],
    ['format-unsupported', 'an archive', 'a.gz', Buffer.from('1f8b0800000000000003', 'hex')],
    [
      'format-unsupported',
      'a program for machines',
      'tool',
      Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0'), Buffer.alloc(60)]),
    ],
    ['format-unsupported', 'unknown bytes', 'a.dat', compressed],
  ])('%s for %s', async (code, _case, fileName, content) => {
    await expect(formatOf(fileName, content)).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it('an unsupported format comes with the formats that are, and with the way there', async () => {
    const cfb = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    await expect(formatOf('old.xls', cfb)).rejects.toMatchObject({
      code: 'format-unsupported',
      hint: expect.stringMatching(/Save each sheet as \.csv\..*pdf.*docx.*markdown.*text/u),
    });
  });

  it('white space in front of text is no reason', async () => {
    expect(await formatOf('a.txt', `${' '.repeat(100_000)}word`)).toBe('text');
  });
});
