import { describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import {
  abstaining,
  failingWith,
  sampleAbstention,
  sampleAnswer,
  sampleCitation,
  slowRun,
  throwing,
} from '../../fakes/fake-assistant.js';
import { manualClock } from '../../fakes/manual-clock.js';
import { postOf, testApp } from './support/app.js';
import { framesOf } from './support/frames.js';

const asSse = { Accept: 'text/event-stream' };

describe('POST /v1/ask as JSON', () => {
  it('answers with checked citations', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/ask', postOf({ question: 'How long is the warranty?' }));
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/u);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('X-Request-Id')).toBeTruthy();
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(await response.json()).toEqual({ ...sampleAnswer, citations: [sampleCitation] });
  });

  it('passes question, index, k and filter on, and a signal with them', async () => {
    const { app, assistant } = testApp();
    const filter = { format: 'pdf', page: { gte: 2 } };
    await app.request('/v1/ask', postOf({ question: '  How long?  ', index: 'manuals', k: 7, filter }));
    expect(assistant.asked).toHaveLength(1);
    expect(assistant.asked[0]?.text).toBe('How long?');
    expect(assistant.asked[0]?.options).toMatchObject({ index: 'manuals', k: 7, filter });
    expect(assistant.asked[0]?.options.signal).toBeInstanceOf(AbortSignal);
  });

  it('says what was searched where it abstains', async () => {
    const { app } = testApp({ run: abstaining });
    const response = await app.request('/v1/ask', postOf({ question: 'What is on the moon?' }));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ abstained: true, citations: [], abstention: sampleAbstention });
  });

  it('turns an error of the run into a problem with its code', async () => {
    const error = new DocentError('index-not-found', 'There is no index "x".', { hint: 'docent ingest --index x' });
    const { app } = testApp({ run: failingWith(error) });
    const response = await app.request('/v1/ask', postOf({ question: 'q', index: 'x' }));
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'urn:docent:problem:index-not-found',
      title: 'Index not found',
      status: 404,
      detail: 'There is no index "x".',
      code: 'index-not-found',
      hint: 'docent ingest --index x',
      instance: '/v1/ask',
    });
  });

  it('hides what an unexpected failure says, and logs it', async () => {
    const { app, logged } = testApp({ run: throwing(new Error('password=hunter2')) });
    const response = await app.request('/v1/ask', postOf({ question: 'q' }, { 'X-Request-Id': 'request-7' }));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'internal' });
    expect(text).not.toContain('hunter2');
    expect(logged.join('')).toMatch(/error: request request-7: .*hunter2/u);
  });

  it('is a failure of docent where a run ends without a final event', async () => {
    const { app } = testApp({
      run: async function* endless() {
        yield { type: 'thought', text: 'Hm.' };
      },
    });
    const response = await app.request('/v1/ask', postOf({ question: 'q' }));
    expect(response.status).toBe(500);
  });

  it.each([false, true])(
    'answers 504 when time is up and stops the run (run deaf to its signal: %s)',
    async (isDeaf) => {
      const clock = manualClock();
      const { run, started, aborted } = slowRun({ isDeaf });
      const { app } = testApp({ run, clock, environment: { DOCENT_REQUEST_TIMEOUT_MS: '1000' } });
      const pending = app.request('/v1/ask', postOf({ question: 'q' }));
      await started;
      clock.advance(1000);
      const response = await pending;
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({ code: 'timeout', detail: expect.stringContaining('1000 ms') });
      expect(await aborted).toMatchObject({ code: 'timeout' });
    },
  );

  it('lets go of the timer when the answer is there', async () => {
    const clock = manualClock();
    const { app } = testApp({ clock });
    await app.request('/v1/ask', postOf({ question: 'q' }));
    expect(clock.pending()).toEqual([]);
  });

  it('aborts the run when the client leaves', async () => {
    const { run, started, aborted } = slowRun();
    const { app } = testApp({ run });
    const client = new AbortController();
    const pending = app.request('/v1/ask', { ...postOf({ question: 'q' }), signal: client.signal });
    await started;
    client.abort();
    expect(await aborted).toMatchObject({ code: 'aborted' });
    await pending;
  });
});

describe('POST /v1/ask as server-sent events', () => {
  it('sends one frame per event, in order, the last with the same answer as JSON', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/ask', postOf({ question: 'q' }, asSse));
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const frames = framesOf(await response.text());
    expect(frames.map(({ event }) => event)).toEqual([
      'thought',
      'tool-call',
      'tool-result',
      'critique',
      'text-delta',
      'citation',
      'answer-end',
    ]);
    expect(frames.every(({ event, data }) => data.type === event)).toBe(true);
    expect(frames[2]?.data).toMatchObject({ hits: [{ chunkId: 'chunk-1', location: 'p. 2' }] });
    expect(frames[4]?.data).toEqual({ type: 'text-delta', text: 'The warranty lasts\ntwo years [1].' });
    const json = await (await app.request('/v1/ask', postOf({ question: 'q' }))).json();
    expect(frames.at(-1)?.data).toEqual({ type: 'answer-end', answer: json });
  });

  it('ends with the abstention', async () => {
    const { app } = testApp({ run: abstaining });
    const frames = framesOf(await (await app.request('/v1/ask', postOf({ question: 'q' }, asSse))).text());
    expect(frames.map(({ event }) => event)).toEqual(['abstention']);
    expect(frames[0]?.data).toMatchObject({ answer: { abstained: true }, abstention: sampleAbstention });
  });

  it('ends with an error event that carries the problem', async () => {
    const { app, logged } = testApp({ run: failingWith(new DocentError('index-damaged', 'A table is gone.')) });
    const frames = framesOf(await (await app.request('/v1/ask', postOf({ question: 'q' }, asSse))).text());
    expect(frames.map(({ event }) => event)).toEqual(['thought', 'error']);
    expect(frames[1]?.data).toMatchObject({
      error: { status: 500, code: 'index-damaged', detail: 'A table is gone.', instance: '/v1/ask' },
    });
    expect(logged.join('')).toContain('index-damaged');
  });

  it('hides what a run throws', async () => {
    const { app } = testApp({ run: throwing(new Error('hunter2')) });
    const text = await (await app.request('/v1/ask', postOf({ question: 'q' }, asSse))).text();
    expect(framesOf(text).at(-1)?.data).toMatchObject({ type: 'error', error: { code: 'internal' } });
    expect(text).not.toContain('hunter2');
  });

  it.each([false, true])('ends with a timeout event when time is up (run deaf to its signal: %s)', async (isDeaf) => {
    const clock = manualClock();
    const { run, started, aborted } = slowRun({ isDeaf });
    const { app } = testApp({ run, clock });
    const response = await app.request('/v1/ask', postOf({ question: 'q' }, asSse));
    const text = response.text();
    await started;
    clock.advance(120_000);
    expect(framesOf(await text).at(-1)?.data).toMatchObject({ type: 'error', error: { status: 504, code: 'timeout' } });
    expect(await aborted).toMatchObject({ code: 'timeout' });
    expect(clock.pending()).toEqual([]);
  });

  it.each([
    ['while the run works', 1],
    ['while an event waits for it', 0],
  ])('stops the run and lets go of the timer when the reader leaves %s', async (_, framesRead) => {
    const clock = manualClock();
    const { run, started, aborted } = slowRun();
    const { app } = testApp({ run, clock });
    const response = await app.request('/v1/ask', postOf({ question: 'q' }, asSse));
    const reader = response.body?.getReader();
    if (framesRead > 0) {
      await reader?.read();
      await started;
    }
    await reader?.cancel();
    expect(await aborted).toMatchObject({ code: 'aborted' });
    expect(clock.pending()).toEqual([]);
  });

  it('refuses a bad request before the stream begins', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/ask', postOf({ question: '' }, asSse));
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  });
});
