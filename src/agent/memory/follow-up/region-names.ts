const languages = ['en', 'de', 'es', 'fr', 'zh', 'ja'];
/** Common names beside those of the Unicode data. */
const further = [
  'uk',
  'us',
  'usa',
  'eu',
  'england',
  'scotland',
  'wales',
  'europe',
  'asia',
  'africa',
  'europa',
  'afrika',
];

let known: ReadonlySet<string> | undefined;

/** Whether a text names a country, in one of the languages of follow-ups; from the runtime's own Unicode data. */
export function isRegionName(text: string): boolean {
  known ??= regionNames();
  return known.has(text.toLowerCase());
}

/** The longest name of a country that a text in a script without blanks holds. */
export function regionIn(text: string): string | undefined {
  known ??= regionNames();
  const found = [...known].filter((name) => name.length > 1 && /[^\0-\u024f]/u.test(name) && text.includes(name));
  return found.sort((a, b) => b.length - a.length)[0];
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
