import type { Lexicon } from './lexicon.js';
import { english } from './lexicons/english.js';
import { french } from './lexicons/french.js';
import { german } from './lexicons/german.js';
import { spanish } from './lexicons/spanish.js';

const lexicons: readonly Lexicon[] = [english, german, spanish, french];

/** The words of the language that a question seems to be in; what was asked before decides where it does not tell. */
export function lexiconOf(question: string, before: string): Lexicon {
  const scores = lexicons.map((lexicon) => {
    const isSpanish = lexicon.language === 'es' && /[¿¡]/u.test(question) ? 3 : 0;
    return { lexicon, score: 2 * tellingWords(question, lexicon) + tellingWords(before, lexicon) / 2 + isSpanish };
  });
  return scores.reduce((best, each) => (each.score > best.score ? each : best), { lexicon: english, score: 0 }).lexicon;
}

function tellingWords(text: string, { telling }: Lexicon): number {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter((word) => telling.has(word)).length / Math.max(1, Math.sqrt(words.length));
}
