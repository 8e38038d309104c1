import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, loadConfig } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import type { BenchReport } from '../../../src/evaluation/bench-report.js';
import type { ChatModel } from '../../../src/models/chat-model.js';
import { answersTables } from '../../bench/answers/answers-table.js';
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
import { note, printLine } from '../output.js';

interface BenchFlags {
  readonly retrievers?: string;
  readonly k: number;
  readonly queries?: number;
  readonly runs?: string;
  readonly json?: string;
  readonly html?: string;
  readonly answers?: boolean;
  /** As DOCENT_CHAT_MODEL. */
  readonly model?: string;
  readonly withhold?: number;
  readonly seed?: number;
}

/** Of those that exist, what is measured where none is named: what to beat, and what is used. */
const measuredByDefault: readonly string[] = ['lexical', 'hybrid', 'default'];
/** Beside answers only the search that they are compared with. */
const measuredBesideAnswers: readonly string[] = ['default'];
const defaultSeed = 1;

export async function benchCommand(folders: readonly string[], flags: BenchFlags): Promise<void> {
  requireRange(flags);
  const names = flags.retrievers?.split(',').map((name) => name.trim());
  const unnamed = flags.answers === true ? measuredBesideAnswers : measuredByDefault;
  const retrievers = retrieversOf(names ?? unnamed.filter((name) => retrieverNames().includes(name)));
  const sets = benchSets(folders);
  const runsFolder = flags.runs === undefined ? undefined : resolve(flags.runs);
  if (runsFolder !== undefined) await requireWritableFolder(runsFolder);
  for (const file of [flags.json, flags.html]) if (file !== undefined) await requireWritableFile(resolve(file));
  const config = loadConfig();
  const model = flags.answers === true ? await openModel(config, flags) : undefined;
  const progress = benchProgress(process.stderr);
  const task = {
    config,
    retrievers,
    k: flags.k,
    maxQueries: flags.queries,
    runsFolder,
    answers: answersTask(flags, model),
    signal: interruptSignal(),
    progress,
  };
  try {
    for await (const report of runBench(sets, task)) {
      progress.stop();
      await tell(report, flags);
    }
  } finally {
    progress.stop();
    await model?.dispose();
  }
}

async function tell(report: BenchReport, { json, html }: BenchFlags): Promise<void> {
  const last = report.sets.at(-1);
  if (last !== undefined) {
    printLine(benchTable(last, colors.bold));
    if (last.answers !== undefined) printLine(answersTables(last.name, last.answers));
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report)}\n`);
  if (html !== undefined) await writeHtmlReport(report, html);
}

/** The chat model that is named; never one that is only found, such as an Ollama that happens to run. */
async function openModel({ chat }: Config, { model }: BenchFlags): Promise<ChatModel | undefined> {
  const { openChatModel } = await import('../../../src/models/chat/open-chat-model.js');
  const opened = await openChatModel({ ...chat, model: model ?? chat.model ?? 'none' });
  note(
    opened === undefined
      ? 'Answers are quoted from the documents, without a chat model.'
      : `Answers by ${opened.provider}:${opened.model}.`,
  );
  return opened;
}

function answersTask({ answers, withhold, seed = defaultSeed }: BenchFlags, model: ChatModel | undefined) {
  if (answers !== true) return undefined;
  return { model, withhold: withhold === undefined ? undefined : { share: withhold, seed } };
}

function requireRange({ k, queries, answers, model, withhold, seed }: BenchFlags): void {
  if (k < 1 || k > runDepth) {
    throw new DocentError('invalid-request', `The cut-off ${k} is not from 1 to ${runDepth}, the depth of a run.`);
  }
  if (queries === 0) throw new DocentError('invalid-request', '--queries 0 leaves nothing to measure.');
  if (answers === true) return;
  const alone = Object.entries({ model, withhold, seed }).find(([, value]) => value !== undefined);
  if (alone !== undefined) {
    throw new DocentError('invalid-request', `--${alone[0]} is for answers.`, { hint: `Add --answers.` });
  }
}
