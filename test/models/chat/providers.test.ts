import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/core/config.js';
import { openChatModel } from '../../../src/models/chat/open-chat-model.js';
import type { ChatMessage, ChatModel } from '../../../src/models/chat-model.js';
import {
  failsWith,
  type ScriptedChatServer,
  type ScriptedReply,
  sse,
  startScriptedChatServer,
  streams,
} from '../../fixtures/scripted-chat-server.js';
import { collected, failureOf, textOf, tools } from './chat-model.conformance.js';

const key = 'planted-secret-0123456789';
const question: ChatMessage = { role: 'user', content: 'How long is the warranty?' };

interface Provider {
  readonly name: string;
  readonly keyVariable: string;
  readonly addressVariable: string;
  readonly path: RegExp;
  readonly header: readonly [string, string];
  /** Says "Looking." and calls search_documents({query: "warranty"}). */
  readonly reply: ScriptedReply;
  /** What the second request must carry beside the tool's result. */
  readonly carried: RegExp;
}

/** An event with its type as its name, as OpenAI's Responses API and Anthropic send them. */
const event = (data: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${data.type}\n${sse(data)}`;
const args = '{"query":"warranty"}';

const openAiCall = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'search_documents', arguments: args };
const openAi = streams(
  event({ type: 'response.created', response: { id: 'r', created_at: 1, model: 'm' } }),
  event({ type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'msg_1' } }),
  event({ type: 'response.output_text.delta', item_id: 'msg_1', delta: 'Looking.' }),
  event({ type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'msg_1' } }),
  event({ type: 'response.output_item.added', output_index: 1, item: { ...openAiCall, arguments: '' } }),
  event({ type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 1, delta: args }),
  event({ type: 'response.output_item.done', output_index: 1, item: { ...openAiCall, status: 'completed' } }),
  event({ type: 'response.completed', response: { usage: { input_tokens: 12, output_tokens: 5 } } }),
);

const anthropic = streams(
  event({
    type: 'message_start',
    message: { id: 'm', model: 'm', role: 'assistant', content: [], usage: { input_tokens: 12, output_tokens: 1 } },
  }),
  event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Looking.' } }),
  event({ type: 'content_block_stop', index: 0 }),
  event({
    type: 'content_block_start',
    index: 1,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'search_documents', input: {} },
  }),
  event({ type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: args } }),
  event({ type: 'content_block_stop', index: 1 }),
  event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } }),
  event({ type: 'message_stop' }),
);

const googlePart = (part: unknown, rest = {}) =>
  sse({ candidates: [{ content: { role: 'model', parts: [part] }, ...rest }] });
const google = streams(
  googlePart({ text: 'Looking.' }),
  googlePart({
    functionCall: { name: 'search_documents', args: { query: 'warranty' } },
    thoughtSignature: 'signature-1',
  }),
  sse({ candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 5 } }),
);

const providers: readonly Provider[] = [
  {
    name: 'openai',
    keyVariable: 'OPENAI_API_KEY',
    addressVariable: 'OPENAI_BASE_URL',
    path: /^\/v1\/responses$/u,
    header: ['authorization', `Bearer ${key}`],
    reply: openAi,
    carried: /"store":false/u,
  },
  {
    name: 'anthropic',
    keyVariable: 'ANTHROPIC_API_KEY',
    addressVariable: 'ANTHROPIC_BASE_URL',
    path: /^\/v1\/messages$/u,
    header: ['x-api-key', key],
    reply: anthropic,
    carried: /"tool_use_id"/u,
  },
  {
    name: 'google',
    keyVariable: 'GEMINI_API_KEY',
    addressVariable: 'GOOGLE_GENERATIVE_AI_BASE_URL',
    path: /^\/v1beta\/models\/m:streamGenerateContent\?alt=sse$/u,
    header: ['x-goog-api-key', key],
    reply: google,
    carried: /"thoughtSignature":"signature-1"/u,
  },
];

describe.each(providers)('$name', ({ name, keyVariable, addressVariable, path, header, reply, carried }) => {
  let server: ScriptedChatServer;
  let model: ChatModel;

  beforeEach(async () => {
    server = await startScriptedChatServer();
    const environment = { DOCENT_CHAT_MODEL: `${name}:m`, [keyVariable]: key, [addressVariable]: server.origin };
    const opened = await openChatModel(loadConfig(environment).chat);
    if (opened === undefined) throw new Error('No model.');
    model = opened;
  });
  afterEach(() => server.close());

  it('streams text, calls and usage, with the key in its header', async () => {
    server.reply(reply);
    const events = await collected(model.stream({ messages: [question], tools, maxTokens: 100 }));
    expect(textOf(events)).toBe('Looking.');
    expect(events.filter(({ type }) => type === 'tool-call' || type === 'finish')).toMatchObject([
      { type: 'tool-call', name: 'search_documents', arguments: { query: 'warranty', limit: 5 } },
      { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 12, outputTokens: 5 } },
    ]);
    expect(server.requests[0]).toMatchObject({
      path: expect.stringMatching(path),
      headers: { [header[0]]: header[1] },
    });
  });

  it('gets its own call back with the result', async () => {
    server.reply(reply, reply);
    const first = await collected(model.stream({ messages: [question], tools }));
    const toolCalls = first.filter((each) => each.type === 'tool-call');
    const results = toolCalls.map(({ id, name: toolName }): ChatMessage => {
      return { role: 'tool', toolCallId: id, toolName, content: 'Two years.' };
    });
    const messages = [question, { role: 'assistant', content: 'Looking.', toolCalls } as const, ...results];
    await collected(model.stream({ messages, tools }));
    expect(JSON.stringify(server.requests[1]?.body)).toMatch(/Two years\./u);
    expect(JSON.stringify(server.requests[1]?.body)).toMatch(carried);
  });

  it('names the variable where the key is wrong, and not the key', async () => {
    server.reply(failsWith(401, `Incorrect API key provided: ${key}`));
    const { error } = await failureOf(model.stream({ messages: [question] }));
    expect(error.code).toBe('chat-model-refused');
    expect(error.hint).toContain(keyVariable);
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(key);
  });

  it('says which key is missing before anything is sent', async () => {
    const config = loadConfig({ DOCENT_CHAT_MODEL: `${name}:m`, [addressVariable]: server.origin });
    await expect(openChatModel(config.chat)).rejects.toMatchObject({
      code: 'chat-model-refused',
      message: expect.stringContaining(keyVariable),
    });
  });
});
