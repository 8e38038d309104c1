import { beforeEach, describe, expect, it } from 'vitest';
import { RunDisplay } from '../../../server/cli/answers/run-display.js';
import type { AnswerEvent } from '../../../src/core/answer.js';
import { sampleAnswer } from '../../fakes/fake-assistant.js';
import { SmallTerminal } from './small-terminal.js';

const call: AnswerEvent = { type: 'tool-call', tool: 'calculator', arguments: { expression: '2 * 3' } };
const end: AnswerEvent = { type: 'answer-end', answer: sampleAnswer };
const drafted = (...texts: readonly string[]) => texts.map((text): AnswerEvent => ({ type: 'draft-delta', text }));

let terminal: SmallTerminal;
beforeEach(() => {
  terminal = new SmallTerminal(60);
});

/** Both streams end on the same screen, as they do for most people. */
function displayOn(screen: SmallTerminal, isTraced: boolean): RunDisplay {
  return new RunDisplay({ results: screen, notes: screen }, { isTraced });
}

describe('a run on a terminal', () => {
  it('shows what is being done, then the draft, and takes both away', () => {
    const display = displayOn(terminal, false);
    display.show(call);
    expect(terminal.screen).toBe('calculator {"expression":"2 * 3"}');
    for (const event of drafted('It lasts ', 'two years [1].')) display.show(event);
    expect(terminal.screen).toBe('It lasts two years [1].');
    display.show({ type: 'thought', text: 'Check 1 statement.' });
    expect(terminal.screen).toBe('It lasts two years [1].\nCheck 1 statement.');
    display.show(end);
    display.clear();
    expect(terminal.screen).toBe('');
  });

  it('begins a draft anew after an action', () => {
    const display = displayOn(terminal, false);
    for (const event of [...drafted('Let me compute.'), call, ...drafted('It costs ', '6 euros.')]) display.show(event);
    expect(terminal.screen).toBe('It costs 6 euros.');
  });

  it('keeps the trace, with the draft once it is complete', () => {
    const display = displayOn(terminal, true);
    for (const event of [...drafted('It costs ', '6 euros [1].'), call, end]) display.show(event);
    display.clear();
    expect(terminal.screen).toBe(
      'draft     It costs 6 euros [1].\naction    calculator {"expression":"2 * 3"}\ndone      0 steps, 1 search, 5 ms',
    );
  });

  it('stays quiet while somebody types, and tells afterwards what happened', () => {
    const display = displayOn(terminal, true);
    display.hold();
    display.show(call);
    expect(terminal.screen).toBe('');
    display.release();
    expect(terminal.screen).toBe('action    calculator {"expression":"2 * 3"}');
  });
});

describe('a run whose results are piped', () => {
  it('writes nothing but the trace, and that among the notes', () => {
    const results = new SmallTerminal();
    const piped = { write: (text: string) => results.write(text) };
    const display = new RunDisplay({ results: piped, notes: terminal }, { isTraced: true });
    for (const event of [call, ...drafted('It costs 6 euros.'), end]) display.show(event);
    expect(results.written).toBe('');
    expect(terminal.screen).toMatch(/^action .*\ndraft {5}It costs 6 euros\.\ndone /u);
  });
});
