import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentWithDotenv, loadConfig } from '../../../src/core/config.js';
import { parseModelChoice } from '../../../src/models/chat/model-choice.js';
import { ollamaOrigin } from '../../../src/models/chat/ollama.js';
import { chosenModel, openChatModel } from '../../../src/models/chat/open-chat-model.js';
import { reportProviders } from '../../../src/models/chat/provider-report.js';
import { instantClock } from '../../fakes/chat-clock.js';
import { type ScriptedChatServer, says, startScriptedChatServer } from '../../fixtures/scripted-chat-server.js';
import { collected, textOf } from './chat-model.conformance.js';

/** Port 9 (discard) is closed on every machine that runs tests. */
const nowhere = 'http://127.0.0.1:9';

let server: ScriptedChatServer;
beforeEach(async () => {
  server = await startScriptedChatServer();
});
afterEach(() => server.close());

describe('DOCENT_CHAT_MODEL', () => {
  it.each([
    ['ollama:llama3.2', { provider: 'ollama', model: 'llama3.2' }],
    ['ollama:qwen3:4b', { provider: 'ollama', model: 'qwen3:4b' }],
    ['local:onnx-community/SmolLM2', { provider: 'local', model: 'onnx-community/SmolLM2' }],
    ['http://localhost:8080/v1/#a%20b', { provider: 'url', url: 'http://localhost:8080/v1', model: 'a b' }],
    ['https://host/v1', { provider: 'url', url: 'https://host/v1', model: undefined }],
    ['none', { provider: 'none' }],
  ])('reads %s', (text, choice) => {
    expect(parseModelChoice(text)).toEqual(choice);
  });

  it.each(['gpt-5', 'openai:', 'mistral:large', 'ftp://host/v1#m'])('refuses %s and says what can be set', (text) => {
    expect(() => parseModelChoice(text)).toThrow(
      expect.objectContaining({ code: 'invalid-config', hint: expect.stringContaining('ollama:NAME') }),
    );
  });

  it.each(['http://me:secret@host/v1#m', 'http://host/v1?key=secret#m'])(
    'refuses an address with a secret, unquoted',
    (text) => {
      expect(() => parseModelChoice(text)).toThrow(/^(?!.*secret)/u);
    },
  );

  it('means the only model of a server that lists one', async () => {
    server.models = ['only-one'];
    server.reply(says('Hello!'));
    const model = await openChatModel(loadConfig({ DOCENT_CHAT_MODEL: `${server.origin}/v1` }).chat);
    if (model === undefined) throw new Error('No model.');
    expect(model.model).toBe('only-one');
    expect(textOf(await collected(model.stream({ messages: [{ role: 'user', content: 'Hi' }] })))).toBe('Hello!');
  });

  it('asks for a name where a server lists several', async () => {
    server.models = ['one', 'two'];
    const opened = openChatModel(loadConfig({ DOCENT_CHAT_MODEL: `${server.origin}/v1` }).chat);
    await expect(opened).rejects.toMatchObject({
      code: 'chat-model-not-found',
      message: expect.stringContaining('one, two'),
    });
  });

  it('opens nothing for none', async () => {
    expect(
      await openChatModel(loadConfig({ DOCENT_CHAT_MODEL: 'none', OLLAMA_HOST: server.origin }).chat),
    ).toBeUndefined();
  });
});

describe('without DOCENT_CHAT_MODEL', () => {
  it('an Ollama that answers is used, with a model that can chat', async () => {
    server.models = ['nomic-embed-text:latest', 'llama3.2:latest', 'qwen3:4b'];
    expect(await chosenModel(loadConfig({ OLLAMA_HOST: server.origin }).chat)).toEqual({
      provider: 'ollama',
      model: 'llama3.2:latest',
    });
  });

  it('an Ollama that does not answer at once is not waited for', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const clock = instantClock({ timeoutMs: 300 });
    const arrived = new Promise<Socket>((resolve) => silent.once('connection', resolve));
    const opened = openChatModel(loadConfig({ OLLAMA_HOST: host }).chat, { clock });
    const socket = await arrived;
    clock.runOut();
    expect(await opened).toBeUndefined();
    socket.destroy();
    silent.close();
  });

  it.each([
    ['has no model', [], undefined],
    ['is not there', [], nowhere],
  ])('there is no chat model where Ollama %s', async (_, models, host) => {
    server.models = models;
    expect(await openChatModel(loadConfig({ OLLAMA_HOST: host ?? server.origin }).chat)).toBeUndefined();
  });
});

describe('OLLAMA_HOST', () => {
  it.each([
    [undefined, 'http://127.0.0.1:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8080', 'http://127.0.0.1:8080'],
    [':8080', 'http://127.0.0.1:8080'],
    ['gpu-box', 'http://gpu-box:11434'],
    ['https://ollama.example', 'https://ollama.example:443'],
    ['http://gpu-box:1234/', 'http://gpu-box:1234'],
  ])('%s means %s', (host, origin) => {
    expect(ollamaOrigin(host)).toBe(origin);
  });
});

describe('keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docent-env-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come from .env, and the environment wins', async () => {
    await writeFile(
      join(folder, '.env'),
      '# keys\nOPENAI_API_KEY="from-file"\nexport GEMINI_API_KEY=from-file # mine\n',
    );
    const { keys } = loadConfig(environmentWithDotenv(folder, { OPENAI_API_KEY: 'from-environment' })).chat;
    expect(keys.openai?.reveal()).toBe('from-environment');
    expect(keys.google?.reveal()).toBe('from-file');
  });

  it('are not shown by anything that prints the configuration', () => {
    const config = loadConfig({ OPENAI_API_KEY: 'planted-secret' });
    const key = config.chat.keys.openai;
    expect(key?.reveal()).toBe('planted-secret');
    expect([JSON.stringify(config), inspect(config, { depth: 9 }), key?.toString()].join(' ')).not.toContain('planted');
  });

  it.each([
    ['OPENAI_BASE_URL=https://elsewhere.example/v1', { OPENAI_API_KEY: 'mine' }],
    ['OLLAMA_HOST=elsewhere', { OLLAMA_API_KEY: 'mine' }],
    ['DOCENT_CHAT_MODEL=https://elsewhere.example/v1#m', { DOCENT_CHAT_API_KEY: 'mine' }],
  ])('of the environment are not sent where a .env says: %s', async (line, environment) => {
    await writeFile(join(folder, '.env'), line);
    expect(() => environmentWithDotenv(folder, environment)).toThrow(
      expect.objectContaining({ code: 'invalid-config' }),
    );
    expect(() => environmentWithDotenv(folder, {})).not.toThrow();
  });
});

describe('the report of providers', () => {
  it('tells which model is chosen, what each provider lists and what it lacks', async () => {
    server.models = ['llama3.2:latest', 'qwen3:4b'];
    const config = loadConfig({
      DOCENT_CHAT_MODEL: 'ollama:llama3.2',
      OLLAMA_HOST: server.origin,
      OPENAI_API_KEY: 'planted-secret',
      OPENAI_BASE_URL: nowhere,
    });
    const report = await reportProviders(config.chat);
    expect(report).toMatchObject({ chosen: 'ollama:llama3.2', isSet: true, problem: undefined });
    const [ollama, openai, anthropic] = report.providers;
    expect(ollama).toMatchObject({ isReachable: true, models: server.models, chosenModel: 'llama3.2:latest' });
    expect(openai).toMatchObject({
      isReachable: false,
      key: { isSet: true },
      reason: expect.stringContaining(nowhere),
    });
    expect(anthropic).toMatchObject({ isReachable: undefined, reason: 'ANTHROPIC_API_KEY is not set' });
    expect(JSON.stringify(report)).not.toContain('planted');
  });

  it('warns of a model that its server does not list', async () => {
    const config = loadConfig({ DOCENT_CHAT_MODEL: 'ollama:gemma', OLLAMA_HOST: server.origin });
    expect((await reportProviders(config.chat)).problem).toMatch(/does not list gemma/u);
  });

  it('tells what is wrong with the setting and reports the rest all the same', async () => {
    const report = await reportProviders(loadConfig({ DOCENT_CHAT_MODEL: 'gpt', OLLAMA_HOST: server.origin }).chat);
    expect(report).toMatchObject({ chosen: undefined, problem: expect.stringContaining('"gpt"') });
    expect(report.providers[0]).toMatchObject({ provider: 'ollama', isReachable: true });
  });
});
