import { join } from 'node:path';
import { loadConfig } from '../../src/core/config.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';
import {
  type Contestant,
  docentContestant,
  encodingContestant,
  llamaindexContestant,
  persistingContestant,
  plainEncodingContestant,
  writeChunks,
} from './compare-contestants.js';
import { type TextFolder, writeCompareTexts } from './compare-texts.js';
import type { Figure, PartOptions, PartResult } from './part.js';
import { median, seconds } from './statistics.js';

/** What is needed to say that one contestant is quicker than another. */
interface Contest {
  readonly contestant: Contestant;
  readonly texts: TextFolder;
  /** Whole processes. */
  readonly wallMs: number[];
  readonly cpuMs: number[];
  /** Whole processes on one text: start-up, imports, loading the encoder, making the store. */
  readonly startMs: number[];
}

/**
 * The same texts through docent, through LlamaIndex.TS's own splitter, vector index and stores with the same encoder, and
 * through the encoder alone. They take turns, so that a busy minute hits all. Steady: all texts less one text.
 */
export async function comparePart({ corpora, workFolder, rounds, say }: PartOptions): Promise<PartResult> {
  const { all, some, one } = writeCompareTexts(corpora, workFolder);
  const chunkTokens = await preferredChunkTokens();
  say(`compare: ${all.count} texts, ${megabytes(all)}; a first run makes the chunks to encode`);
  const chunks = await writeChunks(all, join(workFolder, 'indexes'));
  await writeChunks(one, join(workFolder, 'indexes'));
  const contestOf = (contestant: Contestant, texts: TextFolder): Contest => {
    return { contestant, texts, wallMs: [], cpuMs: [], startMs: [] };
  };
  const docent = contestOf(docentContestant, all);
  const llamaindex = contestOf(llamaindexContestant, all);
  const encoding = contestOf(encodingContestant, all);
  const plainEncoding = contestOf(plainEncodingContestant, all);
  const docentSome = contestOf(docentContestant, some);
  const persisting = contestOf(persistingContestant, some);
  const contests = [docent, llamaindex, encoding, plainEncoding, docentSome, persisting];
  for (let round = 1; round <= rounds; round += 1) {
    for (const [number, contest] of contests.entries()) {
      const target = join(workFolder, `run-${round}-${number}`);
      await runContest(contest, one, { target, chunkTokens });
      const { contestant, texts, wallMs, startMs } = contest;
      const times = `${seconds(wallMs.at(-1) ?? 0)}, one text ${seconds(startMs.at(-1) ?? 0)}`;
      say(`compare: round ${round} of ${rounds}, ${contestant.name}, ${texts.count} texts: ${times}`);
    }
  }
  const figures = [
    ...contests.map(contestFigure),
    ...ratioFigures(docent, llamaindex, 5),
    ...ratioFigures(docentSome, persisting, 5),
    ...ratioFigures(docent, plainEncoding, 0.7),
    ...ratioFigures(docent, encoding, 0.7),
  ];
  return { part: 'compare', figures, details: { chunkTokens, chunks, contests } };
}

async function runContest(
  { contestant, texts, wallMs, cpuMs, startMs }: Contest,
  one: TextFolder,
  { target, chunkTokens }: { readonly target: string; readonly chunkTokens: number },
): Promise<void> {
  const full = await contestant.run({ texts, target: `${target}-full`, chunkTokens });
  const start = await contestant.run({ texts: one, target: `${target}-one`, chunkTokens });
  wallMs.push(full.wallMs);
  cpuMs.push(full.cpuMs);
  startMs.push(start.wallMs);
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

function contestFigure(contest: Contest): Figure {
  const { contestant, texts, cpuMs } = contest;
  const speed = (ms: number) => `${seconds(ms)} = ${(texts.bytes / 1e6 / (ms / 1000)).toFixed(2)} MB/s`;
  const value =
    `whole process ${speed(wholeMs(contest))}; steady ${speed(steadyMs(contest))}; ` +
    `processor ${seconds(median(cpuMs))}`;
  return { label: `${contestant.name}: ${texts.count} texts, ${megabytes(texts)}`, value };
}

/** How many times the throughput of the other one docent has. */
function ratioFigures(docent: Contest, other: Contest, goal: number): Figure[] {
  const label = `docent : ${other.contestant.name}, ${docent.texts.count} texts`;
  const whole = wholeMs(other) / wholeMs(docent);
  const steady = steadyMs(other) / steadyMs(docent);
  return [
    { label: `${label}, whole process`, value: `${whole.toFixed(2)}x` },
    { label: `${label}, steady`, value: `${steady.toFixed(2)}x`, goal: `≥ ${goal}x`, isMet: steady >= goal },
  ];
}

function wholeMs({ wallMs }: Contest): number {
  return median(wallMs);
}

function steadyMs({ wallMs, startMs }: Contest): number {
  return Math.max(1, median(wallMs) - median(startMs));
}

function megabytes({ bytes }: TextFolder): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
