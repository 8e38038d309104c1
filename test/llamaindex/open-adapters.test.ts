import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, RetrieverQueryEngine, Settings, storageContextFromDefaults, VectorStoreIndex } from 'llamaindex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import { loadConfig } from '../../src/core/config.js';
import { openEmbedding, openRetriever, openVectorStore } from '../../src/llamaindex/open-adapters.js';
import { ScriptedLlm } from './scripted-llm.js';

const folder = mkdtempSync(join(tmpdir(), 'docent-adapters-'));
const config = loadConfig({ DOCENT_INDEXES: folder });
const texts = ['Cats are small pets.', 'The central bank raised interest rates.', 'Ships cross the ocean.'];

beforeAll(async () => {
  Settings.llm = new ScriptedLlm('It raised them.');
  const vectorStore = await openVectorStore('news', { config, writable: true });
  Settings.embedModel = vectorStore.embedModel;
  const storageContext = await storageContextFromDefaults({ vectorStore });
  const documents = texts.map((text, each) => new Document({ id_: `text ${each}`, text }));
  await VectorStoreIndex.fromDocuments(documents, { storageContext });
  await vectorStore.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a LlamaIndex.TS program with the bundled encoder', () => {
  it('asks an index through a vector store', async () => {
    const vectorStore = await openVectorStore('news', { config });
    Settings.embedModel = vectorStore.embedModel;
    const index = await VectorStoreIndex.fromVectorStore(vectorStore);
    const answer = await index.asQueryEngine({ similarityTopK: 1 }).query({ query: 'What did the bank do to rates?' });
    expect(answer.sourceNodes?.map(({ node }) => node.sourceNode?.nodeId)).toEqual(['text 1']);
    await vectorStore.close();
  });

  it('asks an index through docent’s retriever', async () => {
    const retriever = await openRetriever('news', { config, k: 1 });
    const answer = await new RetrieverQueryEngine(retriever).query({ query: 'Which pets are small?' });
    expect(answer.sourceNodes?.map(({ node }) => node.sourceNode?.nodeId)).toEqual(['text 0']);
    await retriever.close();
  });

  it('leaves an index that docent itself answers from, with citations', async () => {
    const assistant = createAssistant(config);
    const { answer, citations } = await assistant.answer('What did the central bank do?', { index: 'news' });
    expect(answer).toContain('raised interest rates');
    expect(citations).toMatchObject([{ document: 'text 1', quote: texts[1] }]);
    await assistant.close();
  });

  it('takes the only index where none is named', async () => {
    const retriever = await openRetriever(undefined, { config, k: 1, mode: 'lexical' });
    expect((await retriever.retrieve('ocean')).map(({ node }) => node.sourceNode?.nodeId)).toEqual(['text 2']);
    await retriever.close();
  });

  it('embeds with the configured encoder', async () => {
    const model = await openEmbedding({ config });
    expect(await model.getTextEmbedding('cat')).toHaveLength(model.embedInfo?.dimensions ?? 0);
    await model.dispose();
  });

  it('cannot write where another store writes, until that is closed', async () => {
    const first = await openVectorStore('news', { config, writable: true });
    await expect(openVectorStore('news', { config, writable: true })).rejects.toMatchObject({ code: 'index-locked' });
    await first.close();
    await (await openVectorStore('news', { config, writable: true })).close();
  });

  it('learns that there is no such index, or no such name', async () => {
    await expect(openVectorStore('none', { config })).rejects.toMatchObject({ code: 'index-not-found' });
    await expect(openRetriever('none', { config })).rejects.toMatchObject({ code: 'index-not-found' });
    await expect(openVectorStore('../x', { config, writable: true })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});
