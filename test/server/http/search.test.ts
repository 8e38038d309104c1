import { describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import { deferred } from '../../fakes/deferred.js';
import { sampleHit } from '../../fakes/fake-assistant.js';
import { manualClock } from '../../fakes/manual-clock.js';
import { bodyOf, postOf, testApp } from './support/app.js';

describe('POST /v1/search', () => {
  it('returns hits that name their place', async () => {
    const { app, assistant } = testApp();
    const body = { query: 'warranty', index: 'manuals', k: 3, mode: 'lexical', filter: { name: { glob: '**/*.pdf' } } };
    const response = await app.request('/v1/search', postOf(body));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      index: 'manuals',
      hits: [
        {
          rank: 1,
          score: 1.5,
          parts: { lexical: 2, dense: 0.7 },
          documentId: 'document-1',
          document: 'handbook.pdf',
          title: 'Handbook',
          page: 2,
          headings: ['Warranty'],
          location: 'p. 2',
          unit: 2,
          chunkId: 'chunk-1',
          start: 100,
          end: 129,
          text: 'The warranty lasts two years.',
        },
      ],
      respelled: [],
      timings: { search: 3, total: 5 },
    });
    const { query, ...options } = body;
    expect(assistant.searched[0]).toMatchObject({ text: query, options });
  });

  it('lets go of the timer when the hits are there', async () => {
    const clock = manualClock();
    const { app } = testApp({ clock });
    expect((await app.request('/v1/search', postOf({ query: 'q' }))).status).toBe(200);
    expect(clock.pending()).toEqual([]);
  });

  it('gives no page number where the document has no pages', async () => {
    const document = { ...sampleHit.chunk.document, name: 'guide.md', format: 'markdown' };
    const hit = { ...sampleHit, chunk: { ...sampleHit.chunk, document, pageLabel: 'Setup › Install' } };
    const { app } = testApp({ search: async () => [hit] });
    const body = await bodyOf(await app.request('/v1/search', postOf({ query: 'q' })));
    expect(body.hits).toMatchObject([{ location: 'Setup › Install', unit: 2 }]);
    expect(JSON.stringify(body)).not.toContain('"page"');
  });

  it('passes an error on with its hint', async () => {
    const { app } = testApp({ failure: new DocentError('embedder-mismatch', 'Built with a.', { hint: 'Re-embed.' }) });
    const response = await app.request('/v1/search', postOf({ query: 'q' }));
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: 'embedder-mismatch',
      detail: 'Built with a.',
      hint: 'Re-embed.',
    });
  });

  it.each([false, true])('answers 504 in the words of the timeout, not of the search (deaf: %s)', async (isDeaf) => {
    const clock = manualClock();
    const began = deferred<void>();
    const { app } = testApp({
      clock,
      search: (signal) =>
        new Promise((_, reject) => {
          if (!isDeaf) signal.addEventListener('abort', () => reject(new Error('table scan cancelled')));
          began.resolve();
        }),
    });
    const pending = app.request('/v1/search', postOf({ query: 'q' }));
    await began.promise;
    clock.advance(120_000);
    const response = await pending;
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: 'timeout' });
    expect(clock.pending()).toEqual([]);
  });
});
