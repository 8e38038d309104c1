import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorMessage, systemErrorCode } from '../../core/errors.js';
import { hashOf } from '../../core/hash.js';
import type { Log } from '../../core/log.js';
import { makeFolder } from '../../core/make-folder.js';
import { searchProviderNames } from '../../core/web-config.js';
import { pruneCache, unfinishedSuffix } from './prune-cache.js';
import type { SearchClock } from './search-clock.js';
import { providerStates, type SearchOutcome } from './search-outcome.js';

/** What makes two searches the same. */
export interface CacheKey {
  /** Names of the providers that may answer, in order. */
  readonly providers: readonly string[];
  readonly query: string;
  readonly count: number;
  readonly safeSearch: 'strict';
}

export interface SearchCache {
  /** Undefined where nothing usable is kept; never rejects. */
  read(key: CacheKey): Promise<SearchOutcome | undefined>;
  /** Never rejects: a full disk must not cost the answer. */
  write(key: CacheKey, outcome: SearchOutcome): Promise<void>;
}

export interface SearchCacheOptions {
  readonly folder: string;
  readonly clock: SearchClock;
  /** In [0, 1); names files that are being written. */
  readonly random: () => number;
  readonly log?: Log | undefined;
  readonly maxAgeMs?: number;
  readonly maxEntries?: number;
}

const hourMs = 60 * 60_000;
/** "Nothing found" can be a provider's bad hour. */
const longestEmptyAgeMs = hourMs;
/** Larger files are none of ours. */
const largestEntry = 256 * 1024;

const stateSchema = z.object({
  state: z.enum(providerStates),
  reason: z.string().optional(),
  retryAt: z.number().optional(),
});
const resultSchema = z.object({
  title: z.string(),
  url: z.string().regex(/^https?:\/\//u),
  snippet: z.string(),
  provider: z.enum(searchProviderNames),
  rank: z.number().int().positive(),
});
const entrySchema = z.object({
  /** The whole key: a hash names the file, and the file says what it is. */
  key: z.string(),
  outcome: z.object({
    results: z.array(resultSchema),
    provider: z.enum(searchProviderNames),
    states: z.partialRecord(z.enum(searchProviderNames), stateSchema),
    searchedAt: z.number(),
  }),
});

/** What was found, one file a search, for a day. A file that cannot be read counts as none. */
export function createSearchCache(options: SearchCacheOptions): SearchCache {
  const { folder, clock, random, log, maxAgeMs = 24 * hourMs, maxEntries = 500 } = options;
  return {
    async read(key) {
      const path = pathOf(folder, key);
      const outcome = await readEntry(path, textOf(key)).catch((error: unknown) => {
        if (systemErrorCode(error) !== 'ENOENT') log?.debug(`${path} is not used: ${errorMessage(error)}`);
        return undefined;
      });
      if (outcome === undefined) return undefined;
      const ageMs = clock.now() - outcome.searchedAt;
      const longestMs = outcome.results.length === 0 ? Math.min(longestEmptyAgeMs, maxAgeMs) : maxAgeMs;
      // An entry of the future was written before the clock was set back: its age is not known.
      return ageMs >= 0 && ageMs < longestMs ? outcome : undefined;
    },
    async write(key, outcome) {
      const unfinished = join(folder, `${random().toString(36).slice(2)}-${process.pid}${unfinishedSuffix}`);
      try {
        await makeFolder(folder);
        await writeEntry(unfinished, pathOf(folder, key), { key: textOf(key), outcome });
        await pruneCache(folder, { before: clock.now() - maxAgeMs, maxEntries });
      } catch (error) {
        log?.warn(`what the web search found is not kept in ${folder}: ${errorMessage(error)}`);
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** @throws for whatever is no entry of this key */
async function readEntry(path: string, key: string): Promise<SearchOutcome | undefined> {
  const text = await readFile(path, 'utf8');
  if (text.length > largestEntry) return undefined;
  const entry = entrySchema.parse(JSON.parse(text));
  return entry.key === key ? { ...entry.outcome, isFromCache: true } : undefined;
}

async function writeEntry(
  unfinished: string,
  path: string,
  { key, outcome }: { readonly key: string; readonly outcome: SearchOutcome },
): Promise<void> {
  const { results, provider, states, searchedAt } = outcome;
  const text = JSON.stringify({ key, outcome: { results, provider, states, searchedAt } });
  await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
  // The file's own time is the search's, so that the oldest search goes first.
  await utimes(unfinished, searchedAt / 1000, searchedAt / 1000);
  await rename(unfinished, path);
}

function pathOf(folder: string, key: CacheKey): string {
  return join(folder, `${hashOf('web-search', textOf(key)).slice(0, 32)}.json`);
}

function textOf({ providers, query, count, safeSearch }: CacheKey): string {
  return JSON.stringify([providers, query, count, safeSearch]);
}
