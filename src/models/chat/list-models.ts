import { z } from 'zod';
import { type ChatConfig, keyVariables } from '../../core/chat-config.js';
import { DocentError, errorMessage } from '../../core/errors.js';
import type { ChatClock } from './chat-clock.js';
import { ollamaModels, ollamaOrigin } from './ollama.js';
import { providerAddress } from './provider-address.js';
import { resilientFetch } from './resilient-fetch.js';
import { scrub } from './scrub.js';

/** Who is asked for its models. */
export type ListedProvider =
  | { readonly provider: 'ollama' | 'openai' | 'anthropic' | 'google' }
  | { readonly provider: 'url'; readonly url: string };

const openAiList = z.object({ data: z.array(z.object({ id: z.string() })) });
const googleList = z.object({
  models: z.array(z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).optional() })),
});

/**
 * Names of the models that a provider offers. One try, no waiting beyond the timeout.
 * @throws DocentError `chat-model-unreachable`, `chat-model-timeout`, `chat-model-refused`, `chat-model-failed`, `invalid-config`
 */
export async function listModels(
  asked: ListedProvider,
  config: ChatConfig,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: ChatClock },
): Promise<string[]> {
  const { url, headers } = requestFor(asked, config);
  const limits = { timeoutMs, retries: 0, firstDelayMs: 0, longestDelayMs: 0 };
  const response = await resilientFetch({ limits, clock, random: () => 0 })(url, { headers });
  const text = await response.text();
  const secrets = Object.values(config.keys);
  if (!response.ok) {
    const isRefused = response.status === 401 || response.status === 403;
    const message = `${new URL(url).origin} refused to list its models with status ${response.status}: ${scrub(text, secrets)}`;
    throw new DocentError(isRefused ? 'chat-model-refused' : 'chat-model-failed', message, {
      hint: `Check the key in ${config.keys[asked.provider]?.variable ?? keyVariables[asked.provider][0]}.`,
    });
  }
  try {
    return namesIn(asked.provider, JSON.parse(text));
  } catch (error) {
    const reason = scrub(errorMessage(error), secrets);
    throw new DocentError(
      'chat-model-failed',
      `The list of models from ${new URL(url).origin} is not readable: ${reason}`,
    );
  }
}

function requestFor(asked: ListedProvider, config: ChatConfig): { url: string; headers: Record<string, string> } {
  const key = config.keys[asked.provider]?.reveal();
  const bearer: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  switch (asked.provider) {
    case 'ollama':
      return { url: `${ollamaOrigin(config.ollamaHost)}/api/tags`, headers: bearer };
    case 'url':
      return { url: `${asked.url}/models`, headers: bearer };
    case 'openai':
      return { url: `${providerAddress('openai', config)}/models`, headers: bearer };
    case 'anthropic': {
      const headers = { 'x-api-key': key ?? '', 'anthropic-version': '2023-06-01' };
      return { url: `${providerAddress('anthropic', config)}/models?limit=1000`, headers };
    }
    case 'google':
      return {
        url: `${providerAddress('google', config)}/models?pageSize=1000`,
        headers: { 'x-goog-api-key': key ?? '' },
      };
  }
}

function namesIn(provider: ListedProvider['provider'], answer: unknown): string[] {
  if (provider === 'ollama') return ollamaModels(answer);
  if (provider !== 'google') return openAiList.parse(answer).data.map(({ id }) => id);
  return googleList
    .parse(answer)
    .models.filter(({ supportedGenerationMethods: methods }) => methods?.includes('generateContent') ?? true)
    .map(({ name }) => name.replace(/^models\//u, ''));
}
