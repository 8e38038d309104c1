import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/core/config.js';

describe('loadConfig', () => {
  it('listens on loopback with the bundled encoder where nothing is set', () => {
    const config = loadConfig({});
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8321, apiKey: undefined });
    expect(config.embedder.name).toBe('docent-static');
  });

  it('takes an empty setting as not set', () => {
    expect(loadConfig({ DOCENT_PORT: '' }).server.port).toBe(8321);
  });

  it('names the setting that is wrong, its value and the way out', () => {
    expect(() => loadConfig({ DOCENT_PORT: 'eighty' })).toThrow(/DOCENT_PORT="eighty"/u);
  });

  it('recalls the last turns of a conversation, or what else is asked for', () => {
    expect(loadConfig({}).agent.memory).toEqual({ mode: 'window', tokens: 2000 });
    const settings = { DOCENT_MEMORY: 'summary', DOCENT_MEMORY_TOKENS: '500' };
    expect(loadConfig(settings).agent.memory).toEqual({ mode: 'summary', tokens: 500 });
    expect(() => loadConfig({ DOCENT_MEMORY: 'everything' })).toThrow(/DOCENT_MEMORY="everything"/u);
    expect(() => loadConfig({ DOCENT_MEMORY_TOKENS: '0' })).toThrow(/DOCENT_MEMORY_TOKENS="0"/u);
  });

  it('never shows the key', () => {
    expect(() => loadConfig({ DOCENT_API_KEY: 'short-secret' })).toThrow(/^(?!.*short-secret).*DOCENT_API_KEY/u);
  });
});
