import type { AnswerEvent } from '../core/answer.js';
import { act } from './act.js';
import type { AgentTask } from './agent-task.js';
import type { Run } from './run.js';
import { think } from './think.js';

/**
 * Thought, action, observation: the model thinks and calls tools, sees what they found, and goes on until it calls no
 * tool, a tool ends it, or steps or budget are used up. Gives the text of the last reply.
 * Method: ReAct (Yao et al. 2023, arXiv 2210.03629).
 */
export async function* agentLoop(run: Run, task: AgentTask): AsyncGenerator<AnswerEvent, string, void> {
  const messages = [...task.messages];
  for (let step = 1; ; step += 1) {
    const mayAct = step < task.maxSteps && task.mayGoOn();
    run.budget.spendStep();
    const reply = yield* think(run, task, { messages, mayAct });
    if (reply.calls.length === 0 || !mayAct) return reply.text;
    const observations = yield* act(run, task, reply.calls);
    if (observations.some(({ isFinal }) => isFinal)) return reply.text;
    messages.push(
      { role: 'assistant', content: reply.text, toolCalls: reply.calls.map(({ call }) => call) },
      ...observations.map(({ message }) => message),
    );
    if (task.speech === 'thought' && !task.mayGoOn()) return reply.text;
  }
}
