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
 * A folder of texts through LlamaIndex.TS's own parts, set as quick as they go: paragraphs as separator (without it the
 * splitter is quadratic), no overlap, the encoder in batches of 512, and the stores written once at the end (with a
 * `persistDir` they write everything again for every node).
 */
const [folder = '', target = '', chunkTokens = ''] = process.argv.slice(2);
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
const vectorStore = new SimpleVectorStore();
const docStore = new SimpleDocumentStore();
const indexStore = new SimpleIndexStore();
const storageContext = await storageContextFromDefaults({ vectorStore, docStore, indexStore });
await VectorStoreIndex.fromDocuments(documents, { storageContext });
mkdirSync(target, { recursive: true });
await vectorStore.persist(join(target, 'vector_store.json'));
writeFileSync(join(target, 'doc_store.json'), JSON.stringify(docStore.toDict()));
writeFileSync(join(target, 'index_store.json'), JSON.stringify(indexStore.toDict()));
await embedding.dispose();
