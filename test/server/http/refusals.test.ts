import { describe, expect, it } from 'vitest';
import { bodyOf, postOf, testApp } from './support/app.js';

const long = 'x'.repeat(100_000);

describe('a request that cannot be served', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['an empty question', { question: '' }, 'invalid-request', /question: must not be empty/u],
    ['a question of blanks', { question: ' \n ' }, 'invalid-request', /question: must not be empty/u],
    ['a question of 100 kB', { question: long }, 'invalid-request', /question: must have at most 8000 characters/u],
    ['no question', {}, 'invalid-request', /question/u],
    ['a question that is a number', { question: 5 }, 'invalid-request', /question/u],
    ['k of 0', { question: 'q', k: 0 }, 'invalid-request', /k: must be at least 1/u],
    ['k of 10,000', { question: 'q', k: 10_000 }, 'invalid-request', /k: must be at most 1000/u],
    ['k of 1.5', { question: 'q', k: 1.5 }, 'invalid-request', /k: must be a whole number/u],
    ['k as text', { question: 'q', k: '5' }, 'invalid-request', /k: /u],
    ['an index that is a path', { question: 'q', index: '../x' }, 'invalid-request', /index: must be the name/u],
    ['a misspelt field', { question: 'q', filters: {} }, 'invalid-request', /filters/u],
    ['an unknown filter field', { question: 'q', filter: { colour: 'red' } }, 'invalid-filter', /colour/u],
    ['an unknown operator', { question: 'q', filter: { page: { above: 3 } } }, 'invalid-filter', /page/u],
    ['a filter that is text', { question: 'q', filter: 'page>3' }, 'invalid-filter', /page>3/u],
    ['a body that is a list', [], 'invalid-request', /body: /u],
    ['malformed JSON', '{"question": ', 'invalid-request', /Malformed JSON/u],
    ['an empty body', '', 'invalid-request', /Malformed JSON/u],
  ])('is refused with 400 for %s', async (_, body, code, detail) => {
    const { app, assistant } = testApp();
    const response = await app.request('/v1/ask', postOf(body));
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    const problem = await bodyOf(response);
    expect(problem).toMatchObject({ code, status: 400, instance: '/v1/ask', type: `urn:docent:problem:${code}` });
    expect(problem.detail).toMatch(detail);
    expect(assistant.asked).toEqual([]);
  });

  it('names every fault at once', async () => {
    const { app } = testApp();
    const body = { query: '', k: 0, mode: 'fuzzy' };
    const problem = await bodyOf(await app.request('/v1/search', postOf(body)));
    expect(problem.detail).toMatch(/query: .*k: .*mode: /u);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused with 415 for the content type %s',
    async (contentType) => {
      const { app } = testApp();
      const response = await app.request('/v1/ask', postOf({ question: 'q' }, { 'Content-Type': contentType }));
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ code: 'unsupported-media-type' });
    },
  );

  it('is refused with 413 for a body over 256 kB', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/ask', postOf({ question: 'x'.repeat(300_000) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'payload-too-large', status: 413 });
  });

  it('is refused with 404 for an unknown route', async () => {
    const { app } = testApp();
    const response = await app.request('/v2/ask');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found', hint: expect.stringContaining('/openapi.json') });
  });

  it.each([
    ['GET', '/v1/ask', 'POST'],
    ['PUT', '/v1/search', 'POST'],
    ['DELETE', '/v1/documents/document-1', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['OPTIONS', '/v1/ask', 'POST'],
  ])('is refused with 405 for %s %s', async (method, path, allow) => {
    const { app } = testApp();
    const response = await app.request(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ code: 'method-not-allowed', instance: path });
  });
});
