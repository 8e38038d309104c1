/** The part of a transformers.js tokenizer that is needed here. */
export interface TextEncoder {
  encode(text: string, options: { add_special_tokens: boolean }): number[];
}

/** A cache of this many pieces stays below about 50 MB. */
const cacheLimit = 300_000;
/** Longer pieces seldom come twice. */
const cachedLength = 48;
/** Slices for tokenizers that need the whole text: their cost grows faster than the text. */
const sliceLength = 20_000;

/** BERT-like tokenizers split at punctuation too (ASCII symbols count as such); words alone repeat the most. */
const bertPieces =
  /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\p{P}$+<=>^`|~]|[^\s\p{P}$+<=>^`|~\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/gu;
/** Ideographs and kana each become tokens of their own, so they can be cached one by one. */
const pieces =
  /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/gu;
const words = /\S+/gu;
/** Accents, casing, punctuation, digits, kana, ideographs, hangul, an unusual blank: where tokenizers differ. */
const probe = 'Naïve CAFÉ-owners’ e-mail: 3.5% of 1,234 (e.g.) 全文検索エンジンのテスト。한국어 검색 Straße x_y\u00a0z';

/**
 * Tokenises piece by piece with a cache: most text repeats its words, and a lookup is many times faster than the
 * tokenizer. Used only where it gives the very same ids on a probe text; otherwise the tokenizer sees whole texts.
 */
export class PieceTokenizer {
  readonly #tokenizer: TextEncoder;
  readonly #pattern: RegExp | undefined;
  readonly #cache = new Map<string, readonly number[]>();

  constructor(tokenizer: TextEncoder) {
    this.#tokenizer = tokenizer;
    this.#pattern = [bertPieces, pieces, words].find((pattern) => this.#agrees(pattern));
  }

  /** Whether ids of pieces, joined, are the ids of the text. */
  get isExact(): boolean {
    return this.#pattern !== undefined;
  }

  /** Token ids without special tokens. */
  encode(text: string): number[] {
    if (this.#pattern === undefined) return this.#encodeSlices(text);
    const ids: number[] = [];
    for (const piece of text.match(this.#pattern) ?? []) for (const id of this.#piece(piece)) ids.push(id);
    return ids;
  }

  /** Number of tokens; for tokenizers that look across blanks a close upper estimate. */
  count(text: string): number {
    let total = 0;
    for (const piece of text.match(this.#pattern ?? words) ?? []) total += this.#piece(piece).length;
    return total;
  }

  #piece(piece: string): readonly number[] {
    if (piece.length > cachedLength) return this.#encodeSlices(piece);
    const known = this.#cache.get(piece);
    if (known !== undefined) return known;
    const ids = this.#tokenizer.encode(piece, { add_special_tokens: false });
    if (this.#cache.size >= cacheLimit) this.#cache.clear();
    this.#cache.set(piece, ids);
    return ids;
  }

  #encodeSlices(text: string): number[] {
    if (text.length <= sliceLength) return this.#tokenizer.encode(text, { add_special_tokens: false });
    const ids: number[] = [];
    for (let start = 0; start < text.length; start += sliceLength) {
      const slice = text.slice(start, start + sliceLength);
      for (const id of this.#tokenizer.encode(slice, { add_special_tokens: false })) ids.push(id);
    }
    return ids;
  }

  #agrees(pattern: RegExp): boolean {
    const whole = this.#tokenizer.encode(probe, { add_special_tokens: false });
    const joined = [...probe.matchAll(pattern)].flatMap(([piece]) =>
      this.#tokenizer.encode(piece, { add_special_tokens: false }),
    );
    return whole.length === joined.length && whole.every((id, index) => id === joined[index]);
  }
}
