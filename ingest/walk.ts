import type { Dirent } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { DocentError, errorMessage, systemErrorCode } from '../src/core/errors.js';
import { entryOf, failureOf, skip, type WalkEntry } from './walk-entry.js';
import { type IgnoreRules, ignoreFileNames, rulesInside } from './walk-ignore.js';

export interface WalkOptions {
  /** Larger files become `file-too-large`; 200 MB unless told. */
  readonly maximumBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

const defaultMaximumBytes = 200_000_000;

/**
 * Every file of a folder, sorted by name within each folder, or the one file given. Left out are `node_modules`, names
 * that begin with a dot, and what `.gitignore` and `.docentignore` files in the folder list; none of that holds for a
 * file named itself. A link inside the folder is followed, after all else, where nothing else leads to its target; a
 * link out of the folder is refused. What fails becomes an entry; only a bad `target` throws.
 * @throws DocentError `path-not-found`, `file-unreadable`, or the signal's reason
 */
export async function* walk(target: string, options: WalkOptions = {}): AsyncGenerator<WalkEntry> {
  const root = await realpath(target).catch((cause: unknown) => {
    throw badTarget(target, cause);
  });
  const status = await stat(root);
  const maximumBytes = options.maximumBytes ?? defaultMaximumBytes;
  if (status.isDirectory()) {
    yield* new FolderWalk(root, maximumBytes, options.signal).entries();
  } else {
    const file = { path: root, name: basename(root) };
    yield await withRights(file, entryOf(file, status, maximumBytes));
  }
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly rules: IgnoreRules | undefined;
}

class FolderWalk {
  readonly #root: string;
  readonly #maximumBytes: number;
  readonly #signal: AbortSignal | undefined;
  readonly #visited = new Set<string>();
  readonly #links: Place[] = [];

  constructor(root: string, maximumBytes: number, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#maximumBytes = maximumBytes;
    this.#signal = signal;
  }

  async *entries(): AsyncGenerator<WalkEntry> {
    yield* this.#below({ path: this.#root, name: '', rules: undefined });
    // Following a link may find further links; each target is visited once, so this ends.
    for (let link = this.#links.shift(); link !== undefined; link = this.#links.shift()) yield* this.#below(link);
  }

  /** Depth first with a stack of its own: folders may be nested deeper than calls. */
  async *#below(start: Place): AsyncGenerator<WalkEntry> {
    const pending = [start];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      this.#signal?.throwIfAborted();
      if (this.#visited.has(place.path)) continue;
      this.#visited.add(place.path);
      const entry = await this.#visit(place, pending).catch((cause: unknown) => failureOf(place, cause));
      if (entry !== undefined) yield entry;
    }
  }

  async #visit(place: Place, pending: Place[]): Promise<WalkEntry | undefined> {
    const status = await lstat(place.path);
    if (status.isSymbolicLink()) return this.#resolve(place);
    if (!status.isDirectory()) return withRights(place, entryOf(place, status, this.#maximumBytes));
    const children = await childrenOf(place);
    for (const child of children.reverse()) pending.push(child);
    return undefined;
  }

  async #resolve(link: Place): Promise<WalkEntry | undefined> {
    let path: string;
    try {
      path = await realpath(link.path);
    } catch (error) {
      const isLoop = systemErrorCode(error) === 'ELOOP';
      return skip(link, isLoop ? 'It is a link that leads to itself.' : 'It is a link to something that is not there.');
    }
    const inside = relative(this.#root, path).split(sep);
    if (path !== this.#root && !path.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep)) {
      return skip(link, `It is a link that leads out of the folder, to ${path}.`);
    }
    if (inside.some((part) => part === '.git' || part === 'node_modules')) return undefined;
    this.#links.push({ ...link, path });
    return undefined;
  }
}

async function childrenOf(folder: Place): Promise<Place[]> {
  const entries = await readdir(folder.path, { withFileTypes: true });
  const names = entries.map((entry) => entry.name);
  const rules = await rulesInside(
    folder,
    ignoreFileNames.filter((fileName) => names.includes(fileName)),
  );
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .sort(byName)
    .map((entry) => ({ entry, name: folder.name === '' ? entry.name : `${folder.name}/${entry.name}` }))
    .filter(({ entry, name }) => rules?.ignores(entry.isDirectory() ? `${name}/` : name) !== true)
    .map(({ entry, name }) => ({ path: join(folder.path, entry.name), name, rules }));
}

/** By UTF-16 code units: the same order on every machine, whatever its language. */
function byName(left: Dirent, right: Dirent): number {
  return left.name < right.name ? -1 : 1;
}

/** A file that cannot be opened is a failure now rather than when its turn comes. */
async function withRights(file: Pick<Place, 'path' | 'name'>, entry: WalkEntry): Promise<WalkEntry> {
  if (entry.kind !== 'file') return entry;
  try {
    await (await open(file.path, 'r')).close();
    return entry;
  } catch (error) {
    return failureOf(file, error);
  }
}

function badTarget(target: string, cause: unknown): DocentError {
  const code = systemErrorCode(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DocentError('path-not-found', `There is no file or folder at ${target}.`, {
      hint: 'Check the path; relative paths start from the folder that docent was started in.',
      cause,
    });
  }
  return new DocentError('file-unreadable', `${target} cannot be read (${code ?? errorMessage(cause)}).`, {
    hint: 'Check the rights of the path and of the folders above it.',
    cause,
  });
}
