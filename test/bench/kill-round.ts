import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type IndexSnapshot, indexSnapshot } from '../ingest/index-snapshot.js';
import { docent, summaryOf } from './docent-process.js';
import { type FolderState, writeFolder } from './kill-documents.js';
import type { Measured } from './measured-process.js';
import { snapshotDifferences } from './snapshot-differences.js';

/** What happens around a kill. */
export interface Scenario {
  readonly name: string;
  /** State of the complete index that is there before; undefined: none. */
  readonly indexed?: FolderState;
  readonly atKill: FolderState;
  readonly atRerun: FolderState;
  readonly kills: number;
  readonly isRebuild?: boolean;
}

/** An ingest that was left alone. */
export interface Undisturbed {
  readonly snapshot: IndexSnapshot;
  /** The files that fail in it. */
  readonly failed: string;
  /** The shortest that was seen: a kill after that may come too late. */
  durationMs: number;
}

export interface KillBench {
  readonly folder: string;
  readonly indexesFolder: string;
  readonly seed: number;
  readonly undisturbed: Readonly<Record<FolderState, Undisturbed>>;
  readonly random: () => number;
}

export interface Round {
  readonly scenario: string;
  readonly killedAfterMs: readonly number[];
  readonly differences: readonly string[];
}

/** Kills an ingest at random moments, runs it to its end and compares the index with that of an undisturbed one. */
export async function runRound(bench: KillBench, scenario: Scenario, index: string): Promise<Round> {
  const { folder, indexesFolder, seed } = bench;
  let killedAfterMs: readonly number[] | undefined;
  while (killedAfterMs === undefined) {
    rmSync(join(indexesFolder, index), { recursive: true, force: true });
    if (scenario.indexed !== undefined) copyIndex(indexesFolder, scenario.indexed, index);
    await writeFolder(folder, scenario.atKill, seed);
    killedAfterMs = await kill(bench, scenario, index);
  }
  await writeFolder(folder, scenario.atRerun, seed);
  const ingest = ['ingest', folder, '--index', index, '--json'];
  await docent(ingest, { indexesFolder, accepted: [2] });
  const settled = await docent(ingest, { indexesFolder, accepted: [2] });
  const expected = bench.undisturbed[scenario.atRerun];
  const differences = snapshotDifferences(await indexSnapshot(join(indexesFolder, index)), expected.snapshot);
  if (failedIn(settled) !== expected.failed) differences.push(`other files failed: ${failedIn(settled)}`);
  if (summaryOf(settled).chunks.written > 0) differences.push('a further ingest still found something to do');
  return { scenario: scenario.name, killedAfterMs, differences };
}

/** When each kill came; undefined where one came too late, so that the round has to begin anew. */
async function kill(bench: KillBench, scenario: Scenario, index: string): Promise<readonly number[] | undefined> {
  const { folder, indexesFolder, random } = bench;
  const expected = bench.undisturbed[scenario.atKill];
  const rebuild = scenario.isRebuild === true ? ['--rebuild'] : [];
  const times: number[] = [];
  while (times.length < scenario.kills) {
    const killAfterMs = random() * expected.durationMs;
    const run = await docent(['ingest', folder, '--index', index, ...rebuild], {
      indexesFolder,
      killAfterMs,
      accepted: [2, null],
    });
    if (run.code !== null) {
      expected.durationMs = Math.min(expected.durationMs, run.wallMs);
      return undefined;
    }
    times.push(killAfterMs);
  }
  return times;
}

/** Names of the failed files with the reason. */
export function failedIn(run: Measured): string {
  return summaryOf(run)
    .failures.map(({ name, code }) => `${name} (${code})`)
    .join(', ');
}

function copyIndex(indexesFolder: string, from: string, to: string): void {
  cpSync(join(indexesFolder, from), join(indexesFolder, to), { recursive: true });
}
