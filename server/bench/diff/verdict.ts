import type { RunComparison } from '../../../src/evaluation/compare-runs.js';

/** Below it a difference is called better or worse: one in twenty comparisons of equal systems gets there by chance. */
export const significanceLevel = 0.05;

/** What the second system is, compared with the first, in a word. */
export function verdictOf({ difference, pValue, won, lost }: RunComparison): string {
  if (won === 0 && lost === 0) return 'the same';
  if (pValue >= significanceLevel) return 'unclear';
  return difference > 0 ? 'better' : 'worse';
}
