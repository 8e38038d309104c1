import type { ChatConfig } from '../../core/chat-config.js';
import { DocentError } from '../../core/errors.js';
import { ollamaOrigin } from './ollama.js';

const usual = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const;

const variables = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
  google: 'GOOGLE_GENERATIVE_AI_BASE_URL',
} as const;

/**
 * Where a provider's API stands.
 * @throws DocentError `invalid-config`
 */
export function providerAddress(provider: keyof typeof usual | 'ollama', config: ChatConfig): string {
  if (provider === 'ollama') return `${ollamaOrigin(config.ollamaHost)}/v1`;
  const set = config.addresses[provider];
  if (set === undefined) return usual[provider];
  const address = URL.canParse(set) ? new URL(set) : undefined;
  if (address === undefined || !/^https?:$/u.test(address.protocol) || address.username + address.password !== '') {
    throw new DocentError(
      'invalid-config',
      `${variables[provider]} is not an http or https address without a password.`,
      {
        hint: `Correct or unset ${variables[provider]}.`,
      },
    );
  }
  const path = address.pathname.replace(/\/+$/u, '');
  // Other programs want ANTHROPIC_BASE_URL without the version.
  return `${address.origin}${path === '' ? new URL(usual[provider]).pathname : path}`;
}
