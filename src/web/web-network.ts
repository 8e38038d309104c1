import { lookup } from 'node:dns/promises';
import { isPublicAddress } from './address-check.js';
import { systemWebClock, type WebClock } from './web-clock.js';

/** How pages are reached; everything that a test replaces. */
export interface WebNetwork {
  readonly clock: WebClock;
  /** All IP addresses of a host name; rejects with a system error code such as `ENOTFOUND`. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  readonly isAllowedAddress: (address: string) => boolean;
  /** Certificates (PEM) trusted in place of the bundled ones. */
  readonly certificates?: string;
}

/** The public internet, by the system's own name lookup. */
export const publicNetwork: WebNetwork = {
  clock: systemWebClock,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  isAllowedAddress: isPublicAddress,
};
