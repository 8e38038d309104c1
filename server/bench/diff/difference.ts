import {
  compareRuns,
  type LargestChanges,
  largestChanges,
  type RunComparison,
} from '../../../src/evaluation/compare-runs.js';
import { pairQueries, type QueryValues } from '../../../src/evaluation/pair-queries.js';

/** Two systems on one set in one metric; the comparison is second minus first. */
export interface Difference {
  readonly set: string;
  /** What was compared: a retriever's name, or `first → second`. */
  readonly label: string;
  readonly metric: string;
  readonly comparison: RunComparison;
  readonly changes: LargestChanges;
  /** Query id → its text, of the queries in `changes`, where it is known. */
  readonly texts: Readonly<Record<string, string>>;
  /** Queries that only one of the two has; they are left out of the comparison. */
  readonly unpaired: { readonly first: number; readonly second: number };
}

export interface DifferenceParts {
  readonly set: string;
  readonly label: string;
  readonly metric: string;
  readonly first: QueryValues;
  readonly second: QueryValues;
  readonly texts: ReadonlyMap<string, string>;
  /** How many of the queries won and lost most are kept. */
  readonly examples: number;
}

/** @throws DocentError `invalid-request` where the two have no query in common */
export function differenceOf(parts: DifferenceParts): Difference {
  const { set, label, metric, first, second, texts, examples } = parts;
  const { pairs, onlyFirst, onlySecond } = pairQueries(first, second);
  const changes = largestChanges(pairs, examples);
  const shown = [...changes.won, ...changes.lost].flatMap(({ query }) => {
    const text = texts.get(query);
    return text === undefined ? [] : [[query, text] as const];
  });
  return {
    set,
    label,
    metric,
    comparison: compareRuns(pairs),
    changes,
    texts: Object.fromEntries(shown),
    unpaired: { first: onlyFirst.length, second: onlySecond.length },
  };
}
