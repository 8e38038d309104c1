import type { Query } from '@lancedb/lancedb';
import { editDistance } from './edit-distance.js';
import type { Generation } from './generation.js';
import type { SimilarWord } from './index-store.js';
import { loadLance } from './lance.js';
import { coverageOf, isReadWhole } from './lexical-search.js';
import { type Row, readRows } from './query-rows.js';
import { analyzeQuery } from './text-analysis.js';

/** Chunks with a similar term that are read for its spelling: those with the rarest of the similar terms come first. */
const readChunks = 40;
/** Similar terms that LanceDB looks for; it has no more than two edits, and counts a swap as two. */
const expansions = 50;
const lanceEdits = [1, 2] as const;

const words = /[\p{L}\p{M}]+/gu;

/** LanceDB 0.31 finds nothing like a term of other letters, and panics where a prefix ends within one. */
const findable = /^[a-z\d]+$/u;

/** Words of the index that are spelt like `word` but for `edits` letters, and begin as it does; Latin letters only. */
export async function similarWords(generation: Generation, word: string, edits: number): Promise<SimilarWord[]> {
  const { chunks } = generation;
  const [term, ...others] = analyzeQuery(word);
  if (term === undefined || others.length > 0 || !findable.test(term)) return [];
  if (isReadWhole(await coverageOf(chunks)))
    return similarIn(textsOf(await readRows(chunks.query().select(columns))), word, edits);
  const { MatchQuery } = await loadLance();
  for (const fuzziness of lanceEdits) {
    const like = new MatchQuery(term, 'terms', { fuzziness, prefixLength: 1, maxExpansions: expansions });
    const query: Query = chunks.query().fullTextSearch(like).limit(readChunks).fastSearch();
    const found = similarIn(textsOf(await readRows(query.select([...columns, '_score']))), word, edits);
    if (found.length > 0) return found;
  }
  return [];
}

const columns = ['context', 'text'];

function textsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => `${row.text('context')} ${row.text('text')}`);
}

/** The likest first: by edits, then by the number of texts that have the word. */
export function similarIn(texts: readonly string[], word: string, edits: number): SimilarWord[] {
  const wanted = plain(word);
  if (!findable.test(wanted)) return [];
  const found = new Map<string, { word: string; edits: number; chunks: number }>();
  for (const text of texts) {
    for (const other of new Set(text.match(words))) {
      const key = plain(other);
      if (Math.abs(key.length - wanted.length) > edits || key[0] !== wanted[0] || key === wanted) continue;
      const known = found.get(key) ?? { word: other, edits: editDistance(wanted, key, edits), chunks: 0 };
      // A word that is written small anywhere is no name.
      const isSmall = other === other.toLowerCase();
      found.set(key, { ...known, word: isSmall ? other : known.word, chunks: known.chunks + 1 });
    }
  }
  const similar = [...found.values()].filter((each) => each.edits <= edits);
  return similar.sort((a, b) => a.edits - b.edits || b.chunks - a.chunks || (a.word < b.word ? -1 : 1));
}

/** As the search terms have it: without case, accents and compatibility forms. */
function plain(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
