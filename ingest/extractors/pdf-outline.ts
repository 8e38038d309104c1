import type { OutlineNode, PDFParse } from 'pdf-parse';
import type { OutlineEntry } from './pdf-protocol.js';

/** A generated outline can name every row of a table; more than this is no structure any more. */
const maxEntries = 5_000;

/** The part of pdf.js' document that resolves where a bookmark points; pdf-parse holds it without a public name. */
interface DestinationSource {
  getDestination(name: string): Promise<readonly unknown[] | null>;
  getPageIndex(reference: unknown): Promise<number>;
}

/** Flattens the bookmarks to titles with page numbers; those that point nowhere are left out. */
export async function readOutline(parser: PDFParse, nodes: readonly OutlineNode[]): Promise<readonly OutlineEntry[]> {
  const source: unknown = Reflect.get(parser, 'doc');
  if (!isDestinationSource(source)) return [];
  const entries: OutlineEntry[] = [];
  const open = nodes.map((node) => ({ node, depth: 1 })).reverse();
  for (let next = open.pop(); next !== undefined && entries.length < maxEntries; next = open.pop()) {
    const { node, depth } = next;
    const title = node.title.replace(/\s+/gu, ' ').trim();
    const page = await pageOf(source, node.dest);
    if (page !== undefined && title !== '') entries.push({ title, depth, page });
    const children = node.items as readonly OutlineNode[];
    open.push(...children.map((child) => ({ node: child, depth: depth + 1 })).reverse());
  }
  return entries;
}

async function pageOf(source: DestinationSource, destination: unknown): Promise<number | undefined> {
  try {
    const explicit = typeof destination === 'string' ? await source.getDestination(destination) : destination;
    const target: unknown = Array.isArray(explicit) ? explicit[0] : undefined;
    if (typeof target === 'number') return target + 1;
    return target === undefined || target === null ? undefined : (await source.getPageIndex(target)) + 1;
  } catch {
    return undefined; // a dangling bookmark
  }
}

function isDestinationSource(value: unknown): value is DestinationSource {
  return typeof value === 'object' && value !== null && 'getDestination' in value && 'getPageIndex' in value;
}
