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

  it('never shows the key', () => {
    expect(() => loadConfig({ DOCENT_API_KEY: 'short-secret' })).toThrow(/^(?!.*short-secret).*DOCENT_API_KEY/u);
  });
});
