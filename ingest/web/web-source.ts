import { z } from 'zod';
import { DocentError } from '../../src/core/errors.js';
import { checkWebUrl } from '../../src/web/url-check.js';

/** A page or site of the web as a source of an index. */
export interface WebSource {
  /** Where it begins: absolute, in the WHATWG form, without fragment. */
  readonly url: string;
  /** How many links away from there pages are taken; 0: this page alone. */
  readonly depth: number;
  /** Links may leave the folder of the first page; never its host. */
  readonly wholeSite: boolean;
  /** The pages that the site's sitemap names are taken too. */
  readonly sitemap: boolean;
  readonly maxPages: number;
  /** Requests per second. */
  readonly rate: number;
}

type Options = Omit<WebSource, 'url'>;
export type CrawlOptions = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** One request a second is what site owners expect of a stranger; 500 pages then take eight minutes. */
export const crawlDefaults = { depth: 0, wholeSite: false, sitemap: false, maxPages: 500, rate: 1 } as const;

/** Bounds keep a slip of the keyboard from becoming a crawl of the world. */
const schema = z.object({
  depth: z.number().int().min(0).max(20),
  wholeSite: z.boolean(),
  sitemap: z.boolean(),
  maxPages: z.number().int().min(1).max(100_000),
  rate: z.number().positive().max(20),
});

/** Whether a source is an address rather than a path. */
export function isWebAddress(source: string): boolean {
  return /^https?:/iu.test(source);
}

/** @throws DocentError `web-address-refused`, `invalid-request` */
export function webSource(
  address: string,
  options: CrawlOptions = {},
  check: { readonly isAllowedAddress?: (address: string) => boolean } = {},
): WebSource {
  const url = checkWebUrl(address, check);
  url.hash = '';
  const stated = Object.entries(options).filter(([, value]) => value !== undefined);
  const parsed = schema.safeParse({ ...crawlDefaults, ...Object.fromEntries(stated) });
  if (parsed.success) return { url: url.href, ...parsed.data };
  const [issue] = parsed.error.issues;
  throw new DocentError('invalid-request', `A site cannot be read so: ${issue?.path.join('.')}: ${issue?.message}.`, {
    hint: '--depth takes 0 to 20, --max-pages 1 to 100000, --rate more than 0 and at most 20 requests per second.',
  });
}

/** As it stands in an index's list of sources: the address, then the options that are not the usual ones. */
export function sourceText({ url, depth, wholeSite, sitemap, maxPages, rate }: WebSource): string {
  const parts = [
    url,
    depth === crawlDefaults.depth ? '' : `--depth ${depth}`,
    wholeSite ? '--whole-site' : '',
    sitemap ? '--sitemap' : '',
    maxPages === crawlDefaults.maxPages ? '' : `--max-pages ${maxPages}`,
    rate === crawlDefaults.rate ? '' : `--rate ${rate}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** What `sourceText` wrote. @throws DocentError as `webSource` */
export function sourceFrom(text: string, check?: Parameters<typeof webSource>[2]): WebSource {
  const [url = '', ...flags] = text.split(' ');
  const after = (flag: string) => {
    const at = flags.indexOf(flag);
    return at === -1 ? undefined : Number(flags[at + 1]);
  };
  const options = {
    depth: after('--depth'),
    maxPages: after('--max-pages'),
    rate: after('--rate'),
    wholeSite: flags.includes('--whole-site'),
    sitemap: flags.includes('--sitemap'),
  };
  return webSource(url, options, check);
}

/** The address in a source's text. */
export function sourceUrl(text: string): string {
  return text.split(' ', 1)[0] ?? '';
}
