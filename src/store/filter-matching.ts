import type { MetadataValue } from '../core/document.js';
import type { Comparison, Filter } from '../core/filter.js';
import { matchesGlob } from './glob.js';

/** A filter's entry as a comparison; a bare value means equality. */
export function comparisonOf(condition: Filter[string]): Comparison {
  return typeof condition === 'object' ? condition : { eq: condition };
}

/**
 * Whether a metadata value passes a comparison. Two numbers compare as numbers, anything else as text; of a value that
 * is not there only `ne` and `notIn` hold.
 */
export function matchesComparison(value: MetadataValue | undefined, comparison: Comparison): boolean {
  if (comparison.ne !== undefined && value !== undefined && isEqual(value, comparison.ne)) return false;
  if (comparison.notIn !== undefined && value !== undefined && isAmong(value, comparison.notIn)) return false;
  if (value === undefined) return Object.keys(comparison).every((operator) => exclusions.includes(operator));
  const { eq, gt, gte, lt, lte, in: list, glob } = comparison;
  if (eq !== undefined && !isEqual(value, eq)) return false;
  if (gt !== undefined && !(compare(value, gt) > 0)) return false;
  if (gte !== undefined && !(compare(value, gte) >= 0)) return false;
  if (lt !== undefined && !(compare(value, lt) < 0)) return false;
  if (lte !== undefined && !(compare(value, lte) <= 0)) return false;
  if (list !== undefined && !isAmong(value, list)) return false;
  return glob === undefined || matchesGlob(String(value), glob);
}

/** Operators that a missing value passes. */
const exclusions: readonly string[] = ['ne', 'notIn'];

function isAmong(value: MetadataValue, list: readonly MetadataValue[]): boolean {
  return list.some((element) => isEqual(value, element));
}

function isEqual(left: MetadataValue, right: MetadataValue): boolean {
  return left === right || String(left) === String(right);
}

function compare(left: MetadataValue, right: MetadataValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
