import type { MentionGraph } from './mention-graph.js';
import { NameDictionary } from './name-dictionary.js';
import { type NameWord, nameWords } from './name-words.js';

/** Longer names are hardly ever asked for in full. */
const longestName = 8;
/** Nobody names more than this in one question; a pasted page would ask for thousands. */
const wordsRead = 80;

/** Names of the graph that a question holds, with their number of occurrences; they are loaded into the graph. */
export async function questionNames(question: string, graph: MentionGraph): Promise<ReadonlyMap<number, number>> {
  const words = nameWords(question).slice(0, wordsRead);
  const possible = words.flatMap((_, at) => namesFrom(words, at));
  const known = await graph.findNames(possible);
  const named = new NameDictionary(known.keys()).namesIn(words);
  return new Map([...named].map(([key, count]) => [known.get(key) ?? -1, count]));
}

function namesFrom(words: readonly NameWord[], at: number): string[] {
  const length = Math.min(longestName, words.length - at);
  return Array.from({ length }, (_, extra) =>
    words
      .slice(at, at + extra + 1)
      .map(({ word }) => word)
      .join(' '),
  );
}
