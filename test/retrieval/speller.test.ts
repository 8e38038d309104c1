import { beforeEach, describe, expect, it } from 'vitest';
import { loadBundledTokens } from '../../src/models/bundled-tokens.js';
import { Speller, withoutSpelling } from '../../src/retrieval/speller.js';
import { documentRecord } from '../fakes/index-records.js';
import { MemoryIndex } from '../fakes/memory-index.js';

let index: MemoryIndex;
let speller: Speller;
beforeEach(async () => {
  index = new MemoryIndex();
  const pages = [
    ['The Kalven Report of 1967.', 'In 1993 Galor and Zeira wrote about inequality.', 'ARPANET came first.'],
    ['Die theoretischen Grundlagen des Zürichsees.', 'The astrophysicist saw a cannonball.', 'The word vasodilation.'],
    ['Jorgen Halvorsen and Velinka Drago run the mill.'],
  ];
  await index.replaceDocuments([documentRecord('a', { pages })]);
  speller = new Speller(index, loadBundledTokens);
});

const spelt = async (query: string) => (await speller.spell(query)).text;

describe('words that no document has', () => {
  it.each([
    ['What did the Kelven Report contain?', 'What did the Kalven Report contain?'],
    ['When did Galor and Zeria publish?', 'When did Galor and Zeira publish?'],
    ['Was ARPNET first?', 'Was ARPANET first?'],
    ['an astrophysisist’s canonball', 'an astrophysicist’s cannonball'],
    ['theoretische Grundlage', 'theoretischen Grundlage'],
    ['Kelven, (Kelven) and Kelven-Zeria', 'Kalven, (Kalven) and Kalven-Zeira'],
  ])('are read as the most similar ones that they have: %s', async (query, expected) => {
    expect(await spelt(query)).toBe(expected);
  });

  it('are told with what was looked for instead', async () => {
    const { respelled } = await speller.spell('Kelven and Zeria');
    expect(respelled).toEqual([
      { word: 'Kelven', instead: 'Kalven' },
      { word: 'Zeria', instead: 'Zeira' },
    ]);
  });

  it.each([
    ['a word of the vocabulary', 'the vasodilations and reporters'],
    ['nothing resembles', 'Xyzzyqua plughbar'],
    ['too short to tell', 'the repo kalv'],
    ['quoted', 'the "Kelven" report, “Kelven”, `Kelven`'],
    [
      'part of an address, a path or a file',
      'kelven.org /home/kelven kelven.md kelven_report kelven@zeria.org kelven2',
    ],
    ['with capitals inside', 'the kelVen of KElven'],
    ['of other letters than Latin ones', '全文検索エンジンのテスト Советскый'],
  ])('stay where they are %s', async (_case, query) => {
    expect(await speller.spell(query)).toEqual({ text: query, respelled: [] });
  });

  it('are no misspelling of another name', async () => {
    for (const query of ['Who is Jorgena?', 'Who is Velinko?', 'Who is Halvorseni?'])
      expect(await spelt(query)).toBe(query);
    expect(await spelt('Who is Jorgenn Halversen?')).toBe('Who is Jorgen Halvorsen?');
  });

  it('are not looked for in a long row', async () => {
    const { respelled } = await speller.spell('qwzrtx wqzrtx xqzrtw zqxrtw Kelven');
    expect(respelled).toEqual([]);
  });
});

it('keeps a word once a document has it', async () => {
  expect(await spelt('the Kelven report')).toBe('the Kalven report');
  expect(await spelt('the Kelven report')).toBe('the Kalven report');
  await index.replaceDocuments([documentRecord('b', { pages: [['A Kelven report too.']] })]);
  await index.replaceMentions([], []);
  expect(await spelt('the Kelven report')).toBe('the Kelven report');
});

it('tells a text in its own spelling again', () => {
  const respelled = [{ word: 'Kelven', instead: 'Kalven' }];
  expect(withoutSpelling('the Kalven report, not Kalvenist', respelled)).toBe('the Kelven report, not Kalvenist');
});
