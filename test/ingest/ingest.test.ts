import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IngestProgress } from '../../ingest/ingest-summary.js';
import type { NodeTransformation } from '../../ingest/text-nodes.js';
import { happened, IngestWorkplace } from './ingest-workplace.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

/** Sections that each become a chunk of their own. */
function sections(...topics: readonly string[]): string {
  return topics.map((topic) => `## ${topic}\n\n${`${topic} `.repeat(30)}\n`).join('\n');
}

async function namesInIndex(): Promise<unknown[]> {
  return (await place.snapshot()).documents.map((document) => document.name).sort();
}

describe('an ingest', () => {
  it('adds every file, and leaves all alone when nothing has changed', async () => {
    place.have({ 'a.md': sections('apples'), 'deep/er/b.txt': 'Bananas are yellow.', 'c.csv': 'name,age\nAda,36\n' });
    const first = await place.ingest();
    expect(happened(first)).toEqual({ added: 3 });
    expect(first.chunks.written).toBe(first.chunks.embedded);
    expect(await namesInIndex()).toEqual(['a.md', 'c.csv', 'deep/er/b.txt']);

    const before = await place.snapshot();
    const second = await place.ingest({ loadEmbedder: () => Promise.reject(new Error('not needed')) });
    expect(happened(second)).toEqual({ unchanged: 3 });
    expect(await place.snapshot()).toEqual(before);
  });

  it('embeds only the changed chunks of a changed file again', async () => {
    place.have({ 'a.md': sections('apples', 'bananas', 'cherries') });
    const first = await place.ingest();
    expect(first.chunks).toEqual({ written: 3, embedded: 3, reused: 0 });
    place.have({ 'a.md': sections('apples', 'blueberries', 'cherries') });
    place.embedder.embedded.length = 0;
    const second = await place.ingest();
    expect(happened(second)).toEqual({ updated: 1 });
    expect(second.chunks).toEqual({ written: 3, embedded: 1, reused: 2 });
    expect(place.embedder.embedded).toEqual([expect.stringContaining('blueberries')]);
  });

  it('gives a changed file the same rows as a new index would hold', async () => {
    place.have({ 'a.md': sections('apples', 'bananas'), 'b.md': sections('beer') });
    await place.ingest();
    place.have({ 'a.md': sections('bananas', 'apples', 'kiwis'), 'b.md': sections('bread') });
    await place.ingest();
    const updated = await place.snapshot();
    rmSync(place.uri, { recursive: true });
    await place.ingest();
    expect(updated).toEqual(await place.snapshot());
  });

  it('takes deleted files out', async () => {
    place.have({ 'a.md': sections('apples'), 'b/c.md': sections('bananas') });
    await place.ingest();
    place.have({ b: undefined });
    expect(happened(await place.ingest())).toEqual({ unchanged: 1, deleted: 1 });
    expect(await namesInIndex()).toEqual(['a.md']);
  });

  it('keeps the vectors of a moved file', async () => {
    const text = sections('apples', 'bananas');
    place.have({ 'a.md': text, 'b.md': sections('beer') });
    await place.ingest();
    place.have({ 'a.md': undefined, 'archive/2026/a.md': text });
    const second = await place.ingest();
    expect(happened(second)).toEqual({ moved: 1, unchanged: 1 });
    expect(second.chunks).toEqual({ written: 2, embedded: 0, reused: 2 });
    expect(await namesInIndex()).toEqual(['archive/2026/a.md', 'b.md']);
  });

  it('counts a file as moved once, and further copies of it as added', async () => {
    const text = sections('apples');
    place.have({ 'a.md': text });
    await place.ingest();
    place.have({ 'a.md': undefined, 'x/a.md': text, 'y/a.md': text });
    const second = await place.ingest();
    expect(happened(second)).toEqual({ moved: 1, added: 1 });
    expect(second.chunks.embedded).toBe(0);
  });

  it('keeps what other folders brought in', async () => {
    place.have({ 'one/a.md': sections('apples'), 'two/b.md': sections('bananas') });
    await place.ingest({ paths: [`${place.folder}/one`] });
    const second = await place.ingest({ paths: [`${place.folder}/two`] });
    expect(happened(second)).toEqual({ added: 1 });
    expect(await namesInIndex()).toEqual(['a.md', 'b.md']);
  });

  it('ingests again what other settings would cut or embed otherwise', async () => {
    place.have({ 'a.md': sections('apples', 'bananas') });
    await place.ingest();
    const smaller = await place.ingest({ chunkTokens: 20 });
    expect(happened(smaller)).toEqual({ updated: 1 });
    expect(smaller.chunks.written).toBeGreaterThan(2);
    expect(happened(await place.ingest({ chunkTokens: 20 }))).toEqual({ unchanged: 1 });
  });

  it('runs LlamaIndex transformations over the chunks, and ingests again when they change', async () => {
    place.have({ 'a.md': sections('apples', 'bananas') });
    await place.ingest();
    const tagged: NodeTransformation = Object.assign(tagWith('fruit'), { id: 'tag-fruit' });
    const second = await place.ingest({ transformations: [tagged] });
    expect(happened(second)).toEqual({ updated: 1 });
    expect(place.embedder.embedded.at(-1)).toContain('topic: fruit');
    expect(happened(await place.ingest({ transformations: [tagged] }))).toEqual({ unchanged: 1 });
    const retagged: NodeTransformation = Object.assign(tagWith('food'), { id: 'tag-food' });
    expect(happened(await place.ingest({ transformations: [retagged] }))).toEqual({ updated: 1 });
  });

  it('reports every file, every batch and the whole time', async () => {
    place.have({ 'a.md': sections('apples', 'bananas'), 'b.txt': 'Bread.' });
    const seen: IngestProgress[] = [];
    const summary = await place.ingest({ onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ filesDone: 2, filesTotal: 2, chunksDone: 3, bytesDone: summary.bytes });
    expect(seen.map(({ current }) => current)).toContain('a.md');
    for (const ms of Object.values(summary.stagesMs)) expect(ms).toBeLessThanOrEqual(summary.durationMs + 1);
  });
});

function tagWith(topic: string): NodeTransformation {
  return (nodes) => {
    for (const node of nodes) node.metadata.topic = topic;
    return nodes;
  };
}
