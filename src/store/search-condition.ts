import { splitFilter } from './filter-sql.js';
import type { Generation } from './generation.js';
import type { SearchOptions } from './index-store.js';
import { metadataCondition } from './metadata-filter.js';
import { allOf, isIn } from './sql.js';

/** What a chunk must pass to be searched, as SQL; undefined where all are. */
export async function conditionOf(generation: Generation, options: SearchOptions): Promise<string | undefined> {
  const { conditions, metadata } = splitFilter(options.filter ?? {});
  const all = [...conditions];
  if (options.among !== undefined) all.push(isIn('id', options.among));
  if (metadata.length > 0) all.push(await metadataCondition(generation, metadata));
  return allOf(all);
}
