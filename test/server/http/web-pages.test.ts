import { describe, expect, it } from 'vitest';
import { sampleWebPage } from '../../fakes/fake-assistant.js';
import { testApp } from './support/app.js';

describe('GET /v1/web-pages/{id}', () => {
  it('gives the text that a citation was checked against', async () => {
    const { app } = testApp();
    const response = await app.request(`/v1/web-pages/${sampleWebPage.id}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(sampleWebPage);
  });

  it('says that a page is not kept', async () => {
    const { app } = testApp();
    const response = await app.request('/v1/web-pages/0000000000000000');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'document-not-found' });
  });
});

describe('POST /v1/ask', () => {
  it.each([
    [{ history: [{ question: 'Who?', answer: 'Ada.' }] }],
    [{ conversationId: 'new' }],
    [{ web: 'fallback', limits: { seconds: 5, steps: 3 } }],
  ])('passes %j on to the agent', async (fields) => {
    const { app, assistant } = testApp();
    const response = await app.request('/v1/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question: 'How long is the warranty?', ...fields }),
    });
    expect(response.status).toBe(200);
    expect(assistant.asked[0]?.options).toMatchObject(fields);
  });

  it.each([
    [{ history: [{ question: 'Who?', answer: 'Ada.' }], conversationId: 'new' }, 'history'],
    [{ conversationId: '../../etc' }, 'conversationId'],
    [{ web: 'sometimes' }, 'web'],
    [{ limits: { seconds: 0 } }, 'limits'],
    [{ history: Array.from({ length: 51 }, () => ({ question: 'Who?', answer: 'Ada.' })) }, 'history'],
  ])('refuses %j', async (fields, name) => {
    const { app } = testApp();
    const response = await app.request('/v1/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question: 'How long is the warranty?', ...fields }),
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain(name);
  });
});
