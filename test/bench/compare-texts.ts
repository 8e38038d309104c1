import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/core/project-root.js';
import { type CorpusText, readCorpus } from './beir-corpus.js';

/** A folder with one `.txt` file per text. */
export interface TextFolder {
  readonly folder: string;
  readonly count: number;
  readonly bytes: number;
}

export interface CompareTexts {
  readonly all: TextFolder;
  /** The first ones, for what takes too long on all of them. */
  readonly some: TextFolder;
  readonly one: TextFolder;
}

const someTexts = 500;

/** Writes the texts of the corpora, or of the handbook where there are none, as files. */
export function writeCompareTexts(corpora: readonly string[], workFolder: string): CompareTexts {
  const texts = corpora.length === 0 ? handbookTexts() : corpora.flatMap(readCorpus);
  // A blank file is a failure for docent and nothing for the others.
  const contents = texts
    .filter(({ text }) => text.trim() !== '')
    .map(({ title, text }) => (title === '' ? `${text}\n` : `${title}\n\n${text}\n`));
  return {
    all: writeTexts(join(workFolder, 'all-texts'), contents),
    some: writeTexts(join(workFolder, 'some-texts'), contents.slice(0, someTexts)),
    one: writeTexts(join(workFolder, 'one-text'), contents.slice(0, 1)),
  };
}

function writeTexts(folder: string, contents: readonly string[]): TextFolder {
  mkdirSync(folder);
  for (const [number, content] of contents.entries()) {
    writeFileSync(join(folder, `text-${String(number).padStart(6, '0')}.txt`), content);
  }
  const bytes = contents.reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  return { folder, count: contents.length, bytes };
}

function handbookTexts(): CorpusText[] {
  const folder = join(projectRoot(), 'data', 'documents');
  const names = readdirSync(folder).filter((name) => /\.(?:md|mdx|txt)$/u.test(name));
  return names.map((name) => ({ id: name, title: '', text: readFileSync(join(folder, name), 'utf8') }));
}
