import Table from 'cli-table3';
import type { Interval } from '../../src/evaluation/paired-bootstrap.js';
import { blendSignals, isNoBlend, type RankingBlend } from '../../src/retrieval/ranking/ranking-blend.js';
import type { TunedRanking } from '../../src/store/tuned-ranking.js';
import type { TuneResult } from './tune-index.js';

/** What was measured, for the terminal. */
export function tuneTable(result: TuneResult): string {
  const table = new Table({ style: { head: [], border: [] }, colAligns: ['left', 'left'] });
  const made = 'made from the index (easier than real ones)';
  table.push(
    ['questions', `${result.questions}, ${result.source === 'given' ? 'given' : made}`],
    ['nDCG@10, default', result.defaultQuality.toFixed(4)],
    ['nDCG@10, tuned', `${result.tunedQuality.toFixed(4)} (on questions held out, five folds)`],
    ['gain', gainText(result)],
    [result.isAdopted ? 'weights' : 'best weights', weightsText(result.fitted)],
  );
  return table.toString();
}

/** `+0.0312 (95 %: +0.0101 to +0.0523)` */
export function gainText({ gain, interval }: { readonly gain: number; readonly interval: Interval }): string {
  return `${signed(gain, 4)} (95 %: ${signed(interval.lower, 4)} to ${signed(interval.upper, 4)})`;
}

/** `lexical +0.2, walk -0.1`; signals that the ranker alone weighs are left out. */
export function weightsText(blend: RankingBlend): string {
  const used = blendSignals.filter((signal) => blend[signal] !== 0);
  return isNoBlend(blend)
    ? 'all 0, as in the default'
    : used.map((each) => `${each} ${signed(blend[each])}`).join(', ');
}

/** What follows, in a sentence. */
export function verdictOf(result: TuneResult, earlier: TunedRanking | undefined): string {
  if (result.isAdopted) return 'The index now ranks with these weights; `docent tune --reset` takes them back.';
  const kept = 'No gain beyond chance on questions held out: the default ranking stays.';
  return earlier === undefined ? kept : `${kept} The weights of an earlier tuning were removed.`;
}

function signed(value: number, digits?: number): string {
  const shown = digits === undefined ? String(Math.abs(value)) : Math.abs(value).toFixed(digits);
  return `${value < 0 ? '-' : '+'}${shown}`;
}
