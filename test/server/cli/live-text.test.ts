import { beforeEach, describe, expect, it } from 'vitest';
import { LiveText } from '../../../server/cli/answers/live-text.js';
import { SmallTerminal } from './small-terminal.js';

const plain = (text: string) => text;
const before = 'docent chat';
let terminal: SmallTerminal;
let live: LiveText;
beforeEach(() => {
  terminal = new SmallTerminal(20, 6);
  terminal.write(`${before}\n`);
  live = new LiveText(terminal, plain);
});

describe('text that is shown while it grows', () => {
  it('stands below what was there before, broken at spaces', () => {
    const text = 'The harbour office opens at seven.';
    for (let end = 1; end <= text.length; end += 1) live.show(text.slice(0, end));
    expect(terminal.screen).toBe(`${before}\nThe harbour office\nopens at seven.`);
  });

  it('leaves nothing behind when it goes', () => {
    for (const text of ['one', 'one two', 'another text, over several lines\nof the screen', 'short']) live.show(text);
    live.clear();
    terminal.write('answer\n');
    expect(terminal.screen).toBe(`${before}\nanswer`);
  });

  it('goes whole where characters are two columns wide, or where a word is longer than a line', () => {
    const texts = [
      '港口办公室早上七点开门，星期天中午关门。',
      'Donaudampfschifffahrtsgesellschaft',
      '👩🏽‍🚀 lifts off',
      'a\tb\tc\td\te\tf',
    ];
    for (const text of texts) {
      for (const [place] of [...text].entries()) live.show([...text].slice(0, place + 1).join(''));
      live.clear();
      expect(terminal.screen).toBe(before);
    }
  });

  it('shows the end of a text that is higher than the screen, and still goes whole', () => {
    live.show(Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n'));
    expect(terminal.screen).toMatch(/line 25\nline 26\nline 27\nline 28\nline 29$/u);
    expect(terminal.screen).not.toContain('line 24');
    live.clear();
    expect(terminal.screen).not.toContain('line');
  });

  it('writes only what has changed', () => {
    live.show('first line\nsecond');
    const { length } = terminal.written;
    live.show('first line\nsecond line');
    live.show('first line\nsecond line');
    expect(terminal.written.slice(length)).toBe('\u001B[1A\u001B[Jsecond line\n');
  });
});
