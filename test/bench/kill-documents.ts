import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import { makePdf } from '../fixtures/make-pdf.js';
import { sentences } from './sentences.js';
import { seededRandom } from './statistics.js';

/** The folder before and after a day's work: a third of the files changed, a tenth gone, a few new, a folder moved. */
export type FolderState = 'before' | 'after';

const generatedFiles = 125;

type Make = (random: () => number, number: number) => string | Promise<Uint8Array>;

const formats: readonly (readonly [string, Make])[] = [
  ['md', (random, number) => `# File ${number}\n\n${paragraphs(random, 90, '## ')}`],
  ['txt', (random) => paragraphs(random, 90, '')],
  [
    'csv',
    (random) =>
      `name,place,note\n${lines(random, 300, (text) => `${text.split(' ')[0]},${text.split(' ')[1]},"${text}"`)}`,
  ],
  ['jsonl', (random) => lines(random, 160, (text) => JSON.stringify({ text, place: 'harbour' }))],
  [
    'ts',
    (random) => lines(random, 160, (text) => `/** ${text} */\nexport const value${Math.floor(random() * 1e9)} = 1;\n`),
  ],
  ['pdf', pdfOf],
];

/** A PDF holds the time at which it was made, so that each is made once. */
const pdfs = new Map<string, Promise<Uint8Array>>();

/** Writes the folder anew in one of its states; equal states have equal files. */
export async function writeFolder(folder: string, state: FolderState, seed: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  for (let number = 0; number < generatedFiles; number += 1) {
    if (state === 'after' && number % 10 === 9) continue;
    const isChanged = state === 'after' && number % 3 === 0;
    await writeGenerated(folder, number, seed + (isChanged ? 1000 : 0));
  }
  if (state === 'after') for (const number of [200, 201, 202, 203, 204]) await writeGenerated(folder, number, seed);
  have(join(folder, 'broken', 'empty.txt'), '');
  have(join(folder, 'broken', 'cut-off.pdf'), '%PDF-1.7\n1 0 obj\n<< /Type /Cat');
  copyHandbook(join(folder, state === 'before' ? 'handbook' : 'moved/handbook'));
}

async function writeGenerated(folder: string, number: number, seed: number): Promise<void> {
  const random = seededRandom(seed * 10_000 + number);
  // PDFs take a hundred times as long as the rest.
  const [extension, make] =
    formats[number % 25 === 24 ? formats.length - 1 : number % (formats.length - 1)] ?? formats[0] ?? [];
  if (extension === undefined || make === undefined) return;
  have(join(folder, `part-${number % 7}`, `file-${number}.${extension}`), await make(random, number));
}

function have(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function copyHandbook(target: string): void {
  mkdirSync(target, { recursive: true });
  const source = join(projectRoot(), 'data', 'documents');
  for (const name of readdirSync(source)) {
    if (statSync(join(source, name)).isFile()) copyFileSync(join(source, name), join(target, name));
  }
}

function pdfOf(random: () => number): Promise<Uint8Array> {
  const pages = [1, 2, 3].map(() => Array.from({ length: 30 }, () => sentences(random, 1)));
  const key = JSON.stringify(pages);
  const made = pdfs.get(key) ?? makePdf(pages);
  pdfs.set(key, made);
  return made;
}

function paragraphs(random: () => number, count: number, headingMark: string): string {
  return Array.from({ length: count }, (_, number) => {
    const heading = headingMark === '' ? '' : `${headingMark}${sentences(random, 1).slice(0, 40)} ${number}\n\n`;
    return `${heading}${sentences(random, 8)}\n\n`;
  }).join('');
}

function lines(random: () => number, count: number, format: (text: string) => string): string {
  return Array.from({ length: count }, () => `${format(sentences(random, 1))}\n`).join('');
}
