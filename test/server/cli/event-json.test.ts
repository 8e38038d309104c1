import { describe, expect, it } from 'vitest';
import { eventJson } from '../../../server/cli/answers/event-json.js';
import { DocentError } from '../../../src/core/errors.js';
import { answering, sampleAnswer } from '../../fakes/fake-assistant.js';

describe('an event as a line of JSON', () => {
  it('has the form of the HTTP API, on one line', async () => {
    const lines: string[] = [];
    for await (const event of answering()) lines.push(eventJson(event));
    expect(lines.join('')).not.toContain('\n');
    expect(JSON.parse(lines.at(2) ?? '')).toMatchObject({ type: 'tool-result', hits: [{ document: 'handbook.pdf' }] });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      type: 'answer-end',
      answer: { answer: sampleAnswer.answer },
    });
  });

  it('tells an error by its code, what happened and what to do', () => {
    const error = new DocentError('index-not-found', 'There is no index "x".', { hint: 'Make it.' });
    expect(JSON.parse(eventJson({ type: 'error', error }))).toEqual({
      type: 'error',
      error: { code: 'index-not-found', detail: 'There is no index "x".', hint: 'Make it.' },
    });
  });
});
