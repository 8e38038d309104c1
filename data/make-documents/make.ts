/** Writes the handbook's PDF and DOCX: `npx tsx data/make-documents/make.ts`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { renderRunbook } from './docx-runbook.js';
import { documentDate, withFixedClock } from './fixed-clock.js';
import { renderGuide } from './pdf-guide.js';

const folder = new URL('../documents/', import.meta.url);

async function write(name: string, bytes: Uint8Array): Promise<void> {
  const path = fileURLToPath(new URL(name, folder));
  await writeFile(path, bytes);
  process.stdout.write(`${path}: ${bytes.length} bytes\n`);
}

await write('retrieval-in-plain-words.pdf', await renderGuide(documentDate));
await write('harbour-library-runbook.docx', await withFixedClock(documentDate, renderRunbook));
