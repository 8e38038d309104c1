import { isIP } from 'node:net';
import { DocentError } from '../core/errors.js';
import { addressRefusal, isPublicAddress } from './address-check.js';
import { blockedPorts } from './blocked-ports.js';

export interface UrlCheckOptions {
  /** For hosts given as IP addresses; the public internet where absent. */
  readonly isAllowedAddress?: (address: string) => boolean;
}

/** Browsers and servers take about this much; a longer address rather carries something out than names a page. */
const longestUrl = 2_048;

/** Names that never lead to the public web: RFC 6761, 6762, 7686, 8375, 9476, ICANN's `.internal`, and habit. */
const localNames =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|onion|i2p|alt|home\.arpa)$/u;

/**
 * A web address that may be asked for, in the WHATWG form: numbers in any base have become dotted IPv4, letters of
 * other widths plain ones, and a dot after the host is gone. Names are not looked up here.
 * @throws DocentError `web-address-refused`, `invalid-request` for what is no address at all
 */
export function checkWebUrl(text: string | URL, options: UrlCheckOptions = {}): URL {
  const url = parsed(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(`An address with ${url.protocol} is not read.`, 'Only http: and https: pages are.');
  }
  if (url.username !== '' || url.password !== '') {
    throw refused(`${shownUrl(url)} was given with a user name or password.`, 'Leave out what stands before the @.');
  }
  if (blockedPorts.has(Number(url.port || defaultPort(url)))) {
    throw refused(`${shownUrl(url)} names port ${url.port}, which is not one of the web.`, 'Leave the port out.');
  }
  if (/[^.]\.$/u.test(url.hostname)) url.hostname = url.hostname.slice(0, -1);
  checkHost(url, options.isAllowedAddress ?? isPublicAddress);
  return url;
}

/** Whether `checkWebUrl` lets an address pass. */
export function isWebUrl(text: string): boolean {
  try {
    checkWebUrl(text);
    return true;
  } catch {
    return false;
  }
}

/** The host without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/gu, '');
}

/** An address for messages: without user, password, query and fragment, which can hold keys. */
export function shownUrl(url: URL): string {
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return shown.length <= 200 ? shown : `${shown.slice(0, 199)}…`;
}

/** Why the address behind a host is not contacted. */
export function addressRefused(url: URL, address: string): DocentError {
  const kind = addressRefusal(address) ?? 'an address that is not allowed';
  const leads = isIP(bareHost(url)) === 0 ? `${shownUrl(url)} leads to ${kind}` : `${shownUrl(url)} is ${kind}`;
  return refused(`${leads}.`, 'Only pages of the public internet are read.');
}

function parsed(text: string | URL): URL {
  const given = String(text);
  if (!URL.canParse(given)) {
    throw new DocentError('invalid-request', 'What should be read is no web address.', {
      hint: 'Give it whole, such as https://example.org/page.',
    });
  }
  const url = new URL(given);
  if (url.href.length <= longestUrl) return url;
  throw refused(
    `${shownUrl(url)} is ${url.href.length} characters long in full.`,
    `Give an address of at most ${longestUrl} characters.`,
  );
}

function checkHost(url: URL, isAllowedAddress: (address: string) => boolean): void {
  const host = bareHost(url);
  if (isIP(host) !== 0) {
    if (!isAllowedAddress(host)) throw addressRefused(url, host);
    return;
  }
  const labels = host.split('.');
  if (labels.includes('') || labels.some((label) => label.length > 63) || host.length > 253) {
    throw refused(`${shownUrl(url)} names no possible host.`, 'Correct the address.');
  }
  // A name without a dot is completed by the local network.
  if (labels.length === 1 || localNames.test(host)) {
    throw refused(`${shownUrl(url)} names a host of the local network.`, 'Only pages of the public internet are read.');
  }
}

function defaultPort(url: URL): string {
  return url.protocol === 'https:' ? '443' : '80';
}

function refused(message: string, hint: string): DocentError {
  return new DocentError('web-address-refused', message, { hint });
}
