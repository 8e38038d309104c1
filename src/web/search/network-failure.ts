import type { SearchProviderName } from '../../core/web-config.js';
import { ProviderFailure } from './provider-failure.js';

/**
 * What ended a connection, by its error code only: the words of a failed request can quote its headers, and those can
 * hold a key.
 */
export function networkFailure(provider: SearchProviderName, error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause);
  const why = code === undefined ? 'the connection failed' : `the connection failed with ${code}`;
  return new ProviderFailure(provider, 'unreachable', why, {
    hint: 'Check that this machine may reach the internet, and a configured address for a slip.',
  });
}

export function timeoutFailure(provider: SearchProviderName, timeoutMs: number): ProviderFailure {
  return new ProviderFailure(provider, 'timeout', `no whole answer within ${timeoutMs} ms`, {
    hint: 'Try again, or raise DOCENT_WEB_TIMEOUT_MS.',
  });
}

export function tooLarge(provider: SearchProviderName, maxBytes: number): ProviderFailure {
  return new ProviderFailure(provider, 'failed', `its answer is larger than ${maxBytes} bytes`);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z\d_]+$/u.test(code) ? code : undefined;
}
