/** Query id → document id → judgement; 1 and above is relevant, more is better, 0 and below is not relevant. */
export type Judgements = ReadonlyMap<string, JudgedDocuments>;
export type JudgedDocuments = ReadonlyMap<string, number>;

export function isRelevant(judgement: number | undefined): boolean {
  return judgement !== undefined && judgement >= 1;
}
