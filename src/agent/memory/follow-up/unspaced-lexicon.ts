/** The small words of a language without blanks, as patterns. */
export interface UnspacedLexicon {
  /** Whole questions that only continue: `why`. */
  readonly bare: RegExp;
  /** `And X?`; its first group is the new part. */
  readonly ellipsis: RegExp;
  readonly questionWord: RegExp;
  /** Pronouns that stand for something; the groups `person` and `owner` tell which ones do so for whom. */
  readonly pronoun: RegExp;
  /** `X's`. */
  readonly ownerForm: (name: string) => string;
  /** Whether what comes before a pronoun can be what it stands for. */
  readonly names: RegExp;
  /** What names nothing; global. */
  readonly smallWords: RegExp;
  /** What a question is about; its first group that is filled. */
  readonly topic: readonly RegExp[];
  /** A question for a person. */
  readonly asksWho: RegExp;
  /** Before a whole question: `and`, `so`. */
  readonly conjunction: RegExp;
}
