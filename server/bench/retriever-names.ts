import { DocentError } from '../../src/core/errors.js';
import { type SearchMode, searchModes } from '../../src/retrieval/index-search.js';

export interface BenchRetriever {
  readonly name: string;
  readonly mode: SearchMode;
}

/** Every retriever that can be measured. */
export function retrieverNames(): readonly string[] {
  return searchModes;
}

/** @throws DocentError `invalid-request` naming those that exist */
export function retrieversOf(names: readonly string[]): BenchRetriever[] {
  return [...new Set(names)].map((name) => {
    const mode = searchModes.find((each) => each === name);
    if (mode !== undefined) return { name, mode };
    throw new DocentError('invalid-request', `There is no retriever ${JSON.stringify(name)}.`, {
      hint: `Name some of these, separated by commas: ${retrieverNames().join(', ')}.`,
    });
  });
}
