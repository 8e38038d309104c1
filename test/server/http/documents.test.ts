import { describe, expect, it } from 'vitest';
import { bodyOf, testApp } from './support/app.js';

describe('GET /v1/documents', () => {
  it('lists documents without what only the index needs', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/documents?index=manuals&limit=10&offset=0');
    expect(response.status).toBe(200);
    const body = await bodyOf(response);
    expect(body).toMatchObject({ index: 'manuals', total: 1, documents: [{ id: 'document-1', name: 'handbook.pdf' }] });
    expect(JSON.stringify(body)).not.toContain('settingsFingerprint');
  });

  it('pages through the list', async () => {
    const { app } = testApp();
    const body = await (await app.request('/v1/documents?offset=1')).json();
    expect(body).toMatchObject({ index: 'default', total: 1, documents: [] });
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'limit=', 'offset=-1', 'offset=1e3', 'index=a/b', 'index=a&index=b'])(
    'refuses ?%s',
    async (query) => {
      const { app } = testApp();
      const response = await app.request(`/v1/documents?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalid-request' });
    },
  );
});

describe('GET /v1/documents/{id}', () => {
  const bare = [
    { number: 1, kind: 'page', label: 'p. 1', start: 0, end: 11 },
    { number: 2, kind: 'page', label: 'p. 2', start: 13, end: 25 },
  ];

  it('lists the units without their text', async () => {
    const { app } = testApp();
    const body = await bodyOf(await app.request('/v1/documents/document-1'));
    expect(body).toMatchObject({ document: { id: 'document-1', pageCount: 2, metadata: { author: 'docent' } } });
    expect(body.pages).toEqual(bare);
  });

  it('gives the text of the page that a citation names', async () => {
    const { app } = testApp();
    const body = await bodyOf(await app.request('/v1/documents/document-1?page=2'));
    expect(body.pages).toEqual([{ ...bare[1], text: 'Second page.' }]);
  });

  it('gives all text where it is asked for', async () => {
    const { app } = testApp();
    const body = await bodyOf(await app.request('/v1/documents/document-1?text=true'));
    expect(body.pages).toMatchObject([{ text: 'First page.' }, { text: 'Second page.' }]);
  });

  it.each([
    ['document-2', 404, 'document-not-found'],
    ['document-1?page=9', 404, 'page-not-found'],
    ['document-1?page=0', 400, 'invalid-request'],
    ['document-1?page=x', 400, 'invalid-request'],
    ['document-1?text=yes', 400, 'invalid-request'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const { app } = testApp();
    const response = await app.request(`/v1/documents/${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      code,
      status,
      instance: expect.stringMatching(/^\/v1\/documents\//u),
    });
  });
});
