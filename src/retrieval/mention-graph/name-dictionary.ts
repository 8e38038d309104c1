import type { NameWord } from './name-words.js';

type Word = Pick<NameWord, 'word'>;

/** What some words are: a name, the beginning of a longer one, or both. One look-up tells, for there are many words. */
const isName = 1;
const isBeginning = 2;

/** Names by key, found in texts by their longest match. */
export class NameDictionary {
  readonly #entries = new Map<string, number>();
  readonly size: number;

  constructor(names: Iterable<string>) {
    const distinct = new Set(names);
    this.size = distinct.size;
    for (const name of distinct) {
      this.#mark(name, isName);
      for (let end = name.indexOf(' '); end >= 0; end = name.indexOf(' ', end + 1)) {
        this.#mark(name.slice(0, end), isBeginning);
      }
    }
  }

  has(name: string): boolean {
    return ((this.#entries.get(name) ?? 0) & isName) !== 0;
  }

  /** Names in a text with their number of occurrences; where names overlap, the longest from the left. */
  namesIn(words: readonly Word[]): Map<string, number> {
    const found = new Map<string, number>();
    let at = 0;
    while (at < words.length) {
      const match = this.#longestAt(words, at);
      if (match !== undefined) found.set(match.name, (found.get(match.name) ?? 0) + 1);
      at += match?.length ?? 1;
    }
    return found;
  }

  #longestAt(words: readonly Word[], at: number): { readonly name: string; readonly length: number } | undefined {
    let match: { readonly name: string; readonly length: number } | undefined;
    let name = words[at]?.word ?? '';
    for (let length = 1; ; length += 1) {
      const entry = this.#entries.get(name);
      if (entry === undefined) return match;
      if ((entry & isName) !== 0) match = { name, length };
      const next = words[at + length];
      if (next === undefined || (entry & isBeginning) === 0) return match;
      name += ` ${next.word}`;
    }
  }

  #mark(name: string, kind: number): void {
    this.#entries.set(name, (this.#entries.get(name) ?? 0) | kind);
  }
}
