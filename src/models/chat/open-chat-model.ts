import type { ChatConfig } from '../../core/chat-config.js';
import { DocentError } from '../../core/errors.js';
import type { ChatModel } from '../chat-model.js';
import { AdaptiveModel } from './adaptive-model.js';
import { type ChatClock, systemChatClock } from './chat-clock.js';
import { listModels } from './list-models.js';
import { type ModelChoice, parseModelChoice } from './model-choice.js';
import { defaultLimits, type RequestLimits, resilientFetch } from './resilient-fetch.js';

/** An Ollama that runs answers within a few milliseconds; one that does not must not keep anybody waiting. */
const probeMs = 300;

export interface OpenChatModelOptions {
  readonly clock?: ChatClock;
  readonly random?: () => number;
  readonly limits?: Partial<RequestLimits>;
}

/**
 * The chat model that the settings name; undefined for `none`. Loads only what that one needs.
 * @throws DocentError `invalid-config`, `chat-model-refused` (no key), `chat-model-not-found`, `chat-model-unreachable`
 */
export async function openChatModel(
  config: ChatConfig,
  options: OpenChatModelOptions = {},
): Promise<ChatModel | undefined> {
  const choice = await chosenModel(config, options);
  if (choice.provider === 'none') return undefined;
  if (choice.provider === 'local') return openLocal(choice.model, config);
  const { loadSdkModel } = await import('./load-sdk-model.js');
  const settled =
    choice.provider === 'url'
      ? { ...choice, model: choice.model ?? (await onlyModelAt(choice, config, options)) }
      : choice;
  const native = await loadSdkModel(settled, config, fetchFor(config, options));
  return new AdaptiveModel(native, { tools: config.tools });
}

/** What `DOCENT_CHAT_MODEL` says; where it says nothing, an Ollama on its usual port that has a model, else none. */
export async function chosenModel(
  config: ChatConfig,
  { clock = systemChatClock }: OpenChatModelOptions = {},
): Promise<ModelChoice> {
  if (config.model !== undefined) return parseModelChoice(config.model);
  try {
    const [model] = await listModels({ provider: 'ollama' }, config, { timeoutMs: probeMs, clock });
    return model === undefined ? { provider: 'none' } : { provider: 'ollama', model };
  } catch (error) {
    if (error instanceof DocentError && error.code !== 'invalid-config') return { provider: 'none' };
    throw error;
  }
}

async function openLocal(name: string, config: ChatConfig): Promise<ChatModel> {
  const [{ loadTransformersGenerator }, { LocalChatModel }, { TextToolsModel }] = await Promise.all([
    import('./transformers-generator.js'),
    import('./local-chat-model.js'),
    import('./text-tools-model.js'),
  ]);
  return new TextToolsModel(new LocalChatModel(name, await loadTransformersGenerator(name, config)));
}

async function onlyModelAt(
  choice: Extract<ModelChoice, { provider: 'url' }>,
  config: ChatConfig,
  { clock = systemChatClock }: OpenChatModelOptions,
): Promise<string> {
  const models = await listModels(choice, config, { timeoutMs: config.timeoutMs, clock });
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  const listed = models.length === 0 ? 'lists no model' : `has several models: ${models.slice(0, 20).join(', ')}`;
  throw new DocentError('chat-model-not-found', `The server at ${choice.url} ${listed}.`, {
    hint: `Name one: DOCENT_CHAT_MODEL="${choice.url}#NAME", in a .env with the quotes: # begins a comment there.`,
  });
}

function fetchFor(
  config: ChatConfig,
  { clock = systemChatClock, random = Math.random, limits = {} }: OpenChatModelOptions,
) {
  return resilientFetch({ limits: { ...defaultLimits, timeoutMs: config.timeoutMs, ...limits }, clock, random });
}
