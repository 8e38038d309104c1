/** The same items in an order that depends on the random numbers alone (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const drawn = Math.floor((random() / 2 ** 32) * (last + 1));
    [result[last], result[drawn]] = [result[drawn] as T, result[last] as T];
  }
  return result;
}
