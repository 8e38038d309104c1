import Table from 'cli-table3';
import type { RemovalSummary } from '../../../ingest/remove-sources.js';
import { loadConfig } from '../../../src/core/config.js';
import { defaultIndexName } from '../../../src/retrieval/index-catalog.js';
import { interruptSignal } from '../interrupt.js';
import { printJson, printLine } from '../output.js';
import { runRemove } from '../run-remove.js';

interface RemoveFlags {
  readonly index?: string;
  readonly json?: boolean;
}

export async function removeCommand(sources: readonly string[], flags: RemoveFlags): Promise<void> {
  const config = loadConfig();
  const index = flags.index ?? config.indexName ?? defaultIndexName;
  const summary = await runRemove({ config, index, sources, signal: interruptSignal() });
  if (flags.json === true) printJson(summary);
  else printSummary(summary);
}

function printSummary({ index, removed, documents, chunks, sources }: RemovalSummary): void {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ['index', index],
    ['removed', removed.join('\n')],
    ['documents', `${documents.deleted} deleted (${chunks.deleted} chunks), ${documents.kept} kept for another source`],
    ['sources', sources.length === 0 ? 'none' : sources.join('\n')],
  );
  printLine(table.toString());
}
