import { DocentError } from '../core/errors.js';
import type { Comparison, Filter } from '../core/filter.js';
import { comparisonOf } from './filter-matching.js';
import { globPattern } from './glob.js';
import { isIn, isNotIn, literal } from './sql.js';

type Scalar = string | number | boolean;

const textColumns: Readonly<Record<string, string>> = {
  name: 'document_name',
  title: 'document_title',
  format: 'document_format',
  documentId: 'document_id',
  uri: 'document_uri',
  modifiedAt: 'document_modified_at',
};

/** A filter as conditions on the chunks table, and what is left for the metadata, which no column holds. */
export interface SplitFilter {
  readonly conditions: readonly string[];
  /** Metadata key and what its value must pass. */
  readonly metadata: readonly (readonly [string, Comparison])[];
}

/** @throws DocentError `invalid-filter` for a comparison that the field cannot take */
export function splitFilter(filter: Filter): SplitFilter {
  const conditions: string[] = [];
  const metadata: (readonly [string, Comparison])[] = [];
  for (const [field, condition] of Object.entries(filter)) {
    const comparison = comparisonOf(condition);
    const column = textColumns[field];
    if (field.startsWith('metadata.')) metadata.push([field.slice('metadata.'.length), comparison]);
    else if (field === 'page') conditions.push(...pageConditions(comparison));
    else if (column !== undefined) conditions.push(...textConditions(column, comparison));
    else throw invalid(field, 'there is no such field');
  }
  return { conditions, metadata };
}

function textConditions(column: string, comparison: Comparison): string[] {
  const value = (scalar: Scalar): string => literal(String(scalar));
  const conditions: string[] = [];
  if (comparison.eq !== undefined) conditions.push(`${column} = ${value(comparison.eq)}`);
  if (comparison.ne !== undefined) conditions.push(`${column} != ${value(comparison.ne)}`);
  if (comparison.gt !== undefined) conditions.push(`${column} > ${value(comparison.gt)}`);
  if (comparison.gte !== undefined) conditions.push(`${column} >= ${value(comparison.gte)}`);
  if (comparison.lt !== undefined) conditions.push(`${column} < ${value(comparison.lt)}`);
  if (comparison.lte !== undefined) conditions.push(`${column} <= ${value(comparison.lte)}`);
  if (comparison.in !== undefined) conditions.push(isIn(column, comparison.in.map(String)));
  if (comparison.notIn !== undefined) conditions.push(isNotIn(column, comparison.notIn.map(String)));
  if (comparison.glob !== undefined) {
    conditions.push(`regexp_like(${column}, ${literal(`(?s)${globPattern(comparison.glob)}`)})`);
  }
  return conditions;
}

/** A chunk may touch several pages: it is on page x where its first page is not after x and its last not before. */
function pageConditions(comparison: Comparison): string[] {
  const on = (scalar: Scalar): string => `(page_start <= ${pageNumber(scalar)} AND page_end >= ${pageNumber(scalar)})`;
  const conditions: string[] = [];
  if (comparison.eq !== undefined) conditions.push(on(comparison.eq));
  if (comparison.ne !== undefined) conditions.push(`NOT ${on(comparison.ne)}`);
  if (comparison.gt !== undefined) conditions.push(`page_end > ${pageNumber(comparison.gt)}`);
  if (comparison.gte !== undefined) conditions.push(`page_end >= ${pageNumber(comparison.gte)}`);
  if (comparison.lt !== undefined) conditions.push(`page_start < ${pageNumber(comparison.lt)}`);
  if (comparison.lte !== undefined) conditions.push(`page_start <= ${pageNumber(comparison.lte)}`);
  if (comparison.in !== undefined) conditions.push(comparison.in.map(on).join(' OR '));
  if (comparison.notIn !== undefined) conditions.push(`NOT (${comparison.notIn.map(on).join(' OR ')})`);
  if (comparison.glob !== undefined) throw invalid('page', 'pages are numbers, which a glob cannot match');
  return conditions;
}

function pageNumber(scalar: Scalar): number {
  const number = typeof scalar === 'boolean' ? Number.NaN : Number(scalar);
  if (!Number.isInteger(number)) throw invalid('page', `${JSON.stringify(scalar)} is not a whole number`);
  // The column is a 32-bit integer, and LanceDB refuses a literal beyond it.
  return Math.min(Math.max(number, -2_147_483_648), 2_147_483_647);
}

function invalid(field: string, reason: string): DocentError {
  return new DocentError('invalid-filter', `The filter on ${field} cannot be used: ${reason}.`, {
    hint: 'Write for example page>=3, page=12, format=pdf or name~reports/**.',
  });
}
