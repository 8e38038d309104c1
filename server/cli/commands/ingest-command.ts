import Table from 'cli-table3';
import type { IngestSummary } from '../../../ingest/ingest-summary.js';
import { type CrawlOptions, isWebAddress } from '../../../ingest/web/web-source.js';
import { loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import { defaultIndexName } from '../../../src/retrieval/index-catalog.js';
import { progressDisplay } from '../ingest-progress.js';
import { interruptSignal } from '../interrupt.js';
import { note, printJson, printLine } from '../output.js';
import { runIngest } from '../run-ingest.js';

interface IngestFlags extends CrawlOptions {
  readonly index?: string;
  readonly rebuild?: boolean;
  readonly embedder?: string;
  readonly json?: boolean;
}

/** Exit code 0: all in; 2: some files failed; 1: nothing could be done. */
export async function ingestCommand(paths: readonly string[], flags: IngestFlags): Promise<void> {
  const config = loadConfig();
  const { depth, wholeSite, sitemap, maxPages, rate } = flags;
  const crawl = { depth, wholeSite, sitemap, maxPages, rate };
  requireAddress(paths, crawl);
  const display = progressDisplay();
  try {
    const summary = await runIngest({
      config,
      index: flags.index ?? config.indexName ?? defaultIndexName,
      paths,
      crawl,
      rebuild: flags.rebuild,
      embedder: flags.embedder,
      onNote: note,
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

/** Options that would do nothing are a mistake. */
function requireAddress(paths: readonly string[], crawl: CrawlOptions): void {
  if (paths.some(isWebAddress) || Object.values(crawl).every((value) => value === undefined)) return;
  throw new DocentError(
    'invalid-request',
    '--depth, --sitemap and the like belong to a web address, and none was given.',
    {
      hint: 'For example: docent ingest https://example.org/docs/ --depth 2. An ingest without paths reads each site as it did.',
    },
  );
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
