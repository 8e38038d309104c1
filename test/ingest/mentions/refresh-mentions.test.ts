import { describe, expect, it } from 'vitest';
import { type RefreshOptions, refreshMentions } from '../../../ingest/mentions/refresh-mentions.js';
import type { DocumentRecord, IndexWriter } from '../../../src/store/index-store.js';
import { termHash } from '../../../src/store/term-hash.js';
import { analyze } from '../../../src/store/text-analysis.js';
import { documentRecord } from '../../fakes/index-records.js';
import { MemoryIndex } from '../../fakes/memory-index.js';
import { processorMs } from '../../processor-ms.js';
import { graphContent, leadingTo, mentioning } from './graph-content.js';

const tokens = { encode: (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0) };

/** A document of one page without headings. */
function document(id: string, title: string, ...texts: readonly string[]): DocumentRecord {
  return documentRecord(id, { title, pages: [texts], chunk: { headings: [] } });
}

const refresh = (writer: IndexWriter, options: Partial<RefreshOptions> = {}) =>
  refreshMentions({ writer, loadTokens: async () => tokens, ...options });

async function builtAtOnce(records: readonly DocumentRecord[]) {
  const index = new MemoryIndex();
  await index.replaceDocuments(records);
  await refresh(index);
  return graphContent(index);
}

/** Counts calls, and fails in the replacement of mentions that it is told to. */
class SpyingIndex extends MemoryIndex {
  readonly calls: string[] = [];
  /** So many replacements succeed. */
  replacementsLeft = Number.POSITIVE_INFINITY;

  override async getMentioningChunks(ids: readonly string[]) {
    this.calls.push(`read ${[...ids].sort().join(', ')}`);
    return super.getMentioningChunks(ids);
  }

  override async replaceMentions(...[rows, removed]: Parameters<IndexWriter['replaceMentions']>) {
    if (rows.length + removed.length > 0) this.calls.push('write');
    if (this.replacementsLeft === 0) throw new Error('killed');
    this.replacementsLeft -= 1;
    await super.replaceMentions(rows, removed);
  }
}

const hobbit = document('hobbit', 'The Hobbit', 'The Hobbit is a book by J. R. R. Tolkien.', 'It came out in 1937.');
const tolkien = document('tolkien', 'J. R. R. Tolkien', 'J. R. R. Tolkien was born in Bloemfontein.');
const city = document('city', 'Bloemfontein', 'Bloemfontein is a city in South Africa.');

describe('the mention graph after a refresh', () => {
  it('holds a row for each chunk, with all that it says', async () => {
    const index = new MemoryIndex();
    await index.replaceDocuments([hobbit, tolkien]);
    await refresh(index);
    const { rows } = await graphContent(index);
    expect(rows).toHaveLength(3);
    const id = 'hobbit/The Hobbit is a book by J. R. R. Tolkien.';
    const text = 'The Hobbit is a book by J. R. R. Tolkien.';
    expect(rows.find((row) => row.id === id)).toMatchObject({
      documentId: 'hobbit',
      ordinal: 0,
      names: ['j r r tolkien'],
      counts: Int32Array.of(1),
      titles: ['the hobbit', 'hobbit'],
      targets: ['the hobbit', 'hobbit'],
      candidates: ['hobbit', 'j r r tolkien'],
      terms: Int32Array.from(analyze(text), termHash),
      contextTerms: 0,
      tokens: Int32Array.from(new Set(tokens.encode(text))),
    });
    const second = rows.find((row) => row.ordinal === 1);
    expect(second).toMatchObject({ names: [], titles: ['the hobbit', 'hobbit'], targets: [] });
  });

  it('is the same for an index grown step by step, and for one made at once', async () => {
    const index = new MemoryIndex();
    const changed = document('tolkien', 'J. R. R. Tolkien', 'He wrote The Hobbit.', 'Bloemfontein was far away.');
    const steps: readonly [readonly DocumentRecord[], () => Promise<void>][] = [
      [[hobbit], () => index.replaceDocuments([hobbit])],
      [[hobbit, tolkien], () => index.replaceDocuments([tolkien])],
      [[hobbit, changed], () => index.replaceDocuments([changed])],
      [[changed], () => index.deleteDocuments(['hobbit'])],
      [[changed, city], () => index.replaceDocuments([city])],
      [[], () => index.deleteDocuments(['tolkien', 'city'])],
    ];
    for (const [records, change] of steps) {
      await change();
      await refresh(index);
      expect(await graphContent(index)).toEqual(await builtAtOnce(records));
    }
  });

  it('finds a title that arrives later in older chunks, and forgets it with its document', async () => {
    const index = new MemoryIndex();
    await index.replaceDocuments([tolkien]);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'bloemfontein')).toEqual([]);
    await index.replaceDocuments([city]);
    await refresh(index);
    const grown = await graphContent(index);
    expect(mentioning(grown, 'bloemfontein')).toEqual([tolkien.chunks[0]?.id]);
    expect(leadingTo(grown, 'bloemfontein')).toEqual([city.chunks[0]?.id]);
    await index.deleteDocuments(['city']);
    await refresh(index);
    const shrunk = await graphContent(index);
    expect(mentioning(shrunk, 'bloemfontein')).toEqual([]);
    expect(leadingTo(shrunk, 'bloemfontein')).toEqual([]);
  });

  it('links by a name once two chunks share it, and no longer where one alone has it', async () => {
    const index = new MemoryIndex();
    const [one, two] = [
      document('one', 'First', 'we met Ada Lovelace'),
      document('two', 'Second', 'so did Ada Lovelace'),
    ];
    await index.replaceDocuments([one]);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toEqual([]);
    await index.replaceDocuments([two]);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toHaveLength(2);
    await index.deleteDocuments(['one']);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toEqual([]);
  });

  it('does not link by a name that very many chunks share, unless it is a title', async () => {
    const index = new MemoryIndex();
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => document(`d${at}`, `Number ${at}`, 'by Ada Lovelace'));
    await index.replaceDocuments(many(20));
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toHaveLength(20);
    await index.replaceDocuments(many(21));
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toEqual([]);
    await index.replaceDocuments([document('ada', 'Ada Lovelace', 'a countess')]);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'ada lovelace')).toHaveLength(21);
  });

  it('follows the links of Markdown', async () => {
    const index = new MemoryIndex();
    const page = documentRecord('page', { name: 'docs/hybrid-search.md', title: 'Fusion', chunk: { headings: [] } });
    const linking = document('linking', 'Linking', 'see [there](hybrid-search.md#x)', 'and [here](other.md)');
    await index.replaceDocuments([page, linking]);
    await refresh(index);
    const content = await graphContent(index);
    expect(mentioning(content, 'hybrid search')).toEqual(['linking/see [there](hybrid-search.md#x)']);
    expect(leadingTo(content, 'hybrid search')).toEqual(['page/first text']);
    await index.deleteDocuments(['page']);
    await refresh(index);
    expect(mentioning(await graphContent(index), 'hybrid search')).toEqual([]);
  });

  it('follows a document that is renamed, though its text stays', async () => {
    const index = new MemoryIndex();
    const plainly = (title: string, name: string) =>
      documentRecord('page', { name, title, pages: [['some text']], chunk: { headings: [] } });
    await index.replaceDocuments([plainly('Fusion', 'a.md'), document('b', 'Other', 'on fusion and on blending')]);
    await refresh(index);
    await index.replaceDocuments([plainly('Blending', 'a.md')]);
    await refresh(index);
    const content = await graphContent(index);
    expect([leadingTo(content, 'fusion'), leadingTo(content, 'blending')]).toEqual([[], ['page/some text']]);
    expect([mentioning(content, 'fusion'), mentioning(content, 'blending')].map(({ length }) => length)).toEqual([
      0, 1,
    ]);
  });
});

describe('a refresh', () => {
  it('reads and writes nothing where nothing has changed', async () => {
    const index = new SpyingIndex();
    await index.replaceDocuments([hobbit, tolkien]);
    await refresh(index);
    index.calls.length = 0;
    const loadTokens = () => Promise.reject(new Error('not needed'));
    await refresh(index, { loadTokens });
    expect(index.calls).toEqual([]);
    await index.replaceDocuments([hobbit]);
    await refresh(index, { loadTokens });
    expect(index.calls).toEqual([]);
  });

  it('reads no other text where what is added changes no name that counts', async () => {
    const index = new SpyingIndex();
    await index.replaceDocuments([hobbit, tolkien]);
    await refresh(index);
    index.calls.length = 0;
    const plain = documentRecord('plain', { title: '', name: '1', pages: [['nothing new']], chunk: { headings: [] } });
    await index.replaceDocuments([plain]);
    await refresh(index);
    expect(new Set(index.calls)).toEqual(new Set(['read plain/nothing new', 'write']));
  });

  it('reads only the texts that mention a name which no longer counts', async () => {
    const index = new SpyingIndex();
    await index.replaceDocuments([hobbit, tolkien, city]);
    await refresh(index);
    index.calls.length = 0;
    await index.deleteDocuments(['city']);
    await refresh(index, { loadTokens: () => Promise.reject(new Error('not needed')) });
    expect(index.calls).toEqual([`read ${tolkien.chunks[0]?.id}`, 'write', 'write']);
  });

  it('stops where it is aborted', async () => {
    const index = new SpyingIndex();
    await index.replaceDocuments([hobbit]);
    await expect(refresh(index, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(index.calls).not.toContain('write');
  });

  it('that was killed after any of its commits is completed by the next', async () => {
    const changed = document(
      'hobbit',
      'The Hobbit',
      'A tale by J. R. R. Tolkien of Oxford.',
      'Of Bloemfontein it tells nothing.',
    );
    const expected = await builtAtOnce([changed, city]);
    const killedAfter = async (commits: number): Promise<boolean> => {
      const index = new SpyingIndex();
      await index.replaceDocuments([hobbit, tolkien]);
      await refresh(index);
      await index.replaceDocuments([changed, city]);
      await index.deleteDocuments(['tolkien']);
      index.replacementsLeft = commits;
      const isKilled = await isRejected(refresh(index));
      index.replacementsLeft = Number.POSITIVE_INFINITY;
      await refresh(index, { isResumed: isKilled });
      expect(await graphContent(index)).toEqual(expected);
      return isKilled;
    };
    let commits = 0;
    while (await killedAfter(commits)) commits += 1;
    expect(commits).toBeGreaterThanOrEqual(2);
  });

  it('gives the same graph after any sequence of changes, kills among them', { timeout: 30_000 }, async () => {
    const random = randomNumbers(7);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const parts = [
      'Alpha Beta',
      'Alpha Beta Gamma',
      'Beta Gamma',
      'Gamma',
      'Delta Alpha',
      'and so',
      '红楼梦',
      '[x](alpha-beta.md)',
      '. ',
    ];
    const textOf = () => Array.from({ length: 6 }, () => pick(parts)).join(pick([' ', ', ', ' to ']));
    const recordOf = (id: string) => {
      const title = random() < 0.3 ? pick(['Alpha Beta', 'Beta Gamma', 'Gamma', '红楼梦', 'Delta']) : '';
      const texts = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) => `${textOf()} ${at}`);
      return documentRecord(id, { title, name: pick(['1', 'alpha-beta.md']), pages: [texts], chunk: { headings: [] } });
    };
    const ids = Array.from({ length: 18 }, (_, at) => `d${at}`);
    const records = new Map<string, DocumentRecord>();
    const index = new SpyingIndex();
    let isResumed = false;
    let last: { readonly id: string; readonly before: DocumentRecord | undefined } | undefined;
    for (let step = 0; step < 200; step += 1) {
      const isUndone = last !== undefined && random() < 0.4;
      const id = isUndone && last !== undefined ? last.id : pick(ids);
      const next = isUndone ? last?.before : random() < 0.3 ? undefined : recordOf(id);
      last = { id, before: records.get(id) };
      if (next === undefined) records.delete(id);
      else records.set(id, next);
      const record = records.get(id);
      await (record === undefined ? index.deleteDocuments([id]) : index.replaceDocuments([record]));
      index.replacementsLeft = random() < 0.4 ? Math.floor(random() * 3) : Number.POSITIVE_INFINITY;
      const isKilled = await isRejected(refresh(index, { isResumed }));
      if (!isKilled) expect(await graphContent(index)).toEqual(await builtAtOnce([...records.values()]));
      isResumed = isKilled;
    }
  });

  it('of thousands of chunks takes seconds, in several batches', async () => {
    const texts = Array.from({ length: 5_000 }, (_, at) => `Text ${at} names Person${at % 1_000}, topic ${at % 7}.`);
    const index = new SpyingIndex();
    await index.replaceDocuments([document('large', 'Large', ...texts)]);
    const start = processorMs();
    await refresh(index);
    expect(processorMs() - start).toBeLessThan(5_000);
    expect(index.calls.filter((call) => call === 'write').length).toBeGreaterThan(1);
    expect(mentioning(await graphContent(index), 'person3')).toHaveLength(5);
  });

  it.each([
    ['capitals', 'Ab '.repeat(100_000)],
    ['unclosed links', '](a'.repeat(100_000)],
    ['no blanks', 'A'.repeat(300_000)],
    ['blanks', `**a${' '.repeat(300_000)}`],
    ['Chinese', '红'.repeat(300_000)],
  ])('takes seconds for a huge chunk of %s', async (_case, text) => {
    const index = new MemoryIndex();
    await index.replaceDocuments([document('huge', 'Huge', text), document('other', 'Other', `${text} `)]);
    const start = processorMs();
    await refresh(index);
    expect(processorMs() - start).toBeLessThan(8_000);
    expect((await index.mentionState()).rows).toHaveLength(2);
  });
});

function isRejected(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    () => true,
  );
}

/** Mulberry32: the same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
