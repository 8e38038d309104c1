import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Files with the syntax of `.gitignore`; of two in one folder the later one here decides. */
export const ignoreFileNames = ['.gitignore', '.docentignore'] as const;

/** The rules of one folder that has ignore files, and of the folders above it. */
export class IgnoreRules {
  readonly #above: IgnoreRules | undefined;
  readonly #prefix: string;
  readonly #matcher: Ignore;

  /** @param folder name of the folder relative to the root, with a slash at its end; empty for the root itself */
  constructor(above: IgnoreRules | undefined, folder: string, matcher: Ignore) {
    this.#above = above;
    this.#prefix = folder;
    this.#matcher = matcher;
  }

  /** @param name relative to the root; folders end with a slash */
  ignores(name: string): boolean {
    // Deeper rules win, as in git; a folder that is ignored is never entered, so parents need no second look.
    const result = this.#matcher.test(name.slice(this.#prefix.length));
    return result.ignored || (!result.unignored && this.#above?.ignores(name) === true);
  }
}

/**
 * The rules that hold inside a folder.
 * @param present which ignore files the folder has
 * @throws the system's error where one of them cannot be read: what it hides must not be read by mistake
 */
export async function rulesInside(
  folder: { readonly path: string; readonly name: string; readonly rules: IgnoreRules | undefined },
  present: readonly string[],
): Promise<IgnoreRules | undefined> {
  if (present.length === 0) return folder.rules;
  const matcher = ignore({ ignorecase: false });
  for (const fileName of ignoreFileNames) {
    if (present.includes(fileName))
      matcher.add((await readFile(join(folder.path, fileName), 'utf8')).replace('\uFEFF', ''));
  }
  return new IgnoreRules(folder.rules, folder.name === '' ? '' : `${folder.name}/`, matcher);
}
