import { signed } from './diff-table.js';
import type { Difference } from './difference.js';

/** Why a run is refused, a sentence for each set whose mean fell by more than `threshold` (such as -0.01) allows. */
export function fallsBelow(differences: readonly Difference[], threshold: number): readonly string[] {
  const rounding = 1e-9; // a mean of 0.49 minus one of 0.5 is a little below -0.01
  return differences
    .filter(({ comparison }) => comparison.difference < threshold - rounding)
    .map(({ set, label, metric, comparison }) => {
      const { difference, pValue } = comparison;
      return `${set}, ${label}: ${metric} changed by ${signed(difference)}, below ${threshold} (p = ${pValue.toFixed(4)}).`;
    });
}
