import { z } from 'zod';
import { DocentError } from './errors.js';

/** `buffer`: all turns that fit; `window`: the last few; `summary`: a summary, and the last two word for word. */
export const memoryModes = ['buffer', 'window', 'summary'] as const;
export type MemoryMode = (typeof memoryModes)[number];

export interface AgentConfig {
  /** What one question may take. */
  readonly limits: {
    readonly steps: number;
    readonly tokens: number;
    readonly seconds: number;
    readonly cost: number | undefined;
  };
  /** Of a million tokens; undefined where costs are not counted. */
  readonly prices: { readonly input: number; readonly output: number } | undefined;
  /** What of a conversation goes with the next question. */
  readonly memory: {
    readonly mode: MemoryMode;
    readonly tokens: number;
  };
}

export const agentEnvironment = {
  DOCENT_MAX_STEPS: z.coerce.number().int().min(1).max(1000).default(12),
  DOCENT_MAX_TOKENS: z.coerce.number().int().min(1000).max(10_000_000).default(60_000),
  DOCENT_MAX_SECONDS: z.coerce.number().min(1).max(3600).default(100),
  DOCENT_MAX_COST: z.coerce.number().positive().optional(),
  DOCENT_CHAT_PRICES: z
    .string()
    .regex(/^\d+(?:\.\d+)?\/\d+(?:\.\d+)?$/u, 'must be INPUT/OUTPUT, the prices of a million tokens, such as 0.25/2')
    .optional(),
  DOCENT_MEMORY: z.enum(memoryModes).default('window'),
  DOCENT_MEMORY_TOKENS: z.coerce.number().int().min(100).max(1_000_000).default(2000),
};

type AgentValues = z.output<z.ZodObject<typeof agentEnvironment>>;

/** @throws DocentError `invalid-config` for a limit on costs without prices */
export function agentConfig(values: AgentValues): AgentConfig {
  const { DOCENT_CHAT_PRICES: prices, DOCENT_MAX_COST: cost } = values;
  if (cost !== undefined && prices === undefined) {
    throw new DocentError('invalid-config', `DOCENT_MAX_COST=${cost} has no effect without prices.`, {
      hint: 'Set DOCENT_CHAT_PRICES=INPUT/OUTPUT, what a million tokens cost, such as 0.25/2.',
    });
  }
  const [input = 0, output = 0] = (prices ?? '').split('/').map(Number);
  return {
    limits: {
      steps: values.DOCENT_MAX_STEPS,
      tokens: values.DOCENT_MAX_TOKENS,
      seconds: values.DOCENT_MAX_SECONDS,
      cost,
    },
    prices: prices === undefined ? undefined : { input, output },
    memory: { mode: values.DOCENT_MEMORY, tokens: values.DOCENT_MEMORY_TOKENS },
  };
}
