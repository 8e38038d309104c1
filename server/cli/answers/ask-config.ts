import type { Config } from '../../../src/core/config.js';
import { DocentError } from '../../../src/core/errors.js';
import { parseModelChoice } from '../../../src/models/chat/model-choice.js';

export interface AskSettings {
  /** As DOCENT_CHAT_MODEL. */
  readonly model?: string | undefined;
  /** As DOCENT_MAX_SECONDS. */
  readonly maxSeconds?: number | undefined;
  /** As DOCENT_WEB. */
  readonly web?: Config['web']['mode'] | undefined;
}

/** The settings with what the command line says in their place. @throws DocentError `invalid-config` naming the option */
export function configWith(config: Config, { model, maxSeconds, web }: AskSettings): Config {
  if (model !== undefined) checkModel(model);
  const { chat, agent } = config;
  const seconds = maxSeconds ?? agent.limits.seconds;
  return {
    ...config,
    chat: { ...chat, model: model ?? chat.model },
    web: { ...config.web, mode: web ?? config.web.mode },
    agent: { ...agent, limits: { ...agent.limits, seconds } },
  };
}

function checkModel(model: string): void {
  try {
    parseModelChoice(model);
  } catch (cause) {
    if (!(cause instanceof DocentError)) throw cause;
    const { code, message, hint } = cause;
    const details = { cause, ...(hint === undefined ? {} : { hint }) };
    throw new DocentError(code, message.replaceAll('DOCENT_CHAT_MODEL', '--model'), details);
  }
}
