import { z } from 'zod';
import { DocentError } from '../../core/errors.js';

const usualPort = '11434';
const ports: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Address of Ollama, from `OLLAMA_HOST` as its own client reads it: host, host:port, :port or an address; a server's
 * "all interfaces" is reached over loopback.
 * @throws DocentError `invalid-config`
 */
export function ollamaOrigin(host: string | undefined): string {
  const text = (host ?? '').trim();
  const hasScheme = /^https?:\/\//iu.test(text);
  const rest = text.startsWith(':') ? `127.0.0.1${text}` : text || '127.0.0.1';
  const full = hasScheme ? text : `http://${rest}`;
  const address = URL.canParse(full) ? new URL(full) : undefined;
  if (address === undefined || address.username !== '' || address.password !== '') {
    throw new DocentError('invalid-config', 'OLLAMA_HOST is not an address.', {
      hint: 'Set it to HOST:PORT or unset it.',
    });
  }
  const isEverywhere = address.hostname === '0.0.0.0' || address.hostname === '[::]';
  const hostname = isEverywhere ? '127.0.0.1' : address.hostname;
  const stated = /:(\d+)(?:\/|$)/u.exec(text.replace(/^https?:\/\//iu, ''))?.[1];
  const port = stated ?? (hasScheme ? ports[address.protocol] : usualPort);
  return `${address.protocol}//${hostname}:${port}${address.pathname.replace(/\/+$/u, '')}`;
}

const tags = z.object({
  models: z.array(
    z.object({ name: z.string(), details: z.object({ families: z.array(z.string()).nullish() }).nullish() }),
  ),
});

/** Names of the models that can chat, the last one fetched first, from the answer of `/api/tags`. */
export function ollamaModels(answer: unknown): string[] {
  return tags
    .parse(answer)
    .models.filter(({ name, details }) => !/embed|minilm|bge-/iu.test(name) && !details?.families?.some(isEncoder))
    .map(({ name }) => name);
}

function isEncoder(family: string): boolean {
  return /bert/iu.test(family);
}
