import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction, type Socket } from 'node:net';
import { type DocentError, toDocentError } from '../core/errors.js';
import { type LinkedAbort, linkedAbort } from '../core/linked-abort.js';
import { plainAddress } from './address-check.js';
import { checkedAddresses } from './checked-addresses.js';
import { connectionFailure, pageFailed } from './page-failure.js';
import type { PageLimits } from './page-limits.js';
import { addressRefused, bareHost } from './url-check.js';
import type { WebNetwork } from './web-network.js';

export interface PinnedRequest {
  /** As `checkWebUrl` let it pass. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: Pick<PageLimits, 'connectMs' | 'headersMs'>;
  readonly network: WebNetwork;
  readonly signal: AbortSignal;
}

export interface PinnedResponse {
  /** Headers, status and body; its bytes are as they came, packed or not. */
  readonly message: IncomingMessage;
  /** Ends the connection. Must be called, whatever was read. */
  close(): void;
}

/** Real pages send less; cookies and policies make it long. */
const maxHeaderBytes = 65_536;

/**
 * One GET without redirects, proxies, cookies or a referrer, over a connection of its own. The host is looked up once,
 * every address is checked, and the connection can only go to one of these: a name that changes its mind is too late.
 * @throws DocentError `web-address-refused`, `web-page-failed`, `web-unavailable`, or the signal's reason
 */
export async function pinnedRequest({ url, headers, limits, network, signal }: PinnedRequest): Promise<PinnedResponse> {
  const link = linkedAbort(signal);
  const stage = (ms: number, what: string) =>
    network.clock.schedule(() => link.abort(pageFailed(url, `${what} within ${ms} ms`, 'Try another page.')), ms);
  let cancel = stage(limits.connectMs, 'could not be connected to');
  const onReady = () => {
    cancel();
    cancel = stage(limits.headersMs, 'did not begin to answer');
  };
  try {
    const addresses = await checkedAddresses(url, network, link.signal);
    const message = await send({ url, headers, addresses, certificates: network.certificates, link, onReady });
    const close = () => {
      link.close();
      message.destroy();
    };
    return { message, close };
  } catch (error) {
    link.close();
    throw link.signal.aborted ? toDocentError(link.signal.reason) : connectionFailure(url, error);
  } finally {
    cancel();
  }
}

interface Sending extends Pick<PinnedRequest, 'url' | 'headers'> {
  readonly addresses: readonly string[];
  readonly certificates: string | undefined;
  readonly link: LinkedAbort;
  /** The connection stands, encrypted where it should be. */
  readonly onReady: () => void;
}

function send({ url, headers, addresses, certificates, link, onReady }: Sending): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  const options: RequestOptions = {
    host: bareHost(url),
    port: url.port || (isSecure ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...headers },
    lookup: lookupAmong(addresses),
    // A connection of its own: none that another host has left open is taken over.
    agent: false,
    maxHeaderSize: maxHeaderBytes,
    ...(isSecure ? { rejectUnauthorized: true, ...(certificates === undefined ? {} : { ca: certificates }) } : {}),
  };
  return new Promise((resolve, reject) => {
    const outgoing = isSecure ? httpsRequest(options) : httpRequest(options);
    link.signal.addEventListener('abort', () => outgoing.destroy(toDocentError(link.signal.reason)), { once: true });
    outgoing.on('socket', (socket: Socket) => {
      socket.once('connect', () => {
        const error = wrongPeer(url, socket, addresses);
        if (error !== undefined) outgoing.destroy(error);
      });
      socket.once(isSecure ? 'secureConnect' : 'connect', onReady);
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Answers with the checked addresses, whatever is asked. */
function lookupAmong(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const [first] = entries;
  return (_host, { all }, callback) => {
    if (all === true) callback(null, [...entries]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

/** Before a byte is sent: the connection leads where it was told to. */
function wrongPeer(url: URL, socket: Socket, addresses: readonly string[]): DocentError | undefined {
  const peer = plainAddress(socket.remoteAddress ?? '');
  return addresses.some((address) => plainAddress(address) === peer) ? undefined : addressRefused(url, peer);
}
