import { describe, expect, it } from 'vitest';
import { nameKey, nameWords } from '../../../src/retrieval/mention-graph/name-words.js';

describe('the key of a name', () => {
  it.each([
    ['Albert Einstein', 'albert einstein'],
    ['  Albert\n\tEinstein ', 'albert einstein'],
    ['J. R. R. Tolkien', 'j r r tolkien'],
    ["Rubik's Cube", 'rubik s cube'],
    ['São Paulo', 'sao paulo'],
    ['Sa\u0303o Paulo', 'sao paulo'],
    ['Ångström', 'angstrom'],
    ['Über-Größe', 'uber große'],
    ['ÉCOLE', 'ecole'],
    ['Αθήνα', 'αθηνα'],
    ['İstanbul', 'istanbul'],
    ['Москва 1980', 'москва 1980'],
    ['й', 'й'],
    ['红楼梦', '红 楼 梦'],
    ['ハリー・ポッター', 'ハ リ ー ポ ッ タ ー'],
    ['《红楼梦》、「背影」。', '红 楼 梦 背 影'],
    ['佐々木〇', '佐 々 木 〇'],
    ['iPhone手机', 'iphone 手 机'],
    ['１９８４', '1984'],
    ['ﬁle', 'file'],
    ['', ''],
    ['… — !?', ''],
    ['🙂 👍🏽', ''],
  ])('of %j is %j', (text, key) => {
    expect(nameKey(text)).toBe(key);
  });

  it.each(['J. R. R. Tolkien', 'São Paulo', '红楼梦', 'iPhone手机', 'Größe'])('of the key of %j is itself', (text) => {
    expect(nameKey(nameKey(text))).toBe(nameKey(text));
  });
});

describe('words of names', () => {
  it('know where they stand, in ASCII and beyond', () => {
    for (const text of ['In 1999, Ada wrote.', 'In 1999, Zoë schrieb über 红楼 etwas.']) {
      for (const { word, start, end } of nameWords(text)) expect(nameKey(text.slice(start, end))).toBe(word);
    }
  });

  it.each(['The Year 1999 and 42 in U.S. files', 'Das Jahr 1999 für Äpfel, Öl und 42 é'])(
    'are capitalised with a capital or as a year: %s',
    (text) => {
      const capitalised = nameWords(text).filter(({ isCapitalised }) => isCapitalised);
      const expected = text.startsWith('The') ? 'the year 1999 u s' : 'das jahr 1999 apfel ol';
      expect(capitalised.map(({ word }) => word).join(' ')).toBe(expected);
    },
  );

  it('of scripts without blanks are single characters', () => {
    expect(nameWords('Das 红楼').map(({ word, isUnspaced }) => [word, isUnspaced])).toEqual([
      ['das', false],
      ['红', true],
      ['楼', true],
    ]);
  });

  it('are the same whether or not the text has characters beyond ASCII', () => {
    const text = "J. R. R. Tolkien's Hobbit (1937) sold 100 million copies_2.";
    expect(nameWords(`${text} é`).slice(0, -1)).toEqual(nameWords(text));
  });
});
