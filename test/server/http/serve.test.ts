import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../../server/http/serve.js';
import { createFakeAssistant, slowRun } from '../../fakes/fake-assistant.js';
import { manualClock } from '../../fakes/manual-clock.js';
import { collectingLog, postOf, serverConfig } from './support/app.js';
import { framesOf } from './support/frames.js';
import { post, testServer, textOf } from './support/server.js';

const asSse = { Accept: 'text/event-stream' };
const question = JSON.stringify({ question: 'How long is the warranty?' });

describe('the server', () => {
  it('answers over a real connection', async () => {
    const { url } = await testServer();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    const response = await fetch(`${url}/v1/ask`, postOf(question));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ abstained: false, citations: [{ document: 'handbook.pdf' }] });
  });

  it('frames server-sent events as the standard demands', async () => {
    const { url } = await testServer();
    const response = await fetch(`${url}/v1/ask`, postOf(question, asSse));
    expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    expect(framesOf(await response.text()).at(-1)).toMatchObject({ event: 'answer-end' });
  });

  it('sends each event when it happens, not at the end', async () => {
    const { run, started } = slowRun();
    const { url } = await testServer({ run });
    const exchange = post(`${url}/v1/ask`, asSse);
    exchange.request.end(question);
    const [first] = await once((await exchange.response).setEncoding('utf8'), 'data');
    expect(framesOf(String(first))).toMatchObject([{ event: 'thought' }]);
    await started;
    exchange.request.destroy();
  });

  it('serves two streams at once', async () => {
    const { url, assistant } = await testServer();
    const responses = await Promise.all([1, 2].map(() => fetch(`${url}/v1/ask`, postOf(question, asSse))));
    const texts = await Promise.all(responses.map((response) => response.text()));
    for (const text of texts) expect(framesOf(text)).toHaveLength(7);
    expect(assistant.asked).toHaveLength(2);
  });

  it('keeps one stream going when another client leaves', async () => {
    const slow = slowRun();
    const other = slowRun();
    const runs = [slow, other];
    const { url } = await testServer({ run: (signal) => (runs.shift() ?? slow).run(signal) });
    const leaving = post(`${url}/v1/ask`, asSse);
    leaving.request.end(question);
    await slow.started;
    const staying = post(`${url}/v1/ask`, asSse);
    staying.request.end(question);
    await other.started;
    leaving.request.destroy();
    await slow.aborted;
    expect(await Promise.race([other.aborted, Promise.resolve('still running')])).toBe('still running');
    staying.request.destroy();
    await other.aborted;
  });

  it.each<[string, Record<string, string>]>([
    ['a JSON answer', {}],
    ['a stream', asSse],
    ['a JSON answer to a chunked request', { 'Transfer-Encoding': 'chunked' }],
  ])('aborts the run when the client leaves before the end of %s', async (_, headers) => {
    const { run, started, aborted } = slowRun();
    const { url, logged } = await testServer({ run });
    const exchange = post(`${url}/v1/ask`, headers);
    exchange.request.end(question);
    await started;
    exchange.request.destroy();
    expect(await aborted).toMatchObject({ code: 'aborted' });
    expect(logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it.each([false, true])('stops a run that takes too long with 504 (deaf to its signal: %s)', async (isDeaf) => {
    const clock = manualClock();
    const { run, started, aborted } = slowRun({ isDeaf });
    const { url } = await testServer({ run, clock });
    const pending = fetch(`${url}/v1/ask`, postOf(question));
    await started;
    clock.advance(120_000);
    expect((await pending).status).toBe(504);
    expect(await aborted).toMatchObject({ code: 'timeout' });
  });

  it('keeps to the configured time', async () => {
    const { run, aborted } = slowRun();
    const { url } = await testServer({ run, environment: { DOCENT_REQUEST_TIMEOUT_MS: '100' } });
    const response = await fetch(`${url}/v1/ask`, postOf(question, asSse));
    expect(framesOf(await response.text()).at(-1)?.data).toMatchObject({ error: { code: 'timeout' } });
    await aborted;
  });

  it.each<[string, Record<string, string>]>([
    ['a chunked body', { 'Transfer-Encoding': 'chunked' }],
    ['a body of stated length', { 'Content-Length': '300000' }],
  ])('refuses %s over 256 kB', async (_, headers) => {
    const { url, assistant } = await testServer();
    const exchange = post(`${url}/v1/ask`, headers);
    exchange.request.end(JSON.stringify({ question: 'x'.repeat(299_985) }));
    const response = await exchange.response;
    expect(response.statusCode).toBe(413);
    expect(JSON.parse(await textOf(response))).toMatchObject({ code: 'payload-too-large' });
    expect(assistant.asked).toEqual([]);
  });

  it('takes a chunked body under the limit', async () => {
    const { url } = await testServer();
    const exchange = post(`${url}/v1/ask`, { 'Transfer-Encoding': 'chunked' });
    exchange.request.write(question.slice(0, 10));
    exchange.request.end(question.slice(10));
    const response = await exchange.response;
    expect(response.statusCode).toBe(200);
    await textOf(response);
  });

  it('refuses another host name over a real connection', async () => {
    const { url } = await testServer();
    const exchange = post(`${url}/v1/ask`, { Host: 'evil.example' });
    exchange.request.end(question);
    const response = await exchange.response;
    expect(response.statusCode).toBe(403);
    await textOf(response);
  });

  it('answers a request that is not valid HTTP with a problem', async () => {
    const { url } = await testServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('GET /v1\\documents HTTP/1.1\r\nHost: [bad\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 400 /u);
    expect(text).toContain('"code":"invalid-request"');
  });

  it('says which port is taken and how to choose another', async () => {
    const { url } = await testServer();
    const port = new URL(url).port;
    const second = startServer({
      assistant: createFakeAssistant(),
      config: serverConfig({ DOCENT_PORT: port }),
      log: collectingLog().log,
    });
    await expect(second).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(port),
      hint: expect.stringContaining('DOCENT_PORT'),
    });
  });

  it('refuses a host that is not of this machine, and one that is open without a key', async () => {
    const start = (environment: Record<string, string>) =>
      startServer({ assistant: createFakeAssistant(), config: serverConfig(environment), log: collectingLog().log });
    await expect(start({ DOCENT_HOST: '0.0.0.0' })).rejects.toMatchObject({ code: 'invalid-config' });
    const foreign = { DOCENT_HOST: '192.0.2.1', DOCENT_API_KEY: 'correct-horse-battery' };
    await expect(start(foreign)).rejects.toMatchObject({
      code: 'invalid-config',
      hint: expect.stringContaining('DOCENT_HOST'),
    });
  });
});
