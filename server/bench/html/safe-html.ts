/** Markup that holds nothing unescaped. */
export class SafeHtml {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = string | number | SafeHtml | readonly SafeHtml[];

/** A template whose values are escaped, for text and quoted attributes alike, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): SafeHtml {
  const parts = strings.map((text, position) => {
    const value = values[position];
    return value === undefined ? text : text + markupOf(value);
  });
  return new SafeHtml(parts.join(''));
}

function markupOf(value: Value): string {
  if (value instanceof SafeHtml) return value.markup;
  if (typeof value === 'object') return value.map(({ markup }) => markup).join('');
  return String(value).replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON for a script element, which neither `</script>` nor `<!--` in a text can end: no `<` is left in it. */
export function embeddedJson(value: unknown): SafeHtml {
  return new SafeHtml(JSON.stringify(value).replaceAll('<', '\\u003c'));
}
