import { splitSentences } from '../extractive/sentences.js';
import { estimateTokens } from '../passage-text.js';
import type { PastTurn } from './conversation.js';

/** Of one line, in characters. */
const longestSentence = 300;

/**
 * A summary without a model: each turn's question by itself and the first sentence of its answer. Where they do not all
 * fit, the older ones go.
 * @param previous the summary of what came before these turns
 */
export function outline(turns: readonly PastTurn[], previous: string | undefined, tokens: number): string {
  const lines = [...(previous === undefined ? [] : previous.split('\n')), ...turns.map(lineOf)];
  const kept: string[] = [];
  let left = tokens;
  for (const line of lines.toReversed()) {
    left -= estimateTokens(line) + 1;
    if (left < 0) break;
    kept.unshift(line);
  }
  return kept.join('\n');
}

function lineOf({ question, standalone, answer, abstained }: PastTurn): string {
  const asked = oneLine(standalone ?? question);
  return `- ${asked} ${abstained === true ? '(not answered)' : firstSentence(answer)}`;
}

/** Without its citations: their numbers mean other passages by now. */
function firstSentence(answer: string): string {
  const text = oneLine(answer.replace(/\s*\[\d+\]/gu, ''));
  return cut(splitSentences(text, 'text')[0]?.text ?? '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function cut(text: string): string {
  return text.length <= longestSentence ? text : `${text.slice(0, longestSentence)}…`;
}
