import type { Page } from './document.js';

/** What is known of bytes that did not come from a file. */
export interface DocumentSource {
  /** Without parameters, lower case: `text/html`. */
  readonly mediaType: string;
  /** What the sender calls the encoding, unchecked. */
  readonly charset?: string | undefined;
  /** Where they came from; links are relative to it. */
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
}

export interface DocumentLink {
  readonly text: string;
  /** Absolute, http or https, without fragment. */
  readonly url: string;
}

/** A document as a person sees it, with scripts and hidden text left out. */
export interface ReadDocument {
  /** Empty where the document states none. */
  readonly title: string;
  readonly text: string;
  /** The units that a citation can name, in order; offsets into `text`. */
  readonly pages: readonly Pick<Page, 'number' | 'label' | 'start' | 'end'>[];
  /** Those of the main text come first. */
  readonly links: readonly DocumentLink[];
}

/** Makes text of bytes. Throws a DocentError (`file-without-text`, `file-corrupt`, ...) that names the reason. */
export type DocumentReader = (bytes: Uint8Array, source: DocumentSource) => Promise<ReadDocument>;
