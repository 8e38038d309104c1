import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable, splitSentences } from '../../../src/agent/extractive/sentences.js';

const split = (text: string, format = 'markdown') => splitSentences(text, format).map(({ text: each }) => each);

describe('splitSentences', () => {
  it('gives exact spans', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '. ', '\n', '- ', '。', ' ', '1', '|') }), (text) => {
        for (const { start, end, text: each } of splitSentences(text, 'text'))
          expect(text.slice(start, end)).toBe(each);
      }),
    );
  });

  it('keeps abbreviations, decimals and initials together', () => {
    expect(split('Dr. Smith saw 3.5 cm, e.g. Here and there. Then J. Doe left.')).toEqual([
      'Dr. Smith saw 3.5 cm, e.g. Here and there.',
      'Then J. Doe left.',
    ]);
  });

  it('keeps German ordinals and abbreviations together', () => {
    expect(
      split('Tesla starb am 7. Januar 1943. Im 19. Jahrhundert galt z. B. Anderes. Das war v. Chr. Geburt.'),
    ).toEqual(['Tesla starb am 7. Januar 1943.', 'Im 19. Jahrhundert galt z. B. Anderes.', 'Das war v. Chr. Geburt.']);
    expect(split('Denver led by 24. The others lost. Le café. La mer.')).toHaveLength(4);
  });

  it('joins the wrapped lines of running text', () => {
    const text = 'The quick brown fox jumps over the lazy\ndog near the river bank. It then sleeps for a while.';
    expect(split(text, 'pdf')).toEqual([
      'The quick brown fox jumps over the lazy\ndog near the river bank.',
      'It then sleeps for a while.',
    ]);
  });

  it('joins what extracted text has broken before a subscript', () => {
    const text =
      'Breathing pure O\n2 in space, as some do, is safe. Water took up CO\n2, it seems.\nAppendix B\n2 Tables';
    expect(split(text, 'pdf')).toEqual([
      'Breathing pure O\n2 in space, as some do, is safe.',
      'Water took up CO\n2, it seems.',
      'Appendix B',
      '2 Tables',
    ]);
  });

  it('keeps list items, table rows and headings apart', () => {
    expect(split('# Head\n- one thing\n- another thing\n| a | b |\n| c | d |')).toEqual([
      '# Head',
      '- one thing',
      '- another thing',
      '| a | b |',
      '| c | d |',
    ]);
  });

  it('ends ideographic sentences at their own marks', () => {
    expect(split('検索は速い。順位も良い。')).toEqual(['検索は速い。', '順位も良い。']);
  });

  it('takes each line of a table file as a unit', () => {
    expect(split('name: a. B; price: 1\nname: c; price: 2', 'csv')).toEqual([
      'name: a. B; price: 1',
      'name: c; price: 2',
    ]);
  });
});

describe('splitSentences on records', () => {
  it('takes each record as a unit, and a long one line by line', () => {
    const long = `name: long\ntext: ${'x'.repeat(500)}`;
    expect(split(`name: a\nprice: 1\n\nname: b\nprice: 2\n\n${long}`, 'json')).toEqual([
      'name: a\nprice: 1',
      'name: b\nprice: 2',
      'name: long',
      `text: ${'x'.repeat(500)}`,
    ]);
  });
});

describe('splitSentences on code', () => {
  it('joins the prose of comments and keeps code line by line', () => {
    const code = '# Adds the scores of both\n# searches. Ties go by name.\nx = a + b\nprint(x)';
    expect(split(code, 'code')).toEqual([
      '# Adds the scores of both\n# searches.',
      'Ties go by name.',
      'x = a + b',
      'print(x)',
    ]);
    expect(readable('# Adds the scores of both\n# searches.')).toBe('Adds the scores of both searches.');
  });
});

describe('readable', () => {
  it('drops a mark of stress that ends in another sentence, and leaves names their underscores', () => {
    expect(readable('_This is an example.')).toBe('This is an example.');
    expect(readable('It ends here.**')).toBe('It ends here.');
    expect(readable('way_out is a name.')).toBe('way_out is a name.');
    expect(readable('_hidden is one too.')).toBe('_hidden is one too.');
  });

  it('drops marks and keeps words', () => {
    expect(readable('- **Bold** and [a link](https://x.example/y) with\n  `code` and _stress_')).toBe(
      'Bold and a link with `code` and stress',
    );
    expect(readable('code: x\nway_out: Look.')).toBe('code: x; way_out: Look.');
    expect(readable('snake_case_name stays')).toBe('snake_case_name stays');
  });
});
