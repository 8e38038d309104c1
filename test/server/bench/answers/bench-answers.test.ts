import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ask, AskOptions } from '../../../../server/bench/answers/ask-question.js';
import { type AnswersMeasurement, benchAnswers } from '../../../../server/bench/answers/bench-answers.js';
import type { Answer } from '../../../../src/core/answer.js';
import { DocentError } from '../../../../src/core/errors.js';
import type { OpenIndex } from '../../../../src/retrieval/index-catalog.js';
import { makeAnswer, makeCitation } from '../../../fixtures/make-answer.js';
import { SmallIndex } from '../../../retrieval/small-index.js';

const texts = {
  'harbour.txt': 'The harbour opens at seven.',
  'museum.txt': 'The museum opens at nine.',
  'weather.txt': 'The storm came in February.',
};
const queries = [
  { id: 'q1', text: 'When does the harbour open?' },
  { id: 'q2', text: 'When does the museum open?' },
  { id: 'q3', text: 'When did the storm come?' },
  { id: 'q4', text: 'Does the museum open at nine?' },
];
const judgements = new Map([
  ['q1', new Map([['harbour.txt', 1]])],
  ['q2', new Map([['museum.txt', 1]])],
  ['q3', new Map([['weather.txt', 1]])],
  [
    'q4',
    new Map([
      ['museum.txt', 1],
      ['weather.txt', 0],
    ]),
  ],
]);
const golds = new Map([
  ['q1', ['seven']],
  ['q2', ['nine o’clock', 'nine']],
  ['q3', ['February']],
  ['q4', ['yes']],
]);

const small = new SmallIndex();
let index: OpenIndex;
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  index = await small.ingest(texts);
  const { documents } = await index.reader.listDocuments();
  ids = new Map(documents.map(({ name, id }) => [name, id]));
});
afterAll(() => small.remove());

const idOf = (name: string) => ids.get(name) ?? '';

/** Quotes a document whole, or with `changed` not quite; where it is hidden, or support is low, it abstains. */
function answered(name: keyof typeof texts, support: number, options: AskOptions, changed?: string): Answer {
  const documentId = idOf(name);
  const reference = { number: 1, chunkId: '', documentId, document: name, location: '' };
  const hidden = options.filter?.documentId as { readonly notIn: readonly string[] } | undefined;
  if (hidden?.notIn.includes(documentId) === true) {
    return makeAnswer({ answer: 'I do not know.', abstained: true, support: support / 2 });
  }
  const isWeak = support < 0.4 && options.alwaysAnswer !== true;
  if (isWeak) return makeAnswer({ answer: 'I do not know.', abstained: true, support, evidence: [reference] });
  const quote = changed ?? texts[name];
  const citations = [makeCitation({ documentId, quote, end: quote.length })];
  const claims = { total: 2, supported: 1 };
  return makeAnswer({ answer: `${quote} [1]`, citations, support, evidence: [reference], claims });
}

/** Answers by a table, and notes what it was asked. */
function scripted(answers: Readonly<Record<string, (options: AskOptions) => Answer>>) {
  const asked: { readonly question: string; readonly options: AskOptions }[] = [];
  const ask: Ask = async function* (question, _, options) {
    await Promise.resolve();
    asked.push({ question, options });
    const give = answers[question];
    if (give === undefined) {
      yield { type: 'error', error: new DocentError('chat-model-unreachable', 'It is gone.') };
      return;
    }
    yield { type: 'answer-end', answer: give(options) };
  };
  return { ask, asked };
}

const script = {
  'When does the harbour open?': (options: AskOptions) => answered('harbour.txt', 0.9, options),
  'When does the museum open?': (options: AskOptions) => answered('museum.txt', 0.3, options),
  'When did the storm come?': (options: AskOptions) =>
    answered('weather.txt', 0.7, options, 'The storm came in March.'),
  'Does the museum open at nine?': (options: AskOptions) => answered('museum.txt', 0.8, options),
  'What does the museum cost?': (options: AskOptions) => answered('museum.txt', 0.2, options),
};

function bench(ask: Ask, fields: Partial<AnswersMeasurement> = {}, signal?: AbortSignal) {
  const silent = { ingesting: () => undefined, asking: () => undefined, stop: () => undefined };
  return benchAnswers({
    task: { progress: silent, signal, maxQueries: undefined },
    answers: {},
    label: 'set',
    index,
    queries,
    judgements,
    answerSet: { golds, unanswerable: [] },
    corpusIds: new Map([...ids].map(([name, id]) => [id, name])),
    search: new Map(),
    ask,
    ...fields,
  });
}

describe('answering the questions of a set', () => {
  it('counts an abstention as a miss and asks again what the answer would have been', async () => {
    const { ask, asked } = scripted(script);
    const { answers, failure } = await bench(ask);
    expect(failure).toBeUndefined();
    const byId = Object.fromEntries((answers?.queries ?? []).map((query) => [query.id, query]));
    expect(byId.q2).toMatchObject({
      abstained: true,
      support: 0.3,
      answer: 'The museum opens at nine.',
      metrics: { 'answer-hit': 0, 'forced-answer-hit': 1 },
    });
    const forced = asked.filter(({ options }) => options.alwaysAnswer === true);
    expect(forced.map(({ question }) => question)).toEqual(['When does the museum open?']);
    // q1 of three with a gold answer that is not yes or no; q2 when forced; q3 says March.
    expect(answers?.metrics['answer-hit']).toBeCloseTo(1 / 3, 12);
    expect(answers?.metrics['forced-answer-hit']).toBeCloseTo(2 / 3, 12);
    // By support: q1 right, q3 wrong, q2 right.
    expect(answers?.aurc).toBeCloseTo((0 + 1 / 2 + 1 / 3) / 3, 12);
  });

  it('reads every quote from the index again', async () => {
    const { answers } = await bench(scripted(script).ask);
    const verbatim = answers?.queries.map(({ metrics }) => metrics['quotes-verbatim']);
    expect(verbatim).toEqual([1, undefined, 0, 1]); // q2 abstained, q3 quotes what is not there
    expect(answers?.metrics).toMatchObject({ 'citation-precision': 1, 'citation-recall': 1, 'claims-supported': 0.5 });
  });

  it('hides from a withheld question its own gold documents, and sets the two halves against each other', async () => {
    const { ask, asked } = scripted(script);
    const { answers } = await bench(ask, { answers: { withhold: { share: 0.5, seed: 3 } } });
    const filtered = asked.filter(({ options }) => options.filter !== undefined);
    const withheld = answers?.withheld?.queries ?? [];
    expect(withheld).toHaveLength(2);
    expect(filtered.map(({ options }) => options.filter)).toEqual(
      withheld.map(({ id }) => {
        const gold = [...(judgements.get(id) ?? [])].filter(([, grade]) => grade > 0).map(([name]) => idOf(name));
        return { documentId: { notIn: gold } };
      }),
    );
    expect(answers?.queries).toHaveLength(4);
    const kept = (answers?.queries ?? []).filter(({ id }) => !withheld.some((other) => other.id === id));
    const above = kept.flatMap(({ support }) => withheld.map((other) => (support > other.support ? 1 : 0)));
    expect(answers?.withheld?.auroc).toBe(above.reduce<number>((sum, each) => sum + each, 0) / 4);
    expect(answers?.withheld).toMatchObject({ recall: 1, share: 0.5, seed: 3 });
  });

  it('stops at an answer that has seen what is withheld from it', async () => {
    const leaking = scripted({ ...script, ...Object.fromEntries(queries.map(({ text }) => [text, leak])) });
    function leak() {
      return answered('museum.txt', 0.9, { k: 10 });
    }
    const { failure } = await bench(leaking.ask, { answers: { withhold: { share: 0.9, seed: 1 } } });
    expect(failure).toMatchObject({ code: 'internal', message: expect.stringContaining('museum.txt') });
  });

  it("asks the set's unanswerable questions too, no more of them than of the others", async () => {
    const unanswerable = [
      { id: 'u1', text: 'What does the museum cost?' },
      { id: 'u2', text: 'Who is the captain?' },
    ];
    const { answers, failure } = await bench(scripted(script).ask, {
      answerSet: { golds, unanswerable },
      task: { progress: { ingesting: () => undefined, asking: () => undefined, stop: () => undefined }, maxQueries: 1 },
    });
    expect(failure).toBeUndefined();
    expect(answers?.unanswerable?.queries.map(({ id, abstained }) => [id, abstained])).toEqual([['u1', true]]);
    // Of the four answerable q2 abstains; all have more support than the one.
    expect(answers?.unanswerable).toMatchObject({ auroc: 1, balancedAccuracy: (3 / 4 + 1) / 2, precision: 1 / 2 });
  });

  it('keeps what was measured where a question fails', async () => {
    const { 'When did the storm come?': _, ...rest } = script;
    const { answers, failure } = await bench(scripted(rest).ask);
    expect(failure).toMatchObject({ code: 'chat-model-unreachable' });
    expect(answers?.queries.map(({ id }) => id)).toEqual(['q1', 'q2']);
  });

  it('keeps what was measured where the user stops', async () => {
    const stop = new AbortController();
    const { answers, failure } = await bench(
      scripted({
        ...script,
        'When did the storm come?': (options) => {
          stop.abort(new DocentError('aborted', 'Stopped.'));
          return script['When did the storm come?'](options);
        },
      }).ask,
      {},
      stop.signal,
    );
    expect(failure).toMatchObject({ code: 'aborted' });
    expect(answers?.queries.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
  });

  it('has nothing to tell where the first question fails', async () => {
    expect(await bench(scripted({}).ask)).toEqual({
      failure: expect.objectContaining({ code: 'chat-model-unreachable' }),
    });
  });
});
