import type { ChatConfig } from '../../../src/core/chat-config.js';
import type { ModelChoice } from '../../../src/models/chat/model-choice.js';
import { chosenModel } from '../../../src/models/chat/open-chat-model.js';

/** Which chat model answers, in words. @throws DocentError `invalid-config` */
export async function modelLine(config: ChatConfig): Promise<string> {
  const choice = await chosenModel(config);
  if (choice.provider === 'none') return 'No chat model: sentences of the documents are quoted';
  return `Chat model ${nameOf(choice)}${config.model === undefined ? ' (found on this machine)' : ''}`;
}

function nameOf(choice: Exclude<ModelChoice, { readonly provider: 'none' }>): string {
  if (choice.provider !== 'url') return `${choice.provider}:${choice.model}`;
  return choice.model === undefined ? `at ${choice.url}` : `${choice.model} at ${choice.url}`;
}
