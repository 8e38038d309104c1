import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/answer.js';
import {
  agentSpan,
  answerAttributes,
  answerContent,
  contentAttributes,
  fetchSpan,
  queryContent,
  questionContent,
  searchSpan,
  stepSpan,
  toolContent,
  toolSpan,
} from '../../src/core/trace-attributes.js';

describe('the names of spans', () => {
  it('follow the conventions for agents, tools and retrieval', () => {
    expect(agentSpan({ conversationId: 'c1' })).toEqual([
      'invoke_agent docent',
      {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'docent',
        'gen_ai.conversation.id': 'c1',
      },
    ]);
    expect(toolSpan({ name: 'read_pages', callId: 'call_1' })).toEqual([
      'execute_tool read_pages',
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'read_pages',
        'gen_ai.tool.call.id': 'call_1',
        'gen_ai.tool.type': 'function',
      },
    ]);
    expect(searchSpan({ index: 'handbook', mode: 'default', k: 10 })).toEqual([
      'search handbook',
      {
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.data_source.id': 'handbook',
        'docent.search.mode': 'default',
        'docent.search.k': 10,
      },
    ]);
    expect(stepSpan(2)[0]).toBe('step 2');
  });
});

describe('the span of a fetch', () => {
  it('keeps the address without user, password, query and fragment', () => {
    expect(fetchSpan('https://me:s3cret@example.org:8443/a/b?key=s3cret#s3cret')).toEqual([
      'GET',
      {
        'http.request.method': 'GET',
        'url.full': 'https://example.org:8443/a/b',
        'server.address': 'example.org',
        'server.port': 8443,
      },
    ]);
  });

  it('keeps nothing of what is no address', () => {
    expect(fetchSpan('no address?key=s3cret')[1]['url.full']).toBeUndefined();
  });
});

describe('what an answer says of itself', () => {
  const answer = {
    answer: 'The warranty is two years [1].',
    abstained: false,
    citations: [{ quote: 'two years' }],
    claims: { total: 2, supported: 1 },
    support: 0.8,
    standalone: 'How long is the warranty?',
    usage: { steps: 3, searches: 4, modelCalls: 5, inputTokens: 600, outputTokens: 70 },
  } as unknown as Answer;

  it('are numbers and marks, no text', () => {
    const attributes = answerAttributes(answer);
    expect(attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 600,
      'gen_ai.usage.output_tokens': 70,
      'docent.answer.abstained': false,
      'docent.answer.citations': 1,
      'docent.run.steps': 3,
    });
    expect(JSON.stringify(attributes)).not.toMatch(/warranty|two years/u);
  });
});

it('every attribute with content is known as one, so that it is dropped unless it is wanted', () => {
  const content = {
    ...questionContent('q'),
    ...answerContent('a'),
    ...toolContent({ arguments: { query: 'q' }, result: 'r' }),
    ...queryContent('q'),
  };
  expect(new Set(Object.keys(content))).toEqual(contentAttributes);
});
