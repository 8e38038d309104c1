import { describe, expect, it } from 'vitest';
import type { ConversationSummary, PastTurn } from '../../../src/agent/memory/conversation.js';
import { recall } from '../../../src/agent/memory/recall.js';
import { estimateTokens } from '../../../src/agent/passage-text.js';

const turnsOf = (count: number): PastTurn[] =>
  Array.from({ length: count }, (_, number) => ({
    question: `What about ${number}?`,
    standalone: `What is the matter with number ${number}?`,
    answer: `It is number ${number} [1]. There is more to say about it [2].`,
  }));
const questions = (turns: readonly PastTurn[]) => turns.map(({ question }) => question);
const sizeOf = (turns: readonly PastTurn[], summary = '') =>
  turns.reduce(
    (sum, { question, answer }) => sum + estimateTokens(question) + estimateTokens(answer),
    estimateTokens(summary),
  );

describe('the whole conversation (buffer)', () => {
  it('is recalled where it fits', async () => {
    const turns = turnsOf(20);
    expect(await recall({ turns }, { mode: 'buffer', tokens: 10_000 })).toEqual({ turns });
  });

  it('loses its oldest turns where it does not', async () => {
    const { turns } = await recall({ turns: turnsOf(20) }, { mode: 'buffer', tokens: 70 });
    expect(questions(turns)).toEqual(['What about 17?', 'What about 18?', 'What about 19?']);
    expect(sizeOf(turns)).toBeLessThanOrEqual(70);
  });

  it.each(['word '.repeat(5000), '汉字'.repeat(5000), '😀'.repeat(5000)])(
    'keeps the last turn even where it is too long, its answer cut (%#)',
    async (answer) => {
      const last: PastTurn = { question: 'Why?', answer };
      const { turns } = await recall({ turns: [...turnsOf(1), last] }, { mode: 'buffer', tokens: 300 });
      expect(questions(turns)).toEqual(['Why?']);
      expect(sizeOf(turns)).toBeLessThanOrEqual(300);
      expect(sizeOf(turns)).toBeGreaterThan(200);
      expect(turns[0]?.answer).toMatch(/^\P{Cs}*…$/u);
    },
  );

  it('is empty before the first turn, in every mode', async () => {
    for (const mode of ['buffer', 'window', 'summary'] as const) {
      expect(await recall({ turns: [] }, { mode, tokens: 100 })).toEqual({ turns: [] });
    }
  });
});

describe('the last turns (window)', () => {
  it('are six where nothing else is said', async () => {
    expect((await recall({ turns: turnsOf(20) }, { mode: 'window', tokens: 2000 })).turns).toHaveLength(6);
    expect((await recall({ turns: turnsOf(20) }, { mode: 'window', tokens: 2000, window: 2 })).turns).toHaveLength(2);
  });

  it('are fewer where they do not fit', async () => {
    expect((await recall({ turns: turnsOf(20) }, { mode: 'window', tokens: 50 })).turns).toHaveLength(2);
  });
});

describe('a summary', () => {
  it('stands beside the last two turns; without a model it is each question and the first sentence of its answer', async () => {
    const { summary, turns, made } = await recall({ turns: turnsOf(4) }, { mode: 'summary', tokens: 2000 });
    expect(questions(turns)).toEqual(['What about 2?', 'What about 3?']);
    expect(summary).toBe(
      '- What is the matter with number 0? It is number 0.\n- What is the matter with number 1? It is number 1.',
    );
    expect(made).toBeUndefined();
  });

  it('says which questions got no answer', async () => {
    const turns = turnsOf(3).map((turn) => ({ ...turn, abstained: true }));
    const { summary } = await recall({ turns }, { mode: 'summary', tokens: 2000 });
    expect(summary).toBe('- What is the matter with number 0? (not answered)');
  });

  it('is not made of two turns', async () => {
    expect(await recall({ turns: turnsOf(2) }, { mode: 'summary', tokens: 2000 })).toEqual({ turns: turnsOf(2) });
  });

  it('loses its oldest lines, never its share of the budget', async () => {
    const { summary = '', turns } = await recall({ turns: turnsOf(200) }, { mode: 'summary', tokens: 200 });
    expect(summary).toContain('number 197?');
    expect(summary).not.toContain('number 100?');
    expect(sizeOf(turns, summary)).toBeLessThanOrEqual(200);
  });

  it('is made by a model once, and continued with what is new', async () => {
    const calls: { readonly asked: readonly string[]; readonly previous: string | undefined }[] = [];
    const summarise = async (turns: readonly PastTurn[], previous: string | undefined) => {
      calls.push({ asked: questions(turns), previous });
      return `${previous ?? ''}+${turns.length}`;
    };
    const options = { mode: 'summary', tokens: 2000, summarise } as const;
    const first = await recall({ turns: turnsOf(5) }, options);
    expect(first).toMatchObject({ summary: '+3', made: { text: '+3', turns: 3 } });
    const again = await recall({ turns: turnsOf(5), summary: first.made }, options);
    expect(again.summary).toBe('+3');
    expect(again.made).toBeUndefined();
    const later = await recall({ turns: turnsOf(6), summary: first.made }, options);
    expect(later.made).toEqual({ text: '+3+1', turns: 4 });
    expect(calls).toEqual([
      { asked: ['What about 0?', 'What about 1?', 'What about 2?'], previous: undefined },
      { asked: ['What about 3?'], previous: '+3' },
    ]);
  });

  it('is continued without a model where one began it', async () => {
    const summary: ConversationSummary = { text: 'They spoke of 0.', turns: 1 };
    const recalled = await recall({ turns: turnsOf(4), summary }, { mode: 'summary', tokens: 2000 });
    expect(recalled.summary).toBe('They spoke of 0.\n- What is the matter with number 1? It is number 1.');
  });

  it('is done without the model where that fails, and says so; nothing is kept of it', async () => {
    const summarise = () => Promise.reject(new Error('no route'));
    const recalled = await recall({ turns: turnsOf(3) }, { mode: 'summary', tokens: 2000, summarise });
    expect(recalled.summary).toContain('number 0?');
    expect(recalled.warning).toContain('no route');
    expect(recalled.made).toBeUndefined();
  });

  it('is cut where the model says too much', async () => {
    const summarise = async () => 'word '.repeat(4000);
    const { summary = '', turns } = await recall({ turns: turnsOf(3) }, { mode: 'summary', tokens: 200, summarise });
    expect(sizeOf(turns, summary)).toBeLessThanOrEqual(200);
    expect(turns).toHaveLength(2);
  });

  it('ends with the signal', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    const summarise = () => Promise.reject(new Error('stopped'));
    await expect(recall({ turns: turnsOf(3) }, { mode: 'summary', tokens: 200, summarise, signal })).rejects.toThrow(
      'gone',
    );
  });
});
