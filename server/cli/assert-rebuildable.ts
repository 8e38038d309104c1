import { sep } from 'node:path';
import { isWebAddress, sourceUrl } from '../../ingest/web/web-source.js';
import { DocentError } from '../../src/core/errors.js';
import type { StoredDocument } from '../../src/store/index-store.js';

/** @throws DocentError `invalid-request` where a rebuild would lose what programs have added */
export function assertRebuildable(
  index: string,
  sources: readonly string[],
  { documents }: { readonly documents: readonly StoredDocument[] },
): void {
  const paths = sources.filter((source) => !isWebAddress(source));
  // A page may have come by way of a redirect: of the web, only that something of it is read again can be told.
  const hasWeb = sources.map(sourceUrl).some(isWebAddress);
  const isFromSource = (uri: string) =>
    isWebAddress(uri) ? hasWeb : paths.some((path) => uri === path || uri.startsWith(path + sep));
  const lost = documents.filter((document) => !isFromSource(document.uri));
  if (lost.length === 0) return;
  throw new DocentError(
    'invalid-request',
    `The index "${index}" holds ${lost.length} documents that no file can give again, such as ${lost[0]?.name}.`,
    { hint: 'A rebuild would lose them. Build a new index (--index NEW) and let the program add them there.' },
  );
}
