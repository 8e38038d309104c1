import { DocentError } from '../../core/errors.js';

const longestQuery = 2000;

/**
 * A query as providers get it: white space collapsed, and nothing in it that would leave the search. A leading `!word`
 * sends DuckDuckGo and SearXNG to another site, a leading `\` to the first result.
 * @throws DocentError `invalid-request` for an empty or endless one
 */
export function searchQuery(text: string): string {
  const query = text
    .normalize('NFC')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replace(/^\\+\s*/u, '')
    .replaceAll(/(?<=^|\s)!+(?=\S)/gu, '')
    .trim();
  if (/[\p{L}\p{N}]/u.test(query) && query.length <= longestQuery) return query;
  throw new DocentError('invalid-request', 'The web cannot be searched for this query.', {
    hint: `Give words, at most ${longestQuery} characters.`,
  });
}

/** The first words that fit: providers refuse longer queries. */
export function fittingQuery(query: string, most: { readonly characters: number; readonly words?: number }): string {
  const words = query.split(' ').slice(0, most.words ?? Number.POSITIVE_INFINITY);
  const text = words.join(' ');
  if (text.length <= most.characters) return text;
  const end = text.lastIndexOf(' ', most.characters);
  return text.slice(0, end > 0 ? end : most.characters).replace(/[\uD800-\uDBFF]$/u, '');
}
