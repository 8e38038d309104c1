/** One line of a text by its offsets; `end` excludes the line break, `next` is where the next line starts. */
export interface TextLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

export function lineAt(text: string, start: number): TextLine {
  const lineBreak = text.indexOf('\n', start);
  return lineBreak === -1
    ? { start, end: text.length, next: text.length }
    : { start, end: lineBreak, next: lineBreak + 1 };
}

export function* linesOf(text: string): Generator<TextLine> {
  for (let position = 0; position < text.length; ) {
    const line = lineAt(text, position);
    yield line;
    position = line.next;
  }
}

export function isBlankLine(text: string, line: TextLine): boolean {
  return text.slice(line.start, line.end).trim() === '';
}

/** The line's first characters: enough to tell what it is, however long it is. */
export function lineHead(text: string, line: TextLine, length = 400): string {
  return text.slice(line.start, Math.min(line.end, line.start + length));
}
