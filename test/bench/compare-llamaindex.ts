import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Document,
  SentenceSplitter,
  Settings,
  SimpleDocumentStore,
  SimpleIndexStore,
  SimpleVectorStore,
  storageContextFromDefaults,
  VectorStoreIndex,
} from 'llamaindex';
import { loadConfig } from '../../src/core/config.js';
import { DocentEmbedding } from '../../src/llamaindex/docent-embedding.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';

/**
 * A folder of texts through LlamaIndex.TS's own splitter, vector index and stores, with docent's encoder in batches of
 * 512, no overlap, and paragraphs as separator (without it the splitter is quadratic). The stores are kept either as its
 * documentation says, with a `persistDir` (each of them then writes its whole file anew for every node), or, to its
 * advantage, in memory until they are written once at the end.
 */
const [folder = '', target = '', chunkTokens = '', isPersisting = ''] = process.argv.slice(2);
const embedding = new DocentEmbedding(await loadEmbedder(loadConfig().embedder));
Settings.embedModel = embedding;
Settings.nodeParser = new SentenceSplitter({
  chunkSize: Number(chunkTokens),
  chunkOverlap: 0,
  paragraphSeparator: '\n\n',
});
const documents = readdirSync(folder).map((name) => {
  return new Document({ id_: name, text: readFileSync(join(folder, name), 'utf8'), metadata: { file_name: name } });
});
mkdirSync(target, { recursive: true });
if (isPersisting === 'persistDir') {
  const storageContext = await storageContextFromDefaults({ persistDir: target });
  await VectorStoreIndex.fromDocuments(documents, { storageContext });
} else {
  const vectorStore = new SimpleVectorStore();
  const docStore = new SimpleDocumentStore();
  const indexStore = new SimpleIndexStore();
  const storageContext = await storageContextFromDefaults({ vectorStore, docStore, indexStore });
  await VectorStoreIndex.fromDocuments(documents, { storageContext });
  await vectorStore.persist(join(target, 'vector_store.json'));
  writeFileSync(join(target, 'doc_store.json'), JSON.stringify(docStore.toDict()));
  writeFileSync(join(target, 'index_store.json'), JSON.stringify(indexStore.toDict()));
}
await embedding.dispose();
