import { isWebAddress } from './web-source.js';

/** What belongs to a site that is read: one host, and there one folder or all. */
export interface CrawlScope {
  /** `https:` upgrades what is linked without it. */
  readonly protocol: string;
  /** With the port, where it is not the usual one. */
  readonly host: string;
  /** Path that all pages begin with; it ends with a slash. */
  readonly folder: string;
}

export function scopeOf({ protocol, host, pathname }: URL, isWholeSite: boolean): CrawlScope {
  return { protocol, host, folder: isWholeSite ? '/' : pathname.slice(0, pathname.lastIndexOf('/') + 1) };
}

/** Endings of what is no text, or none for people; asking for it would only cost the site. */
const noText =
  /\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp|aac|flac|m4a|mp3|ogg|wav|avi|m4v|mov|mp4|mpe?g|webm|7z|bz2|dmg|exe|gz|iso|jar|msi|rar|tar|tgz|xz|zip|atom|css|eot|js|mjs|map|otf|rss|ttf|wasm|woff2?|xml)$/iu;
/** Paths of a site that links to itself wrongly grow without end: `/a/b/a/b/a/b`. */
const mostSegments = 30;
const mostRepeats = 3;

/** The address as it is asked for within the scope; undefined for what lies outside, or for what is no page. */
export function inScope(scope: CrawlScope, address: string | URL): URL | undefined {
  const url = atHost(scope, address);
  if (url === undefined || !url.pathname.startsWith(scope.folder)) return undefined;
  return noText.test(url.pathname) || isEndless(url.pathname) ? undefined : url;
}

/** The address on the scope's host, wherever in it; undefined elsewhere. */
export function atHost(scope: CrawlScope, address: string | URL): URL | undefined {
  const url = URL.canParse(String(address)) ? new URL(address) : undefined;
  if (url === undefined || !isWebAddress(url.href) || url.host !== scope.host) return undefined;
  if (scope.protocol === 'https:') url.protocol = 'https:';
  url.hash = '';
  return url.username === '' && url.password === '' ? url : undefined;
}

/** Whether the page that a crawl began with may have moved there: the same name, with or without `www.`. */
export function isSameSite(from: URL, to: URL): boolean {
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./u, '');
  return bare(from) === bare(to) && (from.port === to.port || from.protocol !== to.protocol);
}

/** Whether the address, resolved, is one of the web at all. */
export function webTarget(href: string, base: string): URL | undefined {
  if (!URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  url.hash = '';
  return isWebAddress(url.href) ? url : undefined;
}

function isEndless(path: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length > mostSegments) return true;
  const counts = new Map<string, number>();
  for (const segment of segments) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  return [...counts.values()].some((count) => count > mostRepeats);
}
