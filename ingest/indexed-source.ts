import { isBelow } from './is-below.js';

/** One source of an index, and what of the index is its, as far as that can be told without reading it again. */
export interface IndexedSource {
  /** As it stands in the index's list. */
  readonly text: string;
  /** Path or address. */
  readonly place: string;
  readonly isSite: boolean;
  /** Whether it has brought the document of this URI. */
  holds(uri: string): boolean;
  /** Whether this is read where the source is read. */
  covers(uri: string): boolean;
  /** Removes what is kept of it beside the tables. */
  forget(): Promise<void>;
}

/** A folder or file. Everything in a folder is its own, read at the last ingest or not: that is what the next one reads. */
export function indexedPath(path: string): IndexedSource {
  const covers = (uri: string) => uri === path || isBelow(uri, path);
  return { text: path, place: path, isSite: false, holds: covers, covers, forget: () => Promise.resolve() };
}
