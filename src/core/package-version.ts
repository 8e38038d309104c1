import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** docent's own version, from package.json. */
export function packageVersion(): string {
  const stated: unknown = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  const version = typeof stated === 'object' && stated !== null && 'version' in stated ? stated.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
