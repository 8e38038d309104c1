import Table from 'cli-table3';
import type { IngestSummary } from '../../../ingest/ingest-summary.js';
import { loadConfig } from '../../../src/core/config.js';
import { defaultIndexName } from '../../../src/retrieval/index-catalog.js';
import { progressDisplay } from '../ingest-progress.js';
import { interruptSignal } from '../interrupt.js';
import { note, printJson, printLine } from '../output.js';
import { runIngest } from '../run-ingest.js';

interface IngestFlags {
  readonly index?: string;
  readonly rebuild?: boolean;
  readonly json?: boolean;
}

/** Exit code 0: all in; 2: some files failed; 1: nothing could be done. */
export async function ingestCommand(paths: readonly string[], flags: IngestFlags): Promise<void> {
  const config = loadConfig();
  const display = progressDisplay();
  try {
    const summary = await runIngest({
      config,
      index: flags.index ?? config.indexName ?? defaultIndexName,
      paths,
      rebuild: flags.rebuild,
      signal: interruptSignal(),
      onProgress: (progress) => display.show(progress),
    });
    display.stop();
    if (flags.json === true) printJson(summary);
    else printSummary(summary);
    process.exitCode = exitCodeOf(summary);
  } finally {
    display.stop();
  }
}

export function exitCodeOf({ files }: IngestSummary): number {
  if (files.failed === 0) return 0;
  const isAnythingIn = files.added + files.updated + files.moved + files.unchanged + files.deleted > 0;
  return isAnythingIn ? 2 : 1;
}

export function printSummary(summary: IngestSummary): void {
  const { files, chunks } = summary;
  const table = new Table({ style: { head: [], border: [] } });
  const seconds = summary.durationMs / 1000;
  table.push(
    ['index', summary.index],
    [
      'files',
      `${files.seen} seen: ${files.added} added, ${files.updated} updated, ${files.moved} moved, ${files.unchanged} unchanged`,
    ],
    ['', `${files.deleted} deleted, ${files.failed} failed, ${files.skipped} skipped`],
    ['chunks', `${chunks.written} written: ${chunks.embedded} embedded, ${chunks.reused} reused`],
    ['time', `${seconds.toFixed(1)} s (${(summary.bytes / 1e6 / Math.max(seconds, 0.001)).toFixed(1)} MB/s)`],
  );
  printLine(table.toString());
  for (const { name, code, reason, hint } of summary.failures) {
    note(`failed: ${name}: ${reason} (${code})${hint === undefined ? '' : ` ${hint}`}`);
  }
  for (const { path, reason } of summary.skipped) note(`skipped: ${path}: ${reason}`);
}
