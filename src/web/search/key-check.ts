import type { Secret } from '../../core/secret.js';
import { type KeyedSearchProvider, searchKeyVariables } from '../../core/web-config.js';
import { ProviderFailure } from './provider-failure.js';

/**
 * The key for a request header. One that no header can hold is refused here: `fetch` would quote it in its error.
 * @throws ProviderFailure `refused-key`
 */
export function checkedKey(provider: KeyedSearchProvider, key: Secret | undefined): string {
  const text = key?.reveal() ?? '';
  if (/^[\u0021-\u007E]+$/u.test(text)) return text;
  const variable = key?.variable ?? searchKeyVariables[provider];
  const reason = text === '' ? `${variable} is not set` : `${variable} holds characters that no key has`;
  throw new ProviderFailure(provider, 'refused-key', reason, { hint: `Set ${variable} anew.` });
}
