/** What one page may take. */
export interface PageLimits {
  /** Name lookup, connection and TLS. */
  readonly connectMs: number;
  /** From the request to the head of the reply. */
  readonly headersMs: number;
  /** The whole way from the first request to the last byte, redirects included. */
  readonly totalMs: number;
  readonly redirects: number;
  /** On the wire, and again unpacked. */
  readonly textBytes: number;
  /** The same for PDFs. */
  readonly pdfBytes: number;
}

/** Time: what a person would wait for. Size: a hundred times the text of a long article, and a book as PDF. */
export const defaultPageLimits: PageLimits = {
  connectMs: 5_000,
  headersMs: 10_000,
  totalMs: 20_000,
  redirects: 5,
  textBytes: 5_000_000,
  pdfBytes: 20_000_000,
};
