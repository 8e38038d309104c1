import { NodeRelationship, TextNode, VectorStoreQueryMode } from 'llamaindex';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentIdOf } from '../../src/core/hash.js';
import type { DocentVectorStore } from '../../src/llamaindex/docent-vector-store.js';
import type { IndexWriter } from '../../src/store/index-store.js';
import { AdapterWorkplace } from './adapter-workplace.js';

const cats = { id: 'n1', text: 'Cats sleep all day.', source: 'animals' };
const dogs = { id: 'n2', text: 'Dogs bark at night.', source: 'animals' };
const ships = { id: 'n3', text: 'Ships sail.', source: 'vehicles' };

describe('adding nodes', () => {
  let place: AdapterWorkplace;
  let index: IndexWriter;
  let store: DocentVectorStore;
  beforeEach(async () => {
    place = new AdapterWorkplace();
    index = await place.writer();
    store = place.store(index);
  });
  afterEach(async () => {
    await store.close();
    place.remove();
  });

  const all = async () => {
    const queryEmbedding = await place.embedModel.getTextEmbedding('cat dog ship bread moon');
    const { nodes = [] } = await store.query({
      queryEmbedding,
      similarityTopK: 100,
      mode: VectorStoreQueryMode.DEFAULT,
    });
    return nodes;
  };
  const ids = async () => (await all()).map(({ id_ }) => id_).sort();

  it('returns the ids and groups the nodes by the document they come from', async () => {
    expect(await store.add(await place.nodes(cats, ships, dogs))).toEqual(['n1', 'n3', 'n2']);
    const { documents } = await index.listDocuments();
    expect(documents.map(({ name, chunkCount, pageCount, format }) => [name, chunkCount, pageCount, format])).toEqual([
      ['animals', 2, 2, 'llamaindex'],
      ['vehicles', 1, 1, 'llamaindex'],
    ]);
  });

  it('gives back nodes equal to what was added', async () => {
    const node = new TextNode({
      id_: 'it\'s "node" 1/ü',
      text: '  Cats\r\nand dogs.  ',
      metadata: {
        author: "O'Brien",
        year: 1999,
        draft: false,
        tags: ['a', 'b'],
        nested: { deep: [1, { x: null }] },
        nothing: null,
      },
      excludedEmbedMetadataKeys: ['year'],
      excludedLlmMetadataKeys: ['draft'],
      metadataSeparator: ' | ',
      startCharIdx: 17,
      endCharIdx: 35,
      relationships: {
        [NodeRelationship.SOURCE]: { nodeId: 'a/b c', metadata: { file_name: 'b c' }, hash: 'x' },
        [NodeRelationship.NEXT]: { nodeId: 'other', metadata: {} },
      },
    });
    await place.embedModel([node]);
    await store.add([node]);
    const [back] = await all();
    expect(back).toBeInstanceOf(TextNode);
    expect({ ...back?.toJSON(), embedding: undefined }).toEqual({ ...node.toJSON(), embedding: undefined });
    expect(back?.sourceNode?.nodeId).toBe('a/b c');
  });

  it('adds to what a document holds', async () => {
    await store.add(await place.nodes(cats));
    await store.add(await place.nodes(dogs));
    expect(await ids()).toEqual(['n1', 'n2']);
    expect((await index.listDocuments()).total).toBe(1);
  });

  it('adds to a document from many calls at once', async () => {
    const parts = Array.from({ length: 6 }, (_, each) => ({ id: `n${each}`, text: `cat ${each}`, source: 'animals' }));
    await Promise.all(parts.map(async (part) => store.add(await place.nodes(part))));
    expect(await ids()).toEqual(parts.map(({ id }) => id).sort());
  });

  it('replaces a node with the same id, its text and its metadata', async () => {
    await store.add(await place.nodes(cats, dogs));
    await store.add(await place.nodes({ ...cats, text: 'Bread rises.', metadata: { kind: 'food' } }));
    const nodes = await all();
    expect(nodes).toHaveLength(2);
    expect(nodes.find(({ id_ }) => id_ === 'n1')).toMatchObject({ text: 'Bread rises.', metadata: { kind: 'food' } });
    const pages = await index.getPages(documentIdOf('llamaindex:animals'));
    expect(pages.map(({ text }) => text)).toEqual(['Dogs bark at night.', 'Bread rises.']);
  });

  it('moves a node whose source changed, and drops the document that it leaves empty', async () => {
    await store.add(await place.nodes(cats, ships));
    await store.add(await place.nodes({ ...ships, source: 'animals' }));
    expect(await ids()).toEqual(['n1', 'n3']);
    expect((await index.listDocuments()).documents.map(({ name }) => name)).toEqual(['animals']);
  });

  it('takes the later of two nodes with one id in a call', async () => {
    await store.add(await place.nodes(cats, { ...cats, text: 'Cats hunt.', source: 'other' }));
    expect((await all()).map((node) => [node.id_, (node as TextNode).text])).toEqual([['n1', 'Cats hunt.']]);
  });

  it('takes a node without a source as a document of its own', async () => {
    await store.add(await place.nodes({ id: 'alone', text: 'The moon.' }, cats));
    await store.delete('alone');
    expect(await ids()).toEqual(['n1']);
  });

  it('deletes all nodes of a document and no others', async () => {
    await store.add(await place.nodes(cats, dogs, ships));
    await store.delete('animals');
    await store.delete('never there');
    expect(await ids()).toEqual(['n3']);
    expect((await index.listDocuments()).total).toBe(1);
  });

  it('keeps each text at the place that its citation will name', async () => {
    await store.add(await place.nodes(cats, dogs));
    await store.add(await place.nodes({ id: 'n4', text: 'Bread.', source: 'animals', metadata: { page_number: 7 } }));
    const id = documentIdOf('llamaindex:animals');
    const pages = await index.getPages(id);
    const chunks = await index.getChunks(['n1', 'n2', 'n4']);
    expect(pages.map(({ number, label }) => [number, label])).toEqual([
      [1, 'part 1'],
      [2, 'part 2'],
      [3, 'page 7'],
    ]);
    for (const chunk of chunks) {
      const page = pages.find(({ number }) => number === chunk.pageStart);
      expect(page?.text.slice(chunk.start - page.start, chunk.end - page.start)).toBe(chunk.text);
    }
    expect(chunks.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2]);
  });

  it('names a document by what its nodes say of their source', async () => {
    const metadata = { file_name: 'pets.md', title: 'Pets' };
    await store.add(await place.nodes({ ...cats, metadata }));
    const { documents } = await index.listDocuments();
    expect(documents.map(({ name, title }) => [name, title])).toEqual([['pets.md', 'Pets']]);
  });

  it('indexes the metadata that is embedded, and only that', async () => {
    const [node] = await place.nodes({ ...cats, metadata: { author: 'Zebedee', secret: 'Xylophone' } });
    if (node === undefined) throw new Error('no node');
    node.excludedEmbedMetadataKeys = ['secret'];
    await store.add([node]);
    expect(await index.searchLexical('Zebedee', { limit: 5 })).toHaveLength(1);
    expect(await index.searchLexical('Xylophone', { limit: 5 })).toHaveLength(0);
  });

  it('adds more documents at once than fit into one commit', async () => {
    const long = Array.from({ length: 2100 }, (_, each) => ({ id: `l${each}`, text: `Cat ${each}.`, source: 'long' }));
    const short = Array.from({ length: 30 }, (_, each) => ({
      id: `s${each}`,
      text: `Dog ${each}.`,
      source: `d${each}`,
    }));
    const nodes = await place.nodes(...long, ...short);
    await store.add(nodes);
    expect(await index.stats()).toMatchObject({ documents: 31, chunks: nodes.length });
    await store.add(nodes.slice(0, 10));
    expect(await index.stats()).toMatchObject({ documents: 31, chunks: nodes.length });
  });

  it('lets a node without any content go', async () => {
    expect(await store.add(await place.nodes(cats, { id: 'empty', text: '', source: 'animals' }))).toEqual([
      'n1',
      'empty',
    ]);
    expect(await ids()).toEqual(['n1']);
  });

  it.each([
    ['no vector', undefined, /n1 of animals has no embedding/u],
    ['a vector of another length', [1, 2, 3], /3 values; this index holds 8/u],
    ['a vector that is not finite', [Number.NaN, 0, 0, 0, 0, 0, 0, 1], /not finite/u],
    ['a vector of zeros', [0, 0, 0, 0, 0, 0, 0, 0], /zeros/u],
  ])('refuses a node with %s, and writes none of the batch', async (_, embedding, message) => {
    const [bad, good] = await place.nodes(cats, ships);
    if (bad === undefined || good === undefined) throw new Error('no nodes');
    bad.embedding = embedding;
    await expect(store.add([good, bad])).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringMatching(message),
    });
    expect(await ids()).toEqual([]);
  });

  it('does not write a document back that it cannot read whole', async () => {
    await store.add(await place.nodes(cats, dogs));
    const document = await index.getDocument(documentIdOf('llamaindex:animals'));
    const chunks = await index.getChunks(['n1', 'n2']);
    const zeros = new Float32Array(place.embedder.dimensions);
    // No search finds a vector of zeros; docent's own encoder gives none for a text with a letter in it.
    const records =
      document === undefined
        ? []
        : [{ document, pages: [], chunks: chunks.map((chunk) => ({ ...chunk, vector: zeros })) }];
    await index.replaceDocuments(records);
    await expect(store.add(await place.nodes({ ...ships, source: 'animals' }))).rejects.toMatchObject({
      code: 'index-damaged',
    });
    expect(await index.getChunks(['n1', 'n2', 'n3'])).toHaveLength(2);
  });

  it('refuses metadata that is not JSON', async () => {
    const [node] = await place.nodes(cats);
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    if (node !== undefined) node.metadata = { loop };
    await expect(store.add([node as TextNode])).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('refuses to write into an index that is open for reading', async () => {
    await store.add(await place.nodes(cats));
    const reader = await place.reader();
    const readable = place.store(reader);
    await expect(readable.add(await place.nodes(dogs))).rejects.toMatchObject({ code: 'index-not-writable' });
    await expect(readable.delete('animals')).rejects.toMatchObject({ code: 'index-not-writable' });
    await reader.close();
  });
});
