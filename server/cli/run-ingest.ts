import { join } from 'node:path';
import { rootsOf } from '../../ingest/collect-files.js';
import { createExtractors } from '../../ingest/extractors/registry.js';
import { ingest } from '../../ingest/ingest.js';
import type { IngestProgress, IngestSummary } from '../../ingest/ingest-summary.js';
import { FileJournal } from '../../ingest/journal.js';
import type { Config } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import type { Embedder, EmbedderIdentity } from '../../src/models/embedder.js';
import { type ResolvedModel, resolveModel } from '../../src/models/model-source.js';
import { indexUri } from '../../src/retrieval/index-catalog.js';
import { indexExists, openIndexWriter } from '../../src/store/open-index.js';

export interface IngestJob {
  readonly config: Config;
  readonly index: string;
  readonly paths: readonly string[];
  readonly rebuild?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}

/** Opens the index for writing, ingests, closes everything again. @throws DocentError */
export async function runIngest({
  config,
  index,
  paths,
  rebuild = false,
  signal,
  onProgress,
}: IngestJob): Promise<IngestSummary> {
  const uri = indexUri(config, index);
  if (paths.length === 0 && !(await indexExists(uri))) throw nothingToIngest(index);
  // Opening an index for writing makes it: a misspelt path must not leave an empty one behind.
  await rootsOf(paths);
  const model = await resolveModel(config.embedder);
  let loaded: Promise<Embedder> | undefined;
  const load = () => {
    loaded ??= import('../../src/models/transformers-embedder.js').then(({ loadEmbedder }) =>
      loadEmbedder(config.embedder),
    );
    return loaded;
  };
  const identity = await identityOf(model, load);
  const writer = await openIndexWriter(uri, { embedder: identity, rebuild, owner: `docent ingest --index ${index}` });
  const extractors = createExtractors();
  try {
    const sources = paths.length > 0 ? paths : (await writer.manifest()).sources;
    if (sources.length === 0) throw nothingToIngest(index);
    const journal = await FileJournal.open(journalPath(config, index));
    return await ingest({
      index,
      paths: sources,
      writer,
      journal,
      extractors,
      embedder: identity,
      loadEmbedder: load,
      chunkTokens: config.chunkTokens,
      signal,
      onProgress,
    });
  } finally {
    await Promise.all(extractors.map((extractor) => extractor.close?.()));
    await writer.close();
    if (loaded !== undefined) await (await loaded.catch(() => undefined))?.dispose();
  }
}

export function journalPath(config: Config, index: string): string {
  return join(indexUri(config, index), 'journal.jsonl');
}

/** A model on the hub tells its dimensions only once it is loaded. */
async function identityOf(model: ResolvedModel, load: () => Promise<Embedder>): Promise<EmbedderIdentity> {
  const { name, fingerprint, source } = model;
  const dimensions = source.kind === 'folder' ? source.dimensions : (await load()).dimensions;
  return { name, fingerprint, dimensions };
}

function nothingToIngest(index: string): DocentError {
  return new DocentError(
    'invalid-request',
    `No path was given, and the index "${index}" has no sources to read again.`,
    {
      hint: 'Name a folder or file: docent ingest <path>',
    },
  );
}
