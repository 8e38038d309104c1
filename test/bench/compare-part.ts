import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchableText } from '../../src/core/chunk.js';
import { loadConfig } from '../../src/core/config.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';
import { indexSnapshot } from '../ingest/index-snapshot.js';
import { type CompareTexts, writeCompareTexts } from './compare-texts.js';
import { docent } from './docent-process.js';
import { type Measured, requireSuccess, runMeasured } from './measured-process.js';
import type { Figure, PartOptions, PartResult } from './part.js';
import { median, seconds } from './statistics.js';

const contestants = ['docent', 'llamaindex', 'encoding'] as const;
type Contestant = (typeof contestants)[number];

interface Times {
  /** All texts, whole process. */
  readonly fullMs: number[];
  /** One text, whole process: start-up, imports, loading the encoder, making the store. */
  readonly startMs: number[];
  readonly fullCpuMs: number[];
}

/**
 * The same texts through docent, through LlamaIndex.TS's own splitter and vector index with the same encoder, and
 * through the encoder alone. Each run is a process of its own; the three take turns, so that a busy minute hits all.
 */
export async function comparePart(options: PartOptions): Promise<PartResult> {
  const { workFolder, rounds, say } = options;
  const texts = writeCompareTexts(options.corpora, workFolder);
  const chunkTokens = await preferredChunkTokens();
  say(`compare: ${texts.count} texts, ${(texts.bytes / 1e6).toFixed(1)} MB; a first run makes the chunks to encode`);
  const chunks = await writeChunks(texts, workFolder);
  const times = Object.fromEntries(
    contestants.map((name) => [name, { fullMs: [], startMs: [], fullCpuMs: [] }]),
  ) as unknown as Record<Contestant, Times>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of contestants) {
      const at = join(workFolder, `round-${round}-${name}`);
      const full = await run(name, { folder: texts.folder, chunks: chunks.all, at: `${at}-full`, chunkTokens });
      const start = await run(name, { folder: texts.oneFolder, chunks: chunks.one, at: `${at}-one`, chunkTokens });
      times[name].fullMs.push(full.wallMs);
      times[name].fullCpuMs.push(full.cpuMs);
      times[name].startMs.push(start.wallMs);
      say(`compare: round ${round} of ${rounds}, ${name}: ${seconds(full.wallMs)}, one text ${seconds(start.wallMs)}`);
    }
  }
  return {
    part: 'compare',
    figures: figuresOf(texts, times),
    details: { texts, chunkTokens, chunks: chunks.count, times },
  };
}

async function preferredChunkTokens(): Promise<number> {
  const config = loadConfig();
  const embedder = await loadEmbedder(config.embedder);
  try {
    return config.chunkTokens ?? embedder.preferredChunkTokens;
  } finally {
    await embedder.dispose();
  }
}

/** What docent hands to its encoder, as JSON lines: all of it, and that of one text. */
async function writeChunks(texts: CompareTexts, workFolder: string) {
  const indexesFolder = join(workFolder, 'indexes');
  await docent(['ingest', texts.folder, '--index', 'all'], { indexesFolder });
  const { chunks } = await indexSnapshot(join(indexesFolder, 'all'));
  const lines = chunks.map(({ context, text }) =>
    JSON.stringify(searchableText({ context: String(context), text: String(text) })),
  );
  const paths = { all: join(workFolder, 'chunks.jsonl'), one: join(workFolder, 'chunk.jsonl') };
  writeFileSync(paths.all, lines.join('\n'));
  writeFileSync(paths.one, lines[0] ?? '""');
  return { ...paths, count: lines.length };
}

interface RunInput {
  readonly folder: string;
  readonly chunks: string;
  /** Folder for what the run writes. */
  readonly at: string;
  readonly chunkTokens: number;
}

async function run(name: Contestant, { folder, chunks, at, chunkTokens }: RunInput): Promise<Measured> {
  if (name === 'docent') return docent(['ingest', folder], { indexesFolder: at });
  mkdirSync(at);
  const program = join(import.meta.dirname, `compare-${name}.ts`);
  const input = name === 'llamaindex' ? [folder, at, String(chunkTokens)] : [chunks];
  return requireSuccess(program, await runMeasured(process.execPath, ['--import', 'tsx', program, ...input]));
}

function figuresOf(texts: CompareTexts, times: Record<Contestant, Times>): Figure[] {
  const full = (name: Contestant) => median(times[name].fullMs);
  const steady = (name: Contestant) => full(name) - median(times[name].startMs);
  const rate = (ms: number) => `${(texts.bytes / 1e6 / (ms / 1000)).toFixed(2)} MB/s`;
  const each = contestants.map((name) => ({
    label: name,
    value:
      `whole process ${seconds(full(name))} = ${rate(full(name))}; ` +
      `steady ${seconds(steady(name))} = ${rate(steady(name))}; processor ${seconds(median(times[name].fullCpuMs))}`,
  }));
  const ratio = (label: string, value: number, goal?: number): Figure => ({
    label,
    value: `${value.toFixed(2)}x`,
    ...(goal === undefined ? {} : { goal: `≥ ${goal}x`, isMet: value >= goal }),
  });
  return [
    ...each,
    ratio('docent : llamaindex, whole process', full('llamaindex') / full('docent'), 5),
    ratio('docent : llamaindex, steady', steady('llamaindex') / steady('docent'), 5),
    ratio('docent : encoding alone, whole process', full('encoding') / full('docent')),
    ratio('docent : encoding alone, steady', steady('encoding') / steady('docent'), 0.7),
  ];
}
