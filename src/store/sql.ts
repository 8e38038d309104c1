/** A user's text as an SQL string literal; the dialect knows no backslash escapes, so the quote is the only special. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `column IN (...)`; false for no values, which SQL has no list for. */
export function isIn(column: string, values: Iterable<string>): string {
  const literals = [...values].map(literal);
  return literals.length === 0 ? 'false' : `${column} IN (${literals.join(', ')})`;
}

export function isNotIn(column: string, values: Iterable<string>): string {
  const literals = [...values].map(literal);
  return literals.length === 0 ? 'true' : `${column} NOT IN (${literals.join(', ')})`;
}

/** All conditions at once; undefined where there are none. */
export function allOf(conditions: readonly string[]): string | undefined {
  return conditions.length === 0 ? undefined : conditions.map((condition) => `(${condition})`).join(' AND ');
}
