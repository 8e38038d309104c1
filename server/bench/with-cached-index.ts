import type { IngestResult } from '../../src/evaluation/bench-report.js';
import { IndexCatalog } from '../../src/retrieval/index-catalog.js';
import type { IndexSearch } from '../../src/retrieval/index-search.js';
import type { IndexReader } from '../../src/store/index-store.js';
import type { BenchSet, BenchTask } from './bench-task.js';
import { benchConfig, type Corpus, cachedIndexName, ingestCached } from './cached-index.js';

export interface OpenCachedIndex {
  readonly search: IndexSearch;
  readonly reader: IndexReader;
  readonly documents: number;
  readonly chunks: number;
  readonly ingest: IngestResult;
  /** Documents of the corpus that hold nothing to read. */
  readonly withoutText: number;
}

/** Brings the cached index of a corpus up to date, opens it as the product does, and closes it after the work. */
export async function withCachedIndex<T>(
  set: BenchSet,
  task: BenchTask,
  corpus: Corpus,
  work: (index: OpenCachedIndex) => Promise<T>,
): Promise<T> {
  const config = benchConfig(task.config);
  const name = cachedIndexName(set.name, set.folder);
  const catalog = new IndexCatalog(config);
  try {
    const embedder = await catalog.embedder();
    const onProgress = (progress: Parameters<typeof task.progress.ingesting>[1]) =>
      task.progress.ingesting(set.name, progress);
    const { ms, isCached, withoutText } = await ingestCached(
      { config, name, embedder, signal: task.signal, onProgress },
      corpus,
    );
    const { reader, search } = await catalog.open(name);
    const { documents, chunks, bytes } = await reader.stats();
    const ingest = { ms, isCached, ...(bytes === undefined ? {} : { indexBytes: bytes }) };
    return await work({ search, reader, documents, chunks, ingest, withoutText });
  } finally {
    await catalog.close();
  }
}
