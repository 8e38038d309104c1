import { searchableText } from '../../src/core/chunk.js';
import type { BundledTokens } from '../../src/models/bundled-tokens.js';
import { linkedFileKeys } from '../../src/retrieval/mention-graph/link-targets.js';
import type { NameDictionary } from '../../src/retrieval/mention-graph/name-dictionary.js';
import { nameWords } from '../../src/retrieval/mention-graph/name-words.js';
import type { AnalysedChunk, ChunkMentions, NamedChunk } from '../../src/store/index-store.js';
import { termHash } from '../../src/store/term-hash.js';
import { analyze } from '../../src/store/text-analysis.js';

/** Tokens that late interaction compares; a chunk seldom has more. */
const comparedTokens = 512;

/** What of a row the dictionary of names is made from, and what needs no text. */
export type UnlinkedRow = Omit<NamedChunk, 'names'> & Pick<ChunkMentions, 'targets' | 'documentId' | 'ordinal'>;

interface RowParts {
  readonly tokens: BundledTokens;
  readonly dictionary: NameDictionary;
  readonly contextTerms: ContextTerms;
}

/** Number of search terms of a context; the chunks of a section share one, and come one after the other. */
export class ContextTerms {
  #context = '';
  #count = 0;

  of(context: string): number {
    if (context !== this.#context) {
      this.#count = analyze(context).length;
      this.#context = context;
    }
    return this.#count;
  }
}

export function mentionRow(
  row: UnlinkedRow,
  chunk: AnalysedChunk,
  { tokens, dictionary, contextTerms }: RowParts,
): ChunkMentions {
  return {
    ...row,
    ...mentionedNames(chunk.text, row.titles, dictionary),
    terms: hashesOf(chunk.terms),
    contextTerms: contextTerms.of(chunk.context),
    tokens: new Int32Array(new Set(tokens.encode(searchableText(chunk)).slice(0, comparedTokens))),
  };
}

function hashesOf(terms: string): Int32Array {
  const all = terms === '' ? [] : terms.split(' ');
  const hashes = new Int32Array(all.length);
  for (const [at, term] of all.entries()) hashes[at] = termHash(term);
  return hashes;
}

/** Names of the dictionary in a text and targets of its links, without the chunk's own. */
export function mentionedNames(
  text: string,
  own: readonly string[],
  dictionary: NameDictionary,
): Pick<ChunkMentions, 'names' | 'counts'> {
  const found = dictionary.namesIn(nameWords(text));
  for (const key of linkedFileKeys(text)) if (dictionary.has(key)) found.set(key, (found.get(key) ?? 0) + 1);
  for (const name of own) found.delete(name);
  return { names: [...found.keys()], counts: Int32Array.from(found.values()) };
}
