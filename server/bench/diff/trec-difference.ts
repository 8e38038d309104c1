import { basename } from 'node:path';
import { DocentError } from '../../../src/core/errors.js';
import { evaluateRun, measuresAt } from '../../../src/evaluation/evaluate-run.js';
import type { Judgements } from '../../../src/evaluation/judgements.js';
import { readQrels } from '../../../src/evaluation/qrels-file.js';
import { readTrecRun } from '../../../src/evaluation/trec-run-file.js';
import { type Difference, differenceOf } from './difference.js';

export interface TrecRuns {
  readonly first: string;
  readonly second: string;
  readonly qrels: string;
  readonly metric: string;
  readonly examples: number;
}

/**
 * Compares two TREC run files; a judged query that a run does not have counts 0, as in `trec_eval -c`.
 * @throws DocentError `benchmark-invalid` naming file and line; `invalid-request` for an unknown metric
 */
export async function trecDifference(runs: TrecRuns): Promise<Difference> {
  const metric = runs.metric.toLowerCase();
  requireMetric(metric);
  const anything = { hasQuery: () => true, hasDocument: () => true }; // there is no corpus to check ids against
  const judgements = await readQrels(runs.qrels, anything);
  const first = await valuesOf(runs.first, judgements, metric);
  const second = await valuesOf(runs.second, judgements, metric);
  return differenceOf({
    ...namesOf(runs),
    metric,
    first,
    second,
    texts: new Map(),
    examples: runs.examples,
  });
}

/** Run files of `docent bench --runs` are named `<set>.<retriever>.trec`. */
function namesOf({ first, second, qrels }: TrecRuns): { readonly set: string; readonly label: string } {
  const [one, other] = [first, second].map(
    (file) => /^(?<set>.+)\.(?<retriever>[^.]+)\.trec$/iu.exec(basename(file))?.groups,
  );
  if (one !== undefined && other !== undefined && one.set === other.set) {
    return { set: one.set ?? '', label: `${one.retriever} → ${other.retriever}` };
  }
  return { set: basename(qrels), label: `${basename(first)} → ${basename(second)}` };
}

async function valuesOf(file: string, judgements: Judgements, metric: string): Promise<ReadonlyMap<string, number>> {
  const run = await readTrecRun(file);
  if (![...judgements.keys()].some((query) => run.has(query))) {
    throw new DocentError('benchmark-invalid', `${file} has none of the judged queries.`, {
      hint: 'Give the run and the judgements of the same set.',
    });
  }
  const { byQuery } = evaluateRun(run, judgements, measuresFor(metric));
  return new Map([...byQuery].map(([query, values]) => [query, values[metric] ?? 0]));
}

/** The metrics at the cut-off that the name states. */
function measuresFor(metric: string) {
  const k = Number(/@([1-9]\d*)$/u.exec(metric)?.[1] ?? 10);
  return measuresAt(k);
}

function requireMetric(metric: string): void {
  const known = measuresFor(metric);
  if (known.has(metric)) return;
  throw new DocentError('invalid-request', `There is no metric ${metric}.`, {
    hint: `There is ${[...known.keys()].join(', ')}, each with any cut-off.`,
  });
}
