import { describe, expect, it } from 'vitest';
import { DocentError } from '../../../src/core/errors.js';
import { sampleConversation } from '../../fakes/fake-assistant.js';
import { bodyOf, testApp } from './support/app.js';

const { id, title, createdAt, turns, summary } = sampleConversation;
const unknown = '00000000-0000-4000-8000-000000000000';

describe('GET /v1/conversations', () => {
  it('lists conversations without their turns', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/conversations?index=manuals&limit=10&offset=0');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      index: 'manuals',
      conversations: [{ id, index: 'default', title, createdAt, updatedAt: createdAt, turns: 1 }],
      total: 1,
    });
  });

  it('pages through the list', async () => {
    const { app } = testApp();
    expect(await bodyOf(await app.request('/v1/conversations?offset=1'))).toMatchObject({
      conversations: [],
      total: 1,
    });
  });

  it.each(['limit=0', 'limit=ten', 'offset=-1', 'index=a/b'])('refuses ?%s', async (query) => {
    const { app } = testApp();
    const response = await app.request(`/v1/conversations?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid-request' });
  });

  it('says which index is not there', async () => {
    const { app } = testApp({ failure: new DocentError('index-not-found', 'There is no index "x".') });
    const response = await app.request('/v1/conversations?index=x');
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('wants the key where the server has one', async () => {
    const { app } = testApp({ environment: { DOCENT_API_KEY: 'a-key-of-sixteen-characters' } });
    for (const method of ['GET', 'DELETE']) {
      expect((await app.request(`/v1/conversations/${id}`, { method })).status).toBe(401);
    }
    expect((await app.request('/v1/conversations')).status).toBe(401);
  });
});

describe('GET /v1/conversations/{id}', () => {
  it('gives the turns, oldest first, and the summary', async () => {
    const { app } = testApp();
    const response = await app.request(`/v1/conversations/${id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id, index: 'default', title, createdAt, turns, summary });
  });

  it.each([unknown, '..%2F..%2Fetc%2Fpasswd', 'x'])('knows no conversation %s', async (other) => {
    const { app } = testApp();
    const response = await app.request(`/v1/conversations/${other}?index=manuals`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: 'conversation-not-found',
      title: 'Conversation not found',
      detail: expect.stringContaining('"manuals"'),
    });
  });
});

describe('DELETE /v1/conversations/{id}', () => {
  it('forgets the conversation', async () => {
    const { app, assistant } = testApp();
    const response = await app.request(`/v1/conversations/${id}?index=manuals`, { method: 'DELETE' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id, deleted: true });
    expect(assistant.deleted).toEqual([{ id, index: 'manuals' }]);
  });

  it('answers 404 for one that is not there', async () => {
    const { app, assistant } = testApp();
    const response = await app.request(`/v1/conversations/${unknown}`, { method: 'DELETE' });
    expect(response.status).toBe(404);
    expect(assistant.deleted).toEqual([]);
  });

  it('takes no other method', async () => {
    const { app } = testApp();
    const response = await app.request(`/v1/conversations/${id}`, { method: 'PUT' });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('GET, HEAD, DELETE');
  });
});
