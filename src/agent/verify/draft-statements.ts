import { splitSentences } from '../extractive/sentences.js';

/** One statement of a draft and the numbers of the passages that it names. */
export interface DraftStatement {
  /** Without marks. */
  readonly text: string;
  readonly marks: readonly number[];
}

/** `[3]`, `[3, 4]`, `[3][4]`, `(passage 3)`, `【3】`: models vary. */
const mark =
  /\s*(?:\[|【|\(passages? |\[passages? )\s*(\d{1,3}(?:\s*(?:,|;|and|&)\s*(?:passages? )?\d{1,3})*)\s*(?:\]|】|\))/giu;

/** A draft as statements, in order. Marks behind the full stop belong to the sentence before it. */
export function draftStatements(draft: string): readonly DraftStatement[] {
  const statements: DraftStatement[] = [];
  for (const { text } of splitSentences(marksBeforeStops(draft), 'markdown')) {
    const marks = marksIn(text);
    const words = text
      .replace(mark, '')
      .replace(/\s+([.!?。！？])/gu, '$1')
      .trim();
    const last = statements.at(-1);
    if (/[\p{L}\p{N}]/u.test(words)) statements.push({ text: words, marks });
    else if (last !== undefined && marks.length > 0) {
      statements[statements.length - 1] = { ...last, marks: [...new Set([...last.marks, ...marks])] };
    }
  }
  return statements;
}

/** "… 20 euros. [3]" says the same as "… 20 euros [3]." */
function marksBeforeStops(draft: string): string {
  return draft.replace(new RegExp(`([.!?。！？]["'”’»)]*)((?:${mark.source})+)`, 'giu'), '$2$1');
}

function marksIn(text: string): readonly number[] {
  const numbers = [...text.matchAll(mark)].flatMap(([, list = '']) => (list.match(/\d+/gu) ?? []).map(Number));
  return [...new Set(numbers)];
}
