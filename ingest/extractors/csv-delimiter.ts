const candidates = [',', ';', '\t', '|'] as const;
const maximumRows = 50;

/** The delimiter that gives most of a table's first rows the same number of cells; the comma where none does. */
export function detectDelimiter(head: string): string {
  let best = { delimiter: ',', share: 0, columns: 1 };
  for (const delimiter of candidates) {
    const { share, columns } = commonWidth(rowWidths(head, delimiter));
    const isBetter = share > best.share || (share === best.share && columns > best.columns);
    if (columns > 1 && isBetter) best = { delimiter, share, columns };
  }
  return best.delimiter;
}

/** Cells per row; delimiters and line breaks between quotation marks do not count. */
function rowWidths(head: string, delimiter: string): number[] {
  const widths: number[] = [];
  let cells = 1;
  let isQuoted = false;
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === delimiter) cells += 1;
    else if (character === '\n') {
      widths.push(cells);
      if (widths.length === maximumRows) return widths;
      cells = 1;
    }
  }
  // The last row may be cut off.
  return widths.length === 0 ? [cells] : widths;
}

function commonWidth(widths: readonly number[]): { readonly share: number; readonly columns: number } {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [columns, rows] = [...counts].sort((left, right) => right[1] - left[1])[0] ?? [1, 0];
  return { share: rows / Math.max(widths.length, 1), columns };
}
