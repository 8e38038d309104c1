import { z } from 'zod';
import { DocentError } from './errors.js';
import { Secret } from './secret.js';

/** Providers that take a key; `url` is any OpenAI-compatible address. */
export type KeyedProvider = 'openai' | 'anthropic' | 'google' | 'ollama' | 'url';

export interface ChatConfig {
  /** `provider:model`, an address with `#model`, or `none`; undefined: Ollama where it answers, else none. */
  readonly model: string | undefined;
  /** How tools are offered: by the provider's API, by a text protocol, or by what the model accepts. */
  readonly tools: 'native' | 'text' | 'auto';
  /** Longest wait for the first byte of a reply and between two pieces of it. */
  readonly timeoutMs: number;
  readonly modelsFolder: string;
  readonly allowDownload: boolean;
  /** Precision of a local model; undefined: what the folder holds. */
  readonly dtype: string | undefined;
  readonly ollamaHost: string | undefined;
  readonly keys: Readonly<Partial<Record<KeyedProvider, Secret>>>;
  /** Addresses in place of the providers' own. */
  readonly addresses: Readonly<Partial<Record<'openai' | 'anthropic' | 'google', string>>>;
}

/** Variables that may hold each provider's key; the first that is set counts. */
export const keyVariables: Readonly<Record<KeyedProvider, readonly [string, ...string[]]>> = {
  openai: ['OPENAI_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  google: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  ollama: ['OLLAMA_API_KEY'],
  url: ['DOCENT_CHAT_API_KEY'],
};

/** The variable that moves a provider's key to another address. */
const addressVariables: Readonly<Record<KeyedProvider, string>> = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
  google: 'GOOGLE_GENERATIVE_AI_BASE_URL',
  ollama: 'OLLAMA_HOST',
  url: 'DOCENT_CHAT_MODEL',
};

export const chatEnvironment = {
  DOCENT_CHAT_MODEL: z.string().optional(),
  DOCENT_CHAT_TOOLS: z.enum(['native', 'text', 'auto']).default('auto'),
  // Node's fetch gives up after 300 s by itself.
  DOCENT_CHAT_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(120_000),
  DOCENT_CHAT_DTYPE: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4']).optional(),
  // Other programs' settings: checked where they are used, so that they cannot stop a command that does not.
  OLLAMA_HOST: z.string().optional(),
  OPENAI_BASE_URL: z.string().optional(),
  ANTHROPIC_BASE_URL: z.string().optional(),
  GOOGLE_GENERATIVE_AI_BASE_URL: z.string().optional(),
};

type ChatValues = z.output<z.ZodObject<typeof chatEnvironment>>;
type Environment = Readonly<Record<string, string | undefined>>;

export function chatConfig(
  values: ChatValues,
  environment: Environment,
  place: Pick<ChatConfig, 'modelsFolder' | 'allowDownload'>,
): ChatConfig {
  const addresses = {
    openai: values.OPENAI_BASE_URL,
    anthropic: values.ANTHROPIC_BASE_URL,
    google: values.GOOGLE_GENERATIVE_AI_BASE_URL,
  };
  return {
    ...place,
    model: values.DOCENT_CHAT_MODEL,
    tools: values.DOCENT_CHAT_TOOLS,
    timeoutMs: values.DOCENT_CHAT_TIMEOUT_MS,
    dtype: values.DOCENT_CHAT_DTYPE,
    ollamaHost: values.OLLAMA_HOST,
    keys: keysIn(environment),
    addresses: Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== undefined)),
  };
}

function keysIn(environment: Environment): ChatConfig['keys'] {
  const found = Object.entries(keyVariables).flatMap(([provider, names]) => {
    const variable = names.find((name) => (environment[name]?.trim() ?? '') !== '');
    if (variable === undefined) return [];
    return [[provider, new Secret(environment[variable]?.trim() ?? '', variable)] as const];
  });
  return Object.fromEntries(found);
}

/**
 * A `.env` in a folder that came from elsewhere must not send the user's own keys to an address of its choice.
 * @throws DocentError `invalid-config`
 */
export function refuseForeignAddresses(environment: Environment, dotenv: Environment): void {
  for (const [provider, names] of Object.entries(keyVariables)) {
    const address = addressVariables[provider as KeyedProvider];
    const hasKeyOutside = names.some((name) => (environment[name] ?? '') !== '');
    const moved = environment[address] === undefined ? (dotenv[address] ?? '') : '';
    const isAddressInside = provider === 'url' ? moved.includes('://') : moved !== '';
    if (!hasKeyOutside || !isAddressInside) continue;
    throw new DocentError(
      'invalid-config',
      `The file .env sets the address ${address} while the key ${names.join(' or ')} comes from the environment.`,
      { hint: `Put both in the same place, so that no .env can send your key to an address of its own.` },
    );
  }
}
