import { describe, expect, it } from 'vitest';
import { draftLines, traceLines } from '../../../server/cli/answers/trace-lines.js';
import { colorsFor } from '../../../server/cli/colors.js';
import type { AnswerEvent } from '../../../src/core/answer.js';
import { sampleAnswer, sampleHit } from '../../fakes/fake-assistant.js';
import { SmallTerminal } from './small-terminal.js';

const plain = colorsFor(new SmallTerminal());
const traced = (event: AnswerEvent) => traceLines(event, plain).join('\n');

function found(
  names: readonly string[],
  fields: Partial<Extract<AnswerEvent, { type: 'tool-result' }>> = {},
): AnswerEvent {
  const hits = names.map((name) => ({
    ...sampleHit,
    chunk: { ...sampleHit.chunk, document: { ...sampleHit.chunk.document, name } },
  }));
  return {
    type: 'tool-result',
    tool: 'search_documents',
    text: 'x',
    isError: false,
    hits,
    durationMs: 12.4,
    ...fields,
  };
}

describe('the trace of a run', () => {
  it('shows an action with its arguments on one line', () => {
    const event: AnswerEvent = { type: 'tool-call', tool: 'search_documents', arguments: { query: 'a\nb', k: 6 } };
    expect(traced(event)).toBe('action    search_documents {"query":"a\\nb","k":6}');
  });

  it('shows how many passages were found, where and how fast', () => {
    expect(traced(found(['a.pdf']))).toBe('observed  1 passage (12 ms): a.pdf (p. 2)');
    expect(traced(found(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a']))).toBe(
      'observed  8 passages (12 ms): a (p. 2), b (p. 2), c (p. 2), d (p. 2), e (p. 2), 2 more',
    );
  });

  it('names a document once for several places, and without a place where it has none', () => {
    const event = found(['a', 'b', 'a']);
    if (event.type !== 'tool-result') throw new Error('No result.');
    const labels = ['p. 1', '', 'p. 3'];
    const hits = event.hits.map((hit, at) => ({ ...hit, chunk: { ...hit.chunk, pageLabel: labels[at] ?? '' } }));
    expect(traced({ ...event, hits })).toBe('observed  3 passages (12 ms): a (p. 1; p. 3), b');
  });

  it('shows what a tool without passages says, and an error as one', () => {
    expect(traced(found([], { tool: 'calculator', text: '20 * 3 = 60' }))).toBe(
      'observed  calculator (12 ms): 20 * 3 = 60',
    );
    expect(traced(found([], { isError: true, text: 'The index is gone.' }))).toBe(
      'observed  search_documents failed (12 ms): The index is gone.',
    );
  });

  it('tells agents that work side by side apart by their names', () => {
    expect(traced(found(['a.pdf'], { agent: 'agent 2' }))).toMatch(/^observed {2}agent 2: 1 passage/u);
    expect(traced({ type: 'thought', text: 'Look.\n\nThen write.', agent: 'agent 1' })).toBe(
      'thought   agent 1: Look.\n          Then write.',
    );
  });

  it('shows what the critic thinks, what was drafted and what it took', () => {
    const critique: AnswerEvent = { type: 'critique', text: 'Missing: a date', support: 0.456, sufficiency: 'partial' };
    expect(traced(critique)).toBe('critique  partial, support 0.46: Missing: a date');
    expect(draftLines('It lasts [1].\nTwo years [2].', plain)).toEqual([
      'draft     It lasts [1].',
      '          Two years [2].',
    ]);
    const usage = {
      steps: 1,
      searches: 2,
      modelCalls: 3,
      inputTokens: 1000,
      outputTokens: 234,
      limit: 'seconds',
    } as const;
    expect(traced({ type: 'answer-end', answer: { ...sampleAnswer, usage } })).toBe(
      'done      1 step, 2 searches, 3 model calls, 1,234 tokens, 5 ms (the limit on seconds ended the search)',
    );
  });

  it('lets no escape sequence of a document or a model through', () => {
    const text = 'red \u001B[31mtext\u001B]0;title\u0007 and \u0008\rback';
    expect(traced({ type: 'thought', text })).toBe('thought   red text and\n          back');
  });

  it('is coloured on a terminal with colours only', () => {
    const event: AnswerEvent = { type: 'thought', text: 'Look.' };
    expect(traceLines(event, colorsFor(new SmallTerminal(80, 24, true)))).toEqual([
      '\u001B[36mthought\u001B[39m   Look.',
    ]);
    const piped = { write: () => true, hasColors: () => true };
    expect(traceLines(event, colorsFor(piped))).toEqual(['thought   Look.']);
  });
});
