import { join } from 'node:path';
import { loadOnce } from '../core/load-once.js';
import { projectRoot } from '../core/project-root.js';
import { settleAll } from '../core/settle-all.js';
import { openBundledNetwork } from './bundled-network.js';
import { bundledEncoder, loadBundledTokens } from './bundled-tokens.js';
import { RememberedTokenVectors } from './remembered-token-vectors.js';
import type { TokenRowVectors } from './token-vectors.js';

/** Of the encoder that ships in the package; loaded once, for every question of every index asks it. */
export const loadTokenVectors = loadOnce(readTokenVectors);

/** The bundled encoder is static: its output for one token is that token's vector. */
async function readTokenVectors(): Promise<TokenRowVectors> {
  const tokens = await loadBundledTokens();
  const folder = join(projectRoot(), 'data', 'models', bundledEncoder);
  const [{ model, tensor }, { model: products }] = await settleAll([
    openBundledNetwork(folder, { dtype: 'int8' }),
    openBundledNetwork(folder, { dtype: 'fp32', file: 'cosines' }),
  ]);
  const { hidden_size: dimensions = 0, vocab_size: size = 0 } = model.config as unknown as Record<string, number>;
  return new RememberedTokenVectors({ tokens, model, products, tensor, dimensions, size });
}
