import type { Answer } from '../../../src/core/answer.js';
import { DocentError, toDocentError } from '../../../src/core/errors.js';
import type { AnsweredQuestion, AnswersResult } from '../../../src/evaluation/answer-report.js';
import type { AnswerSet } from '../../../src/evaluation/answer-set.js';
import { judgedText } from '../../../src/evaluation/answer-text.js';
import type { BenchQuery } from '../../../src/evaluation/beir-set.js';
import type { Metrics } from '../../../src/evaluation/bench-report.js';
import { isRelevant, type Judgements } from '../../../src/evaluation/judgements.js';
import type { BenchTask } from '../bench-task.js';
import type { OpenCachedIndex } from '../with-cached-index.js';
import { answersResult } from './answers-result.js';
import type { AnswersTask } from './answers-task.js';
import { type Ask, type AskOptions, askAgent, type TimedAnswer, timedAnswer } from './ask-question.js';
import { hitOf, questionMetrics } from './question-metrics.js';
import { quoteStands } from './quote-stands.js';
import { withheldQuestions } from './withheld-questions.js';

/** Passages that each answer is made from: what `docent ask` takes by itself. */
const passages = 10;

/** Questions that are asked once before the clock runs; a chat model is not kept busy for it. */
const warmUps = 2;

export interface AnswersMeasurement {
  readonly task: Pick<BenchTask, 'progress' | 'signal' | 'maxQueries'>;
  readonly answers: AnswersTask;
  /** Name of the set. */
  readonly label: string;
  readonly index: Pick<OpenCachedIndex, 'search' | 'reader'>;
  readonly queries: readonly BenchQuery[];
  readonly judgements: Judgements;
  readonly answerSet: AnswerSet;
  /** Document id of the index → id in the corpus. */
  readonly corpusIds: ReadonlyMap<string, string>;
  /** Query id → metrics of the one search with the question itself; empty where it was not measured. */
  readonly search: ReadonlyMap<string, Metrics>;
  readonly ask?: Ask;
}

export interface MeasuredAnswers {
  /** Of the questions that were asked until the end or the failure; undefined of none. */
  readonly answers?: AnswersResult;
  /** What stopped the run before all questions were asked. */
  readonly failure?: DocentError;
}

/**
 * Answers the judged questions; then those that are withheld, with their gold documents hidden; then the set's
 * unanswerable ones. Where one fails or the user stops, what was measured until then is kept.
 */
export async function benchAnswers(measurement: AnswersMeasurement): Promise<MeasuredAnswers> {
  return new AnswersBench(measurement).run();
}

class AnswersBench {
  readonly #measurement: AnswersMeasurement;
  readonly #answerable: AnsweredQuestion[] = [];
  readonly #withheld: AnsweredQuestion[] = [];
  readonly #unanswerable: AnsweredQuestion[] = [];

  /** Id in the corpus → document id of the index. */
  readonly #documentIds: ReadonlyMap<string, string>;

  constructor(measurement: AnswersMeasurement) {
    this.#measurement = measurement;
    this.#documentIds = new Map([...measurement.corpusIds].map(([documentId, corpusId]) => [corpusId, documentId]));
  }

  async run(): Promise<MeasuredAnswers> {
    const { answers, queries, answerSet, task } = this.#measurement;
    const withheld = answers.withhold === undefined ? [] : withheldQuestions(queries, answers.withhold);
    try {
      await this.#warmUp();
      await this.#askAll('answers', queries, async (query) => this.#answerable.push(await this.#answered(query)));
      await this.#askAll('answers without their sources', withheld, async (query) =>
        this.#withheld.push(await this.#answeredWithoutGold(query)),
      );
      await this.#askAll('unanswerable', answerSet.unanswerable.slice(0, task.maxQueries), async (query) =>
        this.#unanswerable.push(record(query, await this.#ask(query), {})),
      );
      return this.#result();
    } catch (failure) {
      return { ...this.#result(), failure: toDocentError(failure) };
    }
  }

  #result(): MeasuredAnswers {
    if (this.#answerable.length === 0) return {};
    const { model, withhold } = this.#measurement.answers;
    const asked = {
      model: model === undefined ? undefined : `${model.provider}:${model.model}`,
      passages,
      answerable: this.#answerable,
      withholding: withhold,
      withheld: this.#withheld,
      unanswerable: this.#unanswerable,
    };
    return { answers: answersResult(asked) };
  }

  async #warmUp(): Promise<void> {
    const { answers, queries } = this.#measurement;
    if (answers.model !== undefined) return;
    for (const query of queries.slice(0, warmUps)) await this.#ask(query);
  }

  async #askAll(
    stage: string,
    queries: readonly BenchQuery[],
    ask: (query: BenchQuery) => Promise<unknown>,
  ): Promise<void> {
    const { task, label } = this.#measurement;
    if (queries.length === 0) return;
    task.progress.asking(label, stage, 0, queries.length);
    for (const [index, query] of queries.entries()) {
      await ask(query);
      task.progress.asking(label, stage, index + 1, queries.length);
    }
  }

  async #ask({ text }: BenchQuery, options: Partial<AskOptions> = {}): Promise<TimedAnswer> {
    const { task, answers, index, ask = askAgent } = this.#measurement;
    task.signal?.throwIfAborted();
    const all = { k: passages, signal: task.signal, model: answers.model, ...options };
    return timedAnswer(ask(text, index.search, all));
  }

  async #answered(query: BenchQuery): Promise<AnsweredQuestion> {
    const { judgements, answerSet, corpusIds, search, answers } = this.#measurement;
    const timed = await this.#ask(query);
    const { answer } = timed;
    const forced = answer.abstained ? (await this.#ask(query, { alwaysAnswer: true })).answer : answer;
    const metrics = questionMetrics({
      answer,
      forced,
      golds: answerSet.golds.get(query.id),
      hasModel: answers.model !== undefined,
      judged: judgements.get(query.id) ?? new Map(),
      corpusIds,
      verbatim: await this.#verbatim(answer),
      search: search.get(query.id),
    });
    return { ...record(query, timed, metrics), answer: judgedText(forced.answer) };
  }

  /** `answer-hit` where the answer was found elsewhere: the question was answerable after all. */
  async #answeredWithoutGold(query: BenchQuery): Promise<AnsweredQuestion> {
    const { answerSet } = this.#measurement;
    const hidden = this.#goldDocuments(query);
    const timed = await this.#ask(query, { filter: { documentId: { notIn: hidden } } });
    requireHidden(timed.answer, hidden, query);
    const hit = hitOf(timed.answer, answerSet.golds.get(query.id));
    return record(query, timed, hit === undefined ? {} : { 'answer-hit': hit });
  }

  #goldDocuments({ id }: BenchQuery): string[] {
    const judged = this.#measurement.judgements.get(id) ?? new Map<string, number>();
    const gold = [...judged].filter(([, judgement]) => isRelevant(judgement));
    return gold.flatMap(([corpusId]) => this.#documentIds.get(corpusId) ?? []);
  }

  async #verbatim({ citations }: Answer): Promise<number | undefined> {
    if (citations.length === 0) return undefined;
    let standing = 0;
    for (const citation of citations) {
      const pages = await this.#measurement.index.reader.getPages(citation.documentId);
      if (quoteStands(citation, pages)) standing += 1;
    }
    return standing / citations.length;
  }
}

function record({ id, text }: BenchQuery, { answer, ms }: TimedAnswer, metrics: Metrics): AnsweredQuestion {
  return {
    id,
    text,
    answer: judgedText(answer.answer),
    support: answer.support,
    abstained: answer.abstained,
    ms,
    metrics,
  };
}

/** A passage that slips through the filter would make the measurement worthless without anybody noticing. */
function requireHidden({ evidence, citations }: Answer, hidden: readonly string[], { id }: BenchQuery): void {
  const seen = [...evidence, ...citations].find(({ documentId }) => hidden.includes(documentId));
  if (seen === undefined) return;
  throw new DocentError('internal', `The answer to ${id} has seen ${seen.document}, which is withheld from it.`);
}
