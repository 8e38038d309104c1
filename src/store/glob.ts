/**
 * A regular expression for a glob, anchored at both ends, in the syntax that JavaScript and Rust (LanceDB) share.
 * `*` stands for any characters but `/`, `**` for any, `?` for one; `**` followed by `/` also stands for nothing, so
 * that the glob "reports", "**", "*.pdf" joined by slashes finds `reports/a.pdf` too.
 */
export function globPattern(glob: string): string {
  const pattern = glob.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/gu, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.replace(/[\\^$.|+()[\]{}]/gu, '\\$&');
  });
  return `^${pattern}$`;
}

/**
 * The same in one pass over the text: a backtracking expression with many stars would take time without end, and both
 * glob and text come from outside.
 */
export function matchesGlob(text: string, glob: string): boolean {
  const tokens = glob.match(/\*\*\/|\*\*|[\s\S]/gu) ?? [];
  let places = reached(tokens, [{ at: 0 }]);
  for (const character of text) {
    places = reached(
      tokens,
      places.flatMap((place) => after(tokens[place.at], place, character)),
    );
    if (places.length === 0) return false;
  }
  return places.some(({ at, isInside }) => at === tokens.length && isInside !== true);
}

/** Where in the glob a match of the text so far may stand; inside: in folders that `**` and a slash have begun. */
interface Place {
  readonly at: number;
  readonly isInside?: boolean;
}

function after(token: string | undefined, place: Place, character: string): Place[] {
  const next = { at: place.at + 1 };
  if (token === undefined) return [];
  if (token === '**') return [place];
  if (token === '*') return character === '/' ? [] : [place];
  if (token === '?') return character === '/' ? [] : [next];
  if (token === '**/') return character === '/' ? [{ ...place, isInside: true }, next] : [{ ...place, isInside: true }];
  return token === character ? [next] : [];
}

/** Adds the places behind tokens that may stand for nothing, each place once. */
function reached(tokens: readonly string[], places: readonly Place[]): Place[] {
  const all = new Map<string, Place>();
  const add = (place: Place): void => {
    const key = `${place.at}${place.isInside === true ? '+' : ''}`;
    if (all.has(key)) return;
    all.set(key, place);
    const token = tokens[place.at];
    if (token === '*' || token === '**' || (token === '**/' && place.isInside !== true)) add({ at: place.at + 1 });
  };
  for (const place of places) add(place);
  return [...all.values()];
}
