import { describe, expect, it } from 'vitest';
import { inSpan, silentSpan, streamInSpan } from '../../src/core/trace.js';
import { RecordingSpan } from '../fakes/recording-span.js';

const wrong = new Error('wrong');

async function* numbers(): AsyncGenerator<number, string, void> {
  yield 1;
  yield 2;
  return 'done';
}

async function* oneThenWrong(): AsyncGenerator<number, void, void> {
  yield 1;
  throw wrong;
}

describe('inSpan', () => {
  it('gives the work its span, its result back, and ends the span', async () => {
    const root = new RecordingSpan();
    const result = await inSpan(root, 'search', { k: 3 }, async (span) => {
      span.set({ hits: 2 });
      return 'found';
    });
    expect(result).toBe('found');
    expect(root.children).toMatchObject([{ name: 'search', attributes: { k: 3, hits: 2 }, ends: 1, error: undefined }]);
  });

  it('marks the span as failed, ends it, and lets the error go on', async () => {
    const root = new RecordingSpan();
    await expect(inSpan(root, 'search', {}, () => Promise.reject(wrong))).rejects.toBe(wrong);
    expect(root.children).toMatchObject([{ error: wrong, ends: 1 }]);
  });
});

describe('streamInSpan', () => {
  it('passes events and result on and ends the span with the stream', async () => {
    const root = new RecordingSpan();
    const stream = streamInSpan(root, 'chat', {}, numbers);
    expect(root.children).toEqual([]);
    expect(await stream.next()).toEqual({ value: 1, done: false });
    expect(root.children[0]?.ends).toBe(0);
    await stream.next();
    expect(await stream.next()).toEqual({ value: 'done', done: true });
    expect(root.children).toMatchObject([{ ends: 1, error: undefined }]);
  });

  it('ends the span once, without failure, where the reader leaves early', async () => {
    const root = new RecordingSpan();
    let hasCleanedUp = false;
    const stream = streamInSpan(root, 'chat', {}, async function* () {
      try {
        yield* numbers();
      } finally {
        hasCleanedUp = true;
      }
    });
    for await (const _ of stream) break;
    expect(hasCleanedUp).toBe(true);
    expect(root.children).toMatchObject([{ ends: 1, error: undefined }]);
  });

  it('marks the span as failed and throws what the stream throws', async () => {
    const root = new RecordingSpan();
    const stream = streamInSpan(root, 'chat', {}, oneThenWrong);
    await stream.next();
    await expect(stream.next()).rejects.toBe(wrong);
    expect(root.children).toMatchObject([{ ends: 1, error: wrong }]);
  });
});

describe('the silent span', () => {
  it('is its own child, so that a whole run allocates none', async () => {
    expect(silentSpan.child('step 1')).toBe(silentSpan);
    expect(await inSpan(silentSpan, 'search', {}, async (span) => span)).toBe(silentSpan);
    expect(silentSpan.capturesContent).toBe(false);
  });
});
