import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/core/config.js';
import { openChatModel } from '../../../src/models/chat/open-chat-model.js';
import type { ChatModel } from '../../../src/models/chat-model.js';
import { type InstantClock, instantClock } from '../../fakes/chat-clock.js';
import { deferred } from '../../fakes/deferred.js';
import {
  delta,
  failsWith,
  type ScriptedChatServer,
  says,
  startScriptedChatServer,
  streams,
} from '../../fixtures/scripted-chat-server.js';
import { collected, failureOf, textOf } from './chat-model.conformance.js';

const timeoutMs = 2000;
const endlessMs = 59_000;
const now = Date.parse('2026-11-21T12:00:00Z');

describe('a request to a chat model', () => {
  let server: ScriptedChatServer;
  let clock: InstantClock;
  let model: ChatModel;
  const ask = (signal?: AbortSignal) => model.stream({ messages: [{ role: 'user', content: 'Hello?' }], signal });

  async function open(environment: Record<string, string> = {}): Promise<ChatModel> {
    const url = `${server.origin}/v1#scripted`;
    const config = loadConfig({ DOCENT_CHAT_MODEL: url, DOCENT_CHAT_TIMEOUT_MS: String(timeoutMs), ...environment });
    const opened = await openChatModel(config.chat, { clock, random: () => 0 });
    if (opened === undefined) throw new Error('No model.');
    return opened;
  }

  beforeEach(async () => {
    server = await startScriptedChatServer();
    clock = instantClock({ timeoutMs, now, endlessMs });
    model = await open();
  });
  afterEach(() => server.close());

  it('is tried again with growing delays while the server is in trouble', async () => {
    server.reply(failsWith(500, 'oops'), failsWith(503, 'busy'), failsWith(429, 'slow down'), says('Hello!'));
    expect(textOf(await collected(ask()))).toBe('Hello!');
    expect(clock.waits).toEqual([250, 500, 1000]);
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Sat, 21 Nov 2026 12:00:12 GMT' }, 12_000],
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '7' }, 1500],
  ])('waits as long as the server asks, given %s', async (_, headers, waited) => {
    server.reply(failsWith(429, 'slow down', headers), says('Hello!'));
    expect(textOf(await collected(ask()))).toBe('Hello!');
    expect(clock.waits).toEqual([waited]);
  });

  it('gives up at once where the server asks for an hour', async () => {
    server.reply(failsWith(429, 'slow down', { 'retry-after': '3600' }));
    expect((await failureOf(ask())).error.code).toBe('chat-model-rate-limited');
    expect(clock.waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up after three more tries, with what the server said', async () => {
    server.always(() => failsWith(503, 'the model is loading'));
    const { error } = await failureOf(ask());
    expect(error).toMatchObject({
      code: 'chat-model-failed',
      message: expect.stringContaining('the model is loading'),
    });
    expect(server.requests).toHaveLength(4);
  });

  it.each([
    ['an account without credit', failsWith(429, 'insufficient_quota'), 'chat-model-rate-limited'],
    ['a server that says so', failsWith(500, 'never', { 'x-should-retry': 'false' }), 'chat-model-failed'],
    ['a wrong request', failsWith(400, 'max_tokens is negative'), 'chat-model-failed'],
    ['an unknown model', failsWith(404, 'model not found'), 'chat-model-not-found'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' }, pieces: [] }, 'chat-model-unreachable'],
  ])('is not repeated for %s', async (_, reply, code) => {
    server.reply(reply);
    expect((await failureOf(ask())).error.code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('is tried again where nothing listens, then says what to do', async () => {
    await server.close();
    const { error } = await failureOf(ask());
    expect(error).toMatchObject({ code: 'chat-model-unreachable', message: expect.stringContaining(server.origin) });
    expect(clock.waits).toEqual([250, 500, 1000]);
  });

  it('fails when no answer begins in time, and leaves the connection', async () => {
    server.reply({ ...says('late'), after: deferred<void>().promise });
    const failed = failureOf(ask());
    const request = await server.request(0);
    clock.runOut();
    expect((await failed).error.code).toBe('chat-model-timeout');
    expect(await request.ended).toBe('closed');
  });

  it('fails when the answer stalls in the middle, and leaves the connection', async () => {
    server.reply(streams(delta({ content: 'Hel' }), deferred<void>().promise));
    const events = ask();
    expect((await events.next()).value).toEqual({ type: 'text-delta', text: 'Hel' });
    const failed = failureOf({ [Symbol.asyncIterator]: () => events });
    clock.runOut();
    expect((await failed).error.code).toBe('chat-model-timeout');
    expect(await server.requests[0]?.ended).toBe('closed');
  });

  it('stops waiting between two tries when aborted', async () => {
    const controller = new AbortController();
    server.reply(failsWith(503, 'busy', { 'retry-after': String(endlessMs / 1000) }));
    const failed = failureOf(ask(controller.signal));
    await clock.endless;
    controller.abort();
    expect((await failed).error.code).toBe('aborted');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    'This model has a maximum context length of 4096 tokens',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'the request exceeds the available context size (8192 tokens)',
    'The input token count (1200000) exceeds the maximum number of tokens allowed',
  ])('tells a question that is too long from other failures: %s', async (message) => {
    server.reply(failsWith(400, message));
    expect((await failureOf(ask())).error.code).toBe('chat-context-too-long');
  });

  it('fails with a reason where the server speaks nonsense', async () => {
    server.reply(streams(delta({ content: 'Hel' }), 'data: {nonsense\n\n'));
    const { before, error } = await failureOf(ask());
    expect(textOf(before)).toBe('Hel');
    expect(error.code).toBe('chat-model-failed');
  });

  it('survives bytes that are no text', async () => {
    server.reply(streams(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28]), '\n\n', ...says('Hello!').pieces));
    expect(textOf(await collected(ask()))).toBe('Hello!');
  });

  it('sends the key as a bearer token and shows it nowhere, even where the server echoes it', async () => {
    const key = 'planted/secret+0123456789';
    model = await open({ DOCENT_CHAT_API_KEY: key });
    const echoes = [key, encodeURIComponent(key), Buffer.from(key).toString('base64'), `Bearer ${key}`];
    server.reply(failsWith(401, `Wrong key: ${echoes.join(' ')}`, { 'x-echo': key }));
    const { error } = await failureOf(ask());
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(error).toMatchObject({ code: 'chat-model-refused', hint: expect.stringContaining('DOCENT_CHAT_API_KEY') });
    const everything = `${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    for (const echo of echoes) expect(everything).not.toContain(echo);
  });

  it('hides the key in an error in the middle of a stream too', async () => {
    model = await open({ DOCENT_CHAT_API_KEY: 'planted-secret-0123456789' });
    server.reply(
      streams(delta({ content: 'Hel' }), 'data: {"error":{"message":"key planted-secret-0123456789 expired"}}\n\n'),
    );
    expect((await failureOf(ask())).error.message).toMatch(/key \(hidden\) expired/u);
  });

  it("sends no other provider's key to an address", async () => {
    model = await open({ OPENAI_API_KEY: 'openai-secret', ANTHROPIC_API_KEY: 'anthropic-secret' });
    server.reply(says('Hello!'));
    await collected(ask());
    expect(JSON.stringify(server.requests)).not.toMatch(/openai-secret|anthropic-secret/u);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });
});
