import { DocentError } from '../../core/errors.js';
import { builtInTools } from './built-in-tools.js';
import type { Tool } from './tool.js';

const ownNames = new Set(builtInTools({ canAskUser: true }).map(({ name }) => name));

/** @throws DocentError `invalid-config` for a tool whose name cannot be called or is taken */
export function checkTools(tools: readonly Tool[]): void {
  const names = new Set(ownNames);
  for (const { name } of tools) {
    if (!/^[\w-]{1,64}$/u.test(name) || names.has(name)) {
      const reason = names.has(name) ? 'that name is taken' : 'a name has letters, digits, "_" and "-", at most 64';
      throw new DocentError('invalid-config', `The tool "${name.slice(0, 80)}" cannot be added: ${reason}.`, {
        hint: 'Give it another name.',
      });
    }
    names.add(name);
  }
}
