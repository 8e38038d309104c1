/** Advertisements come as redirects of their seller. */
const advertisements: readonly RegExp[] = [
  /^(?:[\w-]+\.)*duckduckgo\.com\/y\.js$/u,
  /^(?:[\w-]+\.)*bing\.com\/aclick?$/u,
  /^(?:[\w-]+\.)*googleadservices\.com\//u,
  /^(?:[\w-]+\.)*doubleclick\.net\//u,
];
/** Parameters that say where a visitor came from, not what is shown. */
const tracking = /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|yclid|igshid)$/u;
/** Longer ones are no addresses of documents. */
const longestAddress = 2048;

/**
 * The web address that a result leads to, DuckDuckGo's redirects taken away; undefined for advertisements and for
 * everything that is not plain http or https.
 */
export function resultAddress(href: string): string | undefined {
  let url = parse(href);
  // A redirect may lead to another one.
  for (let hop = 0; hop < 3 && url !== undefined; hop += 1) {
    const target = redirectTarget(url);
    if (target === undefined) break;
    url = parse(target);
  }
  if (url === undefined || redirectTarget(url) !== undefined) return undefined;
  const isAdvertisement = advertisements.some((shape) => shape.test(`${url.hostname}${url.pathname}`));
  return isAdvertisement || url.href.length > longestAddress ? undefined : url.href;
}

/** Equal for two spellings of one page: without scheme, `www.`, fragment, tracking and a closing slash. */
export function pageKey(address: string): string {
  const url = new URL(address);
  const kept = [...url.searchParams].filter(([name]) => !tracking.test(name));
  const query = new URLSearchParams(kept);
  query.sort();
  const host = url.host.replace(/^www\./u, '').replace(/\.(?=:|$)/u, '');
  return `${host}${url.pathname.replace(/\/+$/u, '')}?${query.toString()}`;
}

function parse(href: string): URL | undefined {
  // DuckDuckGo's own links have no scheme.
  const text = href
    .trim()
    .replace(/^\/\//u, 'https://')
    .replace(/^\/(?=l\/|y\.js)/u, 'https://duckduckgo.com/');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  // Credentials in a found address only serve to look like another host.
  return isWeb && url.username === '' && url.password === '' ? url : undefined;
}

function redirectTarget(url: URL): string | undefined {
  const isRedirect = /^(?:[\w-]+\.)*duckduckgo\.com$/u.test(url.hostname) && /^\/l\/?$/u.test(url.pathname);
  return isRedirect ? (url.searchParams.get('uddg') ?? '') : undefined;
}
