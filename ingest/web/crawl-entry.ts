import { z } from 'zod';

/** What is remembered of one address. */
const recordSchema = z.object({
  /** URI of the document that it became; absent where it became none. */
  document: z.string().optional(),
  /** SHA-256 of the page's bytes. */
  hash: z.string().optional(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** Addresses within the scope that it links to, by number; absent where nobody looked. */
  links: z.array(z.number().int().min(0)).optional(),
});

const entrySchema = z.discriminatedUnion('type', [
  /** A crawl begins; what earlier ones found out stays known. */
  z.object({ type: z.literal('begin'), source: z.string(), at: z.number() }),
  /** All that the crawl starts from has been found. */
  z.object({
    type: z.literal('started'),
    scope: z.object({ protocol: z.string(), host: z.string(), folder: z.string() }),
  }),
  /** An address is to be visited; addresses are numbered in the order in which they first stand here. */
  z.object({ type: z.literal('found'), url: z.string(), level: z.number().int().min(0) }),
  z.object({ type: z.literal('settled'), url: z.number().int().min(0), record: recordSchema }),
  /** Not all that was found is remembered. */
  z.object({ type: z.literal('partial') }),
  /** Nothing is left to visit, or as much was visited as may be. */
  z.object({ type: z.literal('end') }),
]);

export type PageRecord = Readonly<z.infer<typeof recordSchema>>;
export type CrawlEntry = z.infer<typeof entrySchema>;

/** Entries of JSON lines; a line that was cut off by a crash is passed over. */
export function entriesIn(text: string): CrawlEntry[] {
  return text.split('\n').flatMap((line) => {
    const parsed = entrySchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/** A line break comes first: a line that was cut off then ends there instead of swallowing this one. */
export function lineOf(entry: CrawlEntry): string {
  return `\n${JSON.stringify(entry)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
