import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { DocentError } from '../src/core/errors.js';
import type { IndexedSource } from './indexed-source.js';
import { ignoreFileNames } from './walk-ignore.js';
import { isWebAddress, sourceUrl } from './web/web-source.js';

/**
 * The sources of an index that are meant by these paths and addresses, each once. A source need not be there any more.
 * @throws DocentError `invalid-request` for a part of a source, and for what is no source
 */
export async function namedSources(
  names: readonly string[],
  sources: readonly IndexedSource[],
  index: string,
): Promise<readonly IndexedSource[]> {
  const named = new Set<IndexedSource>();
  for (const name of names) {
    const places = isWebAddress(name) ? [addressOf(name)] : [resolve(name), await realPathOf(resolve(name))];
    const source = sources.find(({ place }) => places.includes(place));
    if (source === undefined) throw notASource(name, places, sources, index);
    named.add(source);
  }
  return [...named];
}

/** With the options behind it, as `docent status` shows it, or without. */
function addressOf(name: string): string {
  const address = sourceUrl(name);
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

/** Free of links as far as the path exists. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (dirname(path) === path) throw error;
    return join(await realPathOf(dirname(path)), basename(path));
  }
}

function notASource(
  name: string,
  places: readonly string[],
  sources: readonly IndexedSource[],
  index: string,
): DocentError {
  for (const source of sources) {
    const place = places.find((each) => source.covers(each));
    if (place !== undefined) return partOf(source, place, index);
  }
  const known = sources.map(({ text }) => `\n  ${text}`).join('');
  return new DocentError('invalid-request', `The index "${index}" has no source ${name}.`, {
    hint: known === '' ? 'It has no sources.' : `Its sources:${known}`,
  });
}

function partOf({ text, place: whole, isSite }: IndexedSource, part: string, index: string): DocentError {
  const wayOut = isSite
    ? 'Remove the site, and ingest the pages that you want by their own addresses.'
    : `To leave it out, delete it, or write the line ${ignoreLine(whole, part)} into ${join(whole, ignoreFileNames[1])}; then run \`docent ingest --index ${index}\`.`;
  return new DocentError('invalid-request', `${part} is part of the source ${text}, which can only be removed whole.`, {
    hint: `The next ingest would bring it back. ${wayOut}`,
  });
}

/** Anchored to the folder; characters with a meaning of their own are escaped. */
function ignoreLine(folder: string, path: string): string {
  const name = relative(folder, path).replaceAll(sep, '/');
  return `/${name.replaceAll(/[\\*?[\]]/gu, '\\$&')}`;
}
