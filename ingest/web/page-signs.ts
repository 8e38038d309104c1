import type { HtmlDocument } from '../structure/html-node.js';
import { webTarget } from './crawl-scope.js';
import type { Content } from './fetch-resource.js';
import { robotName } from './fetch-resource.js';

/** What a page says to programs. */
export interface PageSigns {
  /** It may be kept in an index. */
  readonly isIndexable: boolean;
  /** Its links may be followed. */
  readonly isFollowable: boolean;
  /** The address that it calls its own. */
  readonly canonical: URL | undefined;
  /** Those that a person sees, each once, without fragments; empty unless they were asked for. */
  readonly links: readonly URL[];
}

/** Nobody follows more from one page; the menus of a large site can have thousands. */
const mostLinks = 2_000;

/** Reads headers, and the head and links of HTML. Links of other formats are not followed. */
export async function pageSigns(content: Content, html: string | undefined, wantsLinks: boolean): Promise<PageSigns> {
  const tags = new Set(content.robotsTags.flatMap(headerDirectives));
  const page = content.url.href;
  if (html === undefined) return signsFrom(tags, canonicalHeader(content), []);
  const { parseHtml } = await import('../structure/parse-html.js');
  const head = parseHtml(headOf(html));
  for (const each of metaDirectives(head)) tags.add(each);
  const base = webTarget(head.querySelector('base[href]')?.getAttribute('href') ?? '', page)?.href ?? page;
  const stated = [...head.querySelectorAll('link[rel][href]')].find((link) =>
    hasToken(link.getAttribute('rel'), 'canonical'),
  );
  const canonical = webTarget(stated?.getAttribute('href') ?? '', base);
  const links = wantsLinks ? await linksIn(html, base) : [];
  return signsFrom(tags, stated === undefined ? canonicalHeader(content) : canonical, links);
}

function signsFrom(tags: ReadonlySet<string>, canonical: URL | undefined, links: readonly URL[]): PageSigns {
  const isFollowable = !tags.has('nofollow') && !tags.has('none');
  return {
    isIndexable: !tags.has('noindex') && !tags.has('none'),
    isFollowable,
    canonical,
    links: isFollowable ? links : [],
  };
}

async function linksIn(html: string, base: string): Promise<readonly URL[]> {
  const [{ parseHtml }, { removeInvisible }, { isHugeHtml }] = await Promise.all([
    import('../structure/parse-html.js'),
    import('../extractors/html-boilerplate.js'),
    import('../extractors/html-plain-text.js'),
  ]);
  if (isHugeHtml(html)) return [];
  const links = new Map<string, URL>();
  // What people do not see is no link: traps for programs are hidden.
  for (const element of parseHtml(html, removeInvisible).querySelectorAll('a[href]')) {
    if (hasToken(element.getAttribute('rel'), 'nofollow')) continue;
    const url = webTarget(element.getAttribute('href') ?? '', base);
    if (url !== undefined && links.size < mostLinks) links.set(url.href, url);
  }
  return [...links.values()];
}

function metaDirectives(head: HtmlDocument): string[] {
  const names = ['robots', robotName];
  return [...head.querySelectorAll('meta[name][content]')]
    .filter((meta) => names.includes((meta.getAttribute('name') ?? '').trim().toLowerCase()))
    .flatMap((meta) => words(meta.getAttribute('content') ?? ''));
}

/** `noindex`, or `docent: noindex`; what is said to other programs is left out. */
function headerDirectives(header: string): string[] {
  let isMeant = true;
  return header.split(',').flatMap((part) => {
    const [, agent, rest = ''] = /^\s*([a-z][\w-]*)\s*:(.*)$/iu.exec(part) ?? [];
    const isAgent = agent !== undefined && !/^(?:unavailable_after|max-)/iu.test(agent);
    if (isAgent) isMeant = agent.toLowerCase() === robotName;
    return isMeant ? words(isAgent ? rest : part) : [];
  });
}

function canonicalHeader({ linkHeaders, url }: Content): URL | undefined {
  const found = /<([^<>]{1,2048})>[^,<]*?;\s*rel\s*=\s*"?canonical\b/iu.exec(linkHeaders.join(', '));
  return found?.[1] === undefined ? undefined : webTarget(found[1], url.href);
}

function words(list: string): string[] {
  return list
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== '');
}

function hasToken(list: string | null, token: string): boolean {
  return words(list ?? '').includes(token);
}

/** Everything up to the body, so that a whole page is not parsed for its head. */
function headOf(html: string): string {
  const body = html.search(/<body[\s>]/iu);
  return html.slice(0, Math.min(body === -1 ? html.length : body, 100_000));
}
