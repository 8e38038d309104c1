/** Where text goes; a terminal tells its size. Standard output and standard error are such streams. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  hasColors?(): boolean;
}

/** Results on one stream, everything else on the other. */
export interface OutputStreams {
  readonly results: OutputStream;
  readonly notes: OutputStream;
}

export const standardStreams: OutputStreams = { results: process.stdout, notes: process.stderr };
