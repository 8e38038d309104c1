import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerSchema } from '../../../server/http/schemas/answer.js';
import { postOf, testApp } from './support/app.js';

const operationSchema = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), content: z.record(z.string(), z.unknown()) }),
  ),
});
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

async function load() {
  const { app } = testApp();
  const response = await app.request('/openapi.json');
  expect(response.status).toBe(200);
  return { app, document: documentSchema.parse(await response.json()) };
}

describe('GET /openapi.json', () => {
  it('describes every route, and no other', async () => {
    const { app, document } = await load();
    const served = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`);
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(new Set(served)).toEqual(new Set(described));
    expect(described.toSorted()).toEqual([
      'DELETE /v1/conversations/{id}',
      'GET /',
      'GET /healthz',
      'GET /openapi.json',
      'GET /v1/conversations',
      'GET /v1/conversations/{id}',
      'GET /v1/documents',
      'GET /v1/documents/{id}',
      'GET /v1/web-pages/{id}',
      'POST /v1/ask',
      'POST /v1/search',
    ]);
  });

  it('resolves every reference', async () => {
    const { document } = await load();
    const references = [...JSON.stringify(document).matchAll(/"(?:\$ref":")?#\/([^"]+)"/gu)].map(
      ([, path]) => path ?? '',
    );
    expect(references.length).toBeGreaterThan(20);
    for (const path of references) expect(resolve(document, path), path).toBeDefined();
  });

  it('names each operation once, each path parameter, and errors as problems', async () => {
    const { document } = await load();
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const named = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name));
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status !== '200') expect(Object.keys(response.content)).toEqual(['application/problem+json']);
      }
    }
  });

  it('describes the event stream, and the problems of asking', async () => {
    const { document } = await load();
    const responses = document.paths['/v1/ask']?.post?.responses ?? {};
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '413', '415', '500', '503', '504']);
    expect(Object.keys(responses['200']?.content ?? {})).toEqual(['application/json', 'text/event-stream']);
    expect(JSON.stringify(document.components.schemas.AnswerEvent)).toContain('ToolResultEvent');
  });

  it('states patterns that a client can use', async () => {
    const { document } = await load();
    for (const [, pattern] of JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/gu)) {
      expect(JSON.parse(pattern ?? '""')).not.toMatch(/\/[a-z]+$/u);
    }
  });

  it('describes what is really answered', async () => {
    const { app } = await load();
    const body = await (await app.request('/v1/ask', postOf({ question: 'q' }))).json();
    expect(answerSchema.strict().safeParse(body).success).toBe(true);
  });
});

function resolve(document: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null
      ? Object.entries(value).find(([key]) => key === name)?.[1]
      : undefined;
  }, document);
}
