import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import { benchProgress } from '../../bench/bench-progress.js';
import { benchSets } from '../../bench/bench-sets.js';
import { benchTable } from '../../bench/bench-table.js';
import { writeHtmlReport } from '../../bench/html-report.js';
import { requireWritableFile, requireWritableFolder } from '../../bench/require-writable.js';
import { retrieverNames, retrieversOf } from '../../bench/retriever-names.js';
import { runBench } from '../../bench/run-bench.js';
import { runDepth } from '../../bench/run-queries.js';
import { colors } from '../colors.js';
import { interruptSignal } from '../interrupt.js';
import { printLine } from '../output.js';

interface BenchFlags {
  readonly retrievers?: string;
  readonly k: number;
  readonly queries?: number;
  readonly runs?: string;
  readonly json?: string;
  readonly html?: string;
}

/** Of those that exist, what is measured where none is named: what to beat, and what is used. */
const measuredByDefault: readonly string[] = ['lexical', 'hybrid', 'default'];

export async function benchCommand(folders: readonly string[], flags: BenchFlags): Promise<void> {
  requireRange(flags);
  const names = flags.retrievers?.split(',').map((name) => name.trim());
  const retrievers = retrieversOf(names ?? measuredByDefault.filter((name) => retrieverNames().includes(name)));
  const sets = benchSets(folders);
  const runsFolder = flags.runs === undefined ? undefined : resolve(flags.runs);
  if (runsFolder !== undefined) await requireWritableFolder(runsFolder);
  for (const file of [flags.json, flags.html]) if (file !== undefined) await requireWritableFile(resolve(file));
  const progress = benchProgress(process.stderr);
  const signal = interruptSignal();
  const task = {
    config: loadConfig(),
    retrievers,
    k: flags.k,
    maxQueries: flags.queries,
    runsFolder,
    signal,
    progress,
  };
  try {
    for await (const report of runBench(sets, task)) {
      progress.stop();
      const last = report.sets.at(-1);
      if (last !== undefined) printLine(benchTable(last, colors.bold));
      if (flags.json !== undefined) await writeFile(flags.json, `${JSON.stringify(report)}\n`);
      if (flags.html !== undefined) await writeHtmlReport(report, flags.html);
    }
  } finally {
    progress.stop();
  }
}

function requireRange({ k, queries }: BenchFlags): void {
  if (k < 1 || k > runDepth) {
    throw new DocentError('invalid-request', `The cut-off ${k} is not from 1 to ${runDepth}, the depth of a run.`);
  }
  if (queries === 0) throw new DocentError('invalid-request', '--queries 0 leaves nothing to measure.');
}
