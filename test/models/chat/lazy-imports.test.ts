import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../src/core/project-root.js';

/** Packages that come in when the file is imported, by the file that asks for them; types cost nothing. */
function packagesOf(file: string, seen = new Map<string, string>(), visited = new Set<string>()): Map<string, string> {
  if (visited.has(file)) return seen;
  visited.add(file);
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  for (const [, target = ''] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)'/gmu)) {
    if (!target.startsWith('.')) seen.set(target, file);
    else
      packagesOf(
        relative(projectRoot(), resolve(projectRoot(), dirname(file), target)).replace(/\.js$/u, '.ts'),
        seen,
        visited,
      );
  }
  return seen;
}

describe('the chat models', () => {
  it.each(['server/cli/main.ts', 'server/cli/commands/models-command.ts', 'src/models/chat/open-chat-model.ts'])(
    'load no provider and no runtime with %s',
    (entry) => {
      const packages = packagesOf(entry);
      expect(packages.size).toBeGreaterThan(0);
      expect([...packages].filter(([name]) => /^(?:ai$|@ai-sdk\/|@huggingface\/)/u.test(name))).toEqual([]);
    },
  );

  it('load the SDK with the part that uses it', () => {
    expect([...packagesOf('src/models/chat/load-sdk-model.ts').keys()]).toContain('ai');
  });
});
