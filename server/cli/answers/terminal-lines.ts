/** Characters that take two columns; where terminals differ, two: a line that is broken early does no harm. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\p{Regional_Indicator}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const zeroWidth = /[\p{M}\p{Cf}]/u;
const tabWidth = 4;

/**
 * Text broken into lines that each fit into so many columns, at spaces where there are some. Text that grows at its end
 * changes only its last lines.
 */
export function terminalLines(text: string, columns: number): readonly string[] {
  return text
    .replaceAll('\t', ' '.repeat(tabWidth))
    .split('\n')
    .flatMap((line) => brokenLine(line, Math.max(2, columns)));
}

function brokenLine(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of text) {
    const own = widthOf(character);
    if (width + own > columns) {
      const space = line.lastIndexOf(' ');
      const rest = space === -1 ? '' : line.slice(space + 1);
      lines.push(space === -1 ? line : line.slice(0, space));
      line = rest;
      width = [...rest].reduce((sum, each) => sum + widthOf(each), 0);
    }
    line += character;
    width += own;
  }
  return [...lines, line];
}

function widthOf(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
