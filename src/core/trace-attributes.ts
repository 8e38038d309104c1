import type { Answer } from './answer.js';
import type { Attributes } from './trace.js';

// Names follow OpenTelemetry's semantic conventions for generative AI (status: development, read in their repository
// semantic-conventions-genai, after v1.41); what they do not name begins with `docent.`.

/** To be spread: `span.child(...stepSpan(1))`, `inSpan(span, ...stepSpan(1), work)`. */
export type SpanStart = readonly [name: string, attributes: Attributes];

/** Attributes with questions, prompts and texts: recorded only where the person asked for it. */
export const contentAttributes: ReadonlySet<string> = new Set([
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.retrieval.query.text',
]);

/** One question, from asking to answer. */
export function agentSpan({ agent = 'docent', conversationId }: AgentStart = {}): SpanStart {
  return [
    `invoke_agent ${agent}`,
    {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent,
      'gen_ai.conversation.id': conversationId,
    },
  ];
}

export interface AgentStart {
  readonly agent?: string | undefined;
  readonly conversationId?: string | undefined;
}

/** How a run went, without a word of it. */
export function answerAttributes({ abstained, citations, claims, support, usage, model }: Answer): Attributes {
  return {
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'docent.answer.abstained': abstained,
    'docent.answer.citations': citations.length,
    'docent.answer.claims': claims.total,
    'docent.answer.claims_supported': claims.supported,
    'docent.answer.support': support,
    'docent.answer.model': model,
    'docent.run.steps': usage.steps,
    'docent.run.searches': usage.searches,
    'docent.run.model_calls': usage.modelCalls,
    'docent.run.cost': usage.cost,
    'docent.run.limit': usage.limit,
  };
}

/** A thought–action–observation step; the first is 1. */
export function stepSpan(number: number): SpanStart {
  return [`step ${number}`, { 'docent.step.number': number }];
}

export function toolSpan(tool: { readonly name: string; readonly callId?: string | undefined }): SpanStart {
  return [
    `execute_tool ${tool.name}`,
    {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool.name,
      'gen_ai.tool.call.id': tool.callId,
      'gen_ai.tool.type': 'function',
    },
  ];
}

export function searchSpan({ index, mode, k }: SearchStart): SpanStart {
  return [
    `search ${index}`,
    {
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.data_source.id': index,
      'docent.search.mode': mode,
      'docent.search.k': k,
    },
  ];
}

export interface SearchStart {
  readonly index: string;
  readonly mode: string;
  readonly k: number;
}

export function hitAttributes(hits: number): Attributes {
  return { 'docent.search.hits': hits };
}

/** A page that is fetched. The address is recorded without user, password, query and fragment. */
export function fetchSpan(url: string, method = 'GET'): SpanStart {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const defaultPort = address?.protocol === 'https:' ? 443 : 80;
  return [
    method,
    {
      'http.request.method': method,
      'url.full': address === undefined ? undefined : `${address.protocol}//${address.host}${address.pathname}`,
      'server.address': address?.hostname,
      'server.port': address === undefined ? undefined : Number(address.port || defaultPort),
    },
  ];
}

export function statusAttributes(status: number): Attributes {
  return { 'http.response.status_code': status };
}

/** Content of an agent's span. */
export function questionContent(question: string): Attributes {
  return { 'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]) };
}

/** Content of an agent's span. */
export function answerContent(answer: string): Attributes {
  const message = { role: 'assistant', parts: [{ type: 'text', content: answer }], finish_reason: 'stop' };
  return { 'gen_ai.output.messages': JSON.stringify([message]) };
}

/** Content of a tool's span. */
export function toolContent(content: { readonly arguments?: unknown; readonly result?: string }): Attributes {
  return {
    'gen_ai.tool.call.arguments': content.arguments === undefined ? undefined : JSON.stringify(content.arguments),
    'gen_ai.tool.call.result': content.result,
  };
}

/** Content of a search's span. */
export function queryContent(query: string): Attributes {
  return { 'gen_ai.retrieval.query.text': query };
}
