import { describe, expect, it } from 'vitest';
import { configWith } from '../../../server/cli/answers/ask-config.js';
import { loadConfig } from '../../../src/core/config.js';

describe('the settings of one question', () => {
  const config = loadConfig({ DOCENT_CHAT_MODEL: 'ollama:llama3.2', DOCENT_MAX_SECONDS: '30' });

  it('are those of the environment where nothing else is said', () => {
    expect(configWith(config, {})).toEqual(config);
  });

  it('take the model and the time from the command line, more time as well', () => {
    const { chat, agent } = configWith(config, { model: 'none', maxSeconds: 90 });
    expect(chat.model).toBe('none');
    expect(agent.limits).toEqual({ ...config.agent.limits, seconds: 90 });
  });

  it('refuse what names no model, by the name of the option', () => {
    expect(() => configWith(config, { model: 'gpt' })).toThrow('--model="gpt" names no chat model.');
    expect(() => configWith(config, { model: '' })).toThrow('--model="" names no chat model.');
  });
});
