import type { IncomingMessage } from 'node:http';
import { DocentError } from '../core/errors.js';
import { pageFailed } from './page-failure.js';
import { checkWebUrl, shownUrl } from './url-check.js';
import type { WebNetwork } from './web-network.js';

const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Where a reply sends on to, checked like the first address; undefined where it does not. A step from https to http is
 * refused: from there on anyone could have written the page.
 * @throws DocentError `web-address-refused`, `web-page-failed`
 */
export function nextAddress(
  url: URL,
  { statusCode = 0, headers }: IncomingMessage,
  { isAllowedAddress }: Pick<WebNetwork, 'isAllowedAddress'>,
): URL | undefined {
  if (!redirects.has(statusCode)) return undefined;
  // Node reads headers as Latin-1; servers send UTF-8.
  const location = Buffer.from(headers.location ?? '', 'latin1').toString('utf8');
  if (location === '' || !URL.canParse(location, url.href)) {
    throw pageFailed(url, `sends on (${statusCode}) to no address`, 'Try another page.');
  }
  const next = checkTarget(url, new URL(location, url), isAllowedAddress);
  if (url.protocol === 'https:' && next.protocol === 'http:') {
    throw new DocentError('web-address-refused', `${shownUrl(url)} sends on from https to ${shownUrl(next)}.`, {
      hint: 'Ask for the second address with https: yourself, or use another page.',
    });
  }
  return next;
}

function checkTarget(url: URL, target: URL, isAllowedAddress: (address: string) => boolean): URL {
  try {
    return checkWebUrl(target, { isAllowedAddress });
  } catch (error) {
    if (!(error instanceof DocentError)) throw error;
    throw new DocentError(error.code, `${shownUrl(url)} sends on to an address that is refused: ${error.message}`, {
      hint: 'Use another page.',
      cause: error,
    });
  }
}
