import { realpath, stat } from 'node:fs/promises';
import { DocentError, systemErrorCode } from '../src/core/errors.js';
import type { Candidate } from './candidate.js';
import type { Extractor } from './extractor.js';
import { fileCandidate } from './file-candidate.js';
import type { SkippedPath } from './ingest-summary.js';
import type { FileFailure } from './journal.js';
import { walk } from './walk.js';

/** What the paths of one ingest hold. */
export interface Collected {
  /** Real paths of all that was named. */
  readonly roots: readonly string[];
  /** Those of them that are folders: what is gone from these leaves the index. */
  readonly folders: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly failures: readonly FileFailure[];
  readonly skipped: readonly SkippedPath[];
}

/** @throws DocentError `path-not-found` where any of the paths does not exist; nothing has been done then */
export async function collectFiles(
  paths: readonly string[],
  extractors: readonly Extractor[],
  signal?: AbortSignal,
): Promise<Collected> {
  const roots = await rootsOf(paths);
  const candidates = new Map<string, Candidate>();
  const failures: FileFailure[] = [];
  const skipped: SkippedPath[] = [];
  for (const { path, isFolder } of roots) {
    for await (const entry of walk(path, { signal })) {
      if (entry.kind === 'skipped') skipped.push({ path: entry.path, reason: entry.reason });
      else if (entry.kind === 'failure') {
        const { code, message, hint } = entry.failure;
        failures.push({ uri: entry.path, name: entry.name, code, reason: message, hint, at: new Date().toISOString() });
      } else if (!candidates.has(entry.path)) {
        candidates.set(entry.path, fileCandidate(entry, extractors, !isFolder));
      }
    }
  }
  return {
    roots: roots.map(({ path }) => path),
    folders: roots.filter(({ isFolder }) => isFolder).map(({ path }) => path),
    candidates: [...candidates.values()],
    failures,
    skipped,
  };
}

interface Root {
  /** Absolute and free of links. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** @throws DocentError `path-not-found` where any of the paths does not exist */
export async function rootsOf(paths: readonly string[]): Promise<readonly Root[]> {
  return Promise.all(paths.map(rootOf));
}

async function rootOf(path: string): Promise<Root> {
  try {
    const real = await realpath(path);
    return { path: real, isFolder: (await stat(real)).isDirectory() };
  } catch (cause) {
    throw new DocentError(
      'path-not-found',
      `${path} cannot be ingested (${systemErrorCode(cause) ?? 'unknown error'}).`,
      {
        hint: 'Check the spelling; nothing has been changed.',
        cause,
      },
    );
  }
}
