import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalChatModel } from '../../../src/models/chat/local-chat-model.js';
import { TextToolsModel } from '../../../src/models/chat/text-tools-model.js';
import type { ChatEvent } from '../../../src/models/chat-model.js';
import { processorMs } from '../../processor-ms.js';
import { collected, searchTool, textOf, tools } from './chat-model.conformance.js';
import { FakeGenerator } from './fake-generator.js';

/** The events of a reply that comes in the given pieces. */
async function eventsOf(...pieces: readonly string[]): Promise<ChatEvent[]> {
  const generator = new FakeGenerator();
  generator.reply(...pieces);
  const model = new TextToolsModel(new LocalChatModel('fake', generator));
  return collected(model.stream({ messages: [{ role: 'user', content: 'Why?' }], tools }));
}

async function callIn(reply: string) {
  return (await eventsOf(reply)).find((event) => event.type === 'tool-call');
}

const warranty = { name: 'search_documents', arguments: { query: 'warranty', limit: 5 } };

describe('the text protocol', () => {
  it.each([
    ['as asked', 'Thought: look\nAction: search_documents\nArguments: {"query": "warranty"}'],
    ['without a thought', 'Action: search_documents\nArguments: {"query": "warranty"}'],
    ['after prose', 'Let me look that up.\n\nAction: search_documents\nArguments: {"query": "warranty"}'],
    ['with prose after it', 'Action: search_documents\nArguments: {"query": "warranty"}\nI hope this helps!'],
    ['in bold', '**Thought:** look\n**Action:** `search_documents`\n**Arguments:** {"query": "warranty"}'],
    ['in a fence', 'Action: search_documents\nArguments:\n```json\n{\n  "query": "warranty",\n}\n```'],
    ['on one line', 'Action: search_documents Arguments: {"query": "warranty"}'],
    ['with other labels', 'Action: search_documents\nAction Input: {"query": "warranty"}'],
    ['with another case', 'ACTION: Search Documents\nARGUMENTS: {"query": "warranty"}'],
    ['as a function', 'Action: search_documents({"query": "warranty"})'],
    ['with named arguments', 'Action: search_documents(query="warranty")'],
    ['as plain text', 'Action: search_documents\nArguments: warranty'],
    ['in single quotes', "Action: search_documents\nArguments: {'query': 'warranty'}"],
    ['as one object', '{"tool": "search_documents", "arguments": {"query": "warranty"}}'],
    ['as an object in an action', 'Action: {"name": "search_documents", "parameters": {"query": "warranty"}}'],
    [
      'as an object in a fence',
      'I will search.\n```json\n{"action": "search_documents", "action_input": {"query": "warranty"}}\n```',
    ],
    ['in Hermes tags', '<tool_call>\n{"name": "search_documents", "arguments": {"query": "warranty"}}\n</tool_call>'],
    [
      "in OpenAI's form",
      '{"tool_calls": [{"function": {"name": "search_documents", "arguments": "{\\"query\\": \\"warranty\\"}"}}]}',
    ],
    ['unclosed', 'Action: search_documents\nArguments: {"query": "warranty"'],
    [
      'before an invented result',
      'Action: search_documents\nArguments: {"query": "warranty"}\nObservation: 9 years\nAnswer: 9',
    ],
    [
      'before another one',
      'Action: search_documents\nArguments: {"query": "warranty"}\nAction: read_pages\nArguments: {}',
    ],
    ['after thinking', '<think>Hm. Action: none?</think>\nAction: search_documents\nArguments: {"query": "warranty"}'],
    ['in German quotes of a full-width label', 'Action：search_documents\nArguments：{"query": "warranty"}'],
  ])('reads a call %s', async (_, reply) => {
    expect(await callIn(reply)).toMatchObject(warranty);
  });

  it.each([
    ['a plain answer', 'It lasts two years.', 'It lasts two years.'],
    ['a labelled answer', 'Thought: I know.\nAnswer: It lasts\ntwo years.', 'It lasts\ntwo years.'],
    ['a final answer', 'Final Answer: Two.', 'Two.'],
    ['an answer after a thought and a blank line', 'Thought: I know.\n\nIt lasts two years.', 'It lasts two years.'],
    ['nothing but a thought', 'Thought: It lasts two years.', 'It lasts two years.'],
    ['instructions that look like a call', 'Do this.\nAction: press F5', 'Do this.\nAction: press F5'],
    ['code', 'Try this:\n```json\n{"retries": 3}\n```', 'Try this:\n```json\n{"retries": 3}\n```'],
    ['no action', 'Thought: done\nAction: none', 'Action: none'],
  ])('takes %s for text', async (_, reply, text) => {
    const events = await eventsOf(reply);
    expect(textOf(events).trim()).toBe(text);
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' });
  });

  it('tells thoughts from text while they come', async () => {
    const events = await eventsOf('Thou', 'ght: I must ', 'think.\nAns', 'wer: Two ', 'years.');
    expect(textOf(events, 'thought-delta')).toBe('I must think.');
    expect(events.filter(({ type }) => type === 'text-delta')).toHaveLength(2);
  });

  it('gives the same events however the reply falls into pieces', async () => {
    const reply =
      '<think>a</think>Thought: look\nfurther\n\n**Action:** search_documents\nArguments: {"query": "x"}\nObservation: y';
    const whole = await eventsOf(reply);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 80 }), async (lengths) => {
        const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0));
        const pieces = starts.map((start, index) => reply.slice(start, starts[index + 1]));
        const events = await eventsOf(...pieces);
        expect(textOf(events)).toBe(textOf(whole));
        expect(textOf(events, 'thought-delta')).toBe(textOf(whole, 'thought-delta'));
        expect(events.find(({ type }) => type === 'tool-call')).toEqual(whole.find(({ type }) => type === 'tool-call'));
      }),
      { numRuns: 50 },
    );
  });

  it('never fails and never loses the end, whatever a model writes', async () => {
    const words = fc.constantFrom(
      'Thought:',
      'Action:',
      'Arguments:',
      'Answer:',
      '\n',
      '{',
      '}',
      '"',
      "'",
      '```',
      '<tool_call>',
      'search_documents',
      'x',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 30 }), async (pieces) => {
        const events = await eventsOf(...pieces);
        expect(events.at(-1)?.type).toBe('finish');
        expect(events.filter(({ type }) => type.startsWith('tool-call')).length).toBeLessThan(2);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['text', ''],
    ['arguments', 'Action: search_documents\nArguments: {"query": "'],
    ['JSON that is none', '{'],
  ])('reads 300,000 characters of %s within seconds', async (_, start) => {
    const started = processorMs();
    await eventsOf(start, ...Array.from({ length: 60_000 }, (__, index) => (index % 10 === 0 ? "it's\n" : 'word ')));
    expect(processorMs() - started).toBeLessThan(10_000);
  });

  it('does not read calls where no tool is offered', async () => {
    const generator = new FakeGenerator();
    generator.reply('Action: search_documents\nArguments: {"query": "warranty"}');
    const model = new TextToolsModel(new LocalChatModel('fake', generator));
    const events = await collected(
      model.stream({ messages: [{ role: 'user', content: 'Why?' }], tools: [searchTool], toolChoice: 'none' }),
    );
    expect(textOf(events)).toContain('Action: search_documents');
    expect(generator.prompts[0]).not.toContain('search_documents');
  });
});
