import { isIP } from 'node:net';
import { rejectionOf } from '../core/rejection-of.js';
import { addressRefused, bareHost } from './url-check.js';
import type { WebNetwork } from './web-network.js';

/**
 * Looks the host of an address up, once. A name with even one address that is not allowed is refused whole: honest
 * names do not mix them.
 * @throws DocentError `web-address-refused`; what the lookup throws
 */
export async function checkedAddresses(
  url: URL,
  network: Pick<WebNetwork, 'resolve' | 'isAllowedAddress'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const host = bareHost(url);
  const addresses = isIP(host) === 0 ? await Promise.race([network.resolve(host), rejectionOf(signal)]) : [host];
  const refused = addresses.find((address) => !network.isAllowedAddress(address));
  if (refused !== undefined) throw addressRefused(url, refused);
  if (addresses.length > 0) return addresses;
  throw Object.assign(new Error(`The name ${host} has no address.`), { code: 'ENOTFOUND' });
}
