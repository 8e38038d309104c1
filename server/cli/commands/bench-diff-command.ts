import { readFile } from 'node:fs/promises';
import { DocentError, errorMessage } from '../../../src/core/errors.js';
import { type BenchReport, parseBenchReport } from '../../../src/evaluation/bench-report.js';
import { changedQueries, diffTable } from '../../bench/diff/diff-table.js';
import type { Difference } from '../../bench/diff/difference.js';
import { reportDifferences, retrieverDifferences } from '../../bench/diff/report-differences.js';
import { fallsBelow } from '../../bench/diff/threshold.js';
import { trecDifference } from '../../bench/diff/trec-difference.js';
import { note, printJson, printLine } from '../output.js';

interface DiffFlags {
  readonly metric?: string;
  readonly retriever?: string;
  readonly retrievers?: readonly [string, string];
  readonly qrels?: string;
  readonly examples: number;
  readonly failBelow?: number;
  readonly json?: boolean;
}

/** Exits with 1, the reasons on standard error, where `--fail-below` refuses a difference. */
export async function benchDiffCommand(first: string, second: string | undefined, flags: DiffFlags): Promise<void> {
  const differences = await differencesOf(first, second, flags);
  if (flags.json === true) printJson({ differences });
  else print(differences, flags.retrievers ?? [first, second ?? '']);
  if (flags.failBelow === undefined) return;
  const reasons = fallsBelow(differences, flags.failBelow);
  for (const reason of reasons) note(`failed: ${reason}`);
  if (reasons.length > 0) process.exitCode = 1;
}

function differencesOf(first: string, second: string | undefined, flags: DiffFlags): Promise<readonly Difference[]> {
  if (flags.retrievers !== undefined) return differencesWithin(first, second, flags.retrievers, flags);
  if (second === undefined) {
    throw misused(
      'A second result is missing.',
      'docent bench diff A.json B.json, or A.json --retrievers lexical,hybrid',
    );
  }
  return isTrec(first) || isTrec(second)
    ? differenceOfRuns(first, second, flags)
    : differencesOfReports(first, second, flags);
}

async function differencesWithin(
  file: string,
  second: string | undefined,
  retrievers: readonly [string, string],
  { metric, retriever, qrels, examples }: DiffFlags,
): Promise<readonly Difference[]> {
  if (second !== undefined || retriever !== undefined || qrels !== undefined || isTrec(file)) {
    throw misused('--retrievers compares within one result.', 'docent bench diff A.json --retrievers lexical,hybrid');
  }
  return retrieverDifferences(await readReport(file), retrievers, { metric, examples });
}

async function differencesOfReports(
  first: string,
  second: string,
  { metric, retriever, qrels, examples }: DiffFlags,
): Promise<readonly Difference[]> {
  if (qrels !== undefined) throw misused('--qrels is for TREC runs.', 'docent bench diff A.trec B.trec --qrels FILE');
  const [one, other] = [await readReport(first), await readReport(second)];
  const { differences, onlyFirst, onlySecond } = reportDifferences(one, other, { metric, retriever, examples });
  if (onlyFirst.length > 0) note(`only in ${first}: ${onlyFirst.join('; ')}`);
  if (onlySecond.length > 0) note(`only in ${second}: ${onlySecond.join('; ')}`);
  return differences;
}

async function differenceOfRuns(
  first: string,
  second: string,
  { metric = 'ndcg@10', retriever, qrels, examples }: DiffFlags,
): Promise<readonly Difference[]> {
  if (!isTrec(first) || !isTrec(second) || qrels === undefined || retriever !== undefined) {
    throw misused('TREC runs come in twos, with judgements.', 'docent bench diff A.trec B.trec --qrels FILE');
  }
  return [await trecDifference({ first, second, qrels, metric, examples })];
}

function print(differences: readonly Difference[], [first, second]: readonly [string, string]): void {
  printLine(`A  ${first}\nB  ${second}`);
  printLine(diffTable(differences));
  for (const difference of differences) {
    const { set, label, unpaired, comparison } = difference;
    if (unpaired.first + unpaired.second > 0) {
      const left = `${unpaired.first} only in A and ${unpaired.second} only in B are left out`;
      note(`${set}, ${label}: compared on the ${comparison.queries} queries that both have; ${left}.`);
    }
    const lines = changedQueries(difference);
    if (lines.length > 0) printLine(`\n${lines.join('\n')}`);
  }
}

async function readReport(file: string): Promise<BenchReport> {
  try {
    return parseBenchReport(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof DocentError) throw error;
    throw new DocentError('file-unreadable', `${file} cannot be read: ${errorMessage(error)}.`, {
      hint: 'To measure a folder named diff, write ./diff.',
      cause: error,
    });
  }
}

function isTrec(file: string): boolean {
  return file.toLowerCase().endsWith('.trec');
}

function misused(message: string, example: string): DocentError {
  return new DocentError('invalid-request', message, { hint: `Write: ${example}` });
}
