import type { Config } from '../../src/core/config.js';
import { DocentError } from '../../src/core/errors.js';
import { isLoopback } from './loopback.js';

/** @throws DocentError `invalid-config` where other machines could ask without a key */
export function assertSafeBinding(config: Config): void {
  const { host, apiKey } = config.server;
  if (isLoopback(host) || apiKey !== undefined) return;
  throw new DocentError(
    'invalid-config',
    `DOCENT_HOST=${host} lets other machines reach docent, and no API key protects it.`,
    {
      hint: 'Set DOCENT_API_KEY to a secret of at least 16 characters, or unset DOCENT_HOST to serve this machine only.',
    },
  );
}
