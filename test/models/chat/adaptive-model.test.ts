import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '../../../src/core/config.js';
import { generateObject } from '../../../src/models/chat/generate-object.js';
import { openChatModel } from '../../../src/models/chat/open-chat-model.js';
import type { ChatModel, ChatRequest } from '../../../src/models/chat-model.js';
import {
  callDeltas,
  end,
  failsWith,
  type ScriptedChatServer,
  says,
  startScriptedChatServer,
  streams,
} from '../../fixtures/scripted-chat-server.js';
import { collected, failureOf, tools } from './chat-model.conformance.js';
import { writtenCalls } from './text-protocol.js';

const request: ChatRequest = { messages: [{ role: 'user', content: 'How long is the warranty?' }], tools };
const wanted = { name: 'search_documents', arguments: { query: 'warranty' } };
const verdict = z.object({ score: z.number().min(0).max(1), reason: z.string() });

let server: ScriptedChatServer;

async function open(mode: 'auto' | 'native' | 'text' = 'auto'): Promise<ChatModel> {
  const url = `${server.origin}/v1#scripted`;
  const model = await openChatModel(loadConfig({ DOCENT_CHAT_MODEL: url, DOCENT_CHAT_TOOLS: mode }).chat);
  if (model === undefined) throw new Error('No model.');
  return model;
}

beforeEach(async () => {
  server = await startScriptedChatServer();
});
afterEach(() => server.close());

describe('a model that refuses tools', () => {
  it.each([
    ['Ollama', 400, 'registry.ollama.ai/library/gemma:2b does not support tools'],
    ['vLLM', 400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    ['llama.cpp', 400, 'tools param requires --jinja flag'],
    ['a router', 404, 'No endpoints found that support tool use.'],
  ])('is given the text protocol, and from then on at once (%s)', async (_, status, message) => {
    const model = await open();
    server.reply(failsWith(status, message), says(writtenCalls([wanted])), says('Answer: Two years.'));
    expect(await collected(model.stream(request))).toContainEqual(expect.objectContaining({ type: 'tool-call' }));
    expect(await collected(model.stream(request))).toContainEqual({ type: 'text-delta', text: 'Two years.' });
    expect(server.requests.map(({ body }) => body.tools === undefined)).toEqual([false, true, true]);
    expect(server.requests[1]?.body.messages?.[0]).toMatchObject({ role: 'system' });
  });

  it('stays refused where only native tools are wanted, with the way out', async () => {
    server.reply(failsWith(400, 'this model does not support tools'));
    const { error } = await failureOf((await open('native')).stream(request));
    expect(error).toMatchObject({ code: 'chat-model-failed', hint: expect.stringContaining('DOCENT_CHAT_TOOLS=text') });
  });

  it('is not confused with one that merely fails', async () => {
    server.reply(failsWith(400, 'temperature must be below 2'));
    expect((await failureOf((await open()).stream(request))).error.message).toContain('temperature');
    expect(server.requests).toHaveLength(1);
  });

  it('is not asked where the text protocol is set', async () => {
    server.reply(says(writtenCalls([wanted])));
    await collected((await open('text')).stream(request));
    expect(server.requests[0]?.body.tools).toBeUndefined();
    expect(server.requests[0]?.body.stop).toEqual(['\nObservation:']);
  });
});

describe('generateObject', () => {
  const messages = [
    { role: 'system', content: 'You judge.' },
    { role: 'user', content: 'Is it supported?' },
  ] as const;

  it('asks for the schema and returns what fits it', async () => {
    server.reply(says('{"score": 0.5,', ' "reason": "half"}'));
    const { object, usage } = await generateObject(await open(), { schema: verdict, messages });
    expect(object).toEqual({ score: 0.5, reason: 'half' });
    expect(usage).toEqual({ inputTokens: 12, outputTokens: 5 });
    expect(server.requests[0]?.body.response_format).toMatchObject({ type: 'json_schema' });
    expect(server.requests[0]?.body.messages?.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('reads JSON out of prose and fences', async () => {
    server.reply(says('Sure!\n```json\n{"score": 1, "reason": "it says {so}",}\n```\nBye.'));
    expect((await generateObject(await open(), { schema: verdict, messages })).object.reason).toBe('it says {so}');
  });

  it('tells the model once what is wrong', async () => {
    server.reply(says('{"score": 7, "reason": "great"}'), says('{"score": 0.7, "reason": "great"}'));
    const { object, usage } = await generateObject(await open(), { schema: verdict, messages });
    expect(object.score).toBe(0.7);
    expect(usage).toEqual({ inputTokens: 24, outputTokens: 10 });
    expect(server.requests[1]?.body.messages?.at(-1)?.content).toMatch(/<=1.*score/su);
  });

  it('fails after the second miss', async () => {
    server.reply(says('no idea'), says(''));
    const failed = generateObject(await open(), { schema: verdict, messages });
    await expect(failed).rejects.toMatchObject({ code: 'chat-reply-invalid' });
    expect(server.requests).toHaveLength(2);
  });

  it('does without the provider where that takes no output shape', async () => {
    server.reply(
      failsWith(400, 'response_format is not supported by this model'),
      says('{"score": 0, "reason": "no"}'),
    );
    expect((await generateObject(await open(), { schema: verdict, messages })).object.score).toBe(0);
    expect(server.requests[1]?.body.response_format).toBeUndefined();
  });

  it('makes nothing up for a reply that was cut off', async () => {
    const cutOff = { name: 'read_pages', arguments: '{"document": "a.pdf", "page": 1' };
    server.reply(streams(...callDeltas(cutOff, 0), end('length')));
    const events = await collected((await open()).stream(request));
    expect(events).toMatchObject([
      { type: 'tool-call-rejected', message: expect.stringContaining('cut off') },
      { type: 'finish', reason: 'length' },
    ]);
  });
});
