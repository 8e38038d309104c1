import type { Metadata, MetadataValue } from '../src/core/document.js';
import { DocentError, errorMessage } from '../src/core/errors.js';

/**
 * LlamaIndex.TS metadata, any JSON, as what chunks and documents can hold: dates as ISO 8601, lists and objects as JSON;
 * what has no value (null, NaN, functions) is left out.
 * @throws DocentError `ingest-failed` naming the key whose value cannot be written as JSON
 */
export function scalarMetadata(metadata: Readonly<Record<string, unknown>>): Metadata {
  const entries = Object.entries(metadata).map(([key, value]) => [key, scalarOf(key, value)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, MetadataValue] => entry[1] !== undefined));
}

function scalarOf(key: string, value: unknown): MetadataValue | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value === null) return undefined;
  try {
    return JSON.stringify(value) as string | undefined;
  } catch (cause) {
    const message = `The metadata "${key}" cannot be written as JSON (${errorMessage(cause)}).`;
    throw new DocentError('ingest-failed', message, { hint: 'Remove it, or state it as text.', cause });
  }
}
