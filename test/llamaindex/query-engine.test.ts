import {
  Document,
  getResponseSynthesizer,
  MetadataMode,
  RetrieverQueryEngine,
  Settings,
  SimpleDocumentStore,
  storageContextFromDefaults,
  TextNode,
  VectorStoreIndex,
} from 'llamaindex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocentRetriever } from '../../src/llamaindex/docent-retriever.js';
import type { DocentVectorStore } from '../../src/llamaindex/docent-vector-store.js';
import { IndexSearch } from '../../src/retrieval/index-search.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { AdapterWorkplace } from './adapter-workplace.js';
import { ScriptedLlm } from './scripted-llm.js';

const documents = () => [
  new Document({ id_: 'pets', text: 'The cat sleeps. The dog barks.', metadata: { kind: 'animals', pages: [1, 2] } }),
  new Document({ id_: 'sea', text: 'The ship sails down the river.', metadata: { kind: 'travel' } }),
  new Document({ id_: 'sky', text: 'The moon is far.', metadata: { kind: 'travel' } }),
];

let place: AdapterWorkplace;
let writer: IndexWriter;
let store: DocentVectorStore;
let llm: ScriptedLlm;
beforeEach(async () => {
  place = new AdapterWorkplace();
  writer = await place.writer();
  store = place.store(writer);
  llm = new ScriptedLlm('It sails down the river.');
  Settings.embedModel = place.embedModel;
  Settings.llm = llm;
});
afterEach(async () => {
  await store.close();
  place.remove();
});

describe('VectorStoreIndex over the vector store', () => {
  it('is built from documents and answers with their nodes', async () => {
    const storageContext = await storageContextFromDefaults({ vectorStore: store });
    const index = await VectorStoreIndex.fromDocuments(documents(), { storageContext });
    const answer = await index.asQueryEngine({ similarityTopK: 1 }).query({ query: 'Where does the ship sail?' });
    expect(answer.message.content).toBe('It sails down the river.');
    expect(answer.sourceNodes?.map(({ node, score }) => [node.sourceNode?.nodeId, (score ?? 0) > 0.5])).toEqual([
      ['sea', true],
    ]);
    expect(llm.prompts[0]).toContain('The ship sails down the river.');
  });

  it('is opened again on what is stored, without a document store', async () => {
    const storageContext = await storageContextFromDefaults({ vectorStore: store });
    await VectorStoreIndex.fromDocuments(documents(), { storageContext });
    const reader = await place.reader();
    const index = await VectorStoreIndex.fromVectorStore(place.store(reader));
    const retriever = index.asRetriever({
      similarityTopK: 3,
      filters: { filters: [{ key: 'pages', operator: 'contains', value: 2 }] },
    });
    const nodes = await retriever.retrieve({ query: 'cat' });
    expect(nodes.map(({ node }) => [node.metadata, node.getContent(MetadataMode.NONE)])).toEqual([
      [{ kind: 'animals', pages: [1, 2] }, 'The cat sleeps. The dog barks.'],
    ]);
    await reader.close();
  });

  it('deletes a document and takes a changed one anew', async () => {
    const docStore = new SimpleDocumentStore();
    const storageContext = await storageContextFromDefaults({ vectorStore: store, docStore });
    const index = await VectorStoreIndex.fromDocuments(documents(), { storageContext });
    await index.deleteRefDoc('pets');
    expect((await writer.listDocuments()).total).toBe(2);
    const changed = new Document({ id_: 'sea', text: 'The ship rests.', metadata: { kind: 'travel' } });
    await VectorStoreIndex.fromDocuments([changed], { storageContext });
    expect((await writer.listDocuments()).total).toBe(2);
    const found = await writer.getChunks((await writer.searchLexical('ship', { limit: 9 })).map(({ id }) => id));
    expect(found.map(({ text }) => text)).toEqual(['The ship rests.']);
  });
});

describe('DocentRetriever', () => {
  beforeEach(async () => {
    await store.add(
      await place.nodes(
        { id: 'cat', text: 'The cat sleeps.', source: 'pets' },
        { id: 'ship', text: 'The ship sails.', source: 'sea' },
        { id: 'moon', text: 'The moon is far.', source: 'sky' },
      ),
    );
  });
  const search = () => new IndexSearch('test', writer, async () => place.embedder);

  it('gives the nodes of a hybrid search, best first', async () => {
    const nodes = await new DocentRetriever(search(), { k: 2 }).retrieve('a ship on the sea');
    expect(nodes[0]?.node).toBeInstanceOf(TextNode);
    expect(nodes.map(({ node }) => node.id_)[0]).toBe('ship');
    expect(nodes).toHaveLength(2);
    expect(nodes[0]?.score).toBeGreaterThan(nodes[1]?.score ?? 0);
  });

  it('serves a query engine', async () => {
    const engine = new RetrieverQueryEngine(new DocentRetriever(search(), { k: 1 }), getResponseSynthesizer('compact'));
    const answer = await engine.query({ query: 'Where does the ship sail?' });
    expect(answer.message.content).toBe('It sails down the river.');
    expect(answer.sourceNodes?.map(({ node }) => node.id_)).toEqual(['ship']);
    expect(llm.prompts[0]).toContain('The ship sails.');
  });

  it('takes a message of parts as the query', async () => {
    const nodes = await new DocentRetriever(search(), { k: 1, mode: 'lexical' }).retrieve({
      query: [{ type: 'text', text: 'moon' }],
    });
    expect(nodes.map(({ node }) => node.id_)).toEqual(['moon']);
  });

  it('applies a filter of docent', async () => {
    const retriever = new DocentRetriever(search(), { filter: { name: { ne: 'sea' } } });
    expect((await retriever.retrieve('ship')).map(({ node }) => node.id_).sort()).toEqual(['cat', 'moon']);
  });

  it('refuses an empty query', async () => {
    await expect(new DocentRetriever(search()).retrieve(' ')).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('closes what was opened for it', async () => {
    const closed: string[] = [];
    await new DocentRetriever(search(), { onClose: async () => void closed.push('yes') }).close();
    expect(closed).toEqual(['yes']);
  });
});
