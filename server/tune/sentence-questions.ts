import { readable, splitSentences } from '../../src/agent/extractive/sentences.js';
import type { StoredChunk } from '../../src/core/hit.js';
import { isFunctionWord } from '../../src/retrieval/function-words.js';
import type { IndexReader } from '../../src/store/index-store.js';
import { analyzeQuery } from '../../src/store/text-analysis.js';
import { shuffled } from './shuffled.js';
import type { TuneQuestion } from './tune-question.js';

/** A question from a sentence of fewer words names nothing; a longer one is no question. */
const fewestWords = 7;
const mostWords = 40;
/** Share of the words, function words aside, that is left out, all of the rarer half. */
const droppedShare = 1 / 3;

/**
 * One sentence of each chunk with a third of its words left out, drawn from the rarer half: whoever asks does not know
 * the telling words. What is left still stands verbatim in the chunk.
 */
export async function sentenceQuestions(
  chunks: readonly StoredChunk[],
  reader: Pick<IndexReader, 'termFrequencies'>,
  random: () => number,
): Promise<TuneQuestion[]> {
  const questions: TuneQuestion[] = [];
  for (const chunk of chunks) {
    const [sentence] = shuffled(sentencesOf(chunk), random);
    if (sentence === undefined) continue;
    const text = await withoutRareWords(sentence, reader, random);
    if (analyzeQuery(text).length > 1) questions.push({ text, target: { kind: 'chunk', id: chunk.id } });
  }
  return questions;
}

/** Running text only: no headings, tables, records, code or addresses. */
function sentencesOf({ text, document, headings }: StoredChunk): string[] {
  const own = new Set(headings);
  return splitSentences(text, document.format)
    .filter((sentence) => !/^\s*#{1,6}\s|[|{}`=<>]|:\/\//u.test(sentence.text))
    .map((sentence) => readable(sentence.text))
    .filter((sentence) => {
      const words = wordsOf(sentence).filter(({ isWord }) => isWord).length;
      const isWhole = /[.!?。！？…]['"”’»」』)]*$/u.test(sentence);
      return isWhole && words >= fewestWords && words <= mostWords && !own.has(sentence);
    });
}

interface Word {
  readonly text: string;
  readonly isWord: boolean;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Words and what stands between them, in scripts without blanks too. */
function wordsOf(sentence: string): Word[] {
  return [...segmenter.segment(sentence)].map(({ segment, isWordLike }) => ({
    text: segment,
    isWord: isWordLike === true,
  }));
}

async function withoutRareWords(
  sentence: string,
  reader: Pick<IndexReader, 'termFrequencies'>,
  random: () => number,
): Promise<string> {
  const words = wordsOf(sentence);
  const terms = words.map(({ text, isWord }) => (isWord && !isFunctionWord(text) ? analyzeQuery(text) : []));
  const { counts } = await reader.termFrequencies([...new Set(terms.flat())]);
  const frequency = (at: number) => Math.min(...(terms[at] ?? []).map((term) => counts.get(term) ?? 0));
  const rarestFirst = terms.flatMap((own, at) => (own.length > 0 ? [at] : []));
  rarestFirst.sort((a, b) => frequency(a) - frequency(b) || a - b);
  const rarer = rarestFirst.slice(0, Math.ceil(rarestFirst.length / 2));
  const dropped = new Set(shuffled(rarer, random).slice(0, Math.floor(rarestFirst.length * droppedShare)));
  const kept = words.map(({ text }, at) => (dropped.has(at) ? '' : text)).join('');
  return kept.replace(/\s+(?=[,.;:!?\s])/gu, '').trim();
}
