import type { Evidence } from './evidence.js';

/** Longest part of one passage that a model is shown, in characters: the bundled chunker stays well below. */
const longestPassage = 4000;

/**
 * Passages as a chat model reads them: numbered, named, and fenced, so that what a document says cannot pass for what
 * docent says.
 */
export function passageText(evidence: readonly Evidence[]): string {
  return evidence.map(passage).join('\n\n');
}

function passage({ number, hit: { chunk } }: Evidence): string {
  const place = [chunk.document.name, chunk.pageLabel].filter((part) => part !== '').join(', ');
  const context = chunk.context === '' ? '' : `${chunk.context}\n`;
  return `<passage number="${number}" source="${attribute(place)}">\n${fenced(context + chunk.text)}\n</passage>`;
}

/** A fence that stands in the text would end ours. */
function fenced(text: string): string {
  const cut = text.length > longestPassage ? `${text.slice(0, longestPassage)} …` : text;
  return cut.replace(/<(\/?)(passage)/giu, '‹$1$2');
}

function attribute(text: string): string {
  return text.replace(/["<>\n]/gu, ' ').slice(0, 200);
}

/** The best passages that together stay below a number of tokens; at least one. */
export function withinTokens(evidence: readonly Evidence[], tokens: number): readonly Evidence[] {
  let left = tokens;
  return evidence.filter(({ hit: { chunk } }, place) => {
    left -= estimateTokens(chunk.context) + estimateTokens(chunk.text) + 30; // 30: the fence
    return place === 0 || left >= 0;
  });
}

/** Tokens of a text for a chat model, roughly: four Latin characters each, or one ideograph. */
export function estimateTokens(text: string): number {
  const ideographs = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu)?.length ?? 0;
  return Math.ceil(ideographs + (text.length - ideographs) / 4);
}
