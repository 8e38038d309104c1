import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/core/config.js';
import { LocalChatModel } from '../../../src/models/chat/local-chat-model.js';
import { openChatModel } from '../../../src/models/chat/open-chat-model.js';
import { reportProviders } from '../../../src/models/chat/provider-report.js';
import type { ChatModel, ChatRequest } from '../../../src/models/chat-model.js';
import { collected, failureOf, textOf } from './chat-model.conformance.js';
import { FakeGenerator } from './fake-generator.js';

const fixtures = join(import.meta.dirname, '../../fixtures');
const asking = (content: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', content }],
  ...rest,
});

describe('a local model run by transformers.js', () => {
  let folder: string;
  let model: ChatModel;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docent-models-'));
    await cp(join(fixtures, 'tiny-chat-model'), join(folder, 'tiny'), { recursive: true });
    const opened = await openChatModel(loadConfig({ DOCENT_CHAT_MODEL: 'local:tiny', DOCENT_MODELS: folder }).chat);
    if (opened === undefined) throw new Error('No model.');
    model = opened;
  });
  afterAll(async () => {
    await model.dispose();
    await rm(folder, { recursive: true });
  });

  it('answers through its own chat template, word by word', async () => {
    const events = await collected(model.stream(asking('how long is the warranty ?')));
    expect(textOf(events).trim()).toBe('the warranty lasts two years.');
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(3);
    // <user> … <end> <assistant>, and six words.
    expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop', usage: { inputTokens: 9, outputTokens: 6 } });
  });

  it('ends at the length that was asked for', async () => {
    const events = await collected(model.stream(asking('forever', { maxTokens: 7 })));
    expect(textOf(events).trim()).toBe('and on and on and on and');
    expect(events.at(-1)).toMatchObject({ reason: 'length' });
  });

  it('ends at a stop text', async () => {
    const events = await collected(model.stream(asking('how long ?', { stop: [' two'] })));
    expect(textOf(events)).toBe('the warranty lasts');
    expect(events.at(-1)).toMatchObject({ reason: 'stop' });
  });

  it('stops an endless reply when aborted, and answers the next question', async () => {
    const controller = new AbortController();
    const events = model.stream(asking('forever', { signal: controller.signal, maxTokens: 4000 }));
    await events.next();
    controller.abort();
    expect((await failureOf({ [Symbol.asyncIterator]: () => events })).error.code).toBe('aborted');
    expect(textOf(await collected(model.stream(asking('how long ?'))))).toContain('two years');
  });

  it('refuses a question that does not fit its context', async () => {
    const { error } = await failureOf(model.stream(asking('how long '.repeat(2100))));
    expect(error).toMatchObject({ code: 'chat-context-too-long', message: expect.stringContaining('4096') });
  });

  it('is listed among the models', async () => {
    const config = loadConfig({ DOCENT_CHAT_MODEL: 'local:tiny', DOCENT_MODELS: folder, OLLAMA_HOST: '127.0.0.1:9' });
    const local = (await reportProviders(config.chat)).providers.find(({ provider }) => provider === 'local');
    expect(local).toMatchObject({ isReachable: true, models: ['tiny'], chosenModel: 'tiny' });
  });

  it.each([
    ['owner/name', { DOCENT_ALLOW_DOWNLOAD: '0' }, /downloads are off/u],
    ['missing', {}, /no such folder/u],
    [join(fixtures, 'tiny-encoder'), {}, /cannot be loaded/u],
  ])('says why %s cannot be loaded', async (name, environment, reason) => {
    const config = loadConfig({ DOCENT_CHAT_MODEL: `local:${name}`, DOCENT_MODELS: folder, ...environment });
    await expect(openChatModel(config.chat)).rejects.toMatchObject({
      code: 'chat-model-not-found',
      message: expect.stringMatching(reason),
    });
  });
});

describe('a local chat model', () => {
  it('computes one reply at a time', async () => {
    const generator = new FakeGenerator();
    generator.reply('one ', 'more');
    generator.reply('two');
    const model = new LocalChatModel('fake', generator);
    const first = model.stream(asking('first'));
    await first.next();
    const second = collected(model.stream(asking('second')));
    expect(generator.active).toBe(1);
    expect(textOf(await collected(first))).toBe('more');
    expect(textOf(await second)).toBe('two');
  });

  it('gives up its place in the queue when aborted', async () => {
    const generator = new FakeGenerator();
    generator.reply('one ', 'more');
    generator.reply('three');
    const model = new LocalChatModel('fake', generator);
    const first = model.stream(asking('first'));
    await first.next();
    const controller = new AbortController();
    const second = failureOf(model.stream(asking('second', { signal: controller.signal })));
    const third = collected(model.stream(asking('third')));
    controller.abort();
    expect((await second).error.code).toBe('aborted');
    expect(generator.active).toBe(1);
    await collected(first);
    expect(textOf(await third)).toBe('three');
  });

  it('puts the system message into the question where the template knows no such role', async () => {
    class Strict extends FakeGenerator {
      override promptFor(messages: Parameters<FakeGenerator['promptFor']>[0]): string {
        if (messages.some(({ role }) => role === 'system')) throw new Error('System role not supported');
        return super.promptFor(messages);
      }
    }
    const generator = new Strict();
    generator.reply('fine');
    const messages = [{ role: 'system', content: 'Be brief.' } as const, ...asking('Why?').messages];
    await collected(new LocalChatModel('fake', generator).stream({ messages }));
    expect(generator.prompts[0]).toContain('<user>Be brief.\n\nWhy?');
  });

  it('takes what stands in think tags for thoughts, also where the prompt opens them', async () => {
    const generator = new FakeGenerator();
    generator.promptFor = () => '<assistant><think>\n';
    generator.reply('Hm', '.</th', 'ink>\n\nTwo', ' years.');
    const events = await collected(new LocalChatModel('fake', generator).stream(asking('Why?')));
    expect(textOf(events, 'thought-delta')).toBe('Hm.');
    expect(textOf(events)).toBe('Two years.');
  });
});
