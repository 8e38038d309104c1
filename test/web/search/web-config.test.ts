import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/core/config.js';

const web = (environment: Record<string, string> = {}) => loadConfig(environment).web;

describe('the settings of the web', () => {
  it('are off by default', () => {
    expect(web()).toEqual({
      mode: 'off',
      searchOrder: ['duck-duck-scrape', 'duckduckgo-html', 'searxng', 'brave', 'tavily'],
      searxngUrl: undefined,
      keys: {},
      timeoutMs: 8000,
    });
  });

  it('name an order, each provider once', () => {
    expect(web({ DOCENT_WEB_SEARCH: ' searxng, brave,searxng,' }).searchOrder).toEqual(['searxng', 'brave']);
  });

  it.each([
    ['DOCENT_WEB', 'sometimes'],
    ['DOCENT_WEB_SEARCH', 'searxng,altavista'],
    ['DOCENT_WEB_SEARCH', ','],
    ['DOCENT_WEB_TIMEOUT_MS', '0'],
    ['DOCENT_WEB_TIMEOUT_MS', '60001'],
  ])('refuse %s=%s by its name', (name, value) => {
    expect(() => web({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid-config', message: expect.stringContaining(name) }),
    );
  });

  it.each(['localhost:8080', 'ftp://a.example', 'not an address', 'http://user:hunter2@a.example'])(
    'refuse the address %s, without repeating it',
    (address) => {
      let thrown: unknown;
      try {
        web({ DOCENT_SEARXNG_URL: address });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({
        code: 'invalid-config',
        message: expect.stringContaining('DOCENT_SEARXNG_URL'),
      });
      expect(inspect(thrown, { depth: 9, showHidden: true }).replace(/\n {4}at .*/gu, '')).not.toContain('hunter2');
    },
  );

  it('hold keys that nothing prints', () => {
    const config = web({ BRAVE_SEARCH_API_KEY: ' brave-secret ', TAVILY_API_KEY: '  ' });
    expect(config.keys.brave?.reveal()).toBe('brave-secret');
    expect(config.keys.tavily).toBeUndefined();
    expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config)).not.toContain('brave-secret');
  });
});
