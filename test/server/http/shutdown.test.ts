import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../fakes/deferred.js';
import { answering, slowRun } from '../../fakes/fake-assistant.js';
import { framesOf } from './support/frames.js';
import { post, testServer, textOf } from './support/server.js';

const asSse = { Accept: 'text/event-stream' };
const question = JSON.stringify({ question: 'q' });

/** Longer than the test may take: what waits for it fails. */
const farAwayMs = 60_000;

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return (performance.now() - startedAt) / 1000;
}

describe('closing the server', () => {
  it('takes under a second with idle connections: after a request, and before the first', async () => {
    const server = await testServer({ graceMs: farAwayMs });
    const agent = new Agent({ keepAlive: true });
    const exchange = post(`${server.url}/v1/ask`, {}, agent);
    exchange.request.end(question);
    await textOf(await exchange.response);
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(silent, 'connect');
    silent.resume();
    // A request on a later connection shows that the server has seen the silent one.
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await secondsOf(server.close())).toBeLessThan(1);
    agent.destroy();
  });

  it('lets a request finish, then closes its kept-alive connection at once', async () => {
    const began = deferred<void>();
    const release = deferred<void>();
    const server = await testServer({
      graceMs: farAwayMs,
      run: async function* held() {
        began.resolve();
        await release.promise;
        yield* answering();
      },
    });
    const agent = new Agent({ keepAlive: true });
    const exchange = post(`${server.url}/v1/ask`, {}, agent);
    exchange.request.end(question);
    await began.promise;
    const closed = server.close();
    release.resolve();
    expect(await secondsOf(closed)).toBeLessThan(1);
    const response = await exchange.response;
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(await textOf(response))).toMatchObject({ abstained: false });
    agent.destroy();
  });

  it.each([false, true])(
    'aborts a stream after the grace period and says so (deaf to its signal: %s)',
    async (isDeaf) => {
      const { run, started, aborted } = slowRun({ isDeaf });
      const server = await testServer({ run, graceMs: 20 });
      const exchange = post(`${server.url}/v1/ask`, asSse);
      exchange.request.end(question);
      await started;
      const text = exchange.response.then(textOf);
      expect(await secondsOf(server.close())).toBeLessThan(1);
      expect(await aborted).toMatchObject({ code: 'server-stopping' });
      expect(framesOf(await text).at(-1)?.data).toMatchObject({ type: 'error', error: { status: 503 } });
    },
  );

  it('answers 503 to a JSON request that it aborts', async () => {
    const { run, started } = slowRun();
    const server = await testServer({ run, graceMs: 20 });
    const exchange = post(`${server.url}/v1/ask`);
    exchange.request.end(question);
    await started;
    await server.close();
    expect((await exchange.response).statusCode).toBe(503);
  });

  it('cuts off a client that does not finish its request', async () => {
    const server = await testServer({ graceMs: 20 });
    const exchange = post(`${server.url}/v1/ask`, { 'Content-Length': '1000' });
    const gone = once(exchange.request, 'error');
    exchange.request.write('{');
    await once(exchange.request, 'socket');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await secondsOf(server.close())).toBeLessThan(2);
    await gone;
  });

  it('may be asked for twice, and takes no request afterwards', async () => {
    const server = await testServer();
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});
