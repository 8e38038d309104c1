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

export function matchesGlob(text: string, glob: string): boolean {
  return new RegExp(globPattern(glob), 'su').test(text);
}
