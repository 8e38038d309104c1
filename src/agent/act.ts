import type { AnswerEvent } from '../core/answer.js';
import { DocentError, errorMessage } from '../core/errors.js';
import type { Hit } from '../core/hit.js';
import { linkedAbort } from '../core/linked-abort.js';
import { rejectionOf } from '../core/rejection-of.js';
import { settleAll } from '../core/settle-all.js';
import { inSpan, type Span } from '../core/trace.js';
import { toolContent, toolSpan } from '../core/trace-attributes.js';
import type { ChatMessage } from '../models/chat-model.js';
import type { AgentTask } from './agent-task.js';
import { passageText } from './passage-text.js';
import type { Run } from './run.js';
import { searchIndex } from './search-index.js';
import type { WantedCall } from './think.js';
import type { Tool, ToolContext, ToolResult } from './tools/tool.js';

/** More calls in one step are put off: no question needs them, and a model that has gone astray asks for hundreds. */
const callsPerStep = 6;
/** An observation longer than this is cut, in characters. */
const longestObservation = 24_000;

export interface Observation {
  readonly message: ChatMessage;
  readonly isFinal: boolean;
}

interface PlacedCall {
  readonly wanted: WantedCall;
  readonly place: number;
  readonly parent: Span;
}

interface Outcome {
  readonly text: string;
  readonly hits: readonly Hit[];
  readonly isError: boolean;
  readonly isFinal: boolean;
  readonly durationMs: number;
}

/** Carries out the calls of one step side by side; every call gets its observation, in order. */
export async function* act(
  run: Run,
  task: AgentTask,
  { calls, span }: { readonly calls: readonly WantedCall[]; readonly span: Span },
): AsyncGenerator<AnswerEvent, readonly Observation[], void> {
  for (const { call } of calls.slice(0, callsPerStep)) {
    yield { type: 'tool-call', tool: call.name, arguments: asRecord(call.arguments), agent: task.name };
  }
  const outcomes = await settleAll(calls.map((wanted, place) => outcomeOf(run, task, { wanted, place, parent: span })));
  for (const [place, { text, hits, isError, durationMs }] of outcomes.slice(0, callsPerStep).entries()) {
    const tool = calls[place]?.call.name ?? '';
    yield { type: 'tool-result', tool, text, isError, hits, durationMs, agent: task.name };
  }
  return outcomes.map(({ text, isFinal }, place) => {
    const { id = '', name = '' } = calls[place]?.call ?? {};
    return { message: { role: 'tool', toolCallId: id, toolName: name, content: text }, isFinal };
  });
}

async function outcomeOf(
  run: Run,
  task: AgentTask,
  { wanted: { call, rejection }, place, parent }: PlacedCall,
): Promise<Outcome> {
  if (place >= callsPerStep) {
    return failure(`Not carried out: at most ${callsPerStep} calls in one step. Ask again if you still need it.`);
  }
  const tool = task.tools.find(({ name }) => name === call.name);
  if (rejection !== undefined || tool === undefined) return failure(rejection ?? `There is no tool ${call.name}.`);
  const startedAt = performance.now();
  try {
    const result = await inSpan(parent, ...toolSpan({ name: tool.name, callId: call.id }), async (span) => {
      span.set(toolContent({ arguments: call.arguments }));
      const found = await execute(tool, call.arguments, contextOf(run, task, span));
      span.set(toolContent({ result: found.text }));
      return found;
    });
    return { ...observed(run, result), durationMs: performance.now() - startedAt };
  } catch (error) {
    if (stopsRun(error, task.signal)) throw error;
    return { ...failure(repairable(error, tool)), durationMs: performance.now() - startedAt };
  }
}

/** A tool that does not heed its signal is left behind. */
async function execute(tool: Tool, args: unknown, context: ToolContext): Promise<ToolResult> {
  const call = linkedAbort(context.signal);
  try {
    call.signal.throwIfAborted();
    return await Promise.race([tool.execute(args, { ...context, signal: call.signal }), rejectionOf(call.signal)]);
  } finally {
    call.close();
  }
}

function contextOf(run: Run, { signal }: AgentTask, span: Span): ToolContext {
  const { index, evidence, queries, askUser } = run;
  return {
    signal,
    index,
    search: async (query, k) => (await searchIndex(run, { query, k, signal }, span)).hits,
    askUser,
    web: run.web,
    passage: (number) => evidence.get(number)?.hit,
    isNewQuery: (query, kind) => queries.add(query, kind),
  };
}

/** What a tool found becomes evidence; the model sees it with the numbers by which it can be cited. */
function observed(
  run: Run,
  { text, hits = [], sources = [], isFinal = false }: ToolResult,
): Omit<Outcome, 'durationMs'> {
  const passages = [
    ...run.evidence.add({ hits, weight: 1 }),
    ...sources.map((source) => run.evidence.addSource(source)),
  ];
  const whole = passages.length === 0 ? text : `${text}\n\n${passageText(passages)}`;
  const cut = whole.length > longestObservation ? `${whole.slice(0, longestObservation)}\n[cut here: too long]` : whole;
  return { text: cut, hits, isError: false, isFinal };
}

function failure(text: string): Outcome {
  return { text, hits: [], isError: true, isFinal: false, durationMs: 0 };
}

/** A damaged index or a stopped run is nothing that a model can mend. */
function stopsRun(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  return error instanceof DocentError && /^(?:index|embedder)-|^(?:aborted|disk-full|internal)$/u.test(error.code);
}

function repairable(error: unknown, tool: Tool): string {
  if (!(error instanceof DocentError)) return `The tool ${tool.name} failed: ${errorMessage(error)}`;
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : { value };
}
