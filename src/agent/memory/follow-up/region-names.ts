const languages = ['en', 'de', 'es', 'fr'];
/** Common names beside those of the Unicode data. */
const further = ['uk', 'us', 'usa', 'eu', 'england', 'scotland', 'wales', 'europe', 'asia', 'africa', 'europa', 'afrika'];

let known: ReadonlySet<string> | undefined;

/** Whether a text names a country, in English, German, Spanish or French; from the runtime's own Unicode data. */
export function isRegionName(text: string): boolean {
  known ??= regionNames();
  return known.has(text.toLowerCase());
}

function regionNames(): ReadonlySet<string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const names = languages.flatMap((language) => {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    return codes.flatMap((code) => display.of(code)?.toLowerCase() ?? []);
  });
  return new Set([...names, ...further]);
}
