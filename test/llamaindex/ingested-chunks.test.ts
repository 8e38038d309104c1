import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, MetadataMode, SentenceSplitter, TextNode, VectorStoreQueryMode } from 'llamaindex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markdownExtractor } from '../../ingest/extractors/markdown.js';
import { ingest } from '../../ingest/ingest.js';
import { FileJournal } from '../../ingest/journal.js';
import { documentIdOf } from '../../src/core/hash.js';
import type { DocentVectorStore } from '../../src/llamaindex/docent-vector-store.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { AdapterWorkplace } from './adapter-workplace.js';

const handbook = `---
author: Ann
---
# Pets

A cat sleeps by day and hunts by night, and what a cat finds it eats at once.

## Dogs

A dog barks at the moon. A dog barks at the moon.
`;

let place: AdapterWorkplace;
let index: IndexWriter;
let store: DocentVectorStore;
let path: string;

beforeAll(async () => {
  place = new AdapterWorkplace();
  path = join(place.folder, 'handbook.md');
  writeFileSync(path, handbook);
  index = await place.writer();
  store = place.store(index);
  const metadata = { file_name: 'ships.pdf', page_number: 3, tags: ['sea'] };
  await runIngest([new Document({ id_: 'ships', text: 'A ship sails.', metadata })]);
});
afterAll(async () => {
  await store.close();
  place.remove();
});

async function runIngest(documents: readonly Document[]) {
  return ingest({
    index: 'test',
    paths: [path],
    documents,
    writer: index,
    journal: await FileJournal.open(join(place.folder, 'journal.jsonl')),
    extractors: [markdownExtractor],
    embedder: place.embedder,
    loadEmbedder: async () => place.embedder,
    transformations: [new SentenceSplitter({ chunkSize: 512, chunkOverlap: 0, paragraphSeparator: '\n\n' })],
  });
}

/** What the document's pages hold at the node's place. */
async function textAt(node: TextNode | undefined): Promise<string> {
  const { startCharIdx = 0, endCharIdx = 0 } = node ?? {};
  const pages = await index.getPages(node?.sourceNode?.nodeId ?? '');
  const page = pages.find(({ start, end }) => start <= startCharIdx && endCharIdx <= end);
  return page?.text.slice(startCharIdx - page.start, endCharIdx - page.start) ?? '';
}

async function query(text: string, parts: object = {}) {
  const queryEmbedding = await place.embedModel.getTextEmbedding(text);
  const mode = VectorStoreQueryMode.DEFAULT;
  return store.query({ queryEmbedding, queryStr: text, similarityTopK: 9, mode, ...parts });
}

describe('chunks of docent ingest', () => {
  it('are nodes that say where they stand', async () => {
    const { nodes = [], ids } = await query('dog');
    const [dog] = nodes as TextNode[];
    expect(dog).toBeInstanceOf(TextNode);
    expect(dog?.id_).toBe(ids[0]);
    expect(dog?.metadata).toMatchObject({
      document: 'handbook.md',
      title: 'Pets',
      headings: expect.stringContaining('Dogs'),
      page: expect.any(Number),
      page_label: expect.any(String),
      author: 'Ann',
    });
    expect(await textAt(dog)).toBe(dog?.getContent(MetadataMode.NONE));
    expect(dog?.sourceNode?.nodeId).toBe(dog?.metadata.document_id);
  });

  it('tell a language model their place, not their ids', async () => {
    const { nodes = [] } = await query('ship', { similarityTopK: 1 });
    const shown = nodes[0]?.getContent(MetadataMode.LLM) ?? '';
    expect(shown).toContain('document: ships.pdf');
    expect(shown).toContain('page: 3');
    expect(shown).not.toMatch(/chunk_id|document_id/u);
  });

  it.each([
    ['title', '==', 'Pets'],
    ['document', 'text_match', 'handbook'],
    ['author', '==', 'Ann'],
    ['headings', 'text_match', 'Dogs'],
  ])('are filtered by %s', async (key, operator, value) => {
    const { nodes = [] } = await query('ship', { filters: { filters: [{ key, operator, value }] } });
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.every(({ metadata }) => metadata.document === 'handbook.md')).toBe(true);
  });

  it('are filtered by page and by the id of their reader document', async () => {
    const paged = await query('dog', { filters: { filters: [{ key: 'page', operator: '==', value: 3 }] } });
    expect(paged.nodes?.map(({ metadata }) => metadata.document)).toEqual(['ships.pdf']);
    expect((await query('dog', { docIds: [paged.nodes?.[0]?.metadata.document_id] })).ids).toEqual(paged.ids);
    expect((await query('dog', { docIds: ['ships'] })).ids).toEqual(paged.ids);
  });

  it('stay when nodes are added to their document, which is then ingested anew', async () => {
    const before = await query('dog cat');
    const documentId = before.nodes?.[0]?.sourceNode?.nodeId ?? '';
    const pages = await index.getPages(documentId);
    await store.add(await place.nodes({ id: 'extra', text: 'A cat hunts.', source: documentId }));
    const after = await query('dog cat');
    expect(after.ids.toSorted()).toEqual([...before.ids, 'extra'].sort());
    expect((await index.getPages(documentId)).slice(0, pages.length)).toEqual(pages);
    expect(await index.getDocument(documentId)).toMatchObject({ name: 'handbook.md', format: 'markdown' });
    await runIngest([]);
    expect((await query('dog cat')).ids.toSorted()).toEqual(before.ids.toSorted());
  });

  it('take a changed copy of a node in the place of the chunk', async () => {
    const { nodes = [] } = await query('ship', { similarityTopK: 1 });
    const [ship] = nodes as TextNode[];
    if (ship === undefined) throw new Error('no node');
    ship.metadata.checked = 'yes';
    await place.embedModel([ship]);
    await store.add([ship]);
    const again = await query('ship', { filters: { filters: [{ key: 'checked', operator: '==', value: 'yes' }] } });
    expect(again.ids).toEqual([ship.id_]);
    const [chunk] = await index.getChunks([ship.id_]);
    expect(chunk).toMatchObject({ pageStart: 3, pageLabel: 'p. 3', start: 0, text: 'A ship sails.' });
  });

  it('are deleted by the id of their document, or of the reader’s document', async () => {
    await store.delete('ships');
    expect(await index.getDocument(documentIdOf('llamaindex:ships'))).toBeUndefined();
    const { nodes = [] } = await query('dog', { similarityTopK: 1 });
    await store.delete(nodes[0]?.sourceNode?.nodeId ?? '');
    expect((await index.stats()).chunks).toBe(0);
  });
});
