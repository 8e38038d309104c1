/** Keys by falling value, ties by key. */
export function byValue(values: ReadonlyMap<string, number>): string[] {
  return [...values].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
}
