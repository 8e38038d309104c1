import type { IndexReader } from '../store/index-store.js';
import { analyze, analyzeQuery } from '../store/text-analysis.js';
import { isFunctionTerm, isFunctionWord } from './function-words.js';

/** The question's search terms with their rarity in one index; tells how much of the question a text speaks of. */
export class QuestionTerms {
  readonly #weights: ReadonlyMap<string, number>;
  readonly #words: ReadonlyMap<string, string>;
  readonly #total: number;

  private constructor(weights: ReadonlyMap<string, number>, words: ReadonlyMap<string, string>) {
    this.#weights = weights;
    this.#words = words;
    this.#total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  }

  static async of(question: string, index: Pick<IndexReader, 'termFrequencies'>): Promise<QuestionTerms> {
    const words = subjectWords(question);
    const terms = [...words.keys()];
    const { counts, total } = await index.termFrequencies(terms);
    // Robertson–Spärck Jones weight as in BM25, never negative.
    const weightOf = (count: number) => Math.log(1 + (total - count + 0.5) / (count + 0.5));
    return new QuestionTerms(new Map(terms.map((term) => [term, weightOf(counts.get(term) ?? 0)])), words);
  }

  get terms(): readonly string[] {
    return [...this.#weights.keys()];
  }

  /** The question's own spelling of a term. */
  wordOf(term: string): string {
    return this.#words.get(term) ?? term;
  }

  weightOf(term: string): number {
    return this.#weights.get(term) ?? 0;
  }

  /** Which of the question's terms a text holds. */
  termsIn(text: string): ReadonlySet<string> {
    return new Set(analyze(text).filter((term) => this.#weights.has(term)));
  }

  /** Share of the question's terms, weighted by rarity, in a set: 0 to 1. */
  coverage(present: ReadonlySet<string>): number {
    if (this.#total === 0) return 0;
    let sum = 0;
    for (const term of present) sum += this.weightOf(term);
    return sum / this.#total;
  }

  /** BM25 of a text of average length that is in no index, with this index's rarities (k1 = 1.2). */
  bm25Of(text: string): number {
    const counts = new Map<string, number>();
    for (const term of analyze(text)) if (this.#weights.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    let sum = 0;
    for (const [term, count] of counts) sum += (this.weightOf(term) * count * 2.2) / (count + 1.2);
    return sum;
  }

  /** BM25's upper bound for this question: every term, saturated (k1 = 1.2). */
  get maximalBm25(): number {
    return this.#total * 2.2;
  }
}

/** Search term → the word that it comes from; function words only where the question has nothing else. */
function subjectWords(question: string): Map<string, string> {
  const words = question.split(/\s+/u).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const subject = words.filter((word) => !isFunctionWord(word));
  const termsOf = (chosen: readonly string[]) =>
    chosen.flatMap((word) => analyzeQuery(word).map((term): [string, string] => [term, word]));
  const terms = termsOf(subject).filter(([term]) => !isFunctionTerm(term));
  return new Map(terms.length > 0 ? terms : termsOf(words));
}
