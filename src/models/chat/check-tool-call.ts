import { z } from 'zod';
import type { ChatEvent, RejectedToolCall, ToolCall, ToolDefinition } from '../chat-model.js';
import { readLooseJson } from './loose-json.js';

/** A call as a model wrote it; `input` is text that should be JSON, or what was read from it. */
export interface WrittenCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly providerData?: unknown;
  /** The reply hit its length limit: nothing is guessed about the rest. */
  readonly isCut?: boolean;
}

/** A call that fits a tool, or the reason why not in words that the model can act on. */
export function checkToolCall(tools: readonly ToolDefinition[], call: WrittenCall): Extract<ChatEvent, ToolCall> {
  const tool = toolNamed(tools, call.name);
  const read = inputOf(call);
  if (tool === undefined) return rejected(call, read, 'unknown-tool', unknownTool(call.name, tools));
  const named = { ...call, name: tool.name };
  if (read === undefined) {
    const reason = call.isCut === true ? 'were cut off: the reply was too long' : 'are not valid JSON';
    return rejected(named, undefined, 'bad-arguments', `The arguments of ${tool.name} ${reason}. ${shape(tool)}`);
  }
  const result = tool.argumentsSchema.safeParse(read.value);
  if (!result.success) {
    const reason = z.prettifyError(result.error);
    return rejected(
      named,
      read,
      'bad-arguments',
      `The arguments of ${tool.name} do not fit:\n${reason}\n${shape(tool)}`,
    );
  }
  return { type: 'tool-call', id: call.id, name: tool.name, arguments: result.data, ...dataOf(call) };
}

/** Forgives case, spaces and hyphens: `Search Documents` means `search_documents`. */
export function toolNamed(tools: readonly ToolDefinition[], name: string): ToolDefinition | undefined {
  return tools.find((tool) => tool.name === name) ?? tools.find((tool) => plain(tool.name) === plain(name));
}

/** JSON schema of a tool's arguments as a model should write them: what has a default may be left out. */
export function argumentsJsonSchema(tool: ToolDefinition): Record<string, unknown> {
  const { $schema: _, ...schema } = jsonSchemaOf(tool.argumentsSchema);
  return schema;
}

export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // What zod adds to every whole number; tokens that tell a model nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

function inputOf({ input, isCut = false }: WrittenCall): { readonly value: unknown } | undefined {
  if (typeof input !== 'string') return { value: input ?? {} };
  return input.trim() === '' ? { value: {} } : readLooseJson(input, { isWhole: !isCut });
}

function unknownTool(name: string, tools: readonly ToolDefinition[]): string {
  const names = tools.map((tool) => tool.name).join(', ');
  return `There is no tool "${name.slice(0, 100)}". ${names === '' ? 'No tools are available.' : `The tools are: ${names}.`}`;
}

function shape(tool: ToolDefinition): string {
  return `They must match this JSON schema: ${JSON.stringify(argumentsJsonSchema(tool))}`;
}

function rejected(
  call: WrittenCall,
  read: { readonly value: unknown } | undefined,
  problem: RejectedToolCall['problem'],
  message: string,
): RejectedToolCall {
  return {
    type: 'tool-call-rejected',
    id: call.id,
    name: call.name,
    arguments: read?.value ?? {},
    problem,
    message,
    ...dataOf(call),
  };
}

function dataOf({ providerData }: WrittenCall): { providerData?: unknown } {
  return providerData === undefined ? {} : { providerData };
}
