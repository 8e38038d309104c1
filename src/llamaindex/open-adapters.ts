import { type Config, type EmbedderConfig, loadConfig } from '../core/config.js';
import { encoderOfIndex } from '../models/encoder-folders.js';
import { loadEmbedder } from '../models/transformers-embedder.js';
import { defaultIndexName, IndexCatalog, indexUri } from '../retrieval/index-catalog.js';
import { indexExists, manifestOf, openIndexWriter } from '../store/open-index.js';
import { DocentEmbedding } from './docent-embedding.js';
import { DocentRetriever, type RetrieverOptions } from './docent-retriever.js';
import { DocentVectorStore } from './docent-vector-store.js';

export interface OpenOptions {
  /** Read from the environment where it is not given. */
  readonly config?: Config | undefined;
}

export interface OpenVectorStoreOptions extends OpenOptions {
  /** Nodes can be added and deleted; the index is made where there is none, and locked for other writers until `close`. */
  readonly writable?: boolean | undefined;
}

/** The configured encoder. @throws DocentError `embedder-not-found` */
export async function openEmbedding({ config = loadConfig() }: OpenOptions = {}): Promise<DocentEmbedding> {
  return new DocentEmbedding(await loadEmbedder(config.embedder));
}

/**
 * The index of that name, or the configured or only one, with the configured encoder.
 * @throws DocentError `index-not-found`, `index-locked`, `embedder-mismatch`
 */
export async function openVectorStore(
  name: string | undefined,
  { config = loadConfig(), writable = false }: OpenVectorStoreOptions = {},
): Promise<DocentVectorStore> {
  return writable ? openWritable(name ?? config.indexName ?? defaultIndexName, config) : openReadable(name, config);
}

/** The index of that name, or the configured or only one. @throws DocentError `index-not-found`, `embedder-mismatch` */
export async function openRetriever(
  name?: string,
  { config = loadConfig(), ...options }: OpenOptions & Omit<RetrieverOptions, 'onClose'> = {},
): Promise<DocentRetriever> {
  const catalog = new IndexCatalog(config);
  const { search } = await catalog.open(name);
  return new DocentRetriever(search, { ...options, onClose: () => catalog.close() });
}

async function openReadable(name: string | undefined, config: Config): Promise<DocentVectorStore> {
  const catalog = new IndexCatalog(config);
  try {
    const { reader, embedder } = await catalog.open(name);
    const embedModel = new DocentEmbedding(await embedder());
    return new DocentVectorStore({ index: reader, embedModel, onClose: () => catalog.close() });
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

async function openWritable(name: string, config: Config): Promise<DocentVectorStore> {
  const uri = indexUri(config, name);
  const embedder = await loadEmbedder(await encoderOf(uri, config));
  try {
    const { fingerprint, dimensions } = embedder;
    const index = await openIndexWriter(uri, {
      embedder: { name: embedder.name, fingerprint, dimensions },
      owner: 'a LlamaIndex.TS program',
    });
    const embedModel = new DocentEmbedding(embedder);
    const countTokens = (text: string) => embedder.countTokens(text);
    return new DocentVectorStore({ index, embedModel, countTokens, onClose: () => embedder.dispose() });
  } catch (error) {
    await embedder.dispose();
    throw error;
  }
}

/** The encoder that is set; where none is, that of the index, if there is one. */
async function encoderOf(uri: string, { embedder }: Config): Promise<EmbedderConfig> {
  return (await indexExists(uri)) ? encoderOfIndex(embedder, (await manifestOf(uri)).embedder.name) : embedder;
}
