import { z } from 'zod';
import { DocentError } from './errors.js';

/** Chunk fields that a filter can name; `metadata.KEY` reaches what a document's front matter states. */
export const filterFields = ['name', 'title', 'format', 'documentId', 'uri', 'page', 'modifiedAt'] as const;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const field = z
  .string()
  .refine((name) => (filterFields as readonly string[]).includes(name) || /^metadata\.[\w.-]+$/u.test(name), {
    message: `unknown field; known are ${filterFields.join(', ')} and metadata.KEY`,
  });

const comparison = z
  .strictObject({
    eq: scalar.optional(),
    ne: scalar.optional(),
    gt: scalar.optional(),
    gte: scalar.optional(),
    lt: scalar.optional(),
    lte: scalar.optional(),
    in: z.array(scalar).min(1).max(1000).optional(),
    notIn: z.array(scalar).min(1).max(1000).optional(),
    /** `*` any characters but `/`, `**` any characters, `?` one. */
    glob: z.string().min(1).max(500).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, { message: 'a comparison needs at least one operator' });

/** Field → value, or field → comparison; all entries must hold. */
export const filterSchema = z.record(field, z.union([scalar, comparison]));
export type Filter = z.infer<typeof filterSchema>;
export type Comparison = z.infer<typeof comparison>;

const operators: readonly [string, keyof Comparison][] = [
  ['!=', 'ne'],
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['=', 'eq'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['~', 'glob'],
];

/**
 * Parses the command line's form, one condition a string: `format=pdf`, `page>=3`, `name~reports/**`.
 * @throws DocentError `invalid-filter`
 */
export function parseConditions(conditions: readonly string[]): Filter {
  const filter: Record<string, Record<string, unknown>> = {};
  for (const condition of conditions) {
    const match = /^\s*([\w.-]+)\s*(!=|>=|<=|=|>|<|~)\s*(.*?)\s*$/u.exec(condition);
    const operator = operators.find(([sign]) => sign === match?.[2]);
    if (match?.[1] === undefined || operator === undefined || match[3] === undefined || match[3] === '') {
      throw invalid(condition, 'it is not of the form FIELD OPERATOR VALUE');
    }
    filter[match[1]] = { ...filter[match[1]], [operator[1]]: literal(match[3], operator[1]) };
  }
  return parseFilter(filter);
}

/** @throws DocentError `invalid-filter` */
export function parseFilter(value: unknown): Filter {
  const result = filterSchema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = innermost(result.error.issues[0]);
  const shown = JSON.stringify(value) ?? String(value);
  throw invalid(
    shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown,
    `${path.join('.')}: ${message}`,
  );
}

const shownLength = 200;

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** zod wraps what is wrong with a key or a member of a union; the fault itself is what helps. */
function innermost(issue: z.core.$ZodIssue | undefined): Fault {
  if (issue === undefined) return { path: [], message: 'invalid' };
  if (issue.code === 'invalid_key') return { path: issue.path, message: issue.issues[0]?.message ?? issue.message };
  const nested = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
  if (nested === undefined) return issue;
  const inner = innermost(nested);
  return { path: [...issue.path, ...inner.path], message: inner.message };
}

function literal(text: string, operator: keyof Comparison): string | number | boolean {
  const quoted = /^(['"])(.*)\1$/u.exec(text);
  if (quoted?.[2] !== undefined) return quoted[2];
  if (operator === 'glob') return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/u.test(text) ? Number(text) : text;
}

function invalid(condition: string, reason: string): DocentError {
  return new DocentError('invalid-filter', `The filter ${condition} cannot be used: ${reason}.`, {
    hint: `Write for example format=pdf, page>=3 or name~reports/**. Fields: ${filterFields.join(', ')}, metadata.KEY.`,
  });
}
