import type { Answer } from '../../../src/core/answer.js';
import { exactMatch, tokenF1, tokenRecall } from '../../../src/evaluation/answer-overlap.js';
import { answerHit, findableAnswers, judgedText, withoutMarks } from '../../../src/evaluation/answer-text.js';
import type { Metrics } from '../../../src/evaluation/bench-report.js';
import { isRelevant, type JudgedDocuments } from '../../../src/evaluation/judgements.js';
import { fullRecallAt, recallAt } from '../../../src/evaluation/metrics.js';

/** One question with what it was answered; documents by their id in the corpus. */
export interface QuestionAnswer {
  readonly answer: Answer;
  /** The same where it is no abstention; else what was said when abstaining was not allowed. */
  readonly forced: Answer;
  readonly golds: readonly string[] | undefined;
  /** A chat model answers. */
  readonly hasModel: boolean;
  readonly judged: JudgedDocuments;
  readonly corpusIds: ReadonlyMap<string, string>;
  /** Share of the citations whose quote stands in the index; undefined without citations. */
  readonly verbatim: number | undefined;
  /** Metrics of the one search with the question itself, where it was measured. */
  readonly search: Metrics | undefined;
}

/** The metrics that apply to the question, named as in answer-report.ts. */
export function questionMetrics(question: QuestionAnswer): Metrics {
  const all = {
    ...hitMetrics(question),
    ...overlapMetrics(question),
    ...evidenceMetrics(question),
    ...citationMetrics(question),
  };
  const known = Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(known);
}

type Values = Readonly<Record<string, number | undefined>>;

/** Whether an answer says a gold answer; undefined where there is none to look for. What an abstention says is none. */
export function hitOf({ answer, abstained }: Answer, golds: readonly string[] = []): number | undefined {
  const findable = findableAnswers(golds);
  if (findable.length === 0) return undefined;
  return !abstained && answerHit(judgedText(answer), findable) ? 1 : 0;
}

function hitMetrics({ answer, forced, golds = [] }: QuestionAnswer): Values {
  const findable = findableAnswers(golds);
  if (findable.length === 0) return {};
  return {
    'answer-hit': hitOf(answer, findable),
    'forced-answer-hit': hitOf(forced, findable),
    'token-recall': answer.abstained ? 0 : tokenRecall(judgedText(answer.answer), findable),
  };
}

/** Of a chat model's own words only: an extract is as long as its sentences. */
function overlapMetrics({ answer, golds, hasModel }: QuestionAnswer): Values {
  if (golds === undefined || !hasModel) return {};
  const text = answer.abstained ? '' : withoutMarks(answer.answer);
  return { 'exact-match': exactMatch(text, golds), 'token-f1': tokenF1(text, golds) };
}

function citationMetrics({ answer, judged, corpusIds, verbatim }: QuestionAnswer): Values {
  if (answer.abstained) return {};
  const cited = answer.citations.map(({ documentId }) => corpusIds.get(documentId) ?? '');
  const right = cited.filter((id) => isRelevant(judged.get(id)));
  const gold = [...judged.values()].filter(isRelevant).length;
  const { total, supported } = answer.claims;
  return {
    'citation-precision': cited.length === 0 ? undefined : right.length / cited.length,
    'citation-recall': gold === 0 ? undefined : new Set(right).size / gold,
    'quotes-verbatim': verbatim,
    'claims-supported': total === 0 ? undefined : supported / total,
  };
}

function evidenceMetrics({ answer, judged, corpusIds, search }: QuestionAnswer): Values {
  const documents = [...new Set(answer.evidence.map(({ documentId }) => corpusIds.get(documentId) ?? ''))];
  return {
    'evidence-recall@5': recallAt(5)(documents, judged),
    'search-recall@5': search?.['recall@5'],
    'evidence-full-recall@5': fullRecallAt(5)(documents, judged),
    'search-full-recall@5': search?.['full-recall@5'],
  };
}
