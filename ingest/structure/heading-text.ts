/** Longer headings are cut: a label is for reading. */
const maximumLength = 300;

/** The words of a Markdown heading: links, images, emphasis, code ticks, tags, closing `#` and `{#anchor}` removed. */
export function headingText(markdown: string): string {
  const cut = markdown.length > maximumLength ? `${markdown.slice(0, maximumLength)}…` : markdown;
  if (!/[#`*_[\]<>&\\~{]/u.test(cut)) return cut.replace(/\s+/gu, ' ').trim();
  const bare = cut
    .trim()
    .replace(/(?:^|\s+)#+$/u, '')
    .replace(/\s*\{[:#.][^{}]*\}$/u, '');
  const parts = bare.split(/(`+)(.+?)\1(?!`)/u);
  // split() with two groups yields: prose, ticks, code, prose, ticks, code, ..., prose.
  const plain = parts.map((part, index) => [withoutInlineMarkup(part), '', part][index % 3]);
  return plain.join('').replace(/\s+/gu, ' ').trim();
}

function withoutInlineMarkup(prose: string): string {
  return prose
    .replace(/!?\[\[(?:[^\][|]*\|)?([^\][|]*)\]\]/gu, '$1')
    .replace(/\[\^[^\]]*\]/gu, '')
    .replace(/!\[([^\]]*)\]\([^()]*\)/gu, '$1')
    .replace(/\[([^\][]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])/gu, '$1')
    .replace(/<(https?:[^<>\s]+)>/gu, '$1')
    .replace(/<!--.*?-->|<\/?[a-z][^<>]*>/giu, '')
    .replace(/(?<!\\)(?:\*{1,3}|~~)(?=\S)(.+?)(?<=[^\s\\])(?:\*{1,3}|~~)/gu, '$1')
    .replace(/(?<![\p{L}\p{N}\\])_{1,3}(?=\S)(.+?)(?<=[^\s\\])_{1,3}(?![\p{L}\p{N}])/gu, '$1')
    .replace(/\\([!-/:-@[-`{-~])/gu, '$1')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/gu, (_entity, name: string) => entities[name] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
};
