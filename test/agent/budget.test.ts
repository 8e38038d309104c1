import { describe, expect, it } from 'vitest';
import { Budget, isOutOfTime } from '../../src/agent/budget.js';
import { manualClock } from '../fakes/manual-clock.js';

const limits = { steps: 3, tokens: 1000, seconds: 10 };
const none = { input: 0, output: 0 };

describe('a budget', () => {
  it('ends the search at its steps, and lets the answer be written', () => {
    const budget = new Budget(limits);
    for (let step = 0; step < 3; step += 1) budget.spendStep();
    expect(budget.allowsSearch()).toBe(false);
    expect(budget.allowsAnswer()).toBe(true);
    expect(budget.usage().limit).toBe('steps');
    budget.close();
  });

  it('keeps a share of the tokens for the answer', () => {
    const budget = new Budget(limits);
    budget.spendTokens({ inputTokens: 590, outputTokens: 9 }, none);
    expect(budget.allowsSearch()).toBe(true);
    budget.spendTokens({ inputTokens: 1, outputTokens: 0 }, none);
    expect([budget.allowsSearch(), budget.allowsAnswer()]).toEqual([false, true]);
    budget.spendTokens({ inputTokens: 400, outputTokens: undefined }, { input: 0, output: 7 });
    expect(budget.allowsAnswer()).toBe(false);
    expect(budget.usage()).toMatchObject({ inputTokens: 991, outputTokens: 16, modelCalls: 3, limit: 'tokens' });
    budget.close();
  });

  it('bounds a reply by what is left', () => {
    const budget = new Budget(limits);
    expect(budget.replyTokens(400)).toBe(400);
    budget.spendTokens({ inputTokens: 800, outputTokens: 0 }, none);
    expect(budget.replyTokens(400)).toBe(200);
    budget.close();
  });

  it('stops the search at its share of the time, the run at all of it', () => {
    const clock = manualClock();
    const budget = new Budget(limits, { clock });
    clock.advance(5999);
    expect(isOutOfTime(budget.searchSignal)).toBe(false);
    clock.advance(1);
    expect(isOutOfTime(budget.searchSignal)).toBe(true);
    expect([budget.allowsSearch(), budget.allowsAnswer()]).toEqual([false, true]);
    expect(budget.runSignal.aborted).toBe(false);
    clock.advance(4000);
    expect(isOutOfTime(budget.runSignal)).toBe(true);
    expect(budget.allowsAnswer()).toBe(false);
  });

  it('tells a caller who stops from time that is up', () => {
    const controller = new AbortController();
    const budget = new Budget(limits, { signal: controller.signal });
    controller.abort(new Error('gone'));
    expect(budget.runSignal.aborted).toBe(true);
    expect(isOutOfTime(budget.runSignal)).toBe(false);
    budget.close();
  });

  it('counts costs at the prices of a million tokens', () => {
    const budget = new Budget({ ...limits, cost: 0.01 }, { prices: { input: 10, output: 100 } });
    budget.spendTokens({ inputTokens: 100, outputTokens: 50 }, none);
    expect(budget.usage().cost).toBeCloseTo(0.006);
    expect([budget.allowsSearch(), budget.allowsAnswer()]).toEqual([false, true]);
    expect(budget.usage().limit).toBe('cost');
    budget.close();
  });
});
