import type { GraphView } from './graph-view.js';
import { NameDictionary } from './name-dictionary.js';
import { type NameWord, nameWords } from './name-words.js';

/** Longer names are hardly ever asked for in full. */
const longestName = 8;
/** Nobody names more than this in one question; a pasted page would ask for thousands. */
const wordsRead = 80;

/** Names of the graph that a question holds, with their number of occurrences; they are loaded into the graph's view. */
export async function questionNames(question: string, graph: GraphView): Promise<ReadonlyMap<string, number>> {
  const words = nameWords(question).slice(0, wordsRead);
  const possible = words.flatMap((_, at) => namesFrom(words, at));
  await graph.loadNames(possible);
  const known = possible.filter((name) => {
    const { mentions, targets } = graph.name(name);
    return mentions.length + targets.length > 0;
  });
  return new NameDictionary(known).namesIn(words);
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
