import { describe, expect, it } from 'vitest';
import { assertSafeBinding } from '../../../server/http/safe-binding.js';
import { loadConfig } from '../../../src/core/config.js';
import { postOf, testApp } from './support/app.js';

const key = 'correct-horse-battery';
const guarded = { DOCENT_API_KEY: key };

describe('the API key', () => {
  it.each([
    ['no header', undefined, 'Bearer realm="docent"'],
    ['another key', 'Bearer incorrect-horse-bat', 'Bearer realm="docent", error="invalid_token"'],
    ['the start of the key', `Bearer ${key.slice(0, -1)}`, 'Bearer realm="docent", error="invalid_token"'],
    ['another scheme', `Basic ${key}`, 'Bearer realm="docent", error="invalid_token"'],
    ['no key', 'Bearer ', 'Bearer realm="docent", error="invalid_token"'],
  ])('is demanded: %s gets 401', async (_, authorization, challenge) => {
    const { app, assistant } = testApp({ environment: guarded });
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const response = await app.request('/v1/ask', postOf({ question: 'q' }, headers));
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe(challenge);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'unauthorized', hint: expect.stringContaining('DOCENT_API_KEY') });
    expect(text).not.toContain(key);
    expect(assistant.asked).toEqual([]);
  });

  it.each([`Bearer ${key}`, `bearer  ${key}`])('lets %s in', async (authorization) => {
    const { app } = testApp({ environment: guarded });
    const response = await app.request('/v1/documents', { headers: { Authorization: authorization } });
    expect(response.status).toBe(200);
  });

  it('is looked at before the body and before the route', async () => {
    const { app } = testApp({ environment: guarded });
    expect((await app.request('/v1/ask', postOf('x'.repeat(300_000)))).status).toBe(401);
    expect((await app.request('/v1/nothing')).status).toBe(401);
  });

  it('is not asked for where the API is described', async () => {
    const { app } = testApp({ environment: guarded });
    expect((await app.request('/openapi.json')).status).toBe(200);
    expect((await app.request('/')).status).toBe(200);
  });
});

describe('the host name', () => {
  it.each(['localhost', 'localhost:8321', '127.0.0.1:8321', '127.0.0.2', '[::1]:8321', 'LOCALHOST:1'])(
    'may be %s on loopback',
    async (host) => {
      const { app } = testApp();
      expect((await app.request('/healthz', { headers: { Host: host } })).status).toBe(200);
    },
  );

  it.each(['evil.example', 'evil.example:8321', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.5', ''])(
    'may not be %j on loopback',
    async (host) => {
      const { app, assistant } = testApp();
      const response = await app.request('/v1/ask', postOf({ question: 'q' }, { Host: host }));
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'host-not-allowed' });
      expect(assistant.asked).toEqual([]);
    },
  );

  it('may be any where the server is bound wider, which takes a key', async () => {
    const { app } = testApp({ environment: { ...guarded, DOCENT_HOST: '0.0.0.0' } });
    expect((await app.request('/healthz', { headers: { Host: 'docent.example' } })).status).toBe(200);
  });
});

describe('assertSafeBinding', () => {
  it.each(['0.0.0.0', '::', '192.168.0.5', 'docent.example', '127.evil.example'])(
    'refuses %s without a key',
    (host) => {
      const config = loadConfig({ DOCENT_HOST: host });
      expect(() => assertSafeBinding(config)).toThrow(
        expect.objectContaining({ code: 'invalid-config', hint: expect.stringContaining('DOCENT_API_KEY') }),
      );
    },
  );

  it.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('takes %s without a key', (host) => {
    expect(() => assertSafeBinding(loadConfig({ DOCENT_HOST: host }))).not.toThrow();
  });

  it('takes any host with a key', () => {
    expect(() => assertSafeBinding(loadConfig({ DOCENT_HOST: '0.0.0.0', ...guarded }))).not.toThrow();
  });
});
