import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchableText } from '../../src/core/chunk.js';
import { indexSnapshot } from '../ingest/index-snapshot.js';
import type { TextFolder } from './compare-texts.js';
import { docent } from './docent-process.js';
import { type Measured, requireSuccess, runMeasured } from './measured-process.js';

export interface CompareRun {
  readonly texts: TextFolder;
  /** Path for what the run writes; nothing is there yet. */
  readonly target: string;
  readonly chunkTokens: number;
}

/** A way to make an index, or part of one, of a folder of texts; each run is a process of its own. */
export interface Contestant {
  readonly name: string;
  run(input: CompareRun): Promise<Measured>;
}

export const docentContestant: Contestant = {
  name: 'docent',
  run: ({ texts, target }) => docent(['ingest', texts.folder], { indexesFolder: target }),
};

export const llamaindexContestant: Contestant = {
  name: 'LlamaIndex.TS, stores written once',
  run: ({ texts, target, chunkTokens }) =>
    program('compare-llamaindex.ts', [texts.folder, target, String(chunkTokens)]),
};

export const persistingContestant: Contestant = {
  name: 'LlamaIndex.TS with persistDir',
  run: ({ texts, target, chunkTokens }) =>
    program('compare-llamaindex.ts', [texts.folder, target, String(chunkTokens), 'persistDir']),
};

export const encodingContestant: Contestant = {
  name: "encoding alone, docent's encoder",
  run: ({ texts }) => program('compare-encoding.ts', [chunksPath(texts)]),
};

export const plainEncodingContestant: Contestant = {
  name: 'encoding alone, transformers.js',
  run: ({ texts }) => program('compare-plain-encoding.ts', [chunksPath(texts)]),
};

/** What docent hands to its encoder for these texts, as JSON lines beside their folder. */
export async function writeChunks(texts: TextFolder, indexesFolder: string): Promise<number> {
  const index = texts.folder.replace(/^.*\//u, '');
  await docent(['ingest', texts.folder, '--index', index], { indexesFolder });
  const { chunks } = await indexSnapshot(join(indexesFolder, index));
  const lines = chunks.map(({ context, text }) =>
    JSON.stringify(searchableText({ context: String(context), text: String(text) })),
  );
  writeFileSync(chunksPath(texts), lines.join('\n'));
  return lines.length;
}

function chunksPath({ folder }: TextFolder): string {
  return `${folder}-chunks.jsonl`;
}

async function program(name: string, parameters: readonly string[]): Promise<Measured> {
  const path = join(import.meta.dirname, name);
  return requireSuccess(name, await runMeasured(process.execPath, ['--import', 'tsx', path, ...parameters]));
}
