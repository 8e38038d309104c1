import { expect, it } from 'vitest';
import { agentLoop } from '../../src/agent/agent-loop.js';
import { openRun } from '../../src/agent/open-run.js';
import type { ChatEvent, ChatModel } from '../../src/models/chat-model.js';
import { IndexSearch } from '../../src/retrieval/index-search.js';
import { MemoryIndex } from '../fakes/memory-index.js';

const steps = 100;
const usage = { inputTokens: 1, outputTokens: 1 };

/** Answers at once, always with the same call. */
const tireless: ChatModel = {
  provider: 'test',
  model: 'tireless',
  dispose: async () => undefined,
  async *stream(): AsyncGenerator<ChatEvent, void, void> {
    yield { type: 'text-delta', text: 'Look again.' };
    yield { type: 'tool-call', id: 'call', name: 'list_documents', arguments: { from: 0 } };
    yield { type: 'finish', reason: 'tool-calls', usage };
  },
};

it('a step takes less than 5 ms beside the model and the search', async () => {
  const index = new IndexSearch('empty', new MemoryIndex(), () => Promise.reject(new Error('Nothing is embedded.')));
  const run = await openRun('Anything?', index, { k: 5, model: tireless, limits: { steps: steps + 1 } });
  const task = {
    messages: [{ role: 'user', content: 'Anything?' } as const],
    tools: run.tools,
    maxSteps: steps,
    speech: 'thought' as const,
    maxTokens: 100,
    signal: run.budget.searchSignal,
    mayGoOn: () => run.budget.allowsSearch(),
  };
  const startedAt = performance.now();
  let events = 0;
  for await (const _ of agentLoop(run, task)) events += 1;
  const perStep = (performance.now() - startedAt) / steps;
  run.close();
  expect(events).toBeGreaterThan(2 * steps);
  expect(run.budget.usage().steps).toBe(steps);
  expect(perStep).toBeLessThan(5);
});
