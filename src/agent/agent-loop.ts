import type { AnswerEvent } from '../core/answer.js';
import { streamInSpan } from '../core/trace.js';
import { stepSpan } from '../core/trace-attributes.js';
import { act, type Observation } from './act.js';
import type { AgentTask } from './agent-task.js';
import type { Run } from './run.js';
import { type Reply, type Turn, think } from './think.js';

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
    const { text, calls, observations } = yield* streamInSpan(run.span, ...stepSpan(step), (span) =>
      takeStep(run, task, { messages, mayAct, span }),
    );
    if (calls.length === 0 || !mayAct || observations.some(({ isFinal }) => isFinal)) return text;
    messages.push(
      { role: 'assistant', content: text, toolCalls: calls.map(({ call }) => call) },
      ...observations.map(({ message }) => message),
    );
    if (task.speech === 'thought' && !task.mayGoOn()) return text;
  }
}

async function* takeStep(
  run: Run,
  task: AgentTask,
  turn: Turn,
): AsyncGenerator<AnswerEvent, Reply & { readonly observations: readonly Observation[] }, void> {
  const reply = yield* think(run, task, turn);
  const observations = turn.mayAct ? yield* act(run, task, { calls: reply.calls, span: turn.span }) : [];
  return { ...reply, observations };
}
