import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type IndexSnapshot, indexSnapshot } from '../ingest/index-snapshot.js';
import { docent, summaryOf } from './docent-process.js';
import { type FolderState, writeFolder } from './kill-documents.js';
import type { Measured } from './measured-process.js';
import type { PartOptions, PartResult } from './part.js';
import { snapshotDifferences } from './snapshot-differences.js';
import { seconds, seededRandom } from './statistics.js';

/** What happens around a kill. */
interface Scenario {
  readonly name: string;
  /** State of the complete index that is there before; undefined: none. */
  readonly indexed?: FolderState;
  readonly atKill: FolderState;
  readonly atRerun: FolderState;
  readonly kills: number;
  readonly isRebuild?: boolean;
}

const scenarios: readonly Scenario[] = [
  { name: 'first ingest', atKill: 'before', atRerun: 'before', kills: 1 },
  { name: 'files change after the kill', atKill: 'before', atRerun: 'after', kills: 1 },
  { name: 'update', indexed: 'before', atKill: 'after', atRerun: 'after', kills: 1 },
  { name: 'killed twice', atKill: 'after', atRerun: 'after', kills: 2 },
  { name: 'update, then put back', indexed: 'before', atKill: 'after', atRerun: 'before', kills: 1 },
  { name: 'rebuild', indexed: 'before', atKill: 'before', atRerun: 'before', kills: 1, isRebuild: true },
];

interface Bench {
  readonly options: PartOptions;
  readonly folder: string;
  readonly indexesFolder: string;
  /** Of an undisturbed ingest of each state. */
  readonly snapshots: Readonly<Record<FolderState, IndexSnapshot>>;
  /** The files that fail in it. */
  readonly failed: Readonly<Record<FolderState, string>>;
  readonly durationsMs: Readonly<Record<FolderState, number>>;
  readonly random: () => number;
}

interface Round {
  readonly scenario: string;
  readonly killedAfterMs: readonly number[];
  /** Kills that came after the ingest had ended by itself. */
  readonly late: number;
  readonly differences: readonly string[];
}

/** kill -9 at random moments; then the ingest is run to its end and compared with one that was left alone. */
export async function killPart(options: PartOptions): Promise<PartResult> {
  const bench = await prepare(options);
  const rounds: Round[] = [];
  for (let number = 0; number < options.kills; number += 1) {
    const scenario = scenarios[number % scenarios.length];
    if (scenario === undefined) break;
    const round = await runRound(bench, scenario, `round-${number}`);
    rounds.push(round);
    const times = round.killedAfterMs.map(seconds).join(' and ');
    const verdict = round.differences.length === 0 ? 'equal' : round.differences.join('; ');
    options.say(`kill: ${number + 1} of ${options.kills}, ${scenario.name}, after ${times}: ${verdict}`);
  }
  const equal = rounds.filter(({ differences }) => differences.length === 0).length;
  const { documents, pages, chunks } = bench.snapshots.before;
  const figures = [
    { label: 'folder', value: `${documents.length} documents, ${pages.length} pages, ${chunks.length} chunks` },
    { label: 'undisturbed ingest', value: seconds(bench.durationsMs.before) },
    { label: 'kills that came too late', value: String(rounds.reduce((sum, { late }) => sum + late, 0)) },
    {
      label: 'index equal to an undisturbed one',
      value: `${equal} of ${rounds.length}`,
      goal: 'all',
      isMet: equal === rounds.length,
    },
  ];
  return { part: 'kill', figures, details: { seed: options.seed, durationsMs: bench.durationsMs, rounds } };
}

async function prepare(options: PartOptions): Promise<Bench> {
  const folder = join(options.workFolder, 'documents');
  const indexesFolder = join(options.workFolder, 'indexes');
  const undisturbed = async (state: FolderState) => {
    await writeFolder(folder, state, options.seed);
    const run = await docent(['ingest', folder, '--index', state, '--json'], { indexesFolder, accepted: [2] });
    const { wallMs } = run;
    options.say(`kill: undisturbed ingest of the folder ${state} its changes: ${seconds(wallMs)}`);
    return { wallMs, failed: failedIn(run), snapshot: await indexSnapshot(join(indexesFolder, state)) };
  };
  const before = await undisturbed('before');
  const after = await undisturbed('after');
  return {
    options,
    folder,
    indexesFolder,
    snapshots: { before: before.snapshot, after: after.snapshot },
    failed: { before: before.failed, after: after.failed },
    durationsMs: { before: before.wallMs, after: after.wallMs },
    random: seededRandom(options.seed),
  };
}

async function runRound(bench: Bench, scenario: Scenario, index: string): Promise<Round> {
  const { options, folder, indexesFolder, random } = bench;
  const ingest = ['ingest', folder, '--index', index];
  if (scenario.indexed !== undefined) copyIndex(indexesFolder, scenario.indexed, index);
  await writeFolder(folder, scenario.atKill, options.seed);
  const killedAfterMs: number[] = [];
  let late = 0;
  for (let kill = 0; kill < scenario.kills; kill += 1) {
    const killAfterMs = random() * bench.durationsMs[scenario.atKill];
    const parameters = scenario.isRebuild === true ? [...ingest, '--rebuild'] : ingest;
    const killed = await docent(parameters, { indexesFolder, killAfterMs, accepted: [2, null] });
    killedAfterMs.push(killAfterMs);
    if (killed.code !== null) late += 1;
  }
  await writeFolder(folder, scenario.atRerun, options.seed);
  await docent(ingest, { indexesFolder, accepted: [2] });
  const settled = await docent([...ingest, '--json'], { indexesFolder, accepted: [2] });
  const snapshot = await indexSnapshot(join(indexesFolder, index));
  const differences = snapshotDifferences(snapshot, bench.snapshots[scenario.atRerun]);
  if (failedIn(settled) !== bench.failed[scenario.atRerun])
    differences.push(`other files failed: ${failedIn(settled)}`);
  if (summaryOf(settled).chunks.written > 0) differences.push('a further ingest still found something to do');
  return { scenario: scenario.name, killedAfterMs, late, differences };
}

function failedIn(run: Measured): string {
  return summaryOf(run)
    .failures.map(({ name, code }) => `${name} (${code})`)
    .join(', ');
}

function copyIndex(indexesFolder: string, from: string, to: string): void {
  cpSync(join(indexesFolder, from), join(indexesFolder, to), { recursive: true });
}
