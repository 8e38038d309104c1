/** One result of a web search. */
export interface FoundPage {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}

/** A page as it was read. */
export interface ReadPage {
  /** Where it was found after redirects. */
  readonly url: string;
  readonly title: string;
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
  /** ISO 8601. */
  readonly accessedAt: string;
}

/** The web as the agent sees it. Both throw a DocentError that says why, never an empty success. */
export interface WebAccess {
  search(
    query: string,
    options: { readonly count: number; readonly signal: AbortSignal },
  ): Promise<readonly FoundPage[]>;
  visit(url: string, options: { readonly signal: AbortSignal }): Promise<ReadPage>;
}
