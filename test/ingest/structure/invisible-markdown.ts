/** Takes out of Markdown what readers do not see: comments, rules, pictures written out in letters. */
export function withoutInvisibleMarkdown(gap: string): string {
  return gap
    .replace(/<!--[\s\S]*?-->/gu, '')
    .split('\n')
    .filter((line) => !/^\s*(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}$/u.test(line))
    .filter((line) => !/^\s*(?:!\[[^\]]*\]\(|\[[^\]]*\]: ?<?)data:image/u.test(line))
    .join('\n');
}
