/**
 * Names for a table's columns if its first row holds them: words, all different, none a number or a date. A single row
 * is data.
 */
export function headerOf(rows: readonly (readonly string[])[]): readonly string[] | undefined {
  const first = rows[0]?.map((cell) => cell.trim());
  if (first === undefined || rows.length < 2) return undefined;
  const names = first.filter((cell) => cell !== '');
  const isNamed = names.length > 0 && names.length * 2 > first.length && new Set(names).size === names.length;
  return isNamed && !names.some(isValue) ? first.map((cell, index) => cell || columnName(index)) : undefined;
}

export function columnName(index: number): string {
  return `column ${index + 1}`;
}

function isValue(cell: string): boolean {
  return cell.length > 200 || /^[-+(]?[$€£]?\s?\d[\d.,' ]*\s?[%€]?\)?$|^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/u.test(cell);
}
