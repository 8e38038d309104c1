import type { MetadataFilter, MetadataFilters } from 'llamaindex';
import type { Comparison, Filter } from '../core/filter.js';
import { nodeKey, placeKeys, sourceKeys } from './chunk-node.js';

/** Metadata that a node has and its chunk's own metadata has not, or not alike. */
const nodeOnly = new Set([...placeKeys, ...sourceKeys, nodeKey]);

const comparisons: Readonly<Record<string, keyof Comparison>> = {
  '==': 'eq',
  in: 'in',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};

/**
 * What of LlamaIndex.TS filters the store can evaluate, as its own filter: all nodes that pass the filters pass it, and
 * few others do. Empty where the store can do nothing.
 */
export function coarseFilterOf(filters: MetadataFilters | undefined): Filter {
  const parts = filters?.filters ?? [];
  if (filters?.condition === 'or' && parts.length > 1) return {};
  const coarse: Record<string, Comparison> = {};
  for (const part of parts) {
    const comparison = comparisonOf(part);
    const field = `metadata.${part.key}`;
    if (comparison !== undefined) coarse[field] = { ...coarse[field], ...comparison };
  }
  return coarse;
}

function comparisonOf({ key, operator, value }: MetadataFilter): Comparison | undefined {
  const name = comparisons[operator ?? '=='];
  const isEmptyList = Array.isArray(value) && value.length === 0;
  return name === undefined || nodeOnly.has(key) || isEmptyList ? undefined : { [name]: value };
}
