/** One measured value, beside the goal that it has to meet. */
export interface Figure {
  readonly label: string;
  /** As it is printed, with its unit. */
  readonly value: string;
  readonly goal?: string;
  readonly isMet?: boolean;
}

export interface PartResult {
  readonly part: string;
  readonly figures: readonly Figure[];
  /** Everything that was measured, for the JSON file. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface PartOptions {
  /** Folder with PDFs. */
  readonly documents: string;
  /** BEIR corpus with one text per PDF page, `_id` = `<file name>#p<zero-based page>`; undefined: no page check. */
  readonly pages: string | undefined;
  /** BEIR corpora whose texts are compared; none: the texts of the handbook. */
  readonly corpora: readonly string[];
  readonly rounds: number;
  readonly kills: number;
  readonly seed: number;
  /** Empty folder for whatever the part writes; removed afterwards. */
  readonly workFolder: string;
  readonly say: (line: string) => void;
}

/** One part of the benchmark. */
export type Part = (options: PartOptions) => Promise<PartResult>;
