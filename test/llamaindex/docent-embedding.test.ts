import { Document, MetadataMode, Settings, TextNode } from 'llamaindex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';
import { DocentEmbedding } from '../../src/llamaindex/docent-embedding.js';
import { loadEmbedder } from '../../src/models/transformers-embedder.js';
import { TopicEmbedder } from './topic-embedder.js';

describe('DocentEmbedding', () => {
  it('says how long its vectors and its texts are', () => {
    expect(new DocentEmbedding(new TopicEmbedder()).embedInfo).toEqual({ dimensions: 8, maxTokens: 512 });
  });

  it('embeds texts together, in their order', async () => {
    const embedder = new TopicEmbedder();
    const model = new DocentEmbedding(embedder);
    const vectors = await model.getTextEmbeddings(['cat', 'dog']);
    expect(vectors).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0, 0, 0],
    ]);
    expect(await model.getTextEmbedding('dog')).toEqual(vectors[1]);
    expect(embedder.embedded).toEqual(['cat', 'dog', 'dog']);
  });

  it('reports progress over batches', async () => {
    const model = new DocentEmbedding(new TopicEmbedder());
    model.embedBatchSize = 2;
    const progress: number[] = [];
    const progressCallback = (done: number) => void progress.push(done);
    const vectors = await model.getTextEmbeddingsBatch(['cat', 'dog', 'ship'], { progressCallback });
    expect(vectors).toHaveLength(3);
    expect(progress).toEqual([2, 3]);
  });

  it('embeds a query as a query, and nothing for a part that is not text', async () => {
    const embedder = new TopicEmbedder();
    const model = new DocentEmbedding(embedder);
    expect(await model.getQueryEmbedding({ type: 'text', text: 'cat' })).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(await model.getQueryEmbedding({ type: 'image_url', image_url: { url: 'x' } })).toBeNull();
    expect(embedder.embedded).toEqual(['query: cat']);
  });

  it('is a transformation that gives nodes their vectors', async () => {
    const model = new DocentEmbedding(new TopicEmbedder());
    const nodes = await model([new TextNode({ text: 'cat' }), new Document({ text: 'far', metadata: { of: 'dog' } })]);
    expect(nodes.map(({ embedding }) => embedding?.indexOf(1))).toEqual([0, 1]);
  });

  it('disposes of its encoder', async () => {
    const embedder = new TopicEmbedder();
    await new DocentEmbedding(embedder).dispose();
    expect(embedder.isDisposed).toBe(true);
  });
});

describe('DocentEmbedding with the bundled encoder', () => {
  let model: DocentEmbedding;
  beforeAll(async () => {
    model = new DocentEmbedding(await loadEmbedder(loadConfig({}).embedder));
  });
  afterAll(async () => {
    await model.dispose();
  });

  it('finds related texts similar', async () => {
    Settings.embedModel = model;
    const nodes = ['Cats are small pets.', 'Interest rates rose last year.'].map((text) => new TextNode({ text }));
    const [cats, rates] = await model(nodes);
    const query = (await model.getQueryEmbedding({ type: 'text', text: 'kitten' })) ?? [];
    expect(query).toHaveLength(model.embedInfo?.dimensions ?? 0);
    expect(Math.hypot(...query)).toBeCloseTo(1, 4);
    expect(model.similarity(query, cats?.getEmbedding() ?? [])).toBeGreaterThan(
      model.similarity(query, rates?.getEmbedding() ?? []) + 0.1,
    );
    expect(cats?.getContent(MetadataMode.NONE)).toBe('Cats are small pets.');
  });
});
