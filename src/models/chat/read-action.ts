import { z } from 'zod';
import type { ToolDefinition } from '../chat-model.js';
import { argumentsJsonSchema, toolNamed } from './check-tool-call.js';
import { firstObject, readLooseJson } from './loose-json.js';

/** A call as it stands in a text; `input` is JSON that was read, or the text that should have been. */
export interface ReadAction {
  readonly name: string;
  readonly input: unknown;
}

const edge = String.raw`[\s>*_#\x60-]*`;
const colon = String.raw`\s*[*_\x60]*\s*[:：][*_\x60]*[ \t]*`;
const actionLabel = new RegExp(`^${edge}(?:action|tool call|tool)s?${colon}`, 'iu');
const nextStep = new RegExp(`\\n${edge}(?:thought|action|tool|observation|answer|final answer)${colon}`, 'iu');
const argumentsLabel = new RegExp(
  `(?:^|[\\s*_\\x60])(?:(?:action|tool)[ _])?(?:arguments|args|input|parameters|params)${colon}`,
  'iu',
);

/** The first call in the text, or undefined where the text is none, however much it looks like one. */
export function readAction(
  text: string,
  tools: readonly ToolDefinition[],
  { isWhole = true } = {},
): ReadAction | undefined {
  const label = actionLabel.exec(text);
  if (label === null) return readBareCall(text, tools, isWhole);
  const rest = text.slice(label[0].length);
  const first = rest.slice(0, nextStep.exec(rest)?.index ?? rest.length);
  const split = argumentsLabel.exec(first);
  const called = (split === null ? first : first.slice(0, split.index)).trim();
  const written = split === null ? undefined : first.slice(split.index + split[0].length).trim();
  if (/^[`*"']*(?:```[\w-]*\s*)?\{/u.test(called)) return readBareCall(called, tools, isWhole);
  return readLabelled(called, written, { tools, isWhole });
}

function readLabelled(
  called: string,
  written: string | undefined,
  { tools, isWhole }: { readonly tools: readonly ToolDefinition[]; readonly isWhole: boolean },
): ReadAction | undefined {
  const [, name = '', inline = ''] =
    /^[`*"'\s]*([\p{L}\p{N}_][\p{L}\p{N}_ .-]*)[`*"']*\s*([\s\S]*)$/u.exec(called) ?? [];
  if (/^(?:none|no action|n\/?a|nothing)\b/iu.test(called) || name === '') return undefined;
  const tool = toolNamed(tools, name.trim());
  const text = written ?? inParentheses(inline);
  // "Action: press F5" in an answer is no call.
  if (tool === undefined && (text === undefined || readObject(text, isWhole) === undefined)) return undefined;
  return { name: tool?.name ?? name.trim(), input: inputFrom(text ?? '', tool, isWhole) };
}

/** `name({...})`, `name(key="value")`, `name {...}`. */
function inParentheses(inline: string): string | undefined {
  const inside = /^\(([\s\S]*?)\)?\s*[`*]*$/u.exec(inline.trim())?.[1];
  if (inside === undefined) return firstObject(inline);
  if (!/^\s*\w+\s*=/u.test(inside)) return inside.trim();
  return `{${inside.replaceAll(/(^|,)\s*(\w+)\s*=\s*/gu, '$1"$2":')}}`;
}

function inputFrom(text: string, tool: ToolDefinition | undefined, isWhole: boolean): unknown {
  const object = readObject(text, isWhole);
  if (object !== undefined) return object;
  const only = tool === undefined ? undefined : onlyTextArgument(tool);
  const plain = text.trim().replaceAll(/^[`"'\s]+|[`"'\s]+$/gu, '');
  const isPlain = plain !== '' && isWhole && !/[{}]/u.test(plain);
  return only !== undefined && isPlain ? { [only]: plain.split('\n')[0] } : text;
}

const argumentsShape = z.object({
  properties: z.record(z.string(), z.object({ type: z.string().optional() })).default({}),
  required: z.array(z.string()).default([]),
});

/** The name of the one argument that must be given, where it is a text: `Arguments: capital of France` then means it. */
function onlyTextArgument(tool: ToolDefinition): string | undefined {
  const { properties, required } = argumentsShape.parse(argumentsJsonSchema(tool));
  const [only] = required;
  return required.length === 1 && only !== undefined && properties[only]?.type === 'string' ? only : undefined;
}

function readObject(text: string, isWhole: boolean): Record<string, unknown> | undefined {
  const value = readLooseJson(text, { isWhole })?.value;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : undefined;
}

const nameKeys = ['name', 'tool', 'action', 'tool_name', 'function'];
const inputKeys = ['arguments', 'args', 'parameters', 'params', 'input', 'action_input', 'tool_input'];

/** `{"name": …, "arguments": …}` in its many spellings. */
function readBareCall(text: string, tools: readonly ToolDefinition[], isWhole: boolean): ReadAction | undefined {
  const object = readObject(text, isWhole);
  return object === undefined ? undefined : callIn(object, tools);
}

function callIn(object: Readonly<Record<string, unknown>>, tools: readonly ToolDefinition[]): ReadAction | undefined {
  const list = object.tool_calls;
  const nested = Array.isArray(list) ? (list[0] as unknown) : (object.function ?? object.action ?? object.tool_call);
  if (typeof nested === 'object' && nested !== null) return callIn(nested as Record<string, unknown>, tools);
  const name = nameKeys.map((key) => object[key]).find((value) => typeof value === 'string');
  const inputKey = inputKeys.find((key) => key in object);
  if (name === undefined || (inputKey === undefined && toolNamed(tools, name) === undefined)) return undefined;
  return { name, input: inputKey === undefined ? {} : object[inputKey] };
}
