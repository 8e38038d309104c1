import type { QueryPair } from './compare-runs.js';

/** Query id → value of one metric. */
export type QueryValues = ReadonlyMap<string, number>;

export interface PairedQueries {
  /** Queries that both have, in the order of the first. */
  readonly pairs: readonly QueryPair[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

/** Puts the values of the same query side by side. */
export function pairQueries(first: QueryValues, second: QueryValues): PairedQueries {
  const pairs = [...first].flatMap(([query, value]) => {
    const other = second.get(query);
    return other === undefined ? [] : [{ query, first: value, second: other }];
  });
  return {
    pairs,
    onlyFirst: [...first.keys()].filter((query) => !second.has(query)),
    onlySecond: [...second.keys()].filter((query) => !first.has(query)),
  };
}
