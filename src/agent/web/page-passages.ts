import { createHash } from 'node:crypto';
import { dot } from '../../models/vectors.js';
import type { IndexSearch } from '../../retrieval/index-search.js';
import type { SourceText } from '../tools/tool.js';
import { withoutAddresses } from './addresses.js';
import type { ReadPage } from './web-access.js';

/** Of one passage, in characters: about as long as a chunk of the index. */
const longestPassage = 1200;
/** Passages that one page gives. */
const passagesPerPage = 3;
/** Passages that are compared with the question. */
const mostCompared = 200;
const weights = { words: 0.6, vector: 0.4 };

/** The passages of a page that speak most of the question, in the order of the page; offsets into its text. */
export async function pagePassages(
  page: ReadPage,
  question: string,
  { index, signal }: { readonly index: IndexSearch; readonly signal: AbortSignal },
): Promise<readonly SourceText[]> {
  const spans = spansOf(page.text).slice(0, mostCompared);
  const texts = spans.map(({ start, end }) => page.text.slice(start, end));
  const asked = withoutAddresses(question) || page.title;
  const terms = await index.questionTerms(asked);
  const query = await index.embedQuery(asked, signal);
  const vectors = await index.embedTexts(texts, signal);
  const scored = spans.map((span, place) => {
    const text = `${page.title}\n${texts[place] ?? ''}`;
    const words = terms.coverage(terms.termsIn(text));
    return {
      ...span,
      score: weights.words * words + weights.vector * Math.max(0, dot(query, vectors[place] ?? query)),
    };
  });
  const best = scored.toSorted((a, b) => b.score - a.score).slice(0, passagesPerPage);
  const { url, title, accessedAt } = page;
  const id = pageId(page);
  return best
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => ({
      kind: 'web',
      title,
      text: page.text.slice(start, end),
      uri: url,
      accessedAt,
      documentId: id,
      start,
    }));
}

/** The same for the same text at the same address. */
export function pageId({ url, text }: Pick<ReadPage, 'url' | 'text'>): string {
  return createHash('sha256').update(`${url}\n${text}`).digest('hex').slice(0, 16);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Paragraphs joined up to the length of a passage; a longer paragraph is cut at a blank. */
function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/\S[\s\S]*?(?=\n\s*\n|$(?![\s\S]))/gu)) {
    for (const piece of pieces(text, { start: match.index, end: match.index + match[0].trimEnd().length })) {
      const last = spans.at(-1);
      if (last !== undefined && piece.end - last.start <= longestPassage) {
        spans[spans.length - 1] = { start: last.start, end: piece.end };
      } else spans.push(piece);
    }
  }
  return spans;
}

function pieces(text: string, { start, end }: Span): readonly Span[] {
  const found: Span[] = [];
  let from = start;
  while (end - from > longestPassage) {
    const blank = text.lastIndexOf(' ', from + longestPassage);
    const cut = blank > from + longestPassage / 2 ? blank : from + longestPassage;
    found.push({ start: from, end: cut });
    from = text[cut] === ' ' ? cut + 1 : cut;
  }
  found.push({ start: from, end });
  return found;
}
