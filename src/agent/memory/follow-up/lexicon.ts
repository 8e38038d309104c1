/** What a pronoun may stand for. */
export type Referent = 'person' | 'thing' | 'plural' | 'place';

/**
 * The small words of one language that tell whether a question stands for itself. Words are in lower case; elisions
 * and hyphens are cut (`qu'est-ce` is three words).
 */
export interface Lexicon {
  readonly language: string;
  /** Words that hardly any other of our languages has: they tell which one a question is in. */
  readonly telling: ReadonlySet<string>;
  readonly pronouns: ReadonlyMap<string, Referent>;
  /** `its`, `his`: stand for the owner. */
  readonly possessives: ReadonlyMap<string, Referent>;
  /** `its` → `Acme's`; without it the owner is added at the end of the question. */
  readonly ownerForm?: (name: string) => string;
  /** `there` → `in Paris`. */
  readonly placeForm: (name: string) => string;
  /** May stand alone or before a noun: `this`, `that method`. */
  readonly demonstratives: ReadonlySet<string>;
  /** Nouns after a demonstrative that mean the collection itself, or a time: `this handbook`, `this year`. */
  readonly deicticNouns: ReadonlySet<string>;
  /** Words after a lone demonstrative that are no nouns: `does that work`. */
  readonly verbsAfterDemonstrative: ReadonlySet<string>;
  readonly questionWords: ReadonlySet<string>;
  /** Question words that can take each other's place before the same clause: `when was it` – `where was it`. */
  readonly adverbialQuestionWords: ReadonlySet<string>;
  readonly auxiliaries: ReadonlySet<string>;
  readonly determiners: ReadonlySet<string>;
  readonly prepositions: ReadonlySet<string>;
  /** Words that begin another clause. */
  readonly subordinators: ReadonlySet<string>;
  /** Verbs that begin a request: `list`, `explain`. */
  readonly imperatives: ReadonlySet<string>;
  /** Other words that name nothing. */
  readonly others: ReadonlySet<string>;
  /** `we`, `you`, `my`: whoever talks. */
  readonly speakers: ReadonlySet<string>;
  /** `and`, `but`: before a whole question or before the part of it that is new. */
  readonly conjunction: RegExp;
  /** `what about`: before the part that is new. */
  readonly about: RegExp;
  /** Whole questions that only continue: `why`, `how so`, `and then`. */
  readonly bare: RegExp;
  /** Whole requests for more of the same: `tell me more`, `give an example`. */
  readonly more: RegExp;
  /** `it` and `that` that stand for nothing in the conversation. */
  readonly empty: RegExp;
  /** Phrases that point at what was said without a pronoun: `the latter`, `which one`, `the same`. */
  readonly pointing: RegExp;
  /** `the second one`; its first group is the number's word. */
  readonly ordinal: RegExp;
  /** Word → place in a list, from 0; negative counts from the end. */
  readonly ordinals: ReadonlyMap<string, number>;
  /** A whole question that lacks what it is about: `who won`, `¿cuándo nació?`. */
  readonly incomplete: RegExp;
  /** `what was it in 2023`: asks the same for something else, its first group. */
  readonly repeated?: RegExp;
  /** `the largest`. */
  readonly superlative: RegExp;
  /** Whether common nouns have capitals, too. */
  readonly capitalisesNouns: boolean;
}

export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u).filter((word) => word !== ''));
}

/** `person: he she; thing: it` */
export function referents(rules: Readonly<Partial<Record<Referent, string>>>): ReadonlyMap<string, Referent> {
  return new Map(
    (Object.entries(rules) as [Referent, string][]).flatMap(([referent, words]) =>
      [...wordSet(words)].map((word): [string, Referent] => [word, referent]),
    ),
  );
}
