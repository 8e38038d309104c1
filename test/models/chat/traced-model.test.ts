import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DocentError } from '../../../src/core/errors.js';
import { contentAttributes } from '../../../src/core/trace-attributes.js';
import { tracedModel } from '../../../src/models/chat/traced-model.js';
import type { ChatEvent, ChatModel, ChatRequest } from '../../../src/models/chat-model.js';
import { RecordingSpan } from '../../fakes/recording-span.js';

const request: ChatRequest = { messages: [{ role: 'user', content: 'How long is the warranty?' }] };
const finish: ChatEvent = { type: 'finish', reason: 'stop', usage: { inputTokens: 12, outputTokens: 5 } };
const lost = new DocentError('chat-reply-cut', 'The reply was cut.');

/** Says these events; a tick of its clock passes before each. */
function scripted(events: readonly (ChatEvent | Error)[], provider = 'ollama') {
  let nowMs = 1000;
  let isStopped = false;
  const model: ChatModel = {
    provider,
    model: 'llama3.2',
    async *stream() {
      try {
        for (const event of events) {
          nowMs += 250;
          if (event instanceof Error) throw event;
          yield event;
        }
      } finally {
        isStopped = true;
      }
    },
    dispose: async () => undefined,
  };
  return { model, clock: { now: () => nowMs }, isStopped: () => isStopped };
}

/** The events that a reader sees, and the span that is left. */
async function traced(events: readonly (ChatEvent | Error)[], options: { provider?: string; content?: boolean } = {}) {
  const root = new RecordingSpan('root', {}, options.content);
  const { model, clock } = scripted(events, options.provider);
  const seen: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of tracedModel(model, root, clock).stream(request)) seen.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const [span] = root.children;
  if (span === undefined) throw new Error('No span.');
  return { seen, error, span };
}

describe('a traced chat model', () => {
  it('passes everything on and leaves a span with tokens, reason and time to the first token', async () => {
    const events: ChatEvent[] = [{ type: 'text-delta', text: 'Two ' }, { type: 'text-delta', text: 'years.' }, finish];
    const { seen, span } = await traced(events);
    expect(seen).toEqual(events);
    expect(span).toMatchObject({ name: 'chat llama3.2', ends: 1, error: undefined });
    expect(span.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'ollama',
      'gen_ai.request.model': 'llama3.2',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': 0.25,
      'docent.time_to_first_token_ms': 250,
    });
  });

  it('keeps the identity of the model and what the request demands', async () => {
    const root = new RecordingSpan();
    const { model } = scripted([finish]);
    const watched = tracedModel(model, root);
    expect(watched).toMatchObject({ provider: 'ollama', model: 'llama3.2' });
    const demanding = { ...request, maxTokens: 100, temperature: 0, output: z.object({}) };
    for await (const _ of watched.stream(demanding));
    expect(root.children[0]?.attributes).toMatchObject({
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.temperature': 0,
      'gen_ai.output.type': 'json',
    });
  });

  it.each([
    ['google', 'gcp.gemini'],
    ['url', 'openai_compatible'],
    ['anthropic', 'anthropic'],
    ['local', 'local'],
  ])('calls the provider %s %s', async (provider, name) => {
    expect((await traced([finish], { provider })).span.attributes['gen_ai.provider.name']).toBe(name);
  });

  it('names reasons as the conventions do', async () => {
    const { span } = await traced([{ ...finish, reason: 'tool-calls' }]);
    expect(span.attributes['gen_ai.response.finish_reasons']).toEqual(['tool_call']);
  });

  it('says nothing of tokens that the model does not tell, nor of a first token that never came', async () => {
    const unknown = { inputTokens: undefined, outputTokens: undefined };
    const { span } = await traced([{ ...finish, usage: unknown }]);
    expect(span.attributes['gen_ai.usage.input_tokens']).toBeUndefined();
    expect(span.attributes['docent.time_to_first_token_ms']).toBeUndefined();
  });

  it('marks a reply that broke as failed and throws the same error', async () => {
    const { span, error } = await traced([{ type: 'text-delta', text: 'Two ' }, lost]);
    expect(error).toBe(lost);
    expect(span).toMatchObject({ error: lost, ends: 1 });
    expect(span.attributes).toMatchObject({
      'gen_ai.response.finish_reasons': ['error'],
      'docent.time_to_first_token_ms': 250,
    });
  });

  it('ends the span and the request where the reader leaves early', async () => {
    const root = new RecordingSpan();
    const { model, isStopped } = scripted([{ type: 'text-delta', text: 'Two ' }, finish]);
    for await (const _ of tracedModel(model, root).stream(request)) break;
    expect(isStopped()).toBe(true);
    expect(root.children).toMatchObject([{ ends: 1, error: undefined }]);
  });
});

describe('prompts and replies', () => {
  const call = { id: 'call_1', name: 'search_documents', arguments: { query: 'warranty' } };
  const events: ChatEvent[] = [
    { type: 'thought-delta', text: 'Search.' },
    { type: 'text-delta', text: 'Two years.' },
    { type: 'tool-call', ...call },
    { ...finish, reason: 'tool-calls' } as ChatEvent,
  ];

  it('are not built where they are not wanted', async () => {
    const { span } = await traced(events);
    expect(Object.keys(span.attributes).filter((name) => contentAttributes.has(name))).toEqual([]);
    expect(JSON.stringify(span.attributes)).not.toMatch(/warranty|Two years/u);
  });

  it('are recorded in the form of the conventions where they are wanted', async () => {
    const root = new RecordingSpan('root', {}, true);
    const messages: ChatRequest['messages'] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', toolCallId: 'call_1', toolName: 'search_documents', content: '[1] two years' },
    ];
    for await (const _ of tracedModel(scripted(events).model, root).stream({ messages }));
    const { attributes } = root.children[0] ?? root;
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
      { role: 'assistant', parts: [{ type: 'tool_call', ...call }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call_1', response: '[1] two years' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Search.' },
          { type: 'text', content: 'Two years.' },
          { type: 'tool_call', ...call },
        ],
        finish_reason: 'tool_call',
      },
    ]);
  });
});
