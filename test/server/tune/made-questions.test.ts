import { beforeEach, describe, expect, it } from 'vitest';
import { allDocuments } from '../../../server/tune/all-documents.js';
import { drawChunks } from '../../../server/tune/draw-chunks.js';
import { madeQuestions, mostQuestions } from '../../../server/tune/made-questions.js';
import type { TuneQuestion } from '../../../server/tune/tune-question.js';
import { seededRandom } from '../../../src/evaluation/seeded-random.js';
import { documentRecord } from '../../fakes/index-records.js';
import { MemoryIndex } from '../../fakes/memory-index.js';

let index: MemoryIndex;
beforeEach(() => {
  index = new MemoryIndex();
});

const make = async () => madeQuestions(index, await allDocuments(index), { seed: 1 });
const have = async (id: string, text: string, options: Parameters<typeof documentRecord>[1] = {}) =>
  index.replaceDocuments([documentRecord(id, { pages: [[text]], ...options })]);
const asked = (questions: readonly TuneQuestion[]) => questions.map(({ text }) => text);

describe('questions made from an index', () => {
  it('ask with a sentence that lacks a third of its words, all of the rarer half', async () => {
    const sentence = 'The harbour library keeps old maps, wooden ships and brass lanterns behind glass.';
    await have('a', sentence);
    await have('b', 'harbour library harbour library maps');
    const [question, ...others] = await make();
    expect(others).toEqual([]);
    expect(question?.target).toEqual({ kind: 'chunk', id: `a/${sentence}` });
    const words = (text: string): readonly string[] => text.match(/\p{L}+/gu) ?? [];
    const kept = words(question?.text ?? '');
    // Ten words that are no function words; three of them are gone.
    expect(words(sentence).filter((word) => !kept.includes(word))).toHaveLength(3);
    expect(kept).toEqual(expect.arrayContaining(['The', 'harbour', 'library', 'maps', 'and']));
  });

  it('are sentences of scripts without blanks too', async () => {
    const sentence = '港口图书馆保存着古老的地图、木船和黄铜灯笼，它们都放在玻璃后面。';
    await have('a', sentence);
    const [question] = await make();
    expect(question?.text.length).toBeGreaterThan(8);
    expect(question?.text.length).toBeLessThan(sentence.length);
  });

  it('are never tables, code, addresses or records', async () => {
    await have('a', '| one | two | three | four | five | six | seven | eight |');
    await have('b', '```\nconst a = one(two, three, four, five, six, seven, eight);\n```');
    await have('c', 'See the page that explains all of it again at https://example.org/a.');
    await have('d', 'name: lamp; price: four; colour: green; room: the hall; year: nine');
    expect(await make()).toEqual([]);
  });

  it('ask for headings, with the title of their document where that alone says too little', async () => {
    const headed = (heading: string) => ({ chunk: { headings: ['Manual', heading] } });
    await have('a', 'Brass lantern care', headed('Brass lantern care'));
    await have('b', 'Setup', headed('Setup'));
    await have('c', 'Opening hours', headed('Opening hours'));
    await have('d', 'Opening hours.', headed('Opening hours'));
    await have('e', 'text of a section that goes on', headed('Wooden ship models'));
    expect(asked(await make()).sort()).toEqual([
      'Brass lantern care',
      'Title of b Setup',
      'Title of c Opening hours',
      'Title of d Opening hours',
    ]);
  });

  it('ask for the document that a link leads to by what the link calls it', async () => {
    await have('a', 'See [the **loan rules**](../documents/b.md#fees "Rules"), [here](b.md) and [own part](a.md).');
    await have('b', 'Fees');
    await have('c', '[reading rooms](d) [a picture](missing.png) ![map of rooms](b.md) [https://b.md](b.md)');
    await have('d', 'Rooms');
    const links = (await make()).filter(({ target }) => target.kind === 'documents');
    expect(links).toEqual(
      expect.arrayContaining([
        { text: 'the loan rules', target: { kind: 'documents', ids: ['b'] } },
        { text: 'reading rooms', target: { kind: 'documents', ids: ['d'] } },
      ]),
    );
    expect(links).toHaveLength(2);
  });

  it('are as many at most as are worth waiting for, from all documents alike, each once', async () => {
    const sentence = (at: number) => `Lantern number ${at} hangs over the door of room ${at * 7} at night.`;
    for (const id of ['long', 'other']) {
      const texts = Array.from({ length: 300 }, (_, at) => sentence(id === 'long' ? at : at + 1000));
      await index.replaceDocuments([documentRecord(id, { pages: [texts] })]);
    }
    await have('short', 'A single sentence that stands in a document of its own.');
    const questions = await make();
    expect(new Set(asked(questions)).size).toBe(questions.length);
    expect(questions.length).toBeLessThanOrEqual(mostQuestions);
    expect(questions.length).toBeGreaterThan(mostQuestions / 2);
    const of = (id: string) =>
      questions.filter(({ target }) => target.kind === 'chunk' && target.id.startsWith(`${id}/`)).length;
    expect(of('short')).toBe(1);
    expect(Math.abs(of('long') - of('other'))).toBeLessThan(20);
    expect(await make()).toEqual(questions);
  });
});

describe('drawing chunks', () => {
  it('takes the first of each document, then the second of each, until there are enough', async () => {
    await index.replaceDocuments([
      documentRecord('a', { pages: [['a0', 'a1', 'a2', 'a3', 'a4']] }),
      documentRecord('b', { pages: [['b0']] }),
      documentRecord('c', { pages: [['c0', 'c1', 'c2', 'c3', 'c4']] }),
    ]);
    const documents = await allDocuments(index);
    const draw = async (count: number) =>
      (await drawChunks(index, documents, { count, random: seededRandom(1) })).map(({ documentId }) => documentId);
    expect((await draw(3)).sort()).toEqual(['a', 'b', 'c']);
    expect((await draw(7)).slice(0, 3).sort()).toEqual(['a', 'b', 'c']);
    expect((await draw(7)).sort()).toEqual(['a', 'a', 'a', 'b', 'c', 'c', 'c']);
    expect(await draw(100)).toHaveLength(11);
  });
});
