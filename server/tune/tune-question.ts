/** A question and what should be found for it. */
export interface TuneQuestion {
  readonly text: string;
  readonly target: TuneTarget;
}

/** What counts as found: any chunk of a document, a chunk on one of its pages, or that very chunk. */
export type TuneTarget =
  | { readonly kind: 'documents'; readonly ids: readonly string[] }
  | { readonly kind: 'pages'; readonly documentId: string; readonly pages: readonly number[] }
  | { readonly kind: 'chunk'; readonly id: string };

/** From fewer, chance speaks louder than any signal. */
export const fewestQuestions = 20;
