import type { MetadataFilter, MetadataFilters } from 'llamaindex';
import { DocentError } from '../core/errors.js';

export type NodeMetadata = Readonly<Record<string, unknown>>;

interface Operator {
  readonly takes: 'a value' | 'a number or text' | 'a list' | 'nothing';
  readonly holds: (stated: unknown, wanted: unknown) => boolean;
}

/** As LlamaIndex.TS's own SimpleVectorStore evaluates them, but for its faults: 0 and '' can be in a list. */
const operators: Readonly<Record<string, Operator>> = {
  '==': { takes: 'a value', holds: (stated, wanted) => stated === wanted },
  '!=': { takes: 'a value', holds: (stated, wanted) => stated !== wanted },
  '>': { takes: 'a number or text', holds: (stated, wanted) => order(stated, wanted) > 0 },
  '>=': { takes: 'a number or text', holds: (stated, wanted) => order(stated, wanted) >= 0 },
  '<': { takes: 'a number or text', holds: (stated, wanted) => order(stated, wanted) < 0 },
  '<=': { takes: 'a number or text', holds: (stated, wanted) => order(stated, wanted) <= 0 },
  in: { takes: 'a list', holds: (stated, wanted) => list(wanted).includes(stated) },
  nin: { takes: 'a list', holds: (stated, wanted) => !list(wanted).includes(stated) },
  any: { takes: 'a list', holds: (stated, wanted) => list(wanted).some((each) => list(stated).includes(each)) },
  all: {
    takes: 'a list',
    holds: (stated, wanted) => Array.isArray(stated) && list(wanted).every((each) => stated.includes(each)),
  },
  contains: { takes: 'a value', holds: (stated, wanted) => list(stated).includes(wanted) },
  text_match: {
    takes: 'a number or text',
    holds: (stated, wanted) => typeof stated === 'string' && stated.includes(String(wanted)),
  },
  is_empty: { takes: 'nothing', holds: () => false },
};

/**
 * Tells whether a node's metadata passes LlamaIndex.TS filters. What a node does not state passes `is_empty` only.
 * @throws DocentError `invalid-filter` for an unknown operator, or a value that it cannot take
 */
export function conditionOf(filters: MetadataFilters | undefined): (metadata: NodeMetadata) => boolean {
  const tests = (filters?.filters ?? []).map(testOf);
  if (tests.length === 0) return () => true;
  if (filters?.condition === 'or') return (metadata) => tests.some((test) => test(metadata));
  return (metadata) => tests.every((test) => test(metadata));
}

function testOf(filter: MetadataFilter): (metadata: NodeMetadata) => boolean {
  const { key, value } = filter;
  // Typed as always there, documented as optional.
  const name: string = (filter.operator as string | undefined) ?? '==';
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) throw invalid(filter, `known operators are ${Object.keys(operators).join(' ')}`);
  if (!takes(operator, value)) throw invalid(filter, `${name} takes ${operator.takes}`);
  return (metadata) => {
    const stated = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (name === 'is_empty') return isEmpty(stated);
    return stated !== undefined && stated !== null && operator.holds(stated, value);
  };
}

function takes({ takes: kind }: Operator, value: unknown): boolean {
  if (kind === 'nothing') return true;
  if (kind === 'a list') return Array.isArray(value);
  return ['string', 'number', ...(kind === 'a value' ? ['boolean'] : [])].includes(typeof value);
}

/** Numbers with numbers, texts with texts (ISO dates); NaN, which passes no comparison, for anything else. */
function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isEmpty(stated: unknown): boolean {
  return stated === undefined || stated === null || stated === '' || (Array.isArray(stated) && stated.length === 0);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function invalid({ key, operator }: MetadataFilter, reason: string): DocentError {
  return new DocentError('invalid-filter', `The filter on ${key} with the operator ${operator} cannot be used.`, {
    hint: `Correct it: ${reason}.`,
  });
}
