import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import { testApp } from './support/app.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

describe('GET /healthz', () => {
  it('names version and indexes with their counts', async () => {
    const { app } = testApp();
    const response = await app.request('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      version,
      indexes: [{ name: 'default', documents: 1, pages: 2, chunks: 3, embedder: 'docent-static' }],
    });
  });

  it('answers without the key, but then does not name the indexes', async () => {
    const environment = { DOCENT_API_KEY: 'a-secret-of-length' };
    const { app } = testApp({ environment });
    expect(await (await app.request('/healthz')).json()).toEqual({ status: 'ok', version });
    const headers = { Authorization: `Bearer ${environment.DOCENT_API_KEY}` };
    expect(await (await app.request('/healthz', { headers })).json()).toHaveProperty('indexes');
  });

  it('fails with the reason where the indexes cannot be read', async () => {
    const { app } = testApp({ failure: new DocentError('index-damaged', 'The manifest of "default" is gone.') });
    const response = await app.request('/healthz');
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'index-damaged' });
  });
});

describe('GET /', () => {
  it('says what this is and where it is described', async () => {
    const { app } = testApp();
    expect(await (await app.request('/')).json()).toMatchObject({ name: 'docent', version, openapi: '/openapi.json' });
  });

  it('answers HEAD as well', async () => {
    const { app } = testApp();
    const response = await app.request('/', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});
