import { DocentError } from '../../core/errors.js';
import { scrub } from './scrub.js';

/** What `DOCENT_CHAT_MODEL` names. */
export type ModelChoice =
  | { readonly provider: 'ollama' | 'openai' | 'anthropic' | 'google'; readonly model: string }
  | { readonly provider: 'local'; readonly model: string }
  /** Without a model: the only one that the server lists. */
  | { readonly provider: 'url'; readonly url: string; readonly model: string | undefined }
  | { readonly provider: 'none' };

const named = ['ollama', 'openai', 'anthropic', 'google', 'local'] as const;

/** @throws DocentError `invalid-config` */
export function parseModelChoice(text: string): ModelChoice {
  const trimmed = text.trim();
  if (trimmed === 'none') return { provider: 'none' };
  if (/^https?:\/\//iu.test(trimmed)) return urlChoice(trimmed);
  const [, prefix = '', model = ''] = /^([a-z]+):(.*)$/su.exec(trimmed) ?? [];
  const provider = named.find((name) => name === prefix);
  if (provider === undefined || model.trim() === '') {
    // Whoever confuses the two variables pastes a key here.
    throw invalid(`DOCENT_CHAT_MODEL=${JSON.stringify(scrub(text, []))} names no chat model`);
  }
  return { provider, model: model.trim() };
}

function urlChoice(text: string): ModelChoice {
  // Not quoted: it may hold a password.
  if (!URL.canParse(text)) throw invalid('DOCENT_CHAT_MODEL is not a valid address');
  const address = new URL(text);
  if (address.username !== '' || address.password !== '' || address.search !== '') {
    throw invalid(
      'The address in DOCENT_CHAT_MODEL holds a user, a password or a query; put the key into DOCENT_CHAT_API_KEY',
    );
  }
  const model = decodeURIComponent(address.hash.slice(1));
  const url = `${address.origin}${address.pathname}`.replace(/\/+$/u, '');
  return { provider: 'url', url, model: model === '' ? undefined : model };
}

function invalid(message: string): DocentError {
  return new DocentError('invalid-config', `${message}.`, {
    hint: 'Use ollama:NAME, openai:NAME, anthropic:NAME, google:NAME, http://HOST/v1#NAME, local:FOLDER or none; see docs/chat-models.md.',
  });
}
