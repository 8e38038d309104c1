import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docent, summaryOf } from './docent-process.js';
import { type Measured, runMeasured } from './measured-process.js';
import type { Figure, PartOptions, PartResult } from './part.js';
import { sentences } from './sentences.js';
import { median, seconds, seededRandom } from './statistics.js';

const fileCount = 1000;
const repetitions = 5;

const unchanged = `ingest of ${fileCount.toLocaleString('en')} unchanged files`;

interface Command {
  readonly name: string;
  readonly run: (indexesFolder: string, folder: string) => Promise<Measured>;
  readonly goalMs?: number;
}

/** Processor time is read from samples, and these processes are short. */
const sampleMs = 20;

const commands: readonly Command[] = [
  {
    name: unchanged,
    run: (indexesFolder, folder) => docent(['ingest', folder, '--json'], { indexesFolder, sampleMs }),
    goalMs: 1000,
  },
  { name: 'docent --help', run: (indexesFolder) => docent(['--help'], { indexesFolder, sampleMs }), goalMs: 300 },
  {
    name: 'docent search',
    run: (indexesFolder) => docent(['search', 'harbour ferry', '--json'], { indexesFolder, sampleMs }),
    goalMs: 1000,
  },
  { name: 'node alone', run: () => runMeasured(process.execPath, ['-e', '0'], { sampleMs }) },
];

/** How long a user waits for what should be at once: whole processes, from start to end. */
export async function startupPart({ workFolder, seed, say }: PartOptions): Promise<PartResult> {
  const folder = join(workFolder, 'documents');
  const indexesFolder = join(workFolder, 'indexes');
  writeFiles(folder, seed);
  say(`startup: ingesting ${fileCount} files`);
  const first = await docent(['ingest', folder, '--json'], { indexesFolder });
  const runs = new Map<Command, Measured[]>(commands.map((command) => [command, []]));
  for (let round = 1; round <= repetitions; round += 1) {
    say(`startup: round ${round} of ${repetitions}`);
    for (const [command, measured] of runs) measured.push(await command.run(indexesFolder, folder));
  }
  const last = [...runs].find(([command]) => command.name === unchanged)?.[1].at(-1);
  if (last === undefined || summaryOf(last).files.unchanged !== fileCount)
    throw new Error('Files were ingested again.');
  return {
    part: 'startup',
    figures: [...runs].map(([command, measured]) => figureOf(command, measured)),
    details: {
      firstIngestMs: first.wallMs,
      wallMs: Object.fromEntries([...runs].map(([{ name }, measured]) => [name, measured.map((run) => run.wallMs)])),
    },
  };
}

function figureOf({ name, goalMs }: Command, runs: readonly Measured[]): Figure {
  const wallMs = runs.map((run) => run.wallMs);
  const typical = median(wallMs);
  const range = `${seconds(Math.min(...wallMs))} to ${seconds(Math.max(...wallMs))}`;
  const cpu = seconds(median(runs.map((run) => run.cpuMs)));
  const value = `${seconds(typical)} (median of ${runs.length}, ${range}; processor ${cpu})`;
  return {
    label: name,
    value,
    ...(goalMs === undefined ? {} : { goal: `≤ ${seconds(goalMs)}`, isMet: typical <= goalMs }),
  };
}

function writeFiles(folder: string, seed: number): void {
  const random = seededRandom(seed);
  for (let number = 0; number < fileCount; number += 1) {
    const inside = join(folder, `part-${number % 20}`);
    mkdirSync(inside, { recursive: true });
    const text = sentences(random, 12);
    const isMarkdown = number % 2 === 0;
    writeFileSync(
      join(inside, `file-${number}.${isMarkdown ? 'md' : 'txt'}`),
      isMarkdown ? `# File ${number}\n\n${text}\n` : `${text}\n`,
    );
  }
}
