/**
 * 1 where the answer is one of the gold answers, both as SQuAD's evaluation normalises them: lower case, without
 * punctuation and the articles a, an, the (Rajpurkar et al. 2016); else 0. Chinese, Japanese and Korean are compared by
 * character, as MLQA and KorQuAD do.
 */
export function exactMatch(answer: string, golds: readonly string[]): number {
  const given = tokensOf(answer).join(' ');
  return golds.some((gold) => tokensOf(gold).join(' ') === given) ? 1 : 0;
}

/** Harmonic mean of the shares of the answer's and of the gold answer's tokens that both have; the best gold counts. */
export function tokenF1(answer: string, golds: readonly string[]): number {
  const given = tokensOf(answer);
  return Math.max(0, ...golds.map((gold) => f1(given, tokensOf(gold))));
}

/** Share of a gold answer's tokens that the answer has; the best gold counts. For gold answers that are sentences. */
export function tokenRecall(answer: string, golds: readonly string[]): number {
  const given = tokensOf(answer);
  const recalls = golds.map(tokensOf).map((gold) => (gold.length === 0 ? 0 : commonTokens(given, gold) / gold.length));
  return Math.max(0, ...recalls);
}

function f1(given: readonly string[], gold: readonly string[]): number {
  if (given.length === 0 || gold.length === 0) return given.length === gold.length ? 1 : 0;
  return (2 * commonTokens(given, gold)) / (given.length + gold.length);
}

/** Tokens that both have, each as often as the one that has it less often. */
function commonTokens(given: readonly string[], gold: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of gold) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of given) {
    const count = left.get(token) ?? 0;
    if (count === 0) continue;
    left.set(token, count - 1);
    common += 1;
  }
  return common;
}

const byCharacter = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]/gu;

function tokensOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, '')
    .replace(/(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/gu, ' ')
    .replace(byCharacter, ' $& ');
  return plain.split(/\s+/u).filter((token) => token !== '');
}
