import { FileJournal } from '../../ingest/journal.js';
import { type RemovalSummary, removeSources } from '../../ingest/remove-sources.js';
import type { Config } from '../../src/core/config.js';
import { indexUri } from '../../src/retrieval/index-catalog.js';
import { openIndexReader, openIndexWriter } from '../../src/store/open-index.js';
import type { EmbedderReference } from '../../src/store/schemas.js';
import { journalPath } from './run-ingest.js';

export interface RemovalJob {
  readonly config: Config;
  readonly index: string;
  /** Folders, files and web addresses that the index was built from; they need not be there any more. */
  readonly sources: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens the index for writing, takes the sources out of it, closes it again. No encoder is needed, whichever made it.
 * @throws DocentError `index-not-found`; `index-locked` and the like; `invalid-request` for what is no source
 */
export async function runRemove({ config, index, sources, signal }: RemovalJob): Promise<RemovalSummary> {
  const uri = indexUri(config, index);
  const embedder = await embedderOf(uri);
  const writer = await openIndexWriter(uri, { embedder, owner: `docent remove --index ${index}` });
  try {
    const journal = await FileJournal.open(journalPath(config, index));
    return await removeSources({ index, sources, writer, journal, folder: uri, signal });
  } finally {
    await writer.close();
  }
}

/** Opening an index for writing would make it where there is none. */
async function embedderOf(uri: string): Promise<EmbedderReference> {
  const reader = await openIndexReader(uri);
  try {
    return (await reader.manifest()).embedder;
  } finally {
    await reader.close();
  }
}
