/** End of a question with what closes it. */
const ending = /\s*[?？.!。！…]*\s*$/u;

export function withoutEnding(text: string): string {
  return text
    .trim()
    .replace(/^[¿¡]\s*/u, '')
    .replace(ending, '');
}

export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** Puts something before the question mark. */
export function appended(question: string, addition: string): string {
  const body = question.trim().replace(ending, '');
  return `${body} ${addition}${question.trim().slice(body.length)}`;
}

export function inBrackets(names: readonly string[]): string {
  return `(${names.join(', ')})`;
}

export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export function replaced(text: string, replacements: readonly Replacement[]): string {
  const ordered = [...replacements].sort((a, b) => b.start - a.start);
  return ordered.reduce((result, { start, end, by }) => result.slice(0, start) + by + result.slice(end), text);
}

/** The earlier question, and the follow-up after it: where nothing better can be made of them. */
export function oneAfterTheOther(previous: string, followUp: string): string {
  const first = previous.trim();
  const isClosed = /[?？.!。！]$/u.test(first);
  return `${isClosed ? first : `${first}.`} ${capitalised(followUp.trim())}`;
}
