import type { AnswerEvent } from '../core/answer.js';
import { settleAll } from '../core/settle-all.js';
import type { SearchMode } from '../retrieval/index-search.js';
import type { OpenQuestion } from './reasoner.js';
import type { Run } from './run.js';
import { searchIndex } from './search-index.js';

interface Formulation {
  readonly query: string;
  readonly mode: SearchMode;
  /** Share in the fusion of all searches. */
  readonly weight: number;
  readonly isMain: boolean;
}

/** The question itself at double weight: expansion alone is known to hurt (Weller et al. 2024, arXiv 2309.08541). */
const weights = { main: 2, part: 1, keywords: 0.5, hypothesis: 0.5 };

/** The first searches of a run: the question itself, its parts, and for each the words and the answer it hopes for. */
export async function* firstSearch(
  run: Run,
  standalone: string,
  questions: readonly OpenQuestion[],
): AsyncGenerator<AnswerEvent, void, void> {
  const wanted = formulations(standalone, questions).filter(({ query, mode }) => run.queries.add(query, mode));
  for (const { query, mode } of wanted)
    yield { type: 'tool-call', tool: 'search_documents', arguments: argumentsOf(run, query, mode) };
  const signal = run.budget.callerSignal;
  const found = await settleAll(
    wanted.map(({ query, mode }) => searchIndex(run, { query, mode, k: run.k, signal }, run.span)),
  );
  for (const [place, { hits, durationMs }] of found.entries()) {
    const { query, weight, isMain } = wanted[place] ?? { query: '', weight: 0, isMain: false };
    run.evidence.add({ hits, weight, isMain });
    const text = hits.length === 0 ? `Nothing matches "${query}".` : `${hits.length} passages for "${query}".`;
    yield { type: 'tool-result', tool: 'search_documents', text, isError: false, hits, durationMs };
  }
}

function argumentsOf({ k }: Run, query: string, mode: SearchMode) {
  return mode === 'default' ? { query, k } : { query, k, mode };
}

function formulations(standalone: string, questions: readonly OpenQuestion[]): readonly Formulation[] {
  const main: Formulation = { query: standalone, mode: 'default', weight: weights.main, isMain: true };
  const others = questions.flatMap(({ question, keywords, hypothesis }): Formulation[] => [
    { query: question, mode: 'default', weight: weights.part, isMain: false },
    ...(keywords === undefined
      ? []
      : [{ query: keywords, mode: 'lexical', weight: weights.keywords, isMain: false } as const]),
    ...(hypothesis === undefined
      ? []
      : [{ query: hypothesis, mode: 'dense', weight: weights.hypothesis, isMain: false } as const]),
  ]);
  return [main, ...others];
}
