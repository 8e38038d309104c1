import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IndexReader, IndexWriter } from '../../../src/store/index-store.js';
import { openIndexReader } from '../../../src/store/open-index.js';
import { IngestWorkplace } from '../ingest-workplace.js';

let place: IngestWorkplace;
beforeEach(() => {
  place = new IngestWorkplace();
});
afterEach(() => {
  place.remove();
});

const files = {
  'hobbit.md':
    '# The Hobbit\n\nThe Hobbit is a book by J. R. R. Tolkien. See [how to search](docs/hybrid-search.md#fusion).\n',
  'tolkien.md': '# J. R. R. Tolkien\n\nHe was born in Bloemfontein, and he wrote The Hobbit.\n',
  'docs/hybrid-search.md': '# Fusion\n\nTwo lists become one.\n',
};
const city = '# Bloemfontein\n\nBloemfontein is a city.\n';

async function reading<T>(read: (reader: IndexReader) => Promise<T>): Promise<T> {
  const reader = await openIndexReader(place.uri);
  try {
    return await read(reader);
  } finally {
    await reader.close();
  }
}

/** Titles of the documents that mention a name, and of those that it leads to. */
function linksOf(name: string) {
  return reading(async (reader) => {
    const { mentions, targets } = await reader.findMentions([name]);
    const titlesOf = async (ids: readonly string[]) =>
      [...new Set((await reader.getChunks(ids)).map(({ document }) => document.title))].sort();
    return {
      mentioned: await titlesOf(mentions.map(({ id }) => id)),
      leadsTo: await titlesOf(targets.map(({ id }) => id)),
    };
  });
}

/** A writer that is killed after so many replacements of mentions. */
function killedAfter(replacements: number) {
  let left = replacements;
  return (writer: IndexWriter) =>
    new Proxy(writer, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        if (key !== 'replaceMentions') return value.bind(target) as unknown;
        return (...given: unknown[]) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : (value.apply(target, given) as unknown);
        };
      },
    });
}

async function undisturbed() {
  const other = new IngestWorkplace();
  try {
    await other.ingest({ paths: [place.folder] });
    return (await other.snapshot()).mentions;
  } finally {
    other.remove();
  }
}

const mentionsNow = async () => (await place.snapshot()).mentions;

describe('an ingest', () => {
  it('links what documents say with what they are called', async () => {
    place.have(files);
    const { stagesMs } = await place.ingest();
    expect(stagesMs.link).toBeGreaterThanOrEqual(0);
    expect(await linksOf('the hobbit')).toEqual({ mentioned: ['J. R. R. Tolkien'], leadsTo: ['The Hobbit'] });
    expect(await linksOf('j r r tolkien')).toEqual({ mentioned: ['The Hobbit'], leadsTo: ['J. R. R. Tolkien'] });
    expect(await linksOf('hybrid search')).toEqual({ mentioned: ['The Hobbit'], leadsTo: ['Fusion'] });
    const { chunks, mentions } = await place.snapshot();
    expect(mentions.map(({ id }) => id)).toEqual(chunks.map(({ id }) => id).sort());
    for (const { terms, tokens } of mentions) expect([terms, tokens]).not.toContainEqual([]);
  });

  it('follows a file that is moved and one that is emptied', async () => {
    place.have(files);
    await place.ingest();
    place.have({ 'docs/hybrid-search.md': undefined, 'docs/merging.md': files['docs/hybrid-search.md'] });
    await place.ingest();
    expect(await linksOf('hybrid search')).toEqual({ mentioned: [], leadsTo: [] });
    expect((await linksOf('merging')).leadsTo).toEqual(['Fusion']);
    place.have({ 'tolkien.md': '\n' });
    await place.ingest();
    const { chunks, mentions } = await place.snapshot();
    expect(mentions.map(({ id }) => id)).toEqual(chunks.map(({ id }) => id).sort());
  });

  it.each([1, 2])('killed after %i commits of links is completed by the next', async (replacements) => {
    place.have(files);
    await place.ingest();
    place.have({ 'city.md': city, 'hobbit.md': '# The Hobbit\n\nBy J. R. R. Tolkien of Bloemfontein.\n' });
    place.have({ 'docs/hybrid-search.md': undefined });
    await expect(place.ingest({ wrapWriter: killedAfter(replacements) })).rejects.toThrow('killed');
    await place.ingest();
    expect(await mentionsNow()).toEqual(await undisturbed());
  });

  it('that was killed in the links is completed, though a file that it had added is gone', async () => {
    place.have(files);
    await place.ingest();
    place.have({ 'city.md': city });
    await expect(place.ingest({ wrapWriter: killedAfter(1) })).rejects.toThrow('killed');
    place.have({ 'city.md': undefined });
    await place.ingest();
    expect(await linksOf('bloemfontein')).toEqual({ mentioned: [], leadsTo: [] });
    expect(await mentionsNow()).toEqual(await undisturbed());
  });
});
