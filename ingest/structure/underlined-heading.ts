/** Characters that reStructuredText allows under (and over) a title, without those that plain texts draw with. */
const adornment = '=\\-~^"\'`#*+:_';
const pattern = new RegExp(
  `^(?:([${adornment}])\\1{2,}[ \\t]*\\n)?[ \\t]?(\\S[^\\n]{0,120})\\n([${adornment}])\\3{2,}\\s*$`,
  'u',
);

export interface UnderlinedHeading {
  readonly title: string;
  /** Titles with equal styles have equal levels. */
  readonly style: string;
}

/**
 * A paragraph that consists of a title and a line of punctuation under it, maybe one above it too.
 * @param maximumOverhang how many characters longer than the title the line may be before it is only a line
 */
export function underlinedHeading(paragraph: string, maximumOverhang: number): UnderlinedHeading | undefined {
  if (paragraph.length > 400) return undefined;
  const match = pattern.exec(paragraph);
  const [, above, title, below] = match ?? [];
  if (title === undefined || below === undefined || (above !== undefined && above !== below)) return undefined;
  const underline = paragraph.trimEnd().length - paragraph.trimEnd().lastIndexOf('\n') - 1;
  const overhang = underline - title.trim().length;
  if (overhang < -2 || overhang > maximumOverhang || !/\p{L}/u.test(title)) return undefined;
  return { title: title.trim(), style: `${above ?? ''}${below}` };
}
