/** What docent sends to the child process that reads PDFs. */
export interface PdfRequest {
  readonly bytes: Uint8Array;
  /** The child ends itself above this resident size. */
  readonly memoryLimitBytes: number;
}

/** A bookmark, flattened: nested bookmarks follow their parent with a greater depth. */
export interface OutlineEntry {
  readonly title: string;
  /** 1 for the outermost. */
  readonly depth: number;
  /** 1-based. */
  readonly page: number;
}

export interface PdfInfo {
  readonly title: string | undefined;
  readonly author: string | undefined;
  /** ISO 8601. */
  readonly created: string | undefined;
}

/** Comes back in this order: `ready` once, then for each request `opened`, a `page` each, and `done` or `failed`. */
export type PdfMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'opened';
      readonly pages: number;
      readonly info: PdfInfo;
      readonly outline: readonly OutlineEntry[];
    }
  | { readonly type: 'page'; readonly text: string }
  | { readonly type: 'done'; readonly residentBytes: number }
  | { readonly type: 'failed'; readonly name: string; readonly message: string; readonly page: number | undefined };

/** The child ends itself with this signal when it is over its memory limit; nothing else uses it. */
export const memoryLimitSignal = 'SIGUSR2';
