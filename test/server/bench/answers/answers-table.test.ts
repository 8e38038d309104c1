import { describe, expect, it } from 'vitest';
import { answersResult } from '../../../../server/bench/answers/answers-result.js';
import { answersTables } from '../../../../server/bench/answers/answers-table.js';
import { answeredQuestion, makeAnswersResult } from '../../../fixtures/make-answers-result.js';

const cellsOf = (table: string, name: string) =>
  table
    .split('\n')
    .find((line) => line.startsWith(`│ ${name} `))
    ?.split('│')
    .slice(2, -1)
    .map((cell) => cell.trim());

describe('the tables of answers', () => {
  it('say who answered, and of how many questions each number is the mean', () => {
    const table = answersTables('harbour', makeAnswersResult());
    expect(table).toMatch(/^harbour, answers quoted without a chat model: 4 questions, 10 passages each\n/u);
    expect(cellsOf(table, 'answer hit (abstaining is a miss)')).toEqual(['0.6667', '', '3']);
    expect(cellsOf(table, 'evidence recall@5')).toEqual(['0.7500', '0.5000', '4']);
    expect(cellsOf(table, 'abstained')).toEqual(['0.2500', '', '4']);
    expect(cellsOf(table, 'p50 ms')).toEqual(['10.0', '', '4']);
    expect(table).not.toContain('exact match');
  });

  it('set both tests of abstaining side by side', () => {
    const table = answersTables('harbour', makeAnswersResult());
    expect(table).toMatch(/│ +│ +sources withheld \(0\.25, seed 1\) +│ +queries_unanswerable\.jsonl +│/u);
    expect(cellsOf(table, 'answerable questions')).toEqual(['3', '4']);
    // Withheld 0.3 against 0.9, 0.8 and 0.2; unanswerable 0.7 against 0.9, 0.8, 0.6 and 0.2.
    expect(cellsOf(table, 'AUROC')).toEqual(['0.6667', '0.5000']);
    expect(cellsOf(table, 'abstaining: precision')).toEqual(['0.5000', '0.0000']);
    expect(cellsOf(table, 'gold answer found anyway')).toEqual(['0.0000', '–']);
  });

  it('leave out what was not measured', () => {
    const metrics = { 'evidence-recall@5': 1 };
    const parts = { passages: 10, withholding: undefined, withheld: [], unanswerable: [] };
    const answers = answersResult({ model: 'ollama:tiny', ...parts, answerable: [answeredQuestion('q', { metrics })] });
    const table = answersTables('harbour', answers);
    expect(table).toMatch(/^harbour, answers by ollama:tiny: 1 questions/u);
    expect(cellsOf(table, 'evidence recall@5')).toEqual(['1.0000', '1']);
    expect(table).not.toMatch(/AUROC|AURC|answer hit/u);
  });
});
