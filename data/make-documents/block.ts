/** The pieces that both documents are written in; a renderer per format turns them into a file. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly isNumbered?: boolean }
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Share of the width per column. */
      readonly widths: readonly number[];
    };

export interface Chapter {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const paragraph = (...sentences: readonly string[]): Block => ({ kind: 'paragraph', text: sentences.join(' ') });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const note = (...sentences: readonly string[]): Block => ({ kind: 'note', text: sentences.join(' ') });
export const list = (...items: readonly string[]): Block => ({ kind: 'list', items });
export const numbered = (...items: readonly string[]): Block => ({ kind: 'list', items, isNumbered: true });
