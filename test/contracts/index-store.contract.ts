import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConditions, parseFilter } from '../../src/core/filter.js';
import type { IndexReader, IndexWriter, IntegerLists } from '../../src/store/index-store.js';
import type { TunedRanking } from '../../src/store/tuned-ranking.js';
import { documentRecord, mentionsOf, testEmbedder, vectorAt } from '../fakes/index-records.js';

export interface IndexUnderTest {
  readonly writer: IndexWriter;
  /** Opened before anything was written. */
  readonly reader: IndexReader;
  dispose(): Promise<void>;
}

/** What every index does, whatever holds it. */
export function indexStoreContract(name: string, open: () => Promise<IndexUnderTest>): void {
  describe(`${name} as an index`, () => {
    let index: IndexUnderTest;
    beforeEach(async () => {
      index = await open();
    });
    afterEach(() => index.dispose());

    const idsFor = async (query: string, conditions: readonly string[] = []): Promise<string[]> => {
      const found = await index.reader.searchLexical(query, { limit: 20, filter: parseConditions(conditions) });
      return found.map(({ id }) => id).sort();
    };

    /** Ids of the chunks that mention these names, and of those that the names lead to. */
    const usesOf = async (...names: readonly string[]) => {
      const { mentions, targets } = await index.reader.findMentions(names);
      return { mentions: mentions.map(({ id }) => id).sort(), targets: targets.map(({ id }) => id).sort() };
    };

    it('answers everything while it is empty', async () => {
      expect(await index.reader.searchDense(vectorAt(0), { limit: 3 })).toEqual([]);
      expect(await index.reader.searchLexical('some words', { limit: 3 })).toEqual([]);
      expect(await index.reader.getChunks(['a'])).toEqual([]);
      expect(await index.reader.listDocuments()).toEqual({ documents: [], total: 0 });
      expect(await index.reader.termFrequencies(['word'])).toEqual({ counts: new Map([['word', 0]]), total: 0 });
      expect(await index.reader.stats()).toMatchObject({ documents: 0, pages: 0, chunks: 0 });
      expect(await index.writer.allDocuments()).toEqual([]);
      await index.writer.deleteDocuments(['a']);
      await index.writer.dropOrphans(['a']);
      await index.writer.replaceDocuments([]);
      await index.writer.compact({ force: true });
    });

    describe('similar words', () => {
      const written = async (...texts: readonly string[]) =>
        index.writer.replaceDocuments(texts.map((text, at) => documentRecord(`d${at}`, { pages: [[text]] })));
      const similar = async (word: string, edits: number) =>
        (await index.reader.similarWords(word, edits)).map((each) => `${each.word} ${each.edits} ${each.chunks}`);

      it('finds words that differ in so many letters, the likest and the most frequent first', async () => {
        await written('The Kalven report.', 'A kelvin here.', 'Two kelvins and a kelvin.', 'Kalven and calves.');
        for (const _state of ['read whole', 'covered']) {
          expect(await similar('kelven', 1)).toEqual(['Kalven 1 2', 'kelvin 1 2']);
          expect(await similar('kelvens', 2)).toEqual(['kelvins 1 1', 'Kalven 2 2', 'kelvin 2 2']);
          expect(await similar('unlike', 2)).toEqual([]);
          await index.writer.compact({ force: true });
        }
      });

      it('finds swapped letters, other endings than those of English, and words without their accents', async () => {
        await written('Galor and Zeira wrote it.', 'Die theoretischen Grundlagen.', 'In Saarbrücken.');
        for (const _state of ['read whole', 'covered']) {
          expect(await similar('zeria', 1)).toEqual(['Zeira 1 1']);
          expect(await similar('theoretische', 2)).toEqual(['theoretischen 1 1']);
          expect(await similar('Saarbucken', 2)).toEqual(['Saarbrücken 1 1']);
          await index.writer.compact({ force: true });
        }
      });

      it('gives nothing for a word that is none, for none at all, and in an empty index', async () => {
        expect(await similar('kelven', 2)).toEqual([]);
        await written('Some text.', 'Советский союз', 'Smørrebrød');
        expect(await similar('советскый', 1)).toEqual([]);
        expect(await similar('smørrebrod', 1)).toEqual([]);
        expect(await similar('', 1)).toEqual([]);
        expect(await similar('全文検索', 1)).toEqual([]);
        expect(await similar('a'.repeat(5000), 2)).toEqual([]);
      });
    });

    describe('documents', () => {
      it('returns chunks as they were written, in the order asked for, without those that are not there', async () => {
        const record = documentRecord('a', { chunk: { metadata: { cell: 3, draft: true } }, title: "O'Brien’s “A”" });
        await index.writer.replaceDocuments([record]);
        const { vector: _, ...chunk } = record.chunks[1] ?? expect.fail();
        const [second, first] = await index.reader.getChunks(['a/second text', 'missing', 'a/first text']);
        const document = { id: 'a', name: 'a.md', title: "O'Brien’s “A”", format: 'markdown' };
        expect(second).toEqual({ ...chunk, document });
        expect(first?.id).toBe('a/first text');
        expect(await index.reader.getChunks([])).toEqual([]);
      });

      it('returns documents and pages as they were written', async () => {
        const record = documentRecord('a', { pages: [['one'], ['two'], ['three']], metadata: { author: 'Ada' } });
        await index.writer.replaceDocuments([record]);
        expect(await index.reader.getDocument('a')).toEqual(record.document);
        expect(await index.reader.getPages('a')).toEqual(record.pages);
        expect(await index.reader.getPages('a', [3, 1, 9])).toEqual([record.pages[0], record.pages[2]]);
        expect(await index.reader.getPages('a', [])).toEqual([]);
        expect(await index.reader.getDocument('b')).toBeUndefined();
        expect(await index.reader.getPages('b')).toEqual([]);
      });

      it("returns a document's chunks at the places asked for, in their order", async () => {
        await index.writer.replaceDocuments([
          documentRecord('a', { pages: [['0', '1', '2', '3']] }),
          documentRecord('b'),
        ]);
        const at = async (id: string, places: readonly number[]) =>
          (await index.reader.getChunksAt(id, places)).map((chunk) => chunk.id);
        expect(await at('a', [3, 1, 9, -1, 0.5])).toEqual(['a/1', 'a/3']);
        expect(await at('b', [0])).toEqual(['b/first text']);
        expect(await at('a', [])).toEqual([]);
        expect(await at("O'Brien", [0])).toEqual([]);
      });

      it('lists documents by name, a slice at a time', async () => {
        await index.writer.replaceDocuments(['c', 'a', 'b'].map((id) => documentRecord(id)));
        const slice = await index.reader.listDocuments({ limit: 2, offset: 1 });
        expect(slice.documents.map(({ id }) => id)).toEqual(['b', 'c']);
        expect(slice.total).toBe(3);
        expect((await index.reader.listDocuments()).documents).toHaveLength(3);
        expect(await index.reader.listDocuments({ limit: 0 })).toEqual({ documents: [], total: 3 });
        expect(await index.reader.listDocuments({ offset: 3 })).toEqual({ documents: [], total: 3 });
        expect((await index.reader.listDocuments({ limit: 9, offset: 2 })).documents).toHaveLength(1);
        expect((await index.writer.allDocuments()).map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
      });

      it('replaces a document whole and leaves the others alone', async () => {
        await index.writer.replaceDocuments([documentRecord('a'), documentRecord('b')]);
        const changed = documentRecord('a', { pages: [['second text'], ['third text']] });
        await index.writer.replaceDocuments([changed]);
        expect(await idsFor('text')).toEqual(['a/second text', 'a/third text', 'b/first text', 'b/second text']);
        expect(await index.reader.getPages('a')).toEqual(changed.pages);
        expect((await index.reader.getChunks(['a/second text']))[0]?.start).toBe(0);
        expect(await index.reader.stats()).toMatchObject({ documents: 2, pages: 3, chunks: 4 });
      });

      it('takes a document without chunks, and one without pages', async () => {
        const empty = documentRecord('a', { pages: [[]] });
        await index.writer.replaceDocuments([empty, documentRecord('b', { pages: [] })]);
        expect(await index.reader.getPages('a')).toEqual(empty.pages);
        await index.writer.replaceDocuments([documentRecord('a')]);
        expect(await idsFor('text')).toHaveLength(2);
        await index.writer.replaceDocuments([empty]);
        expect(await idsFor('text')).toEqual([]);
        expect(await index.reader.getPages('a')).toEqual(empty.pages);
      });

      it('takes the last one where a batch holds a document twice', async () => {
        const later = documentRecord('a', { pages: [['later text']] });
        await index.writer.replaceDocuments([documentRecord('a'), documentRecord('b'), later]);
        expect(await idsFor('text')).toEqual(['a/later text', 'b/first text', 'b/second text']);
        expect(await index.reader.getDocument('a')).toEqual(later.document);
      });

      it('gives the same state when a replacement is repeated', async () => {
        await index.writer.replaceDocuments([documentRecord('a')]);
        await index.writer.replaceDocuments([documentRecord('a')]);
        expect(await index.reader.stats()).toMatchObject({ documents: 1, pages: 1, chunks: 2 });
        expect(await index.reader.getDocument('a')).toEqual(documentRecord('a').document);
      });

      it('deletes documents with all that belongs to them', async () => {
        await index.writer.replaceDocuments(['a', 'b', 'c'].map((id) => documentRecord(id)));
        await index.writer.deleteDocuments(['a', 'c', 'never there']);
        expect(await index.reader.stats()).toMatchObject({ documents: 1, pages: 1, chunks: 2 });
        expect(await index.reader.getPages('a')).toEqual([]);
        expect(await idsFor('text')).toEqual(['b/first text', 'b/second text']);
      });

      it('keeps ids and texts that look like SQL, patterns or half a character', async () => {
        const ids = ["a'); DROP TABLE chunks --", 'a%_*', 'a"b`c\\', 'ä\u{1F600}/名前', "''"];
        await index.writer.replaceDocuments(ids.map((id) => documentRecord(id, { pages: [[`x ${id}`]] })));
        for (const id of ids) {
          expect((await index.reader.getDocument(id))?.name).toBe(`${id}.md`);
          expect(await index.reader.getPages(id)).toHaveLength(1);
          expect((await index.reader.getChunks([`${id}/x ${id}`]))[0]?.text).toBe(`x ${id}`);
        }
        await index.writer.deleteDocuments(ids.slice(0, 1));
        expect((await index.reader.stats()).documents).toBe(4);
      });

      it('knows the vectors of documents by the hash of their chunks', async () => {
        await index.writer.replaceDocuments([documentRecord('a'), documentRecord('b', { pages: [['other']] })]);
        const vectors = await index.writer.vectorsByHash(['a']);
        expect([...vectors.keys()].sort()).toEqual(['hash:first text', 'hash:second text']);
        expect(vectors.get('hash:second text')).toEqual(vectorAt(0.1));
        expect((await index.writer.vectorsByHash([])).size).toBe(0);
      });

      it('remembers its encoder and its sources', async () => {
        await index.writer.setSources(['/documents', 'https://example.org/']);
        const { embedder, sources } = await index.reader.manifest();
        expect(embedder).toEqual(testEmbedder);
        expect(sources).toEqual(['/documents', 'https://example.org/']);
      });
    });

    describe('vectors', () => {
      it('refuses a wrong length and values that are no numbers, and writes nothing of that batch', async () => {
        for (const vector of [vectorAt(0, 3), vectorAt(0, 5), Float32Array.of(1, Number.NaN, 0, 0)]) {
          const bad = documentRecord('bad', { chunk: { vector } });
          const writing = index.writer.replaceDocuments([documentRecord('good'), bad]);
          await expect(writing).rejects.toMatchObject({ code: 'embedder-failed' });
        }
        expect(await index.reader.stats()).toMatchObject({ documents: 0, pages: 0, chunks: 0 });
        await expect(index.reader.searchDense(vectorAt(0, 3), { limit: 1 })).rejects.toMatchObject({
          code: 'embedder-failed',
        });
      });

      it('are ranked by their cosine', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['one', 'two', 'three']] })]);
        const found = await index.reader.searchDense(vectorAt(0.19), { limit: 2 });
        expect(found.map(({ id }) => id)).toEqual(['a/three', 'a/two']);
        expect(found[0]?.score).toBeCloseTo(Math.cos(0.01), 5);
        expect(found[1]?.score).toBeCloseTo(Math.cos(0.09), 5);
      });

      it('of equal score come in the order of their ids', async () => {
        const ids = Array.from({ length: 30 }, (_, number) => `d${String((number * 7) % 30).padStart(2, '0')}`);
        await index.writer.replaceDocuments(ids.map((id) => documentRecord(id, { pages: [['same']] })));
        const expected = [...ids].sort().slice(0, 5);
        const dense = await index.reader.searchDense(vectorAt(0), { limit: 5 });
        expect(dense.map(({ id }) => id)).toEqual(expected.map((id) => `${id}/same`));
        const lexical = await index.reader.searchLexical('same', { limit: 5 });
        expect(lexical.map(({ id }) => id)).toEqual(expected.map((id) => `${id}/same`));
      });

      it('are compared among given ids only', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['one', 'two', 'three']] })]);
        const among = ['a/one', 'a/three', "it's gone"];
        const found = await index.reader.searchDense(vectorAt(0.1), { limit: 5, among });
        expect(found.map(({ id }) => id).sort()).toEqual(['a/one', 'a/three']);
        expect(await index.reader.searchDense(vectorAt(0.1), { limit: 5, among: [] })).toEqual([]);
      });
    });

    describe('words', () => {
      it('find the chunk that holds more and rarer of them first', async () => {
        const texts = ['common rare', 'common', 'common other', 'nothing'];
        await index.writer.replaceDocuments([documentRecord('a', { pages: [texts] })]);
        const found = await index.reader.searchLexical('rare common', { limit: 10 });
        expect(found[0]?.id).toBe('a/common rare');
        expect(found.map(({ id }) => id)).not.toContain('a/nothing');
      });

      it('find the best chunks among many new ones, not the first', async () => {
        const texts = Array.from({ length: 60 }, (_, number) => `word${number} filler filler filler common`);
        await index.writer.replaceDocuments([documentRecord('a', { pages: [[...texts, 'common common']] })]);
        const [best] = await index.reader.searchLexical('common', { limit: 1 });
        expect(best?.id).toBe('a/common common');
      });

      it('are found in the context as well as in the text', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { chunk: { context: 'Handbook › Warranty' } })]);
        expect(await idsFor('warranty')).toHaveLength(2);
      });

      it('find inflected, accented, full-width and unspaced forms', async () => {
        const texts = ['The policies of cafés', 'ＡＢＣ１２３', '全文检索系统', 'Ａ猫が好き'];
        await index.writer.replaceDocuments([documentRecord('a', { pages: [texts] })]);
        expect(await idsFor('policy')).toEqual(['a/The policies of cafés']);
        expect(await idsFor('CAFE')).toEqual(['a/The policies of cafés']);
        expect(await idsFor('abc123')).toEqual(['a/ＡＢＣ１２３']);
        expect(await idsFor('检索')).toEqual(['a/全文检索系统']);
        expect(await idsFor('猫')).toEqual(['a/Ａ猫が好き']);
      });

      it('that are all function words are searched nevertheless, and nothing finds nothing', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['to be or not to be', 'something']] })]);
        expect(await idsFor('to be')).toEqual(['a/to be or not to be']);
        expect(await idsFor('')).toEqual([]);
        expect(await idsFor(' ?!\n"(*^~ ')).toEqual([]);
        expect(await idsFor('"something" +(AND OR NOT) something~2 some*')).toContain('a/something');
      });

      it('are counted', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['red fox', 'red red apple', 'tree']] })]);
        const { counts, total } = await index.reader.termFrequencies(['red', 'fox', 'absent']);
        expect(Object.fromEntries(counts)).toEqual({ red: 2, fox: 1, absent: 0 });
        expect(total).toBe(3);
      });
    });

    describe('filters', () => {
      const write = (id: string, options: Parameters<typeof documentRecord>[1]) =>
        documentRecord(id, { pages: [['word']], ...options });

      it('compare text fields', async () => {
        await index.writer.replaceDocuments([
          write('a', { name: 'reports/2024/a.pdf', format: 'pdf', modifiedAt: '2024-05-01T00:00:00.000Z' }),
          write('b', { name: 'reports/b.md', title: "O'Brien", modifiedAt: '2025-05-01T00:00:00.000Z' }),
          write('c', { name: '50%_off*.md', title: '2024', uri: 'https://x.org/?a=1&b=%20' }),
        ]);
        expect(await idsFor('word', ['format=pdf'])).toEqual(['a/word']);
        expect(await idsFor('word', ['format!=pdf'])).toEqual(['b/word', 'c/word']);
        expect(await idsFor('word', ["title=O'Brien"])).toEqual(['b/word']);
        expect(await idsFor('word', ['title=2024'])).toEqual(['c/word']);
        expect(await idsFor('word', ['name=50%_off*.md'])).toEqual(['c/word']);
        expect(await idsFor('word', ['uri=https://x.org/?a=1&b=%20'])).toEqual(['c/word']);
        expect(await idsFor('word', ['modifiedAt>=2025-01-01', 'modifiedAt<2026-01-01'])).toEqual(['b/word']);
        expect(await idsFor('word', ["title=' OR 1=1 --"])).toEqual([]);
        const both = await index.reader.searchLexical('word', { limit: 9, filter: { documentId: { in: ['a', 'c'] } } });
        expect(both.map(({ id }) => id)).toEqual(['a/word', 'c/word']);
        const others = { documentId: { notIn: ['a', 'c', "'"] } };
        const other = await index.reader.searchLexical('word', { limit: 9, filter: others });
        expect(other.map(({ id }) => id)).toEqual(['b/word']);
      });

      it('match globs', async () => {
        const names = ['reports/2024/a.pdf', 'reports/b.md', 'x.md', '50%.md', 'a+(b).[c]', 'line\nbreak.md'];
        await index.writer.replaceDocuments(names.map((name, number) => write(`d${number}`, { name })));
        const matching = async (glob: string) => {
          const found = await index.reader.searchDense(vectorAt(0), {
            limit: 9,
            filter: parseFilter({ name: { glob } }),
          });
          return found.map(({ id }) => names[Number(id.slice(1, 2))]).sort();
        };
        expect(await matching('reports/*')).toEqual(['reports/b.md']);
        expect(await matching('reports/**')).toEqual(['reports/2024/a.pdf', 'reports/b.md']);
        expect(await matching('**/*.md')).toEqual(['50%.md', 'line\nbreak.md', 'reports/b.md', 'x.md']);
        expect(await matching('?.md')).toEqual(['x.md']);
        expect(await matching('50%*')).toEqual(['50%.md']);
        expect(await matching('a+(b).[c]')).toEqual(['a+(b).[c]']);
        expect(await matching('%')).toEqual([]);
        expect(await matching("*'*")).toEqual([]);
      });

      it('compare pages with all that a chunk touches', async () => {
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['word'], ['word'], ['word']] })]);
        const wide = documentRecord('b', { pages: [['word']], chunk: { pageStart: 2, pageEnd: 4 } });
        await index.writer.replaceDocuments([
          wide,
          documentRecord('c', { pages: [['word']], chunk: { pageStart: 7, pageEnd: 7 } }),
        ]);
        const documents = async (condition: string) => [
          ...new Set((await idsFor('word', [condition])).map((id) => id.slice(0, 1))),
        ];
        expect(await documents('page=3')).toEqual(['a', 'b']);
        expect(await documents('page=4')).toEqual(['b']);
        expect(await documents('page>=4')).toEqual(['b', 'c']);
        expect(await documents('page>4')).toEqual(['c']);
        expect(await documents('page<2')).toEqual(['a']);
        expect(await documents('page<=2')).toEqual(['a', 'b']);
        expect(await documents('page!=7')).toEqual(['a', 'b']);
        expect(await documents('page>99999999999')).toEqual([]);
        const notOn = (pages: readonly number[]) =>
          index.reader.searchLexical('word', { limit: 9, filter: { page: { notIn: [...pages] } } });
        expect([...new Set((await notOn([4, 7])).map(({ id }) => id))]).toEqual(['a/word']);
        expect([...new Set((await notOn([1, 2, 3])).map(({ id }) => id))]).toEqual(['c/word']);
      });

      it('compare the metadata of documents and chunks', async () => {
        await index.writer.replaceDocuments([
          write('a', { metadata: { year: 2024, draft: true, 'a.b': "it's" } }),
          write('b', { metadata: { year: 2026 }, chunk: { metadata: { draft: true } } }),
          write('c', { metadata: { year: '2025', draft: true }, chunk: { metadata: { draft: false } } }),
        ]);
        expect(await idsFor('word', ['metadata.draft=true'])).toEqual(['a/word', 'b/word']);
        expect(await idsFor('word', ['metadata.draft!=true'])).toEqual(['c/word']);
        expect(await idsFor('word', ['metadata.year>=2025'])).toEqual(['b/word', 'c/word']);
        expect(await idsFor('word', ["metadata.a.b=it's"])).toEqual(['a/word']);
        expect(await idsFor('word', ['metadata.year=2024', 'metadata.draft=true', 'name~*.md'])).toEqual(['a/word']);
        expect(await idsFor('word', ['metadata.constructor~*'])).toEqual([]);
        const filter = { 'metadata.year': { notIn: [2024, 2025] }, 'metadata.none': { notIn: [1] } };
        const found = await index.reader.searchLexical('word', { limit: 9, filter });
        expect(found.map(({ id }) => id)).toEqual(['b/word']);
      });
    });

    describe('mentions', () => {
      it('are returned as they were written, once each, without those that are not there', async () => {
        const row = mentionsOf('a/1', {
          names: ['new york', '红 楼 梦'],
          counts: Int32Array.of(3, 1),
          titles: ['ada lovelace', 'countess'],
          targets: ['countess'],
          terms: Int32Array.of(-5, 2_000_000_000, 0),
          contextTerms: 2,
          tokens: Int32Array.of(7, 30_000),
          ordinal: 4,
        });
        await index.writer.replaceMentions([row, mentionsOf('a/2')], []);
        const found = await index.reader.getMentions(['a/1', 'missing', 'a/1']);
        expect(found).toEqual([{ ...row, candidates: [] }]);
        expect(await index.reader.getMentions(['a/2'])).toEqual([mentionsOf('a/2')]);
        expect(await index.reader.getMentions([])).toEqual([]);
      });

      it('gives all rows by columns, and none where there are more than asked for', async () => {
        const rows = [
          mentionsOf('a/1', {
            ordinal: 3,
            contextTerms: 1,
            names: ['paris', 'rome'],
            counts: Int32Array.of(2, 1),
            titles: ['ada'],
            targets: ['ada'],
            terms: Int32Array.of(-7, 8, 9),
            tokens: Int32Array.of(4, 5),
          }),
          mentionsOf('a/2', { names: ['Ærø', 'rome'], counts: Int32Array.of(4, 1), titles: ['paris'] }),
          mentionsOf('a/3'),
        ];
        // Several commits: a result comes in several parts.
        for (const row of rows) await index.writer.replaceMentions([row], []);
        const columns = await index.reader.allMentions(3);
        if (columns === undefined) throw new Error('no columns');
        const listAt = ({ offsets, values }: IntegerLists, row: number) => [
          ...values.subarray(offsets[row], offsets[row + 1]),
        ];
        const keysAt = (lists: IntegerLists, row: number) => listAt(lists, row).map((key) => columns.keys[key]);
        const found = columns.ids.map((id, row) => ({
          id,
          documentId: columns.documentIds[row],
          ordinal: columns.ordinals[row],
          contextTerms: columns.contextTerms[row],
          names: keysAt(columns.names, row),
          counts: Int32Array.from(listAt(columns.counts, row)),
          titles: keysAt(columns.titles, row),
          targets: keysAt(columns.targets, row),
          terms: Int32Array.from(listAt(columns.terms, row)),
          tokens: Int32Array.from(listAt(columns.tokens, row)),
        }));
        const expected = rows.map(({ hash: _hash, candidates: _candidates, ...row }) => row);
        expect(found.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected);
        expect(await index.reader.allMentions(2)).toBeUndefined();
      });

      it('are found by name and by what a name leads to', async () => {
        await index.writer.replaceMentions(
          [
            mentionsOf('a/1', { names: ['paris', 'rome'], counts: Int32Array.of(2, 1), targets: ['ada'] }),
            mentionsOf('a/2', { names: ['rome'], counts: Int32Array.of(4), titles: ['paris'] }),
            mentionsOf('a/3', { targets: ['paris', 'ada'], candidates: ['rome'] }),
          ],
          [],
        );
        const { mentions, targets } = await index.reader.findMentions(['rome', 'paris', 'rome', 'oslo']);
        expect([...mentions].sort(byNameThenId)).toEqual([
          { name: 'paris', id: 'a/1', count: 2 },
          { name: 'rome', id: 'a/1', count: 1 },
          { name: 'rome', id: 'a/2', count: 4 },
        ]);
        expect(targets).toEqual([{ name: 'paris', id: 'a/3' }]);
        expect(await usesOf('ada')).toEqual({ mentions: [], targets: ['a/1', 'a/3'] });
        expect(await index.reader.findMentions([])).toEqual({ mentions: [], targets: [] });
      });

      it('are found by any name', async () => {
        const names = [
          "o'brien's",
          'back\\slash \\n',
          'say "hello"',
          "';--",
          '红 楼 梦',
          '50% _*[a]',
          'größe',
          '🙂',
          'a, b',
          '',
        ];
        const rows = names.map((name, at) => {
          return mentionsOf(`id ${name}`, {
            names: [name, `${name}x`],
            counts: Int32Array.of(at + 1, 1),
            targets: [name],
          });
        });
        await index.writer.replaceMentions(rows, []);
        for (const [at, name] of names.entries()) {
          const id = `id ${name}`;
          const found = await index.reader.findMentions([name]);
          expect(found).toEqual({ mentions: [{ name, id, count: at + 1 }], targets: [{ name, id }] });
          expect((await index.reader.getMentions([id])).map((row) => row.names)).toEqual([[name, `${name}x`]]);
        }
      });

      it('are replaced and removed', async () => {
        const naming = (id: string, ...names: readonly string[]) =>
          mentionsOf(id, { names, counts: Int32Array.from(names, () => 1) });
        await index.writer.replaceMentions([naming('1', 'paris'), naming('2', 'paris'), naming('3', 'paris')], []);
        await index.writer.replaceMentions([naming('1', 'rome'), naming('4', 'paris')], ['2', 'missing']);
        expect(await usesOf('paris')).toEqual({ mentions: ['3', '4'], targets: [] });
        expect(await usesOf('rome')).toEqual({ mentions: ['1'], targets: [] });
        await index.writer.replaceMentions([], ['1', '3', '4']);
        expect(await usesOf('paris', 'rome')).toEqual({ mentions: [], targets: [] });
      });

      it('have another version after each replacement, and the same one in between', async () => {
        const versions = [await index.reader.mentionsVersion()];
        for (const rows of [[mentionsOf('1')], [mentionsOf('1', { titles: ['rome'] })]]) {
          await index.writer.replaceMentions(rows, []);
          versions.push(await index.reader.mentionsVersion());
        }
        await index.writer.replaceMentions([], ['1']);
        versions.push(await index.reader.mentionsVersion());
        expect(new Set(versions).size).toBe(4);
        await index.writer.replaceMentions([], []);
        expect(await index.reader.mentionsVersion()).toBe(versions[3]);
        await index.writer.replaceDocuments([documentRecord('a', { pages: [['one']] })]);
        expect(versions).not.toContain(await index.reader.mentionsVersion());
      });

      it('know how many search terms a chunk has on average', async () => {
        expect(await index.reader.averageTerms()).toBe(0);
        const lengths = [1, 4, 10];
        const rows = lengths.map((length) => mentionsOf(`c${length}`, { terms: new Int32Array(length) }));
        await index.writer.replaceMentions(rows, []);
        expect(await index.reader.averageTerms()).toBe(5);
      });

      it('are all found among many, whichever of them an index covers', async () => {
        const row = (at: number, name = `name ${at % 10}`) =>
          mentionsOf(`c${at}`, { names: [name, 'all'], counts: Int32Array.of(1, 2), targets: [`target ${at % 10}`] });
        const rows = Array.from({ length: 640 }, (_, at) => row(at));
        await index.writer.replaceMentions(rows.slice(0, 600), []);
        await index.writer.compact({ force: true });
        await index.writer.replaceMentions([...rows.slice(600), row(5, "it's new")], ['c15']);
        const expected = rows.map(({ id }) => id).filter((id) => id !== 'c15');
        const ofFive = expected.filter((id) => id.endsWith('5'));
        const ofAll = await usesOf('all');
        expect(ofAll.mentions).toEqual([...expected].sort());
        expect(await usesOf('name 5', 'target 5')).toEqual({
          mentions: ofFive.filter((id) => id !== 'c5').sort(),
          targets: [...ofFive].sort(),
        });
        expect((await usesOf("it's new")).mentions).toEqual(['c5']);
        const byId = await index.reader.getMentions([...rows.map(({ id }) => id), 'missing']);
        expect(byId.map(({ id }) => id).sort()).toEqual([...expected].sort());
        await index.writer.compact({ force: true });
        expect(await usesOf('all')).toEqual(ofAll);
      });

      it('are looked for by many names at once', async () => {
        const names = Array.from({ length: 900 }, (_, at) => `name ${at}`);
        const rows = ['1', '2'].map((id) => mentionsOf(id, { names, counts: Int32Array.from(names, () => 1) }));
        await index.writer.replaceMentions(rows, []);
        const { mentions } = await index.reader.findMentions(names);
        expect(mentions).toHaveLength(1_800);
        expect(new Set(mentions.map(({ name, id }) => `${name} ${id}`)).size).toBe(1_800);
      });

      it('stay until they are removed, whatever becomes of their chunks', async () => {
        await index.writer.replaceDocuments([documentRecord('a')]);
        await index.writer.replaceMentions([mentionsOf('a/first text', { targets: ['ada'] })], []);
        await index.writer.deleteDocuments(['a']);
        expect(await usesOf('ada')).toEqual({ mentions: [], targets: ['a/first text'] });
      });
    });

    describe('the state of the mentions', () => {
      it('names every chunk and every row', async () => {
        expect(await index.writer.mentionState()).toEqual({ chunks: [], rows: [] });
        await index.writer.replaceDocuments([documentRecord('a', { title: "O'Brien’s “A”" }), documentRecord('b')]);
        const row = mentionsOf('a/first text', {
          names: ['rome'],
          counts: Int32Array.of(2),
          titles: ['title of a'],
          candidates: ['new york', 'rome'],
        });
        await index.writer.replaceMentions([row, mentionsOf('gone')], []);
        const { chunks, rows } = await index.writer.mentionState();
        expect(chunks.map(({ id }) => id).sort()).toEqual([
          'a/first text',
          'a/second text',
          'b/first text',
          'b/second text',
        ]);
        expect(chunks.find(({ id }) => id === 'a/second text')).toMatchObject({
          documentId: 'a',
          hash: 'hash:second text',
          ordinal: 1,
          headings: ['Part'],
          document: { id: 'a', name: 'a.md', title: "O'Brien’s “A”", format: 'markdown' },
        });
        expect(rows.map(({ id }) => id).sort()).toEqual(['a/first text', 'gone']);
        const { id, hash, names, titles, candidates } = row;
        expect(rows.find((each) => each.id === id)).toMatchObject({ id, hash, names, titles, candidates });
      });

      it('gives texts with their search terms', async () => {
        const record = documentRecord('a', { pages: [['Red foxes', '红楼', '!?']], chunk: { context: 'Animals' } });
        await index.writer.replaceDocuments([record]);
        const found = await index.writer.getMentioningChunks(['a/红楼', 'missing', 'a/Red foxes', 'a/!?']);
        expect([...found].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
          { id: 'a/!?', text: '!?', context: 'Animals', terms: 'anim' },
          { id: 'a/Red foxes', text: 'Red foxes', context: 'Animals', terms: 'anim red fox' },
          { id: 'a/红楼', text: '红楼', context: 'Animals', terms: 'anim 红 红楼 楼' },
        ]);
        expect(await index.writer.getMentioningChunks([])).toEqual([]);
        await index.writer.replaceDocuments([documentRecord('b', { pages: [['!?']] })]);
        expect((await index.writer.getMentioningChunks(['b/!?'])).map(({ terms }) => terms)).toEqual(['']);
      });

      it('tells at a glance whether each chunk has a row', async () => {
        expect(await index.writer.hasMentionsOfAll()).toBe(true);
        await index.writer.replaceDocuments([documentRecord('a')]);
        expect(await index.writer.hasMentionsOfAll()).toBe(false);
        await index.writer.replaceMentions([mentionsOf('a/first text'), mentionsOf('a/second text')], []);
        expect(await index.writer.hasMentionsOfAll()).toBe(true);
        await index.writer.deleteDocuments(['a']);
        expect(await index.writer.hasMentionsOfAll()).toBe(false);
      });
    });

    describe('places', () => {
      it('of a document give its chunks in order', async () => {
        const pages = [
          ['zero', 'one'],
          ['two', 'three'],
        ];
        await index.writer.replaceDocuments([documentRecord("a'b", { pages }), documentRecord('c')]);
        const found = await index.reader.getChunksAt("a'b", [3, 1, 9, -1, 1]);
        expect(found.map(({ id, ordinal }) => [id, ordinal])).toEqual([
          ["a'b/one", 1],
          ["a'b/three", 3],
        ]);
        expect(await index.reader.getChunksAt("a'b", [])).toEqual([]);
        expect(await index.reader.getChunksAt('missing', [0])).toEqual([]);
      });
    });

    it('keeps a ranking of its own until it is taken back', async () => {
      const ranking: TunedRanking = {
        blend: { dense: 0.3, walk: -0.1 },
        ranker: 'ranker-1',
        questions: 40,
        source: 'made',
        gain: 0.02,
        interval: { lower: 0.01, upper: 0.03 },
        tunedAt: '2026-01-02T03:04:05.000Z',
      };
      expect((await index.reader.manifest()).ranking).toBeUndefined();
      await index.writer.setRanking(ranking);
      expect((await index.reader.manifest()).ranking).toEqual(ranking);
      await index.writer.setSources(['/documents']);
      expect(await index.reader.manifest()).toMatchObject({ ranking, sources: ['/documents'] });
      await index.writer.setRanking(undefined);
      expect((await index.reader.manifest()).ranking).toBeUndefined();
    });

    it('stays the same through a compaction', async () => {
      for (const id of ['a', 'b', 'c']) await index.writer.replaceDocuments([documentRecord(id)]);
      const before = await index.reader.searchLexical('first', { limit: 9 });
      await index.writer.compact({ force: true });
      const after = await index.reader.searchLexical('first', { limit: 9 });
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      expect(await index.reader.getChunks(['b/first text'])).toHaveLength(1);
      expect(await index.reader.getPages('c')).toHaveLength(1);
    });
  });
}

function byNameThenId(left: { name: string; id: string }, right: { name: string; id: string }): number {
  return `${left.name} ${left.id}` < `${right.name} ${right.id}` ? -1 : 1;
}
