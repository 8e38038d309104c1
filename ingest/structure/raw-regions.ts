/** Part of a Markdown text in which nothing is Markdown. */
export interface RawRegion {
  /** End of the closing tag; undefined kind: not visible. */
  readonly end: number;
  readonly kind: 'code' | undefined;
}

const regionTypes = [
  { opening: /^<!--/u, closing: '-->', kind: undefined },
  { opening: /^<pre\b/u, closing: '</pre>', kind: 'code' },
  { opening: /^<script\b/u, closing: '</script>', kind: 'code' },
  { opening: /^<style\b/u, closing: '</style>', kind: 'code' },
] as const;

/**
 * Finds comments and verbatim HTML elements that start at a given place. One that is never closed is ordinary text: to
 * hide the rest of a document would lose it.
 */
export class RawRegions {
  readonly #text: string;
  /** Last place of each closing tag, so that unclosed openings do not each search to the end. */
  readonly #lastClosing: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#lastClosing = regionTypes.map((type) => text.lastIndexOf(type.closing));
  }

  at(start: number): RawRegion | undefined {
    const head = this.#text.slice(start, start + 10);
    const index = regionTypes.findIndex((type) => type.opening.test(head));
    const type = regionTypes[index];
    if (type === undefined || (this.#lastClosing[index] ?? -1) < start) return undefined;
    return { end: this.#text.indexOf(type.closing, start) + type.closing.length, kind: type.kind };
  }
}
