import { nameCandidates } from '../../retrieval/mention-graph/name-candidates.js';
import { nameWords } from '../../retrieval/mention-graph/name-words.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { relationsIn } from './relation-cues.js';
import { withWordBorders } from './word-borders.js';

/** What a question asks for, told by its words in the languages that the bundled encoder knows best. */
export interface QuestionFocus {
  readonly text: string;
  readonly asks: AnswerKinds;
  /** Keys of the names in the question. */
  readonly names: ReadonlySet<string>;
  /** All its words, as names are compared. */
  readonly words: ReadonlySet<string>;
  /** The question without its names: what it asks about them. */
  readonly relation: string;
  /** Search terms that stand in a name. */
  readonly nameTerms: ReadonlySet<string>;
  /** Relations such as birth or direction that it speaks of. */
  readonly relations: ReadonlySet<string>;
}

/** Several may hold: "In which year" asks for a time, "which of the two is older" for a choice. */
export type AnswerKinds = Readonly<Record<AnswerKind, boolean>>;
export type AnswerKind = (typeof answerKinds)[number];
export const answerKinds = ['person', 'time', 'place', 'number', 'reason', 'choice', 'thing'] as const;

const signs: Readonly<Record<AnswerKind, RegExp>> = {
  person:
    /\bwho(?:m|se)?\b|\b(?:wer|wem|wen|wessen|quién(?:es)?|qui|quem|chi)\b|誰|谁|だれ|누구|\b(?:what|which) (?:\w+ )?(?:person|man|woman|actor|actress|author|writer|artist|singer|king|queen|president|player|director|scientist|composer|politician)\b|何人|(?:father|mother|spouse|wife|husband|child|son|daughter|sibling|director|composer|performer)\b/iu,
  time: /\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|time|season|era|period)s?\b|\bdate of\b|\b(?:wann|cuándo|quand|quando)\b|\b(?:jahr|jahre|jahrhundert|año|siglo|année|siècle|fecha|datum|ano|anno)\b|何年|いつ|何時|何日|何月|哪(?:一)?年|何時|什么时候|什麼時候|年份|时间|時間|哪一天|언제|몇 년/iu,
  place:
    /\bwhere\b|\b(?:what|which|same) (?:\w+ )?(?:city|country|state|county|town|place|continent|region|province|district|village|island|location|area)\b|\b(?:place|country|location) of\b|\b(?:wo|woher|wohin|dónde|où|onde|dove)\b|\b(?:land|stadt|país|ciudad|pays|ville|cidade|paese)\b|どこ|どの国|哪裡|哪里|哪兒|何處|在哪|哪個國家|哪个国家|哪個城市|哪座|地方|地點|어디/iu,
  number:
    /\bhow (?:many|much|long|old|far|large|big|tall|high|often|fast|deep|wide|close)\b|\b(?:number|amount|percentage|percent|population|length|height|size|rate|cost|price|total|score) of\b|\b(?:what|which) (?:\w+ )?(?:percentage|percent|number|amount|population|proportion|rate)\b|\b(?:wie ?viele?|wie (?:groß|hoch|lange?|alt)|cuánt[oa]s?|combien|quant[oai]s?)\b|多少|幾|几|何(?:人|個|个|回|歳|種|本|枚|度|カ|か|ヶ|キロ|メートル|パーセント|%)|いくつ|どれくらい|多長|多高|몇|얼마/iu,
  reason:
    /\bwhy\b|\b(?:warum|weshalb|por qué|pourquoi|perché|por que)\b|\b(?:reason|purpose|cause)\b|なぜ|どうして|理由|為什麼|为什么|為何|为何|原因|왜/iu,
  choice:
    /\b(?:both|same|either)\b|\bor\b[^?]*\?|\b(?:older|younger|first|earlier|later|longer|larger|more)\b[^?]*,|\b(?:beide|gleiche|oder|ambos|mism[oa]|deux|même)\b|のうち|どちら|還是|还是|相同|同じ|哪一個更/iu,
  thing:
    /\b(?:what|which)\b|\b(?:was|welche[rsmn]?|qué|cuál(?:es)?|quel(?:le)?s?|que|qual|quais|cosa|quale)\b|什麼|什么|何|哪|なに|무엇|어떤/iu,
};

const kinds = answerKinds.map((kind) => [kind, withWordBorders(signs[kind])] as const);

export function questionFocus(question: string, terms: QuestionTerms): QuestionFocus {
  const words = nameWords(question);
  const names = new Set(nameCandidates(question, words));
  const named = new Set([...names].flatMap((name) => name.split(' ')));
  const rest = words.filter(({ word }) => !named.has(word));
  const nameTerms = new Set([...names].flatMap((name) => [...terms.termsIn(name)]));
  return {
    text: question,
    asks: Object.fromEntries(kinds.map(([kind, sign]) => [kind, sign.test(question)])) as Record<AnswerKind, boolean>,
    names,
    words: new Set(words.map(({ word }) => word)),
    relation: rest
      .map(({ start, end }) => question.slice(start, end))
      .join(words.some(({ isUnspaced }) => isUnspaced) ? '' : ' '),
    nameTerms,
    relations: relationsIn(question),
  };
}
