import { join } from 'node:path';
import { indexSnapshot } from '../ingest/index-snapshot.js';
import { docent } from './docent-process.js';
import { type FolderState, writeFolder } from './kill-documents.js';
import { failedIn, type Round, runRound, type Scenario, type Undisturbed } from './kill-round.js';
import type { PartOptions, PartResult } from './part.js';
import { seconds, seededRandom } from './statistics.js';

const scenarios: readonly Scenario[] = [
  { name: 'first ingest', atKill: 'before', atRerun: 'before', kills: 1 },
  { name: 'files change after the kill', atKill: 'before', atRerun: 'after', kills: 1 },
  { name: 'update', indexed: 'before', atKill: 'after', atRerun: 'after', kills: 1 },
  { name: 'killed twice', atKill: 'after', atRerun: 'after', kills: 2 },
  { name: 'update, then put back', indexed: 'before', atKill: 'after', atRerun: 'before', kills: 1 },
  { name: 'rebuild', indexed: 'before', atKill: 'before', atRerun: 'before', kills: 1, isRebuild: true },
];

/** kill -9 at random moments; then the ingest is run to its end and compared with one that was left alone. */
export async function killPart(options: PartOptions): Promise<PartResult> {
  const { workFolder, seed, kills, say } = options;
  const folder = join(workFolder, 'documents');
  const indexesFolder = join(workFolder, 'indexes');
  const leaveAlone = async (state: FolderState): Promise<Undisturbed> => {
    await writeFolder(folder, state, seed);
    const run = await docent(['ingest', folder, '--index', state, '--json'], { indexesFolder, accepted: [2] });
    say(`kill: undisturbed ingest of the folder ${state} its changes: ${seconds(run.wallMs)}`);
    const snapshot = await indexSnapshot(join(indexesFolder, state));
    return { snapshot, failed: failedIn(run), durationMs: run.wallMs };
  };
  const undisturbed = { before: await leaveAlone('before'), after: await leaveAlone('after') };
  const bench = { folder, indexesFolder, seed, undisturbed, random: seededRandom(seed) };
  const rounds: Round[] = [];
  for (let number = 1; number <= kills; number += 1) {
    const scenario = scenarios[(number - 1) % scenarios.length];
    if (scenario === undefined) break;
    const round = await runRound(bench, scenario, `round-${number}`);
    rounds.push(round);
    const verdict = round.differences.length === 0 ? 'equal' : round.differences.join('; ');
    say(`kill: ${number} of ${kills}, ${scenario.name}, after ${timesOf(round)}: ${verdict}`);
  }
  return resultOf(undisturbed.before, rounds, seed);
}

function resultOf({ snapshot, durationMs }: Undisturbed, rounds: readonly Round[], seed: number): PartResult {
  const { documents, pages, chunks } = snapshot;
  const equal = rounds.filter(({ differences }) => differences.length === 0).length;
  const times = rounds.flatMap(({ killedAfterMs }) => killedAfterMs);
  const figures = [
    { label: 'folder', value: `${documents.length} documents, ${pages.length} pages, ${chunks.length} chunks` },
    { label: 'undisturbed ingest', value: seconds(durationMs) },
    {
      label: 'kills',
      value: `${times.length}, after ${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`,
    },
    {
      label: 'index equal to an undisturbed one',
      value: `${equal} of ${rounds.length}`,
      goal: 'all',
      isMet: equal === rounds.length,
    },
  ];
  return { part: 'kill', figures, details: { seed, durationMs, rounds } };
}

function timesOf({ killedAfterMs }: Round): string {
  return killedAfterMs.map(seconds).join(' and ');
}
