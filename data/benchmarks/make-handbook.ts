/** Writes the corpus of the handbook set: `npx tsx data/benchmarks/make-handbook.ts`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { handbookCorpus } from './handbook-corpus.js';

const corpusFile = fileURLToPath(new URL('handbook/corpus.jsonl', import.meta.url));
const rows = await handbookCorpus(fileURLToPath(new URL('../documents/', import.meta.url)));
await writeFile(corpusFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
process.stdout.write(`${corpusFile}: ${rows.length} rows\n`);
