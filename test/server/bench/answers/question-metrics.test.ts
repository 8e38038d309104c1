import { describe, expect, it } from 'vitest';
import { type QuestionAnswer, questionMetrics } from '../../../../server/bench/answers/question-metrics.js';
import { makeAnswer, makeCitation } from '../../../fixtures/make-answer.js';

const corpusIds = new Map(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => [id, id.toUpperCase()]));
const judged = new Map([
  ['A', 2],
  ['B', 1],
  ['C', 0],
]);
const evidence = (...ids: readonly string[]) =>
  ids.map((documentId, index) => ({ number: index + 1, chunkId: '', documentId, document: '', location: '' }));
const metricsOf = (fields: Partial<QuestionAnswer>) => {
  const answer = makeAnswer();
  return questionMetrics({
    answer,
    forced: fields.answer ?? answer,
    golds: ['Rome'],
    hasModel: false,
    judged,
    corpusIds,
    verbatim: undefined,
    search: undefined,
    ...fields,
  });
};

describe('the metrics of a question', () => {
  it('look for the gold answer in the answer given, and in the one that was forced', () => {
    const abstention = makeAnswer({ answer: 'I do not know: nothing on Rome.', abstained: true });
    const metrics = metricsOf({ answer: abstention, forced: makeAnswer({ answer: 'In Rome. [1]' }) });
    expect(metrics).toMatchObject({ 'answer-hit': 0, 'forced-answer-hit': 1, 'token-recall': 0 });
    const forced = metricsOf({ answer: abstention, forced: abstention });
    expect(forced['forced-answer-hit']).toBe(0);
  });

  it('leave out questions of yes or no, and those without a gold answer', () => {
    expect(metricsOf({ golds: ['yes'] })).not.toHaveProperty('answer-hit');
    expect(metricsOf({ golds: undefined })).not.toHaveProperty('answer-hit');
  });

  it('compare a whole answer with the gold answer where a chat model answers, of yes or no too', () => {
    expect(metricsOf({ hasModel: true, answer: makeAnswer({ answer: 'Rome! [1]' }) })).toMatchObject({
      'exact-match': 1,
      'token-f1': 1,
    });
    const yes = metricsOf({ hasModel: true, golds: ['yes'], answer: makeAnswer({ answer: 'Yes, it is. [1]' }) });
    expect(yes).toMatchObject({ 'exact-match': 0, 'token-f1': 0.5 });
    const none = metricsOf({ hasModel: true, answer: makeAnswer({ answer: 'Rome is unknown.', abstained: true }) });
    expect(none).toMatchObject({ 'exact-match': 0, 'token-f1': 0 });
    expect(metricsOf({})).not.toHaveProperty('exact-match');
  });

  it('judge citations by their documents, a foreign one as wrong', () => {
    const cited = ['a', 'a', 'c', 'foreign'].map((documentId, index) => makeCitation({ id: index + 1, documentId }));
    const answer = makeAnswer({ citations: cited, claims: { total: 4, supported: 3 } });
    expect(metricsOf({ answer, verbatim: 0.75 })).toMatchObject({
      'citation-precision': 2 / 4,
      'citation-recall': 1 / 2,
      'quotes-verbatim': 0.75,
      'claims-supported': 3 / 4,
    });
    expect(metricsOf({ answer: { ...answer, abstained: true } })).not.toHaveProperty('citation-precision');
    expect(metricsOf({})).not.toHaveProperty('citation-precision');
  });

  it('rank the documents of the evidence, each where it comes first, beside those of one search', () => {
    const metrics = metricsOf({
      answer: makeAnswer({ evidence: evidence('c', 'c', 'd', 'e', 'a', 'f', 'b') }),
      search: { 'recall@5': 1, 'full-recall@5': 1, map: 0.3 },
    });
    // C, D, E, A and F are the first five.
    expect(metrics).toMatchObject({
      'evidence-recall@5': 1 / 2,
      'evidence-full-recall@5': 0,
      'search-recall@5': 1,
      'search-full-recall@5': 1,
    });
    expect(metricsOf({})).toMatchObject({ 'evidence-recall@5': 0 });
    expect(metricsOf({})).not.toHaveProperty('search-recall@5');
  });
});
