import Table from 'cli-table3';
import { FileJournal } from '../../../ingest/journal.js';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { toDocentError } from '../../../src/core/errors.js';
import { indexUri } from '../../../src/retrieval/index-catalog.js';
import { rankingBlend } from '../../../src/retrieval/ranking/ranking-blend.js';
import { loadRankingModel } from '../../../src/retrieval/ranking/ranking-model.js';
import { rankerFingerprint } from '../../../src/retrieval/ranking/tuned-blend.js';
import type { IndexManifest } from '../../../src/store/index-store.js';
import { listIndexes, openIndexReader } from '../../../src/store/open-index.js';
import type { TunedRanking } from '../../../src/store/tuned-ranking.js';
import { gainText, weightsText } from '../../tune/tune-table.js';
import { printJson, printLine } from '../output.js';
import { journalPath } from '../run-ingest.js';

interface StatusFlags {
  readonly index?: string;
  readonly json?: boolean;
}

export async function statusCommand(flags: StatusFlags): Promise<void> {
  const config = loadConfig();
  const names = flags.index === undefined ? await listIndexes(config.indexesFolder) : [flags.index];
  const states = await Promise.all(names.map((name) => stateOf(config, name, flags.index !== undefined)));
  if (flags.json === true) printJson({ indexes: states });
  else if (states.length === 0) printLine('There is no index yet. Build one: docent ingest <folder>');
  else for (const state of states) printState(state);
}

type State = Awaited<ReturnType<typeof stateOf>>;

/** Any encoder's index can be looked at. One that cannot be opened is shown with the reason, unless it was asked for. */
export async function stateOf(config: Config, name: string, isAskedFor: boolean) {
  const failures = (await FileJournal.open(journalPath(config, name))).failures();
  try {
    const reader = await openIndexReader(indexUri(config, name), {});
    try {
      const manifest = await reader.manifest();
      return { name, manifest, stats: await reader.stats(), ranking: await rankingOf(manifest), failures };
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (isAskedFor) throw error;
    const { code, message, hint } = toDocentError(error);
    return { name, error: { code, message, hint }, failures };
  }
}

/** What the index was tuned to, and whether the ranker is still the one that it was tuned with. */
async function rankingOf({ ranking }: IndexManifest): Promise<(TunedRanking & { isUsed: boolean }) | undefined> {
  if (ranking === undefined) return undefined;
  return { ...ranking, isUsed: ranking.ranker === rankerFingerprint(await loadRankingModel()) };
}

function rankingLine({ isUsed, ...ranking }: TunedRanking & { readonly isUsed: boolean }): string {
  const { blend, gain, interval, questions, source, tunedAt } = ranking;
  if (!isUsed) return `tuned ${tunedAt.slice(0, 10)} for another ranker and not used; run \`docent tune\` again`;
  const weights = weightsText(rankingBlend(blend));
  return `tuned ${tunedAt.slice(0, 10)}: ${weights}; nDCG@10 ${gainText({ gain, interval })}, ${questions} ${source} questions`;
}

function printState(state: State): void {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(['index', state.name]);
  if (state.error !== undefined) table.push(['error', `${state.error.message} ${state.error.hint ?? ''}`]);
  if (state.manifest !== undefined && state.stats !== undefined) {
    const { manifest, stats } = state;
    const size = stats.bytes === undefined ? '' : `, ${(stats.bytes / 1e6).toFixed(1)} MB`;
    table.push(
      ['holds', `${stats.documents} documents, ${stats.pages} pages, ${stats.chunks} chunks${size}`],
      ['encoder', `${manifest.embedder.name} (${manifest.embedder.dimensions} dimensions)`],
      ['sources', manifest.sources.join('\n')],
      ['updated', manifest.updatedAt],
    );
    if (state.ranking !== undefined) table.push(['ranking', rankingLine(state.ranking)]);
  }
  table.push(['failed files', String(state.failures.length)]);
  printLine(table.toString());
  for (const { name, code, reason, hint, at } of state.failures) {
    printLine(`failed: ${name}: ${reason} (${code}, ${at})${hint === undefined ? '' : ` ${hint}`}`);
  }
}
