import type { AnswerEvent } from '../../core/answer.js';
import type { Hit } from '../../core/hit.js';
import type { QuestionTerms } from '../../retrieval/question-terms.js';
import type { QuotedSpan } from '../citations.js';
import type { Evidence } from '../evidence.js';
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
import { rankTogether } from './rank-together.js';
import { reformulations } from './reformulations.js';
import { selectSentences } from './select-sentences.js';
import { type SentenceCandidate, sentenceCandidates } from './sentence-candidates.js';
import { smallTalk } from './small-talk.js';
import { splitQuestion } from './split-question.js';
import { type Support, supportOf, supportThreshold } from './support.js';

interface Weighed {
  readonly key: string;
  readonly hits: readonly Hit[];
  readonly support: Support;
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
    const parts = standingParts(splitQuestion(standalone));
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
    const { hits, support } = await this.#weigh(run, standalone);
    const { score, missing } = support;
    const isSupported = score >= supportThreshold;
    const verdict = isSupported ? 'The sources support an answer' : 'The sources do not support an answer';
    return {
      sufficiency: isSupported ? 'sufficient' : hits.length === 0 ? 'none' : 'partial',
      support: score,
      text: missing.length === 0 ? `${verdict}.` : `${verdict}; not found: ${missing.slice(0, 5).join(', ')}.`,
      missing: isSupported ? [] : reformulations(hits, missing).filter(({ question }) => !run.queries.has(question)),
      notFound: missing,
      contradictions: [],
    };
  }

  async *answer(run: Run, standalone: string, verdict: Verdict): AsyncGenerator<AnswerEvent, CheckedAnswer, void> {
    const { candidates, terms, support } = await this.#weigh(run, standalone);
    // A chat model that ran out of budget may have found support where the rules see none.
    const score = Math.max(support.score, verdict.support);
    const isSupported = score >= supportThreshold || run.alwaysAnswer;
    const best = selectSentences(candidates, terms);
    const chosen = isSupported ? best : [];
    if (chosen.length > 0) yield { type: 'thought', text: `Quote ${chosen.length} of ${candidates.length} sentences.` };
    return {
      statements: chosen.map(({ hit, sentence, score: of, shown }) => ({
        text: shown,
        quotes: [{ hit, start: sentence.start, end: sentence.end, score: of }],
      })),
      total: chosen.length,
      score,
      missing: [],
      ...(isSupported ? {} : { closest: closestOf(best) }),
    };
  }

  /** The critic and the writer look at the same sentences. */
  async #weigh(run: Run, standalone: string): Promise<Weighed> {
    const question = withoutAddresses(standalone) || standalone;
    const { index, budget } = run;
    const used = usedEvidence(run);
    const key = [question, ...used.map(({ hit }) => hit.chunk.id)].join('\n');
    if (this.#weighed?.key === key) return this.#weighed;
    const startedAt = performance.now();
    const signal = budget.callerSignal;
    const hits = await hitsOf(run, question, used);
    const terms = await index.questionTerms(question);
    const candidates = await sentenceCandidates(hits, { question, terms, index, signal });
    const support = await supportOf(hits, candidates, { question, terms, index, signal });
    signal?.throwIfAborted();
    this.#weighed = { key, hits, candidates, terms, support };
    run.time('select', performance.now() - startedAt);
    return this.#weighed;
  }
}

/** "What is X, and who founded it?": each part completed from the one before. */
function standingParts(parts: readonly string[]): readonly string[] {
  return parts.map((part, place) => {
    const before = parts[place - 1];
    return before === undefined ? part : rewriteFollowUp(part, [{ question: before, answer: '' }]).standalone;
  });
}

/** Shown beside an abstention, for its reader to judge. */
function closestOf(best: readonly SentenceCandidate[]): QuotedSpan | undefined {
  const [first] = best.toSorted((a, b) => b.score - a.score);
  return first === undefined
    ? undefined
    : { hit: first.hit, start: first.sentence.start, end: first.sentence.end, score: first.score };
}

async function hitsOf(run: Run, question: string, used: readonly Evidence[]): Promise<readonly Hit[]> {
  const hits = used.map(({ hit }) => hit);
  if (used.every(({ origin }) => origin === 'index')) return hits;
  return rankTogether(hits, question, { index: run.index, signal: run.budget.callerSignal });
}
