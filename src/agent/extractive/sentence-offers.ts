import { nameCandidates } from '../../retrieval/mention-graph/name-candidates.js';
import { nameWords } from '../../retrieval/mention-graph/name-words.js';
import type { QuestionFocus } from './question-focus.js';

/** What a sentence offers that its question does not already say. */
export interface SentenceOffers {
  /** Keys of names. */
  readonly names: readonly string[];
  readonly years: number;
  /** Numbers that are no years. */
  readonly numbers: number;
  readonly dates: number;
  /** Names that follow a word of place. */
  readonly places: number;
  /** Names of two or more words: persons mostly. */
  readonly fullNames: number;
  readonly hasLifeDates: boolean;
  readonly hasUnit: boolean;
  readonly hasQuote: boolean;
  readonly isDefinition: boolean;
  /** Share of words that are not the question's. */
  readonly newWords: number;
}

const months =
  'jan(?:uar[yi]?o?)?|feb(?:ruar[yi]?)?|märz|mar(?:ch|zo|s)?|apr(?:il)?|abril|avril|ma[yio]o?|june?|juni[o]?|juin|july?|juli[o]?|juillet|aug(?:ust)?|agosto|août|sept?(?:ember|iembre|embre)?|o[ck]t(?:ober|ubre|obre)?|nov(?:ember|iembre|embre)?|de[cz](?:ember|embre)?|diciembre|décembre|enero|janvier|febrero|février';
const date = new RegExp(
  `\\b\\d{1,2}\\.? (?:de )?(?:${months})\\b\\.?,?(?: (?:de )?\\d{4})?|\\b(?:${months})\\.? \\d{1,2}(?:,? \\d{4})?\\b|\\b(?:${months}) \\d{4}\\b|\\d+年\\d+月|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{4}`,
  'giu',
);
const year = /(?<![\d.,])(?:1\d{3}|20\d\d)(?![\d,])|\d{2,4}年|民國[\d一二三四五六七八九十]+年/gu;
const numeral =
  /\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|third|twice|once|dozen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|deux|trois|quatre|cinq|sept|huit|neuf|dix)\b|[一二三四五六七八九十百千萬万億亿兩两]+(?=[個个人年位名座種种次間间家隻只本部回倍歳歲])/giu;
const lifeDates = /^[^()（）]{1,90}[(（][^()（）]{0,90}(?:\d{4}|年)[^()（）]{0,60}[)）]/u;
const unit =
  /\d\s?(?:%|percent|per cent|km|m\b|kg|cm|mm|miles?|metres?|meters?|kilomet\w+|feet|ft|acres?|hectares?|tons?|tonnes?|people|years?|days?|hours?|minutes?|million|billion|°|€|\$|£|euros?|dollars?|Prozent|Millionen|Jahre|Tage|años|millones|ans|jours)|[$€£¥]\s?\d|百分之|％|パーセント|公里|公尺|公頃|キロ|メートル|萬|万|億|亿/iu;
const definition =
  /^.{1,120}?(?:\b(?:is|was|are|were|ist|war|sind|es|era|son|est|était|sont|é|foi|è)\b|是|為|为|は|とは)/u;
const place =
  /(?:\b(?:in|at|near|from|into|of|to|outside|around|aus|bei|nach|en|à|au|dans|de|em|nel|nella|at the|in the)\s+(?:the\s+)?)(\p{Lu}[\p{L}\p{M}.'’-]+)|(?:在|於|于)([\p{sc=Han}]{2,8})|([\p{sc=Han}\p{sc=Katakana}ー]{2,10})(?:で|に)/gu;

export function sentenceOffers(shown: string, focus: QuestionFocus, titleWords: ReadonlySet<string>): SentenceOffers {
  const words = nameWords(shown);
  const isNew = (word: string) => !focus.words.has(word) && !titleWords.has(word);
  const names = nameCandidates(shown, words).filter((name) => name.split(' ').some(isNew) && !/^\d+$/u.test(name));
  const added = (expression: RegExp) => (shown.match(expression) ?? []).filter((found) => !focus.text.includes(found));
  const years = added(year);
  const places = [...shown.matchAll(place)].filter(([, latin, han, kana]) =>
    isNew((latin ?? han ?? kana ?? '').toLowerCase()),
  );
  return {
    names,
    years: years.length,
    numbers: added(numeral).filter((found) => !years.some((each) => each.startsWith(found))).length,
    dates: added(date).length,
    places: places.length,
    fullNames: names.filter((name) => name.includes(' ')).length,
    hasLifeDates: lifeDates.test(shown),
    hasUnit: unit.test(shown),
    hasQuote: /["“”«»《》「」『』]/u.test(shown),
    isDefinition: definition.test(shown),
    newWords: words.filter(({ word }) => isNew(word)).length / Math.max(1, words.length),
  };
}
