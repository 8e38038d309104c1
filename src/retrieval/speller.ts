import { type BundledTokens, loadBundledTokens } from '../models/bundled-tokens.js';
import type { IndexReader } from '../store/index-store.js';
import { analyzeQuery } from '../store/text-analysis.js';
import { isFunctionWord } from './function-words.js';

/** A word that no document has, and the one that was searched for instead. */
export interface Respelling {
  readonly word: string;
  readonly instead: string;
}

export interface SpeltQuery {
  readonly text: string;
  /** Empty where `text` is the query itself. */
  readonly respelled: readonly Respelling[];
}

/** Shorter words resemble too many others. */
const shortest = 5;
const longest = 40;
/** Words of at least this many letters may differ in two. */
const longWord = 9;
/** Looking for one takes some milliseconds; a query of nothing but unknown words is no query in the index's language. */
const mostWords = 4;
/** Of a pasted text the first words are looked up. */
const mostDoubtful = 24;
const rememberedQueries = 100;

/** Letters with an alphabet's case; capitals at the beginning or throughout, for a name like `mRNAx` is meant as it stands. */
const spelledWord = /^(?:\p{L}[\p{Ll}\p{M}]+|[\p{Lu}\p{M}]{6,})$/u;
const latin = /^[\p{sc=Latin}\p{M}]+$/u;
/** Words as written; what is quoted, and what is part of a path, an address or a name with digits, is meant as it stands. */
const quoted = /"[^"]{0,300}"|“[^”]{0,300}”|„[^“”]{0,300}[“”]|«[^»]{0,300}»|`[^`]{0,300}`/gu;
const run = /\S+/gu;
const edge = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/**
 * Reads words that an index does not have as the most similar one that it has: misspelt words, names above all, and in
 * languages whose inflections the search terms keep, other forms of a word. A word that the bundled encoder's vocabulary
 * has whole is no misspelling and stays.
 */
export class Speller {
  readonly #index: Pick<IndexReader, 'termFrequencies' | 'similarWords' | 'mentionsVersion'>;
  readonly #tokens: () => Promise<BundledTokens>;
  readonly #known = new Map<string, Promise<SpeltQuery>>();
  #version = '';

  constructor(
    index: Pick<IndexReader, 'termFrequencies' | 'similarWords' | 'mentionsVersion'>,
    tokens: () => Promise<BundledTokens> = loadBundledTokens,
  ) {
    this.#index = index;
    this.#tokens = tokens;
  }

  async spell(query: string): Promise<SpeltQuery> {
    const doubtful = await this.#doubtful(query);
    if (doubtful.length === 0) return { text: query, respelled: [] };
    const version = await this.#index.mentionsVersion();
    if (version !== this.#version || this.#known.size >= rememberedQueries) this.#known.clear();
    this.#version = version;
    const known = this.#known.get(query);
    if (known !== undefined) return known;
    const spelling = this.#respell(query, doubtful);
    this.#known.set(query, spelling);
    spelling.catch(() => this.#known.delete(query));
    return spelling;
  }

  /** Words that are no word of the encoder's vocabulary. */
  async #doubtful(query: string): Promise<readonly string[]> {
    const words = new Set(wordsOf(query));
    if (words.size === 0) return [];
    const tokens = await this.#tokens();
    return [...words].filter((word) => tokens.encode(word).length > 1).slice(0, mostDoubtful);
  }

  async #respell(query: string, doubtful: readonly string[]): Promise<SpeltQuery> {
    const termOf = new Map(doubtful.map((word) => [word, analyzeQuery(word)[0] ?? '']));
    const { counts } = await this.#index.termFrequencies([...termOf.values()]);
    const unknown = doubtful.filter((word) => (counts.get(termOf.get(word) ?? '') ?? 0) === 0);
    const respelled: Respelling[] = [];
    for (const word of unknown.slice(0, mostWords)) {
      const similar = await this.#index.similarWords(word, word.length < longWord ? 1 : 2);
      const best = similar.find((each) => !isAnotherName(word, each.word));
      if (best !== undefined) respelled.push({ word, instead: best.word });
    }
    return { text: withSpelling(query, respelled), respelled };
  }
}

/** Martina is no misspelt Martin, nor Carla a misspelt Carlo. */
function isAnotherName(word: string, other: string): boolean {
  const [stem, otherStem] = [word, other].map((each) => each.toLowerCase().replace(/[aeio]$/u, ''));
  return /^\p{Lu}/u.test(word) && stem === otherStem;
}

/** For people. */
export function respellingText(respelled: readonly Respelling[]): string {
  const each = respelled.map(({ word, instead }) => `no document has "${word}", so "${instead}" was looked for`);
  const text = each.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The query as the index spells it. */
function withSpelling(query: string, respelled: readonly Respelling[]): string {
  return respelled.reduce((text, { word, instead }) => replaced(text, word, instead), query);
}

/** A text in the user's own spelling again: for searching elsewhere. */
export function withoutSpelling(text: string, respelled: readonly Respelling[]): string {
  return respelled.reduce((result, { word, instead }) => replaced(result, instead, word), text);
}

function replaced(text: string, word: string, by: string): string {
  return text.replace(new RegExp(`(?<![\\p{L}\\p{M}])${word}(?![\\p{L}\\p{M}])`, 'gu'), () => by);
}

function wordsOf(query: string): readonly string[] {
  const runs = query.replaceAll(quoted, ' ').match(run) ?? [];
  return runs
    .map((each) => each.replaceAll(edge, ''))
    .flatMap((each) => (/^[\p{L}\p{M}'’-]+$/u.test(each) ? each.split(/['’-]/u) : []))
    .filter((word) => word.length >= shortest && word.length <= longest)
    .filter((word) => spelledWord.test(word) && latin.test(word) && !isFunctionWord(word));
}
