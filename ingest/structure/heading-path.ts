/** The headings that stand above the place being read. */
export class HeadingPath {
  readonly #levels: number[] = [];
  #titles: readonly string[] = [];

  /** Outermost first; never changed in place. */
  get titles(): readonly string[] {
    return this.#titles;
  }

  enter(level: number, title: string): void {
    while ((this.#levels.at(-1) ?? 0) >= level) this.#levels.pop();
    this.#titles = [...this.#titles.slice(0, this.#levels.length), title];
    this.#levels.push(level);
  }
}
