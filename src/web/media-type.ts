export interface MediaType {
  /** Lower case, without parameters: `text/html`. */
  readonly name: string;
  /** What the server calls the encoding, unchecked. */
  readonly charset: string | undefined;
}

/** The kinds of pages that are read, by the media types that servers give them. */
const kinds = [
  { name: 'text/html', pattern: /^text\/html$/u },
  { name: 'application/xhtml+xml', pattern: /^application\/xhtml\+xml$/u },
  { name: 'text/markdown', pattern: /^text\/(?:x-)?markdown$/u },
  { name: 'text/plain', pattern: /^text\/plain$/u },
  { name: 'application/json', pattern: /^(?:application|text)\/(?:[\w.-]+\+)?json$/u },
  { name: 'application/pdf', pattern: /^application\/(?:x-)?pdf$/u },
  { name: 'application/xml', pattern: /^(?:application|text)\/(?:[\w.-]+\+)?xml$/u },
] as const;

export type PageKind = (typeof kinds)[number]['name'];

/** What downloads are sent as that could be anything. */
const anything = /^(?:application|binary)\/(?:octet-stream|force-download|download)$/u;

export function mediaTypeOf(header: string | undefined): MediaType | undefined {
  const name = /^\s*([\w.+-]+\/[\w.+-]+)/u.exec(header ?? '')?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  const charset = /;\s*charset\s*=\s*["']?([\w.:-]+)/iu.exec(header ?? '')?.[1]?.toLowerCase();
  return { name, charset };
}

/** The kind of page behind a media type and a path; undefined for what is not read. */
export function pageKindOf(type: MediaType | undefined, url: URL): PageKind | undefined {
  const isNamedPdf = /\.pdf$/iu.test(url.pathname);
  if (type === undefined) return isNamedPdf ? 'application/pdf' : 'text/html';
  if (anything.test(type.name)) return isNamedPdf ? 'application/pdf' : undefined;
  return kinds.find(({ pattern }) => pattern.test(type.name))?.name;
}
