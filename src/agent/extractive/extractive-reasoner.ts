import type { AnswerEvent, Sufficiency } from '../../core/answer.js';
import type { Hit } from '../../core/hit.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import { rewriteFollowUp } from '../memory/rewrite-follow-up.js';
import {
  type CheckedAnswer,
  type OpenQuestion,
  type Reasoner,
  type Understanding,
  usedEvidence,
  type Verdict,
} from '../reasoner.js';
import type { Run } from '../run.js';
import { searchIndex } from '../search-index.js';
import { withoutAddresses } from '../web/addresses.js';
import { reformulations } from './reformulations.js';
import { selectSentences } from './select-sentences.js';
import { type SentenceCandidate, sentenceCandidates } from './sentence-candidates.js';
import { smallTalk } from './small-talk.js';
import { splitQuestion } from './split-question.js';
import { supportOf, supportThreshold } from './support.js';

interface Weighed {
  readonly key: string;
  readonly candidates: readonly SentenceCandidate[];
  readonly terms: QuestionTerms;
}

/** Thinks without a chat model: splits at conjunctions, searches again with what was found, quotes sentences. One per run. */
export class ExtractiveReasoner implements Reasoner {
  #weighed: Weighed | undefined;

  async understand(run: Run): Promise<Understanding> {
    const reply = await smallTalk(run.question, run.index.name);
    if (reply !== undefined) {
      return { standalone: run.question, reply, questions: [], thought: 'This needs no sources.' };
    }
    const { standalone, isFollowUp } = rewriteFollowUp(run.question, run.conversation.turns);
    const parts = splitQuestion(standalone);
    const thoughts = [
      ...(isFollowUp ? [`Understood as: ${standalone}`] : []),
      ...(parts.length > 1 ? [`Parts: ${parts.join(' | ')}`] : []),
    ];
    const thought = thoughts.length === 0 ? 'Search for the question as it stands.' : thoughts.join('\n');
    return { standalone, questions: parts.map((question) => ({ question })), thought };
  }

  async *research(run: Run, open: readonly OpenQuestion[]): AsyncGenerator<AnswerEvent, void, void> {
    for (const { question } of open) {
      if (!run.queries.add(question)) continue;
      run.budget.spendStep();
      yield { type: 'tool-call', tool: 'search_documents', arguments: { query: question, k: run.k } };
      const signal = run.budget.callerSignal;
      const { hits, durationMs } = await searchIndex(run, { query: question, k: run.k, signal }, run.span);
      run.evidence.add({ hits, weight: 1 });
      const text = `${hits.length} passages for "${question}".`;
      yield { type: 'tool-result', tool: 'search_documents', text, isError: false, hits, durationMs };
    }
  }

  async criticise(run: Run, standalone: string): Promise<Verdict> {
    const hits = hitsOf(run);
    const { candidates, terms } = await this.#weigh(run, standalone, hits);
    const context = { question: standalone, terms, index: run.index, signal: run.budget.callerSignal };
    const { score, missing } = await supportOf(hits, candidates, context);
    const sufficiency: Sufficiency = score >= supportThreshold ? 'sufficient' : hits.length === 0 ? 'none' : 'partial';
    const verdict = score < supportThreshold ? 'The sources do not support an answer' : 'The sources support an answer';
    return {
      sufficiency,
      support: score,
      text: missing.length === 0 ? `${verdict}.` : `${verdict}; not found: ${missing.slice(0, 5).join(', ')}.`,
      missing: score >= supportThreshold ? [] : reformulations(hits, missing),
      notFound: missing,
      contradictions: [],
    };
  }

  async *answer(run: Run, standalone: string, { support }: Verdict): AsyncGenerator<AnswerEvent, CheckedAnswer, void> {
    const { candidates, terms } = await this.#weigh(run, standalone, hitsOf(run));
    const isSupported = support >= supportThreshold || run.alwaysAnswer;
    const chosen = isSupported ? selectSentences(candidates, terms) : [];
    if (chosen.length > 0) yield { type: 'thought', text: `Quote ${chosen.length} of ${candidates.length} sentences.` };
    return {
      statements: chosen.map(({ hit, sentence, score, shown }) => ({
        text: shown,
        quotes: [{ hit, start: sentence.start, end: sentence.end, score }],
      })),
      total: chosen.length,
      score: support,
      missing: [],
    };
  }

  /** The critic and the writer look at the same sentences. */
  async #weigh(run: Run, standalone: string, hits: readonly Hit[]): Promise<Weighed> {
    const question = withoutAddresses(standalone) || standalone;
    const key = [question, ...hits.map(({ chunk }) => chunk.id)].join('\n');
    if (this.#weighed?.key === key) return this.#weighed;
    const startedAt = performance.now();
    const terms = await run.index.questionTerms(question);
    const candidates = await sentenceCandidates(hits, {
      question,
      terms,
      index: run.index,
      signal: run.budget.callerSignal,
    });
    run.budget.callerSignal?.throwIfAborted();
    this.#weighed = { key, candidates, terms };
    run.time('select', performance.now() - startedAt);
    return this.#weighed;
  }
}

function hitsOf(run: Run): readonly Hit[] {
  return usedEvidence(run).map(({ hit }) => hit);
}
