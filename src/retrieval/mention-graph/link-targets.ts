import { linkedNameKeys } from './own-names.js';

/** Target of a Markdown link, without its title, query and anchor: `[text](docs/hybrid-search.md#fusion "Fusion")`. */
const linkTarget = /\]\([ \t]*<?([^)\s>#?]+)/gu;
const address = /^[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?/iu;

/** The files that a text links to, as names; each as often as it is linked to. `[[Wiki links]]` are found as words. */
export function linkedFileKeys(text: string): string[] {
  if (!text.includes('](')) return [];
  return [...text.matchAll(linkTarget)].flatMap(([, target = '']) =>
    linkedNameKeys(decoded(target.replace(address, ''))),
  );
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
