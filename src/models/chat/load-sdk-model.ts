import type { LanguageModel } from 'ai';
import { type ChatConfig, keyVariables } from '../../core/chat-config.js';
import { DocentError } from '../../core/errors.js';
import type { Secret } from '../../core/secret.js';
import type { ModelChoice } from './model-choice.js';
import { providerAddress } from './provider-address.js';
import { SdkChatModel, type SdkModelOptions } from './sdk-chat-model.js';

/** A choice that the AI SDK serves, with its model settled. */
export type SdkChoice =
  | { readonly provider: 'ollama' | 'openai' | 'anthropic' | 'google'; readonly model: string }
  | { readonly provider: 'url'; readonly url: string; readonly model: string };

/**
 * Imports the one provider that is needed and opens the model; nothing is sent yet.
 * @throws DocentError `chat-model-refused` where a key is missing, `invalid-config`
 */
export async function loadSdkModel(
  choice: SdkChoice,
  config: ChatConfig,
  fetch: typeof globalThis.fetch,
): Promise<SdkChatModel> {
  // The SDK writes its warnings ("temperature is not supported") to the console otherwise.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  const { provider, model } = choice;
  const key = config.keys[provider];
  const needsKey = provider === 'openai' || provider === 'anthropic' || provider === 'google';
  if (needsKey && key === undefined) throw missingKey(`${provider}:${model}`, keyVariables[provider]);
  const loaded = await load(choice, { baseURL: addressOf(choice, config), key, fetch });
  return new SdkChatModel({
    provider,
    model,
    ...loaded,
    failure: {
      name: `${provider}:${model}`,
      secrets: Object.values(config.keys),
      keyVariable: key?.variable ?? keyVariables[provider][0],
      unknownModelHint: unknownModelHint(choice),
    },
  });
}

interface Connection {
  readonly baseURL: string;
  readonly key: Secret | undefined;
  readonly fetch: typeof globalThis.fetch;
}

type Loaded = Pick<SdkModelOptions, 'providerOptions'> & { readonly languageModel: LanguageModel };

async function load({ provider, model }: SdkChoice, { baseURL, key, fetch }: Connection): Promise<Loaded> {
  const settings = { baseURL, fetch, apiKey: key?.reveal() ?? '' };
  switch (provider) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      // Not kept on their side; schemas with optional fields are allowed.
      const providerOptions = { openai: { store: false, strictJsonSchema: false } };
      return { languageModel: createOpenAI(settings)(model), providerOptions };
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return { languageModel: createAnthropic(settings)(model) };
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return { languageModel: createGoogleGenerativeAI(settings)(model) };
    }
    default: {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const { apiKey, ...rest } = settings;
      const api = createOpenAICompatible({
        ...rest,
        name: provider,
        includeUsage: true,
        supportsStructuredOutputs: true,
        ...(apiKey === '' ? {} : { apiKey }),
      });
      return { languageModel: api(model) };
    }
  }
}

function addressOf(choice: SdkChoice, config: ChatConfig): string {
  return choice.provider === 'url' ? choice.url : providerAddress(choice.provider, config);
}

function unknownModelHint({ provider, model }: ModelChoice & SdkChoice): string {
  if (provider === 'ollama')
    return `Fetch it with \`ollama pull ${model}\`, or choose one that \`docent models\` lists.`;
  return 'Choose a model that `docent models` lists.';
}

function missingKey(name: string, variables: readonly string[]): DocentError {
  return new DocentError(
    'chat-model-refused',
    `The chat model ${name} needs a key, and ${variables.join(' or ')} is not set.`,
    {
      hint: `Set ${variables[0]} in the environment or in a .env file in the working directory.`,
    },
  );
}
