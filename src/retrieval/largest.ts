export interface LargestOptions<Key> {
  readonly limit: number;
  readonly scoreOf: (key: Key) => number;
  /** Decides between equal values: whether `a` comes before `b`. */
  readonly isBefore: (a: Key, b: Key) => boolean;
}

/** The keys with the largest values, largest first. Of thousands a few hundred are wanted: sorting all takes longer. */
export function largest<Key>(keys: Iterable<Key>, { limit, scoreOf, isBefore }: LargestOptions<Key>): Key[] {
  const kept: Key[] = [];
  const values: number[] = [];
  for (const key of keys) {
    const value = scoreOf(key);
    if (kept.length === limit && value < (values[limit - 1] ?? 0)) continue;
    const at = placeOf({ key, value }, { kept, values, isBefore });
    if (at >= limit) continue;
    kept.splice(at, 0, key);
    values.splice(at, 0, value);
    if (kept.length > limit) {
      kept.pop();
      values.pop();
    }
  }
  return kept;
}

interface Kept<Key> {
  readonly kept: readonly Key[];
  readonly values: readonly number[];
  readonly isBefore: (a: Key, b: Key) => boolean;
}

/** By halving: the first place whose key comes after this one. */
function placeOf<Key>({ key, value }: { readonly key: Key; readonly value: number }, each: Kept<Key>): number {
  let [low, high] = [0, each.kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = each.values[middle] as number;
    const isAfter = other === value ? each.isBefore(key, each.kept[middle] as Key) : other < value;
    if (isAfter) high = middle;
    else low = middle + 1;
  }
  return low;
}
