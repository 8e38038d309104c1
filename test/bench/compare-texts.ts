import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import { type CorpusText, readCorpus } from './beir-corpus.js';

export interface CompareTexts {
  /** One `.txt` file per text. */
  readonly folder: string;
  /** The first of them alone. */
  readonly oneFolder: string;
  readonly count: number;
  readonly bytes: number;
}

/** Writes the texts of the corpora, or of the handbook where there are none, as files. */
export function writeCompareTexts(corpora: readonly string[], workFolder: string): CompareTexts {
  const folder = join(workFolder, 'texts');
  const oneFolder = join(workFolder, 'one-text');
  mkdirSync(folder);
  mkdirSync(oneFolder);
  const all = corpora.length === 0 ? handbookTexts() : corpora.flatMap(readCorpus);
  // A blank file is a failure for docent and nothing for the others.
  const texts = all.filter(({ text }) => text.trim() !== '');
  let bytes = 0;
  for (const [number, { title, text }] of texts.entries()) {
    const content = title === '' ? `${text}\n` : `${title}\n\n${text}\n`;
    bytes += Buffer.byteLength(content);
    writeFileSync(join(folder, fileName(number)), content);
  }
  copyFileSync(join(folder, fileName(0)), join(oneFolder, fileName(0)));
  return { folder, oneFolder, count: texts.length, bytes };
}

function fileName(number: number): string {
  return `text-${String(number).padStart(6, '0')}.txt`;
}

function handbookTexts(): CorpusText[] {
  const folder = join(projectRoot(), 'data', 'documents');
  const names = readdirSync(folder).filter((name) => /\.(?:md|mdx|txt)$/u.test(name));
  return names.map((name) => ({ id: name, title: '', text: readFileSync(join(folder, name), 'utf8') }));
}
