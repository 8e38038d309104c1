import {
  type BaseNode,
  MarkdownNodeParser,
  MetadataMode,
  SentenceSplitter,
  SentenceWindowNodeParser,
  TextNode,
  TokenTextSplitter,
  TransformComponent,
} from 'llamaindex';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../../ingest/chunk-context.js';
import { chunkDocument } from '../../ingest/chunker.js';
import { markdownStructure } from '../../ingest/structure/markdown-structure.js';
import {
  type NodeTransformation,
  transformationName,
  transformChunks,
  withoutRepeatedIds,
} from '../../ingest/text-nodes.js';
import { type Chunk, searchableText } from '../../src/core/chunk.js';
import type { Document, Metadata } from '../../src/core/document.js';

const handbook = `# Handbook

Cats sleep. Dogs bark. Cats sleep. Ships sail. Dogs bark. Cats sleep.

Cats sleep. Bread rises. The moon, seen from the river, is far away tonight.

## Money

Interest is paid yearly. Interest is paid yearly. Interest is paid yearly.

\`\`\`sh
# not a heading
make bread
\`\`\`
`;

function documentOf(text: string, metadata: Metadata = {}): Document {
  const { pages, blocks } = markdownStructure(text);
  const fixed = { id: '0123456789abcdef', uri: '/x/handbook.md', name: 'handbook.md', title: 'Handbook' };
  const kept = { format: 'markdown', contentHash: 'x', bytes: text.length, modifiedAt: '2026-01-01T00:00:00.000Z' };
  return { ...fixed, ...kept, metadata, text, pages, blocks };
}

const countTokens = (text: string) => text.match(/\S+/gu)?.length ?? 0;

async function transformed(transformations: readonly NodeTransformation[], text = handbook, metadata: Metadata = {}) {
  const document = documentOf(text, metadata);
  const before = chunkDocument(document, { maxTokens: 60, countTokens });
  const after = withoutRepeatedIds(await transformChunks(before, document.name, transformations));
  return { document, before, after };
}

/** What every chunk must be, whatever made it. */
function checkChunks(document: Document, chunks: readonly Chunk[]): void {
  for (const chunk of chunks) expect(document.text.slice(chunk.start, chunk.end)).toBe(chunk.text);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(chunks.length);
  expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, ordinal) => ordinal));
  expect(chunks.every(({ documentId }) => documentId === document.id)).toBe(true);
}

/** Every character that is no blank and no heading mark stands in some chunk. */
function uncovered(document: Document, chunks: readonly Chunk[]): string {
  const left = document.text.split('');
  for (const { start, end } of chunks) left.fill(' ', start, end);
  return left.join('').replace(/[\s#]+/gu, '');
}

/** As a user writes one: a class that adds what it finds. */
class Labeller extends TransformComponent<Promise<BaseNode[]>> {
  constructor() {
    super(async (nodes) => {
      for (const node of nodes) {
        node.metadata.mentions = ['zebra', 'gnu'];
        node.metadata.length = node.getContent(MetadataMode.NONE).length;
      }
      return nodes;
    });
  }
}

/** LlamaIndex.TS warns of short chunks on the console. */
const silent = { log: () => undefined, error: () => undefined, warn: () => undefined };

const sentences = (chunkSize: number, chunkOverlap: number) =>
  new SentenceSplitter({ chunkSize, chunkOverlap, paragraphSeparator: '\n\n', logger: silent });

describe('chunks without a transformation', () => {
  it('stay as they are', async () => {
    const { before, after } = await transformed([], handbook, { author: 'Ann' });
    expect(after).toEqual(before);
  });
});

describe('a splitter of LlamaIndex.TS', () => {
  const splitters: [string, () => NodeTransformation][] = [
    ['SentenceSplitter', () => sentences(22, 0)],
    ['SentenceSplitter, overlapping', () => sentences(24, 6)],
    ['TokenTextSplitter', () => new TokenTextSplitter({ chunkSize: 24, chunkOverlap: 0, logger: silent })],
    ['MarkdownNodeParser', () => new MarkdownNodeParser()],
    ['SentenceWindowNodeParser', () => new SentenceWindowNodeParser({ windowSize: 1 })],
  ];

  it.each(splitters)('%s cuts chunks that stand where they say', async (_, make) => {
    const { document, before, after } = await transformed([make()]);
    checkChunks(document, after);
    expect(uncovered(document, after)).toBe('');
    if (make().constructor.name !== 'MarkdownNodeParser') expect(after.length).toBeGreaterThan(before.length);
  });

  it.each(splitters)('%s can follow another one', async (_, make) => {
    const { document, after } = await transformed([sentences(40, 0), make()]);
    checkChunks(document, after);
    expect(uncovered(document, after)).toBe('');
  });

  it('may leave the metadata behind: its nodes are traced by their source', async () => {
    const splitter = sentences(22, 0);
    splitter.includeMetadata = false;
    const { document, after } = await transformed([splitter, splitter], handbook, { author: 'Ann' });
    checkChunks(document, after);
    expect(uncovered(document, after)).toBe('');
    expect(after.every(({ metadata }) => metadata.author === 'Ann')).toBe(true);
  });

  it('gives each repetition of a sentence its own place', async () => {
    const { document, after } = await transformed([new SentenceWindowNodeParser({ windowSize: 1 })]);
    // The first of each shares its node with the heading above it.
    const cats = after.filter(({ text }) => text === 'Cats sleep.').map(({ start }) => start);
    const interest = after.filter(({ text }) => text === 'Interest is paid yearly.').map(({ start }) => start);
    const places = (text: string) => [...document.text.matchAll(new RegExp(text, 'gu'))].map(({ index }) => index);
    expect(cats).toEqual(places('Cats sleep\\.').slice(1));
    expect(interest).toEqual(places('Interest is paid yearly\\.').slice(1));
  });

  it('adds metadata that is searched, unless it is excluded from embedding', async () => {
    const window = await transformed([new SentenceWindowNodeParser({ windowSize: 1 })]);
    expect(window.after.every(({ metadata }) => typeof metadata.window === 'string')).toBe(true);
    expect(window.after.some((chunk) => searchableText(chunk).includes('window'))).toBe(false);
    const markdown = await transformed([new MarkdownNodeParser()]);
    const money = markdown.after.find(({ text }) => text.startsWith('Money'));
    expect(money?.metadata).toMatchObject({ Header_2: 'Money' });
    expect(money?.context).toContain('Header_2: Money');
  });
});

describe('a transformation of the user', () => {
  it('adds metadata, lists as JSON, to be stored and searched', async () => {
    const { document, before, after } = await transformed([new Labeller()], handbook, { author: 'Ann' });
    checkChunks(document, after);
    expect(after).toHaveLength(before.length);
    for (const [index, chunk] of after.entries()) {
      expect(chunk.text).toBe(before[index]?.text);
      expect(chunk.metadata).toEqual({ author: 'Ann', mentions: '["zebra","gnu"]', length: chunk.text.length });
      expect(chunk.context).toContain('mentions: zebra, gnu');
      expect(chunk.context).not.toContain('Ann');
      expect(chunk.hash).not.toBe(before[index]?.hash);
    }
  });

  it('replaces and removes metadata', async () => {
    const change: NodeTransformation = (nodes) => {
      for (const node of nodes) {
        node.metadata.page = 'cover';
        delete node.metadata.secret;
      }
      return nodes;
    };
    const { after } = await transformed([change], handbook, { secret: 'x', author: 'Ann' });
    expect(after[0]?.metadata).toEqual({ author: 'Ann', page: 'cover' });
  });

  it('leaves out metadata that no index can hold', async () => {
    const odd: NodeTransformation = (nodes) => {
      for (const node of nodes) {
        Object.assign(node.metadata, {
          score: Number.NaN,
          nothing: null,
          big: 12n,
          at: new Date(0),
          run: () => 1,
          nested: { a: [1, null] },
        });
      }
      return nodes;
    };
    const { after } = await transformed([odd]);
    expect(after[0]?.metadata).toEqual({ big: '12', at: '1970-01-01T00:00:00.000Z', nested: '{"a":[1,null]}' });
  });

  it('drops nodes, by leaving them out or by leaving them empty', async () => {
    const dropOne: NodeTransformation = (nodes) => nodes.slice(1);
    const emptyOne: NodeTransformation = (nodes) => {
      nodes.at(-1)?.setContent(' ');
      return nodes;
    };
    const { document, before, after } = await transformed([dropOne, emptyOne]);
    checkChunks(document, after);
    expect(after.map(({ id }) => id)).toEqual(before.slice(1, -1).map(({ id }) => id));
  });

  it('rewrites text, which is searched while the chunk quotes its document', async () => {
    const rewrite: NodeTransformation = (nodes) => {
      for (const node of nodes) node.setContent(`Summary of ${node.id_}`);
      return nodes;
    };
    const { document, before, after } = await transformed([rewrite]);
    checkChunks(document, after);
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    for (const [index, chunk] of after.entries()) {
      expect(searchableText(chunk)).toContain(`Summary of ${before[index]?.id}`);
      expect(chunk.context.startsWith(contextOf(document, chunk.headings))).toBe(true);
    }
  });

  it('adds a second node beside the one it was made from, and both stay', async () => {
    const question: NodeTransformation = (nodes) =>
      nodes.flatMap((node) => [node, new TextNode({ text: 'What sleeps?', metadata: { ...node.metadata } })]);
    const { document, before, after } = await transformed([question]);
    checkChunks(document, after);
    expect(after).toHaveLength(2 * before.length);
  });

  it('that only cleans blanks keeps the document’s own text', async () => {
    const clean: NodeTransformation = (nodes) => {
      for (const node of nodes) node.setContent(node.getContent(MetadataMode.NONE).replace(/\s+/gu, ' '));
      return nodes;
    };
    const { before, after } = await transformed([clean]);
    expect(after).toEqual(before);
  });

  it('may put the nodes in another order', async () => {
    const splitter = new SentenceWindowNodeParser({ windowSize: 1 });
    const inOrder = await transformed([splitter]);
    const reversed = await transformed([splitter, (nodes) => nodes.toReversed()]);
    checkChunks(reversed.document, reversed.after);
    expect(reversed.after.map(({ text }) => text).sort()).toEqual(inOrder.after.map(({ text }) => text).sort());
  });

  it('keeps every chunk’s id from run to run', async () => {
    const run = async () =>
      (await transformed([new MarkdownNodeParser(), new Labeller()])).after.map(({ id, hash }) => [id, hash]);
    expect(await run()).toEqual(await run());
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no network')), /transformation \w+ failed: no network/u],
    ['gives nothing', () => undefined as unknown as BaseNode[], /gave no list of nodes/u],
    ['gives a node out of nowhere', () => [new TextNode({ text: 'x' })], /belongs to no chunk/u],
    [
      'adds metadata that is not JSON',
      (nodes: BaseNode[]) => {
        const loop: Record<string, unknown> = {};
        loop.self = loop;
        for (const node of nodes) node.metadata.loop = loop;
        return nodes;
      },
      /"loop" cannot be written as JSON/u,
    ],
  ])('that %s fails with its name', async (_, broken, message) => {
    await expect(transformed([Object.assign(broken, { id: 'broken' })])).rejects.toMatchObject({
      code: 'ingest-failed',
      message: expect.stringMatching(message),
    });
  });
});

describe('transformationName', () => {
  const named = (chunkSize: number) => transformationName(new SentenceSplitter({ chunkSize, chunkOverlap: 2 }));

  it('is the same in each run, though the id is random, and other with other settings', () => {
    expect(named(50)).toBe(named(50));
    expect(named(50)).not.toBe(named(51));
    expect(named(50)).toMatch(/^SentenceSplitter\(.*chunkSize=50/u);
  });

  it('is the id where the user gives one, else the name of a function', () => {
    const clean = (nodes: BaseNode[]) => nodes;
    const cleanLater = async (nodes: BaseNode[]) => nodes;
    expect([clean, cleanLater].map(transformationName)).toEqual(['clean', 'cleanLater']);
    expect(transformationName(Object.assign(clean, { id: 'clean 2' }))).toBe('clean 2');
  });
});
