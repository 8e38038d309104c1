import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChatConfig, type KeyedProvider, keyVariables } from '../../core/chat-config.js';
import { toDocentError } from '../../core/errors.js';
import { type ChatClock, systemChatClock } from './chat-clock.js';
import { type ListedProvider, listModels } from './list-models.js';
import { type ModelChoice, parseModelChoice } from './model-choice.js';
import { ollamaOrigin } from './ollama.js';
import { chosenModel } from './open-chat-model.js';
import { providerAddress } from './provider-address.js';
import { localModelFolder } from './transformers-generator.js';

export interface ProviderState {
  readonly provider: KeyedProvider | 'local';
  /** Where it stands; for local models their folder. */
  readonly address: string;
  /** The variable for its key; undefined where none is needed. */
  readonly key: { readonly variable: string; readonly isSet: boolean } | undefined;
  /** Undefined: not asked, because a key is missing. */
  readonly isReachable: boolean | undefined;
  /** Why it cannot be used. */
  readonly reason: string | undefined;
  readonly models: readonly string[];
  /** The one of its models that answers. */
  readonly chosenModel: string | undefined;
}

export interface ProviderReport {
  /** `provider:model` or `none`; undefined where the setting is wrong. */
  readonly chosen: string | undefined;
  readonly isSet: boolean;
  /** Why the chosen model will not answer. */
  readonly problem: string | undefined;
  readonly providers: readonly ProviderState[];
}

/** Whom docent could ask, and why not. Asks every provider that has what it needs for its models. */
export async function reportProviders(
  config: ChatConfig,
  { timeoutMs = 3000, clock = systemChatClock }: { readonly timeoutMs?: number; readonly clock?: ChatClock } = {},
): Promise<ProviderReport> {
  const [choice, problem] = await choiceOf(config);
  const asked: ListedProvider[] = [
    { provider: 'ollama' },
    { provider: 'openai' },
    { provider: 'anthropic' },
    { provider: 'google' },
    ...(choice?.provider === 'url' ? [choice] : []),
  ];
  const states = asked.map((each) => stateOf(each, config, { timeoutMs, clock }));
  const found = [...(await Promise.all(states)), await localState(config)];
  const providers = found.map((state) => ({ ...state, chosenModel: chosenAmong(state, choice) }));
  return {
    chosen: choice === undefined ? undefined : nameOf(choice),
    isSet: config.model !== undefined,
    problem: problem ?? (choice === undefined ? undefined : problemOf(choice, providers, config)),
    providers,
  };
}

type FoundState = Omit<ProviderState, 'chosenModel'>;

function chosenAmong({ provider, models }: FoundState, choice: ModelChoice | undefined): string | undefined {
  if (choice?.provider !== provider) return undefined;
  const { model } = choice;
  if (model === undefined) return models.length === 1 ? models[0] : undefined;
  // Ollama lists "llama3.2:latest" for llama3.2.
  return models.find((name) => name === model || name === `${model}:latest`) ?? model;
}

async function choiceOf(config: ChatConfig): Promise<[ModelChoice | undefined, string | undefined]> {
  try {
    return [config.model === undefined ? await chosenModel(config) : parseModelChoice(config.model), undefined];
  } catch (error) {
    const { message, hint } = toDocentError(error);
    return [undefined, [message, hint].filter((text) => text !== undefined).join(' ')];
  }
}

function nameOf(choice: ModelChoice): string {
  if (choice.provider === 'none') return 'none';
  if (choice.provider !== 'url') return `${choice.provider}:${choice.model}`;
  return choice.model === undefined ? choice.url : `${choice.url}#${choice.model}`;
}

async function stateOf(
  asked: ListedProvider,
  config: ChatConfig,
  limits: { readonly timeoutMs: number; readonly clock: ChatClock },
): Promise<FoundState> {
  const { provider } = asked;
  const variables = keyVariables[provider];
  const needsKey = provider !== 'ollama' && provider !== 'url';
  const set = config.keys[provider];
  const isSet = set !== undefined;
  const key = needsKey || isSet ? { variable: set?.variable ?? variables[0], isSet } : undefined;
  const state = { provider, address: '', key, isReachable: undefined, reason: undefined, models: [] };
  try {
    const address = addressOf(asked, config);
    if (needsKey && !isSet) return { ...state, address, reason: `${variables[0]} is not set` };
    try {
      return { ...state, address, isReachable: true, models: await listModels(asked, config, limits) };
    } catch (error) {
      const { code, message } = toDocentError(error);
      const isSilent = code === 'chat-model-unreachable' || code === 'chat-model-timeout';
      return { ...state, address, isReachable: !isSilent, reason: message };
    }
  } catch (error) {
    return { ...state, isReachable: false, reason: toDocentError(error).message };
  }
}

function addressOf(asked: ListedProvider, config: ChatConfig): string {
  if (asked.provider === 'url') return asked.url;
  return asked.provider === 'ollama' ? ollamaOrigin(config.ollamaHost) : providerAddress(asked.provider, config);
}

async function localState(config: ChatConfig): Promise<FoundState> {
  const names = await readdir(config.modelsFolder).catch(() => []);
  const isModel = await Promise.all(names.map((name) => canGenerate(join(config.modelsFolder, name))));
  const models = names.filter((_, index) => isModel[index] === true);
  const reason = models.length === 0 ? 'no text generation model in the folder' : undefined;
  return {
    provider: 'local',
    address: config.modelsFolder,
    key: undefined,
    isReachable: models.length > 0,
    reason,
    models,
  };
}

async function canGenerate(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '');
  return /"architectures"\s*:\s*\[[^\]]*ForCausalLM"/u.test(text);
}

function problemOf(choice: ModelChoice, providers: readonly ProviderState[], config: ChatConfig): string | undefined {
  if (choice.provider === 'none') return undefined;
  if (choice.provider === 'local') {
    const isHere = localModelFolder(choice.model, config.modelsFolder) !== undefined;
    return isHere || config.allowDownload ? undefined : 'the folder is not there and downloads are off';
  }
  const state = providers.find(({ provider }) => provider === choice.provider);
  if (state?.reason !== undefined || state?.chosenModel === undefined) return state?.reason;
  return state.models.includes(state.chosenModel) ? undefined : `${state.address} does not list ${choice.model}`;
}
