import { describe, expect, it } from 'vitest';
import { nameCandidates } from '../../../src/retrieval/mention-graph/name-candidates.js';
import { nameWords } from '../../../src/retrieval/mention-graph/name-words.js';
import { processorMs } from '../../processor-ms.js';

const candidatesOf = (text: string) => nameCandidates(text, nameWords(text));

describe('names as a text has them', () => {
  it.each([
    ['a full name', 'We met Albert Einstein there.', ['albert einstein']],
    ['initials', 'a book by J. R. R. Tolkien.', ['j r r tolkien']],
    ['initials without blanks', 'a book by J.R.R. Tolkien.', ['j r r tolkien']],
    ['short titles', 'he moved to St. Louis with Dr. Watson', ['st louis', 'dr watson']],
    ['a connector', 'at the University of Illinois today', ['university of illinois']],
    ['two connectors', 'it is the Church of the Nativity', ['church of the nativity']],
    ['a Dutch connector', 'hier spielte Ludwig van Beethoven', ['ludwig van beethoven']],
    ['a Spanish connector', 'la ciudad de Santiago de Compostela', ['santiago de compostela']],
    ['a possessive', "it was Einstein's theory", ['einstein']],
    ['a possessive with a curly apostrophe', 'it was Einstein’s theory', ['einstein']],
    ['an apostrophe inside', "the pub of Conan O'Brien", ['conan o brien']],
    ['a hyphen', 'near Stratford-upon-Avon, in Saint-Denis', ['stratford', 'avon', 'saint denis']],
    ['an ampersand', 'made by Ernst & Young', ['ernst young']],
    ['a year', 'the Summer Olympics 1936 were', ['summer olympics 1936']],
    ['a year alone', 'it happened in 1936 or so', ['1936']],
    ['German nouns', 'der Hund schläft im Garten', ['hund', 'garten']],
    ['Russian', 'в городе Нижний Новгород', ['нижний новгород']],
  ])('include %s', (_case, text, names) => {
    expect(candidatesOf(text)).toEqual(names);
  });

  it.each([
    ['an article', 'The Beatles sang.', ['beatles']],
    ['a preposition', 'In Paris it rained.', ['paris']],
    ['several small words', 'And In The Beatles era', ['beatles']],
    ['a German article', 'Der Hund bellt.', ['hund']],
    ['an accented preposition', 'Für Elise erklang. Où Paris commence.', ['elise', 'paris']],
    ['a Spanish article', 'La Habana es grande.', ['habana']],
    ['a function word alone', 'What is this? The end.', []],
    ['a short word alone', 'Go on. Up it went.', []],
  ])('do without the start of a sentence: %s', (_case, text, names) => {
    expect(candidatesOf(text)).toEqual(names);
  });

  it.each([
    ['the end of a sentence', 'He saw Rome. Paris came later.', ['rome', 'paris']],
    ['a comma', 'He saw Rome, Paris and Oslo.', ['rome', 'paris and oslo']],
    ['a line break', 'He saw Rome\nParis came.', ['rome', 'paris']],
    ['two blanks', 'He saw Rome  Paris.', ['rome', 'paris']],
    ['three connectors', 'King of the la Mancha', ['king', 'mancha']],
    ['a connector after a comma', 'from Rome, de Gaulle came', ['rome', 'gaulle']],
    ['a connector at the end', 'the King of.', ['king']],
  ])('end at %s', (_case, text, names) => {
    expect(candidatesOf(text)).toEqual(names);
  });

  it.each([
    ['《红楼梦》是曹雪芹写的', ['红 楼 梦']],
    ['参见〈背影〉与《子夜》', ['背 影', '子 夜']],
    ['彼は「羅生門」を書いた', ['羅 生 門']],
    ['小説『こころ』を読む', ['こ こ ろ']],
    ['他说“不可能”。', ['不 可 能']],
    ['私はハリー・ポッターが好き', ['ハ リ ー ポ ッ タ ー']],
    ['《一》太短', []],
    [`《${'长'.repeat(41)}》`, []],
    ['《断\n行》', []],
  ])('in scripts without capitals are quoted or katakana: %s', (text, names) => {
    expect(candidatesOf(text)).toEqual(names);
  });

  it('of both kinds of script stand side by side', () => {
    expect(candidatesOf('导演 Steven Spielberg 拍了《大白鲨》')).toEqual(['steven spielberg', '大 白 鲨']);
  });

  it.each([
    ['使用 docker 部署', ['docker']],
    ['支持 docker、hybrid search 和检索', ['docker', 'hybrid search']],
    ['設定は config を見る', ['config']],
    ['用 gpt-4 回答', ['gpt 4']],
    ['第 12 章 is of 的 ab', []],
    ['一 this is a sentence of another language 二', []],
  ])('in Latin letters need no capital between characters of another script: %s', (text, names) => {
    expect(candidatesOf(text)).toEqual(names);
  });

  it('leave out a row of capitalised words that is longer than any name', () => {
    const heading = Array.from({ length: 40 }, (_, at) => `Word${at}`).join(' ');
    expect(candidatesOf(`${heading}. It names Ada Lovelace.`)).toEqual(['ada lovelace']);
  });
});

describe('time grows with the text, not with its square, for', () => {
  it.each([
    ['a text without blanks', 'x'.repeat(2_000_000)],
    ['capitals without blanks', 'X'.repeat(2_000_000)],
    ['capitalised words', 'Ab '.repeat(300_000)],
    ['capitalised words beyond ASCII', `é ${'Ab '.repeat(300_000)}`],
    ['initials', 'A. '.repeat(300_000)],
    ['connectors', 'of '.repeat(300_000)],
    ['names and connectors', 'Ab of the '.repeat(100_000)],
    ['years', '1999 '.repeat(200_000)],
    ['opening quotes', '《“「'.repeat(100_000)],
    ['opening quotes with text', '《ab'.repeat(100_000)],
    ['katakana', 'ア'.repeat(300_000)],
    ['Chinese', '红'.repeat(300_000)],
    ['marks', `é${'\u0301'.repeat(300_000)}`],
    ['signs between two words', `A${'-'.repeat(1_000_000)}B`],
    ['blanks', `A${' '.repeat(1_000_000)}B`],
  ])('%s', (_case, text) => {
    const start = processorMs();
    candidatesOf(text);
    expect(processorMs() - start).toBeLessThan(3_000);
  });
});
