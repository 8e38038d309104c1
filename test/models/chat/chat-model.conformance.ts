import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DocentError } from '../../../src/core/errors.js';
import type { ChatEvent, ChatMessage, ChatModel, ChatRequest, ToolDefinition } from '../../../src/models/chat-model.js';
import type { ScriptedCall } from '../../fixtures/scripted-chat-server.js';

/** A model and the one who moves its lips. */
export interface ScriptedModel {
  readonly model: ChatModel;
  says(...pieces: readonly string[]): void;
  calls(...calls: readonly ScriptedCall[]): void;
  /** Says the text and is gone. */
  vanishesAfter(text: string): void;
  /** Says the text, then reports an error. */
  failsAfter(text: string, message: string): void;
  /** Says the text and never goes on; fulfilled when it has noticed that nobody listens any more. */
  hangsAfter(text: string): Promise<unknown>;
  /** Everything that the model was shown in its last request, as one text. */
  shown(): string;
  close(): Promise<void>;
}

export interface Expectations {
  /** Whether several calls in one reply all count. */
  readonly calls: 'all' | 'first';
  /** What a model that is gone looks like. */
  readonly vanished: 'chat-reply-cut' | 'chat-model-failed';
}

export const searchTool: ToolDefinition = {
  name: 'search_documents',
  description: 'Finds passages.',
  argumentsSchema: z.object({ query: z.string().min(1), limit: z.number().int().default(5) }),
};

export const readTool: ToolDefinition = {
  name: 'read_pages',
  description: 'Reads the pages around a passage.',
  argumentsSchema: z.object({ document: z.string(), page: z.number() }),
};

export const tools = [searchTool, readTool];

const question: readonly ChatMessage[] = [
  { role: 'system', content: 'You are careful.' },
  { role: 'user', content: 'How long is the warranty?' },
];

export async function collected(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The events up to the failure, and the failure. */
export async function failureOf(
  events: AsyncIterable<ChatEvent>,
): Promise<{ before: ChatEvent[]; error: DocentError }> {
  const before: ChatEvent[] = [];
  try {
    for await (const event of events) before.push(event);
  } catch (error) {
    if (error instanceof DocentError) return { before, error };
    throw error;
  }
  throw new Error(`It did not fail: ${JSON.stringify(before)}`);
}

export function textOf(events: readonly ChatEvent[], type: 'text-delta' | 'thought-delta' = 'text-delta'): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('');
}

export function describeChatModel(name: string, create: () => Promise<ScriptedModel>, expected: Expectations): void {
  describe(name, () => {
    let scripted: ScriptedModel;
    const ask = (request: Partial<ChatRequest> = {}) =>
      scripted.model.stream({ messages: question, tools, ...request });
    const kinds = (events: readonly ChatEvent[]) =>
      events.map(({ type }) => type).filter((type) => !type.endsWith('-delta'));

    beforeEach(async () => {
      scripted = await create();
    });
    afterEach(() => scripted.close());

    it('passes text on as it comes and ends with the reason and the usage', async () => {
      scripted.says('Two ', 'years.');
      const events = await collected(ask());
      expect(textOf(events)).toBe('Two years.');
      expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(1);
      expect(events.at(-1)).toEqual({
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
      });
    });

    it('answers without any tools too', async () => {
      scripted.says('Two years.');
      expect(textOf(await collected(ask({ tools: [] })))).toBe('Two years.');
    });

    it('reports a call with its arguments parsed and defaults filled in', async () => {
      scripted.calls({ name: 'search_documents', arguments: { query: 'warranty' } });
      const events = await collected(ask());
      const call = { type: 'tool-call', name: 'search_documents', arguments: { query: 'warranty', limit: 5 } };
      expect(events.find(({ type }) => type === 'tool-call')).toMatchObject(call);
      expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
    });

    it(`counts ${expected.calls === 'all' ? 'every call' : 'the first call'} of a reply`, async () => {
      scripted.calls(
        { name: 'search_documents', arguments: { query: 'warranty' } },
        { name: 'read_pages', arguments: { document: 'a.pdf', page: 2 } },
      );
      const calls = (await collected(ask())).filter((event) => event.type === 'tool-call');
      const names = calls.map((call) => call.name);
      expect(names).toEqual(expected.calls === 'all' ? ['search_documents', 'read_pages'] : ['search_documents']);
      expect(new Set(calls.map((call) => call.id)).size).toBe(calls.length);
    });

    it('answers a call of an unknown tool with the list of what exists', async () => {
      scripted.calls({ name: 'launch_rocket', arguments: { where: 'moon' } });
      const events = await collected(ask());
      expect(kinds(events)).toEqual(['tool-call-rejected', 'finish']);
      expect(events.find(({ type }) => type === 'tool-call-rejected')).toMatchObject({
        problem: 'unknown-tool',
        message: 'There is no tool "launch_rocket". The tools are: search_documents, read_pages.',
      });
    });

    it('answers arguments that do not fit with what is wrong and the schema', async () => {
      scripted.calls({ name: 'read_pages', arguments: { document: 'a.pdf', page: 'two' } });
      const events = await collected(ask());
      expect(kinds(events)).toEqual(['tool-call-rejected', 'finish']);
      const rejected = events.find((event) => event.type === 'tool-call-rejected');
      expect(rejected).toMatchObject({ name: 'read_pages', problem: 'bad-arguments' });
      expect(rejected?.message).toMatch(/expected number.*page.*"required":\["document","page"\]/su);
    });

    it('forgives sloppy JSON', async () => {
      scripted.calls({ name: 'search_documents', arguments: "{'query': 'warranty', limit: 3,}" });
      expect((await collected(ask())).find(({ type }) => type === 'tool-call')).toMatchObject({
        arguments: { query: 'warranty', limit: 3 },
      });
    });

    it('answers arguments that are no JSON at all', async () => {
      scripted.calls({ name: 'read_pages', arguments: 'the second page please' });
      expect((await collected(ask())).find(({ type }) => type === 'tool-call-rejected')).toMatchObject({
        name: 'read_pages',
        problem: 'bad-arguments',
      });
    });

    it('shows the model its own calls and what came of them', async () => {
      const calls = [{ id: 'a', name: 'search_documents', arguments: { query: 'warranty' } }];
      const result = { role: 'tool', toolCallId: 'a', toolName: 'search_documents', content: 'It lasts two years.' };
      scripted.says('Two years.');
      const messages = [...question, { role: 'assistant', content: '', toolCalls: calls }, result] as ChatMessage[];
      expect(textOf(await collected(ask({ messages })))).toBe('Two years.');
      expect(scripted.shown()).toMatch(/How long is the warranty\?.*search_documents.*It lasts two years\./su);
    });

    it('keeps an empty reply apart from a failure', async () => {
      scripted.says();
      expect(await collected(ask())).toMatchObject([{ type: 'finish', reason: 'stop' }]);
    });

    it('fails when the model vanishes in the middle, after passing on what it said', async () => {
      scripted.vanishesAfter('Two ye');
      const { before, error } = await failureOf(ask());
      expect(textOf(before)).toBe('Two ye');
      expect(error.code).toBe(expected.vanished);
    });

    it('fails with the reason when the model reports an error in the middle', async () => {
      scripted.failsAfter('Two ', 'out of memory');
      const { before, error } = await failureOf(ask());
      expect(before.every(({ type }) => type === 'text-delta')).toBe(true);
      expect(error).toMatchObject({ code: 'chat-model-failed', message: expect.stringContaining('out of memory') });
    });

    it('stops at once when aborted, and so does the model', async () => {
      const stopped = scripted.hangsAfter('Two years. ');
      const controller = new AbortController();
      const events = ask({ signal: controller.signal });
      expect(await events.next()).toMatchObject({ value: { type: 'text-delta' } });
      const next = failureOf({ [Symbol.asyncIterator]: () => events });
      controller.abort();
      expect((await next).error.code).toBe('aborted');
      await stopped;
    });

    it('gives the reason of the signal where it is one of ours', async () => {
      const deadline = new DocentError('timeout', 'The budget is spent.');
      const { error } = await failureOf(ask({ signal: AbortSignal.abort(deadline) }));
      expect(error).toBe(deadline);
      expect(scripted.shown()).toBe('');
    });

    it('stops the model when the reader leaves early', async () => {
      const stopped = scripted.hangsAfter('Two years. ');
      for await (const event of ask()) {
        expect(event.type).toBe('text-delta');
        break;
      }
      await stopped;
    });
  });
}
